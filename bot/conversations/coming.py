"""When a person is told that their message is here and its answer on the way. Pure.

That notice is never stored: it has no number, so that the history holds what was said and nothing
else, the replies to a message follow it as `POST` gave them, and a reader who comes back with the
last number misses nothing and reads nothing twice. Whoever speaks to the person (the event stream;
a platform's channel) asks here at each look, and says it at once or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True)
class Waiting:
    """A person's message that has no reply yet."""

    seq: int
    at: datetime
    language: str
    client_message_id: str | None = None


def due_for_notice(
    waiting: Sequence[Waiting], now: datetime, since: datetime | None = None
) -> list[Waiting]:
    """Return the messages for which it is time to say that the answer is coming.

    `since`: what was due before then is left out. With the moment of the last look, or of coming
    back, the notice comes once a message without a note in the database of whom it was told.
    """
    late = [one for one in waiting if now - one.at >= PATIENCE]
    return [one for one in late if since is None or one.at + PATIENCE > since]
