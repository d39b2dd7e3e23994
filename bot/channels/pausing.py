"""How long a message waits that cannot be sent now, and when it has waited for too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.channels.base import Later, Refused
from bot.channels.outbox import Waiting
from bot.conversations.moment import utc
from bot.conversations.reading import Row

REST = timedelta(seconds=60)  # after a fault of ours
LONGEST_PAUSE = 60.0  # seconds between two tries
SHORTEST_PAUSE = 1.0
# When they write again they are found sooner; until then there is nothing to try.
LONG = timedelta(days=1)
GIVEN_UP = timedelta(hours=24)  # since it was said, and since they wrote
OFTEN = 10  # tries, before that counts


class Pause(NamedTuple):
    """When to go on, after how many tries; `template_at`: when they were told that it waits."""

    until: datetime
    tries: int = 0
    template_at: datetime | None = None


def later(
    waiting: Waiting, outcome: Later | Refused, now: datetime, chance: Callable[[], float]
) -> Pause:
    """Return until when to wait: as long as the platform says, else longer with each try."""
    asked = outcome.seconds if isinstance(outcome, Later) else LONGEST_PAUSE
    pause = min(LONGEST_PAUSE, SHORTEST_PAUSE * 4 ** min(waiting.tries, 4))
    seconds = asked if asked is not None else pause * (0.75 + chance() / 2)
    return Pause(now + timedelta(seconds=seconds), waiting.tries + 1, waiting.template_at)


def tries_on(outcome: Later | Refused, waiting: Waiting, row: Row, now: datetime) -> bool:
    """Tell whether to try again: not what is refused, nor what was tried for too long."""
    since = max(utc(row["at"]), waiting.heard_at)
    over = waiting.tries >= OFTEN and now - since > GIVEN_UP
    return not over and (isinstance(outcome, Later) or outcome.ours)
