"""The statements that several transactions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.tables import conversation, message, tracker_event, tracker_snapshot

OWNED = (tracker_event.c.sender, tracker_snapshot.c.sender, message.c.conversation_id)


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
    connection.execute(
        sa.select(conversation.c.id).where(conversation.c.id == key).with_for_update()
    )


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
