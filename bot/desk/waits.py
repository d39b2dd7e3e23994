"""How long one waits after wrong passwords and codes: ever longer, and never for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.web.guesses import network

FREE = 5  # failures after which one waits
FORGIVEN = timedelta(minutes=3)  # in which one failure of an address is forgotten
MANY = 10_000  # addresses remembered; the oldest go first


@dataclass(frozen=True)
class Growing:
    """A wait that doubles with each failure from the fifth on."""

    first: int  # seconds
    longest: int

    def after(self, failures: float) -> timedelta:
        """Return how long to wait after so many."""
        more = int(failures) - FREE
        doubled = self.first * 2 ** min(more, 20) if more >= 0 else 0
        return timedelta(seconds=min(doubled, self.longest))


OF_ACCOUNT = Growing(15, 300)
# Behind a proxy all have one address; and who tries to come in must not keep everybody out.
OF_ADDRESS = Growing(1, 60)


@dataclass
class Addresses:
    """Counts failures by address. A try counts as one until it succeeds: many at once do, too."""

    _failed: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def seconds_to_wait(self, address: str, now: datetime) -> int:
        """Count a try; return 0, or how long to wait when it comes too soon."""
        key = network(address)
        failures, last = self._failed.pop(key, (0.0, now))
        left = (last + OF_ADDRESS.after(failures) - now).total_seconds()
        if left > 0:
            self._failed[key] = failures, last
            return int(left) + 1
        self._failed[key] = max(0.0, failures - (now - last) / FORGIVEN) + 1, now
        while len(self._failed) > MANY:
            self._failed.pop(next(iter(self._failed)))
        return 0

    def was_right(self, address: str) -> None:
        """Take one try back: it was no failure, or nobody could tell."""
        failures, last = self._failed.get(key := network(address), (0.0, None))
        if last is not None:
            self._failed[key] = max(0.0, failures - 1), last
