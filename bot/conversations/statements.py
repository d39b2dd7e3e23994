"""The statements that several transactions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.conversations import hooks
from bot.conversations.owned import OWNED
from bot.conversations.review_tables import review
from bot.conversations.tables import WAITS, conversation, gateway, message

# What every message runs is made once: that costs as much as to run it.
_KEY: sa.BindParameter[str] = sa.bindparam("key")
_MINE: sa.BindParameter[str] = sa.bindparam("mine")
_OF_KEY = conversation.c.id == _KEY
_ALIVE = sa.select(gateway.c.id).where(gateway.c.alive_until >= sa.bindparam("now"))
_HELD = conversation.c.held_by
_FREE = sa.or_(_HELD.is_(None), _HELD == _MINE, _HELD.not_in(_ALIVE))
_CLAIM = sa.update(conversation).where(_OF_KEY, _FREE).values(held_by=_MINE)
_COUNT = sa.update(conversation).where(_OF_KEY)
_UP = conversation.c.last_seq + sa.bindparam("more")
_APPEND = _COUNT.values(last_seq=_UP).returning(conversation.c.last_seq)
_ARRIVE = _COUNT.values(last_seq=_UP, expires_at=sa.bindparam("until"))
_CAME = conversation.c.last_seq, conversation.c.language, conversation.c.silent
_ARRIVED = _ARRIVE.returning(*_CAME)
_TAKE = _ARRIVE.values(held_by=sa.case((_FREE, _MINE), else_=_HELD))
_TAKING = _TAKE.returning(*_CAME)
_KNOWN = sa.select(message.c.seq).where(
    message.c.conversation_id == _KEY, message.c.client_message_id == sa.bindparam("own_id")
)
_SPEAKS = sa.select(conversation.c.language, conversation.c.silent).where(_OF_KEY)
_THIS = message.c.conversation_id == _KEY, message.c.seq == sa.bindparam("this")
# Both rows are locked, so that what is read is what stands there once we have them. That of the
# conversation first, as everywhere: rows are locked in the order of their tables.
_BOTH = sa.select(message.c.state, _HELD).select_from(conversation.join(message))
_OURS = _BOTH.where(*_THIS).with_for_update()
_HEARD = sa.bindparam("heard", type_=message.c.understood.type)
_HANDLED = sa.update(message).where(*_THIS).values(state=sa.bindparam("how"), understood=_HEARD)
_MORE = sa.select(message.c.seq).where(message.c.conversation_id == _KEY, WAITS)
_RELEASE = sa.update(conversation).where(_OF_KEY, ~_MORE.exists()).values(held_by=None)


def change(connection: sa.Connection, key: str, values: dict[str, Any]) -> None:
    """Change a conversation."""
    connection.execute(sa.update(conversation).where(conversation.c.id == key).values(**values))


def detect(connection: sa.Connection, key: str, values: dict[str, Any]) -> None:
    """Note the language that was found, unless the person has chosen one meanwhile."""
    mine = conversation.c.id == key, conversation.c.language_chosen.is_(False)
    if values:
        connection.execute(sa.update(conversation).where(*mine).values(**values))


def lock(connection: sa.Connection, key: str) -> None:
    """Let no other transaction change this conversation; SQLite has one writer anyway."""
    mine = sa.select(conversation.c.id).where(conversation.c.id == key).with_for_update()
    connection.execute(mine).all()  # read to its end, or SQLite keeps its moment of reading


def claim(connection: sa.Connection, key: str, mine: str, now: datetime) -> bool:
    """Take a conversation that nobody alive handles; tell whether it is ours now."""
    return connection.execute(_CLAIM, {"key": key, "mine": mine, "now": now}).rowcount == 1


class Arrived(NamedTuple):
    """What a message that came has; in a silent talk a person answers, not the assistant."""

    seq: int
    language: str
    silent: bool


def arrive(
    connection: sa.Connection, key: str, until: datetime, mine: str | None, now: datetime
) -> Arrived:
    """Count a message that came, whose talk now stays open `until`.

    `mine`: takes the conversation as `claim` does. The change comes first and takes the lock, so
    that two messages never share a number. LookupError when the conversation is gone.
    """
    more = {"mine": mine, "now": now} if mine else {}
    values = {"key": key, "more": 1, "until": until, **more}
    row = connection.execute(_TAKING if mine else _ARRIVED, values).first()
    if row is None:
        raise LookupError("the conversation was erased meanwhile")
    return Arrived(*row)


def is_ours(connection: sa.Connection, key: str, seq: int, mine: str) -> bool:
    """Tell whether a message still waits and its conversation is ours; nobody changes it then."""
    return connection.execute(_OURS, {"key": key, "this": seq}).first() == ("new", mine)


def handled(
    connection: sa.Connection, key: str, seq: int, how: str, heard: list[dict[str, Any]] | None
) -> bool:
    """Note what became of a message; let go of its conversation when nothing more waits there.

    `heard`: what was understood. Return whether something waits.
    """
    connection.execute(_HANDLED, {"key": key, "this": seq, "how": how, "heard": heard})
    return not release(connection, key)


def release(connection: sa.Connection, key: str) -> bool:
    """Let go of a conversation, unless something waits there; tell whether that was done."""
    return connection.execute(_RELEASE, {"key": key}).rowcount == 1


def language_of(connection: sa.Connection, key: str) -> str | None:
    """Return the language of a conversation; None when it is gone."""
    row = connection.execute(_SPEAKS, {"key": key}).first()
    return str(row.language) if row else None


def speaks(connection: sa.Connection, key: str) -> tuple[str, bool]:
    """Return the language of a conversation, and whether the assistant keeps silent in it."""
    language, silent = connection.execute(_SPEAKS, {"key": key}).one()
    return language, silent


def known(connection: sa.Connection, key: str, own_id: str | None) -> int | None:
    """Return the number of the message that a client sent under this id before."""
    if own_id is None:
        return None
    seq: int | None = connection.execute(_KNOWN, {"key": key, "own_id": own_id}).scalar()
    return seq


def append(
    connection: sa.Connection,
    key: str,
    replies: Sequence[dict[str, Any]],
    language: str,
    in_reply_to: int | None,
    now: datetime,
    **of_it: str,
) -> list[dict[str, Any]]:
    """Add what the assistant says; return it as it is stored. LookupError: it is gone.

    `of_it`: columns of the messages that are not as usual.
    """
    if not replies:
        return []
    last = connection.execute(_APPEND, {"key": key, "more": len(replies)}).scalar()
    if last is None:
        raise LookupError("the conversation was erased meanwhile")
    first = last - len(replies) + 1
    said = [{**spoken(one, seq, language, now), **of_it} for seq, one in enumerate(replies, first)]
    of_this_talk = {"conversation_id": key, "in_reply_to": in_reply_to}
    connection.execute(sa.insert(message), [{**row, **of_this_talk} for row in said])
    if any(one["kind"] == "safety" for one in replies):  # then reviewers read nothing of it
        connection.execute(sa.delete(review).where(review.c.conversation_id == key))
        change(connection, key, {"protected": True})
    return said


def spoken(reply: dict[str, Any], seq: int, language: str, now: datetime) -> dict[str, Any]:
    """Return the row of one reply."""
    return {
        "seq": seq,
        "author": "assistant",
        "kind": reply["kind"],
        "body": reply,
        "language": language,
        "at": now,
        "client_message_id": None,
    }


def erase(connection: sa.Connection, key: str) -> None:
    """Remove a conversation and all that belongs to it."""
    lock(connection, key)
    hooks.erased(connection, key)
    for column in (*OWNED, conversation.c.id):
        connection.execute(sa.delete(column.table).where(column == key))
