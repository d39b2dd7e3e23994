"""Whose turn it is in the outbox, and what became of it. Parts of transactions.

A hook is one gateway's for half a minute. Who is killed between sending and noting it makes the
next one send that event again, under the same id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.hook_calls import Event
from bot.conversations.hook_tables import hook, hook_event
from bot.conversations.hooks import CHANGED, Row
from bot.conversations.moment import utc
from knowledge.store import current_digest

MINE = timedelta(seconds=30)  # for which a hook is one gateway's
PATIENCE = timedelta(days=3)  # for which an event is tried
KEPT = {"sent": timedelta(days=3), "given_up": timedelta(days=30)}
WAITS = hook_event.c.state == "waiting"


@dataclass(frozen=True)
class Turn:
    """The event whose turn it is at a hook."""

    number: int
    hook: int
    url: str
    secret: str = field(repr=False)
    tries: int
    event: Event


@dataclass(frozen=True)
class Seen:
    """How the outbox stands: how many events wait, at which hooks one is due."""

    waiting: int = 0
    due: frozenset[int] = frozenset()
    news: bool = False  # there is content that somebody was not told of


def seen(connection: sa.Connection, now: datetime) -> Seen:
    """Look at the outbox."""
    held = connection.execute(sa.select(hook)).mappings().all()
    if not held:
        return Seen()
    waiting = sa.select(hook_event.c.hook_id, sa.func.count()).where(WAITS)
    rows = connection.execute(waiting.group_by(hook_event.c.hook_id)).all()
    counts: dict[int, int] = {row[0]: row[1] for row in rows}
    due = frozenset(one["id"] for one in held if one["id"] in counts and _is_due(one, now))
    digest = current_digest(connection)
    news = [one for one in held if CHANGED in one["events"] and one["release"] != digest]
    return Seen(sum(counts.values()), due, bool(digest and news))


def _is_due(row: Row, now: datetime) -> bool:
    times = (row["held_until"], row["next_try_at"])
    return all(one is None or utc(one) <= now for one in times)


def take(connection: sa.Connection, number: int, mine: str, now: datetime) -> Turn | None:
    """Take a hook, unless it is another gateway's or not due; return its oldest event."""
    free = sa.or_(hook.c.held_until.is_(None), hook.c.held_until <= now, hook.c.held_by == mine)
    due = sa.or_(hook.c.next_try_at.is_(None), hook.c.next_try_at <= now)
    one = sa.select(hook).where(hook.c.id == number, free, due)
    # Whose event is just being written keeps only the hook's key, which is not what is taken here.
    taken = one.with_for_update(skip_locked=True, key_share=True)
    row = connection.execute(taken).mappings().first()
    if row is None:
        return None
    of_it = hook_event.c.hook_id == number, WAITS
    # Who erases knows no time: what tells of that is of when it is seen first.
    undated = sa.update(hook_event).where(*of_it, hook_event.c.at.is_(None))
    connection.execute(undated.values(at=now))
    first = sa.select(hook_event).where(*of_it).order_by(hook_event.c.id).limit(1)
    head = connection.execute(first).mappings().first()
    held = {"held_by": mine, "held_until": now + MINE if head else None}
    connection.execute(sa.update(hook).where(hook.c.id == number).values(held))
    if head is None:
        return None
    event = Event(head["event_id"], head["event"], head["at"], head["data"])
    return Turn(head["id"], number, row["url"], row["secret"], row["tries"], event)


def sent(connection: sa.Connection, turn: Turn, mine: str, now: datetime) -> None:
    """Note that an event has arrived."""
    this = sa.update(hook_event).where(hook_event.c.id == turn.number)
    connection.execute(this.values(state="sent", settled_at=now))
    _change(connection, turn, mine, {"tries": 0, "failure": None, "next_try_at": None})


def failed(
    connection: sa.Connection, turn: Turn, mine: str, why: str, now: datetime, again: datetime
) -> int:
    """Let it be tried `again`; give up what is too old, and return how much that was."""
    old = hook_event.c.hook_id == turn.hook, WAITS, hook_event.c.at <= now - PATIENCE
    given_up = {"state": "given_up", "settled_at": now}
    lost = connection.execute(sa.update(hook_event).where(*old).values(given_up)).rowcount
    next_try = {"tries": turn.tries + 1, "failure": why, "next_try_at": again}
    _change(connection, turn, mine, {**next_try, "held_until": None})
    return int(lost)


def _change(connection: sa.Connection, turn: Turn, mine: str, values: dict[str, Any]) -> None:
    """Change a hook, if it is still ours."""
    still = hook.c.id == turn.hook, hook.c.held_by == mine
    connection.execute(sa.update(hook).where(*still).values(values))


def let_go(connection: sa.Connection, mine: str) -> None:
    """Let others go on at once where we stopped."""
    held = sa.update(hook).where(hook.c.held_by == mine)
    connection.execute(held.values(held_until=None))


def tidy(connection: sa.Connection, now: datetime) -> None:
    """Remove what was sent days ago, and what was given up long ago."""
    for state, kept in KEPT.items():
        old = hook_event.c.state == state, hook_event.c.settled_at < now - kept
        connection.execute(sa.delete(hook_event).where(*old))
