"""Lets a platform that does not answer alone for a while, so that nothing waits for it in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MANY = 5  # failures in a row
REST = timedelta(seconds=15)


@dataclass
class Breaker:
    """Of one platform; time is an argument."""

    _failures: int = 0
    _until: datetime | None = None

    def waits(self, now: datetime) -> datetime | None:
        """Return until when nothing is sent; None: now. After a rest one may try."""
        if self._until is None or now < self._until:
            return self._until
        self._until = now + REST  # the others wait for what becomes of this one
        return None

    def rests(self, now: datetime) -> bool:
        """Tell whether it is left alone now; nobody tries by asking."""
        return self._until is not None and now < self._until

    def failed(self, now: datetime) -> None:
        """Count a failure that says something of the platform."""
        self._failures += 1
        if self._failures >= MANY:
            self._until = now + REST

    def worked(self) -> None:
        """Count an answer."""
        self._failures, self._until = 0, None
