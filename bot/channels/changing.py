"""What people do to what they wrote before: edit, delete, ask for silence. In transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from bot.conversations import correspondents, statements, withdrawn
from bot.conversations.channel_tables import correspondent, gone_message
from bot.conversations.tables import conversation, message
from bot.conversations.withdrawn import GONE

WAITS, DONE = "new", "done"


def stop(connection: sa.Connection, key: str, name: str, at: datetime) -> bool:
    """Be silent: what waits is neither answered nor sent, until they write again.

    `name`: of what they did, which is no message: brought again it changes nothing.
    `at`: when they did; False when they have written since, or asked for it again.
    """
    statements.lock(connection, key)
    held = correspondent.c
    last = sa.select(conversation.c.last_seq).where(conversation.c.id == key).scalar_subquery()
    newest = held.heard_at <= at, sa.or_(held.stopped_at.is_(None), held.stopped_at <= at)
    mine = sa.update(correspondent).where(held.conversation_id == key, *newest)
    silent = connection.execute(mine.values(stopped_at=at, sent_seq=last)).rowcount == 1
    if silent:
        waiting = message.c.conversation_id == key, message.c.state == WAITS
        connection.execute(sa.update(message).where(*waiting).values(state=DONE))
        statements.release(connection, key)
    if name:
        connection.execute(sa.insert(gone_message).values(id=name, at=at))
    return silent


def edit(connection: sa.Connection, key: str, name: str) -> Literal["text", "edited"]:
    """Take back what waits of a message, for other words; return as what those are heard.

    `edited`: it is answered already.
    """
    statements.lock(connection, key)
    versions = sa.select(message.c.seq, message.c.state).where(*_versions(key, name))
    last = connection.execute(versions.order_by(message.c.seq.desc())).first()
    if last is not None and last.state == WAITS:
        _take_out(connection, key, last.seq)
        return "text"
    return "edited" if last is not None else "text"


def delete(connection: sa.Connection, key: str, name: str, now: datetime) -> None:
    """Take the words out of a message and its edits, here and where Rasa has them; for good.

    What waits is not answered, and what comes later of it is not taken.
    """
    statements.lock(connection, key)
    for seq in connection.execute(sa.select(message.c.seq).where(*_versions(key, name))).scalars():
        _take_out(connection, key, seq)
        withdrawn.forget(connection, key, seq)
    if not correspondents.is_gone(connection, name):
        connection.execute(sa.insert(gone_message).values(id=name, at=now))
    statements.release(connection, key)


def _versions(key: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Choose what still has words of a message: itself, and what it was changed into."""
    edits = message.c.body["edits"].as_string() == name
    own = sa.or_(message.c.client_message_id == name, edits)
    return message.c.conversation_id == key, own, message.c.body["text"].as_string() != GONE


def _take_out(connection: sa.Connection, key: str, seq: int) -> None:
    # An answer that is on its way to it is told to nobody.
    gone = sa.update(message).where(message.c.conversation_id == key, message.c.seq == seq)
    connection.execute(gone.values(body={"text": GONE}, button=None, state=DONE))
