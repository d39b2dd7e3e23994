"""What is to be sent to whom, and what became of it. Parts of transactions.

A conversation's own messages are its outbox: `sent_seq` says up to which of them all is settled.
So an answer that is stored is as good as sent: whoever stops in between goes on from there.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from bot.conversations import opening, statements
from bot.conversations.cases import Due
from bot.conversations.channel_tables import REACHABLE, correspondent, delivery
from bot.conversations.moment import utc
from bot.conversations.opening import SAFETY
from bot.conversations.reading import Row
from bot.conversations.tables import conversation, message

LEASE = timedelta(seconds=120)  # for which one gateway sends to somebody
LOOKED_AT = 40  # messages back, among which the run of the first to send begins
MANY = 200
UNANSWERED = Due("unanswered", "high")
FINISHED = frozenset({"sent", "delivered", "read", "failed", "told"})


class Waiting(NamedTuple):
    """Somebody to whom something is to be sent, and what was said lately, in order."""

    channel: str
    address: bytes | None
    heard_at: datetime
    stopped: bool
    template_at: datetime | None
    tries: int
    sent_seq: int
    last_seq: int
    rows: Sequence[Row]


def due(connection: sa.Connection, mine: str, channel: str, now: datetime) -> list[str]:
    """Return a platform's conversations in which something may wait, who waits longest first."""
    held = correspondent.c
    some = sa.select(held.conversation_id).where(*_free(mine, now), _waits(), REACHABLE)
    some = some.where(held.channel == channel)
    some = some.order_by(held.next_try_at.nulls_first(), held.heard_at).limit(MANY)
    return [str(one) for one in connection.execute(some).scalars()]


def _free(mine: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    held = correspondent.c
    free = sa.or_(held.held_by.is_(None), held.held_by == mine, held.held_until < now)
    return free, sa.or_(held.next_try_at.is_(None), held.next_try_at <= now)


def _waits() -> sa.ColumnElement[bool]:
    more = conversation.c.last_seq > correspondent.c.sent_seq
    here = conversation.c.id == correspondent.c.conversation_id
    return sa.select(conversation.c.id).where(here, more).exists()


def claim(connection: sa.Connection, key: str, mine: str, now: datetime) -> Waiting | None:
    """Take a conversation to send what waits there; None: nothing does, or not now, or not us."""
    held = correspondent.c
    take = sa.update(correspondent).where(held.conversation_id == key, *_free(mine, now), _waits())
    taken = take.values(held_by=mine, held_until=now + LEASE).returning(*held)
    row = connection.execute(taken).mappings().first()
    if row is None:
        return None
    last = sa.select(conversation.c.last_seq).where(conversation.c.id == key)
    last_seq = int(connection.execute(last).scalar() or 0)
    recent = message.c.conversation_id == key, message.c.seq > row["sent_seq"] - LOOKED_AT
    rows = connection.execute(sa.select(message).where(*recent).order_by(message.c.seq))
    said = [one for one in rows.mappings() if one["seq"] <= last_seq]
    at = utc(row["heard_at"]), row["template_at"] and utc(row["template_at"])
    of_it = row["channel"], row["address"], at[0], row["stopped_at"] is not None, at[1]
    return Waiting(*of_it, row["tries"], row["sent_seq"], last_seq, said)


def fail(connection: sa.Connection, key: str, seq: int, code: str, now: datetime) -> None:
    """Note that a message will never be sent, and why."""
    ref = starts(connection, key, seq, 0, now)
    ends(connection, ref, "failed", now, code=code)


def stopped(connection: sa.Connection, key: str) -> None:
    """Note that a platform lets us say nothing to somebody; what they write from now on ends it."""
    mine = sa.update(correspondent).where(correspondent.c.conversation_id == key)
    connection.execute(mine.values(stopped_at=correspondent.c.heard_at))


def unanswered(connection: sa.Connection, key: str, seq: int, now: datetime) -> None:
    """Let a human know that something will not reach somebody, unless they wished for silence."""
    held = correspondent.c
    silent = sa.select(held.stopped_at).where(held.conversation_id == key)
    kind = sa.select(message.c.kind).where(message.c.conversation_id == key, message.c.seq == seq)
    if connection.execute(silent).scalar() is None and connection.execute(kind).scalar() != SAFETY:
        opening.open_case(connection, key, seq, UNANSWERED, now)  # of danger some goes to no case
        opening.touch(connection, key, now)


def untold(connection: sa.Connection, key: str, seq: int, now: datetime) -> None:
    """Let a human know that somebody was not told of a message, if that waits still."""
    waits = correspondent.c.conversation_id == key, correspondent.c.sent_seq < seq
    if connection.execute(sa.select(correspondent.c.sent_seq).where(*waits)).first():
        unanswered(connection, key, seq, now)


def settle(connection: sa.Connection, key: str, seq: int, seen: int) -> bool:
    """Note that everything up to a message is settled; False when that was not all.

    `seen`: up to where it was when we looked: a message may have been put back since, or all that
    waited dropped by their wish.
    """
    mine = correspondent.c.conversation_id == key, correspondent.c.sent_seq == seen
    done = sa.update(correspondent).where(*mine).values(sent_seq=seq, tries=0)
    return connection.execute(done).rowcount == 1


def let_go(
    connection: sa.Connection, key: str, mine: str, heard_at: datetime, again: datetime | None,
    tries: int, template_at: datetime | None,
) -> None:  # fmt: skip
    """Let another take it; `again`: not before then, unless they wrote after `heard_at`."""
    held = correspondent.c.conversation_id == key, correspondent.c.held_by == mine
    free = sa.update(correspondent).where(*held)
    later = {"next_try_at": again, "tries": tries, "template_at": template_at}
    connection.execute(free.where(correspondent.c.heard_at == heard_at).values(**later))
    connection.execute(free.values(held_by=None, held_until=None))


def leave(connection: sa.Connection, mine: str) -> None:
    """Let others take all that we hold."""
    held = sa.update(correspondent).where(correspondent.c.held_by == mine)
    connection.execute(held.values(held_by=None, held_until=None))


def parts_done(connection: sa.Connection, key: str, seq: int) -> dict[int, Row]:
    """Return how far the parts of a message came, by number."""
    mine = delivery.c.conversation_id == key, delivery.c.seq == seq
    return {
        one["part"]: one for one in connection.execute(sa.select(delivery).where(*mine)).mappings()
    }


def starts(connection: sa.Connection, key: str, seq: int, part: int, now: datetime) -> str:
    """Note that a part is being sent; return our ref of it. The same ref, if it was before."""
    statements.lock(connection, key)
    lease = sa.update(correspondent).where(correspondent.c.conversation_id == key)
    connection.execute(lease.values(held_until=now + LEASE))
    mine = delivery.c.conversation_id == key, delivery.c.seq == seq, delivery.c.part == part
    known = connection.execute(sa.select(delivery.c.ref).where(*mine)).scalar()
    if known:
        connection.execute(sa.update(delivery).where(*mine).values(state="sending", at=now))
        return str(known)
    ref = secrets.token_hex(16)
    values = {"conversation_id": key, "seq": seq, "part": part, "ref": ref, "state": "sending"}
    connection.execute(sa.insert(delivery).values(**values, at=now))
    return ref


def ends(
    connection: sa.Connection, ref: str, state: str, now: datetime, **of_it: str | None
) -> None:
    """Note what became of a part; a status that came sooner stands."""
    mine = delivery.c.ref == ref, delivery.c.state == "sending"
    connection.execute(sa.update(delivery).where(*mine).values(state=state, at=now))
    if of_it:
        connection.execute(sa.update(delivery).where(delivery.c.ref == ref).values(**of_it))
