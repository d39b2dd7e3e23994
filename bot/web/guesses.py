"""How often somebody may try a return code, and all the world together."""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversations.rates import Rates
from bot.logs import tell

log = logging.getLogger("bot.web")
A_MINUTE = 5  # tries of one address
FREE = 20  # wrong codes in all after which everybody waits
FORGIVEN = timedelta(minutes=3)  # in which one wrong code is forgotten
LONGEST_PAUSE = 60  # seconds


@dataclass
class Guesses:
    """Counts tries: five a minute an address, and wrong ones in all with a pause that doubles.

    Many addresses together come to one try a minute in the end; so who was given a code may have
    to wait while somebody guesses, but nobody's conversation is found by guessing.
    """

    _of_address: Rates = field(default_factory=lambda: Rates(A_MINUTE))
    _wrong: float = 0.0
    _last: datetime | None = None

    def seconds_to_wait(self, address: str, now: datetime) -> int:
        """Count a try; return 0, or how long to wait when it is one too many."""
        since = (now - self._last).total_seconds() if self._last else 0.0
        if (left := self._pause() - since) > 0:
            return int(left) + 1
        wait = self._of_address.seconds_to_wait(network(address), now)
        if not wait:
            self._wrong_until_known(now)  # many at once shall not slip through together
        return wait

    def was_none(self) -> None:
        """Take one try back: the code was right, or nobody could tell."""
        self._wrong = max(0.0, self._wrong - 1)

    def _wrong_until_known(self, now: datetime) -> None:
        quiet = (now - self._last) / FORGIVEN if self._last else 0.0
        self._wrong = max(0.0, self._wrong - quiet) + 1
        self._last = now
        if self._pause():
            tell(log, logging.WARNING, "many wrong return codes", pause=self._pause())

    def _pause(self) -> int:
        more = int(self._wrong) - FREE
        return min(LONGEST_PAUSE, 2 ** min(more, 10)) if more > 0 else 0


def network(address: str) -> str:
    """Return what counts as one address: of IPv6 the part that a household shares."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
