"""The statements that several transactions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.cases import Due, escalated
from bot.conversations.tables import (
    case,
    conversation,
    feedback,
    gateway,
    message,
    return_code,
    tracker_event,
    tracker_snapshot,
)

OWNED = (
    tracker_event.c.sender,
    tracker_snapshot.c.sender,
    case.c.conversation_id,
    feedback.c.conversation_id,
    return_code.c.conversation_id,
    message.c.conversation_id,
)


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
    # Read to its end: a result left open keeps SQLite's moment of reading past the commit.
    connection.execute(mine).all()


def claim(connection: sa.Connection, key: str, mine: str, now: datetime) -> bool:
    """Take a conversation that nobody alive handles; tell whether it is ours now."""
    alive = sa.select(gateway.c.id).where(gateway.c.alive_until >= now)
    held = conversation.c.held_by
    free = sa.or_(held.is_(None), held == mine, held.not_in(alive))
    taken = sa.update(conversation).where(conversation.c.id == key, free).values(held_by=mine)
    return int(connection.execute(taken).rowcount) == 1


def count_try(connection: sa.Connection, key: str, seq: int) -> None:
    """Count that a message is taken up once more."""
    mine = message.c.conversation_id == key, message.c.seq == seq
    connection.execute(sa.update(message).where(*mine).values(tries=message.c.tries + 1))


def is_ours(connection: sa.Connection, key: str, seq: int, mine: str) -> bool:
    """Tell whether a message still waits and its conversation is ours."""
    chosen = (
        sa.select(message.c.state, conversation.c.held_by)
        .join(conversation)
        .where(message.c.conversation_id == key, message.c.seq == seq)
    )
    return connection.execute(chosen).first() == ("new", mine)


def release(connection: sa.Connection, key: str) -> None:
    """Let go of a conversation in which nothing waits any more."""
    waits = sa.select(message.c.seq).where(
        message.c.conversation_id == key, message.c.state == "new"
    )
    done = sa.update(conversation).where(conversation.c.id == key, ~waits.exists())
    connection.execute(done.values(held_by=None))


def open_case(connection: sa.Connection, key: str, seq: int, due: Due, now: datetime) -> None:
    """Open a case, or make the open one of this conversation as pressing as this."""
    still = case.c.conversation_id == key, case.c.state != "closed"
    held = connection.execute(sa.select(case.c.id, case.c.priority).where(*still)).first()
    values = {"seq": seq, "changed_at": now}
    if held is None:
        of_it = {"reason": due.reason, "category": due.category, "programme": due.programme}
        new = {"conversation_id": key, "state": "open", "opened_at": now, "priority": due.priority}
        language = language_of(connection, key)
        connection.execute(sa.insert(case).values(**values, **of_it, **new, language=language))
    elif escalated(held.priority, due.priority) != held.priority:
        why = {"reason": due.reason, "category": due.category, "priority": due.priority}
        connection.execute(sa.update(case).where(case.c.id == held.id).values(**values, **why))


def next_seq(connection: sa.Connection, key: str, **moved: datetime) -> int:
    """Count a conversation's messages up; LookupError when it is gone.

    The change comes first and takes the write lock, so that two messages never share a number.
    """
    change(connection, key, {"last_seq": conversation.c.last_seq + 1, **moved})
    chosen = sa.select(conversation.c.last_seq).where(conversation.c.id == key)
    seq: int | None = (connection.execute(chosen)).scalar()
    if seq is None:
        raise LookupError("the conversation was erased meanwhile")
    return seq


def language_of(connection: sa.Connection, key: str) -> str | None:
    """Return the language of a conversation; None when it is gone."""
    chosen = sa.select(conversation.c.language).where(conversation.c.id == key)
    language: str | None = (connection.execute(chosen)).scalar()
    return language


def known(connection: sa.Connection, key: str, own_id: str | None) -> int | None:
    """Return the number of the message that a client sent under this id before."""
    if own_id is None:
        return None
    mine = message.c.conversation_id == key, message.c.client_message_id == own_id
    seq: int | None = (connection.execute(sa.select(message.c.seq).where(*mine))).scalar()
    return seq


def append(
    connection: sa.Connection,
    key: str,
    replies: Sequence[dict[str, Any]],
    language: str,
    in_reply_to: int | None,
    now: datetime,
) -> list[dict[str, Any]]:
    """Add what the assistant says; return it as it is stored."""
    said = []
    for reply in replies:
        row = spoken(reply, next_seq(connection, key), language, now)
        of_this_talk = {"conversation_id": key, "in_reply_to": in_reply_to}
        connection.execute(sa.insert(message).values(**row, **of_this_talk))
        said.append(row)
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
    for column in (*OWNED, conversation.c.id):
        connection.execute(sa.delete(column.table).where(column == key))
