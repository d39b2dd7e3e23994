"""Opens cases; a conversation has at most one that is not closed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.conversations import cases, counting, statements
from bot.conversations.cases import Due
from bot.conversations.tables import case


def open_case(connection: sa.Connection, key: str, seq: int, due: Due, now: datetime) -> None:
    """Open a case, or make the open one of this conversation as pressing as this."""
    still = case.c.conversation_id == key, case.c.state != "closed"
    held = connection.execute(sa.select(case.c.id, case.c.priority).where(*still)).first()
    values = {"seq": seq, "changed_at": now}
    if held is None:
        of_it = {"reason": due.reason, "category": due.category, "programme": due.programme}
        of_it["topic"] = due.topic
        new = {"conversation_id": key, "state": "open", "opened_at": now, "priority": due.priority}
        language = statements.language_of(connection, key)
        connection.execute(sa.insert(case).values(**values, **of_it, **new, language=language))
        counting.case_opened(connection, due.reason, due.category, now)
    elif cases.escalated(held.priority, due.priority) != held.priority:
        why = {"reason": due.reason, "category": due.category, "priority": due.priority}
        connection.execute(sa.update(case).where(case.c.id == held.id).values(**values, **why))
        counting.case_opened(connection, due.reason, due.category, now)


def touch(connection: sa.Connection, key: str, now: datetime) -> None:
    """Note that something happened in the open case of a conversation."""
    mine = case.c.conversation_id == key, case.c.state != "closed"
    connection.execute(sa.update(case).where(*mine).values(changed_at=now))


def let_read(connection: sa.Connection, key: str) -> None:
    """Let staff read what somebody in danger said: they allow it."""
    mine = case.c.conversation_id == key, case.c.state != "closed"
    connection.execute(sa.update(case).where(*mine).values(may_be_read=True))
