"""How many messages a conversation, or conversations an address, may have in a minute."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
MANY = 10_000  # keys remembered; the oldest go first


@dataclass
class Rates:
    """Sliding minute a key; 0 means no limit."""

    most: int
    _seen: dict[str, deque[datetime]] = field(default_factory=dict)

    def seconds_to_wait(self, key: str, now: datetime) -> int:
        """Count one; return 0, or how long to wait when it is one too many."""
        if self.most == 0:
            return 0
        seen = self._seen.setdefault(key, deque())
        while seen and now - seen[0] >= MINUTE:
            seen.popleft()
        if len(seen) >= self.most:
            return max(1, int((seen[0] + MINUTE - now).total_seconds()) + 1)
        seen.append(now)
        while len(self._seen) > MANY:
            self._seen.pop(next(iter(self._seen)))
        return 0
