"""What people do to what they wrote before: edit, delete, ask for silence. In transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from bot.conversations import correspondents, statements, withdrawn
from bot.conversations.channel_tables import correspondent, gone_message
from bot.conversations.moment import written
from bot.conversations.tables import conversation, message
from bot.conversations.withdrawn import GONE

WAITS, DONE = "new", "done"
KEPT = ("edits", "written")  # of a message without its words


def stop(connection: sa.Connection, key: str, name: str, at: datetime) -> bool:
    """Be silent: what waits is neither answered nor sent, until they write again.

    `name`: of what they did, which is no message: brought again it changes nothing.
    `at`: when they did; False when they have written since, or asked for it again.
    """
    statements.lock(connection, key)
    held = correspondent.c
    last = sa.select(conversation.c.last_seq).where(conversation.c.id == key).scalar_subquery()
    # Not by `heard_at`: where a platform says no time that is when it came, and ends no wish.
    since = sa.exists().where(*_of_person(key), _since(at))
    newest = ~since, sa.or_(held.stopped_at.is_(None), held.stopped_at <= at)
    mine = sa.update(correspondent).where(held.conversation_id == key, *newest)
    silent = connection.execute(mine.values(stopped_at=at, sent_seq=last)).rowcount == 1
    if silent:
        waiting = message.c.conversation_id == key, message.c.state == WAITS
        connection.execute(sa.update(message).where(*waiting).values(state=DONE))
        statements.release(connection, key)
    if name:
        forbid(connection, name, at)
    return silent


def edit(
    connection: sa.Connection, key: str, name: str, at: datetime
) -> Literal["text", "edited"] | None:
    """Take back what waits of a message, for other words; return as what those are heard.

    `edited`: it is answered already. `at`: when; None: they have changed it again since.
    """
    statements.lock(connection, key)
    newer = sa.select(message.c.seq).where(*_of_person(key), _edits(name), _since(at))
    if connection.execute(newer).first():
        return None
    there = message.c.body["text"].as_string() != GONE
    versions = sa.select(message.c.seq, message.c.state).where(*_versions(key, name), there)
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
    versions = sa.select(message.c.seq).where(*_versions(key, name))
    for seq in connection.execute(versions).scalars().all():
        _take_out(connection, key, seq)
    forbid(connection, name, now)
    statements.release(connection, key)


def forbid(connection: sa.Connection, name: str, now: datetime) -> None:
    """Let what has this name not be taken when it comes, or comes again."""
    if not correspondents.is_gone(connection, name):
        connection.execute(sa.insert(gone_message).values(id=name, at=now))


def is_changed(connection: sa.Connection, key: str, name: str) -> bool:
    """Tell whether other words have taken the place of a message, perhaps before it came."""
    found = sa.select(message.c.seq).where(*_of_person(key), _edits(name))
    return connection.execute(found).first() is not None


def _versions(key: str, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Choose a message and what it was changed into."""
    return *_of_person(key), sa.or_(message.c.client_message_id == name, _edits(name))


def _edits(name: str) -> sa.ColumnElement[bool]:
    edits: sa.ColumnElement[bool] = message.c.body["edits"].as_string() == name
    return edits


def _since(at: datetime) -> sa.ColumnElement[bool]:
    later: sa.ColumnElement[bool] = message.c.body["written"].as_string() > written(at)
    return later


def _of_person(key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return message.c.conversation_id == key, message.c.author == "user"


def _take_out(connection: sa.Connection, key: str, seq: int) -> None:
    # An answer that is on its way to it is told to nobody.
    there = message.c.conversation_id == key, message.c.seq == seq
    body = connection.execute(sa.select(message.c.body).where(*there)).scalar() or {}
    kept = {"text": GONE, **{one: body[one] for one in KEPT if one in body}}
    gone = sa.update(message).where(*there)
    connection.execute(gone.values(body=kept, button=None, state=DONE))
    withdrawn.forget(connection, key, seq)
