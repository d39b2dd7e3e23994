"""What people do to what they wrote before: edit, delete, ask for silence. In transactions."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.conversations import statements, withdrawn
from bot.conversations.channel_tables import correspondent, gone_message
from bot.conversations.tables import conversation, message
from bot.conversations.withdrawn import GONE

WAITS, DONE = "new", "done"


def stop(connection: sa.Connection, key: str, name: str, now: datetime) -> None:
    """Be silent: what waits is neither answered nor sent, until they write again.

    `name`: of what they did, which is no message: brought again it changes nothing.
    """
    statements.lock(connection, key)
    last = sa.select(conversation.c.last_seq).where(conversation.c.id == key).scalar_subquery()
    mine = sa.update(correspondent).where(correspondent.c.conversation_id == key)
    connection.execute(mine.values(stopped_at=now, sent_seq=last))
    waiting = message.c.conversation_id == key, message.c.state == WAITS
    connection.execute(sa.update(message).where(*waiting).values(state=DONE))
    statements.release(connection, key)
    if name:
        connection.execute(sa.insert(gone_message).values(id=name, at=now))


def withdraw(connection: sa.Connection, key: str, name: str) -> bool | None:
    """Let another message take the place of one that waits; False: that is answered already.

    None: there is no such message.
    """
    statements.lock(connection, key)
    there = message.c.conversation_id == key, message.c.client_message_id == name
    state = connection.execute(sa.select(message.c.state).where(*there)).scalar()
    if state != WAITS:
        return None if state is None else False
    gone = sa.update(message).where(*there)  # an answer on its way to it is told to nobody
    connection.execute(gone.values(body={"text": GONE}, state=DONE))
    return True


def delete(connection: sa.Connection, key: str, name: str) -> None:
    """Take the words out of a message, here and where Rasa has them; what waits is not answered."""
    statements.lock(connection, key)
    there = message.c.conversation_id == key, message.c.client_message_id == name
    row = connection.execute(sa.select(message.c.seq, message.c.body).where(*there)).first()
    if row is None or row.body["text"] == GONE:
        return
    gone = sa.update(message).where(*there)
    connection.execute(gone.values(body={"text": GONE}, button=None, state=DONE))
    withdrawn.forget(connection, key, row.seq)
    statements.release(connection, key)
