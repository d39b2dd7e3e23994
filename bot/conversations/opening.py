"""Opens cases; a conversation has at most one that is not closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import cases, counting, hooks, statements
from bot.conversations.cases import Due
from bot.conversations.tables import case

SAFETY = "safety"


def open_case(connection: sa.Connection, key: str, seq: int, due: Due, now: datetime) -> None:
    """Open a case, or make the open one of this conversation as pressing as this.

    Danger gives a case its reason, and no other reason takes that away again.
    """
    still = case.c.conversation_id == key, case.c.state != "closed"
    chosen = sa.select(case.c.id, case.c.priority, case.c.reason).where(*still)
    held = connection.execute(chosen).first()
    if held is None:
        return _new(connection, key, seq, due, now)
    urgent = cases.escalated(held.priority, due.priority)
    worse, danger = urgent != held.priority, due.reason == SAFETY
    becomes = danger and held.reason != SAFETY
    if not (worse or becomes):
        return None
    values: dict[str, Any] = {"seq": seq, "changed_at": now, "priority": urgent}
    if becomes or danger or held.reason != SAFETY:
        values |= {"reason": due.reason, "category": due.category}
        counting.case_opened(connection, due.reason, due.category, now)
    if becomes:  # whoever has it may not see it any more: it is everybody's who may
        values |= {"state": "open", "taken_by": None, "alerted_at": None}
        statements.change(connection, key, {"silent": False})
    connection.execute(sa.update(case).where(case.c.id == held.id).values(**values))
    return None


def _new(connection: sa.Connection, key: str, seq: int, due: Due, now: datetime) -> None:
    values = {
        "conversation_id": key,
        "state": "open",
        "priority": due.priority,
        "reason": due.reason,
        "category": due.category,
        "programme": due.programme,
        "topic": due.topic,
        "office": due.office,
        "language": statements.language_of(connection, key),
        "seq": seq,
        "opened_at": now,
        "changed_at": now,
    }
    made = connection.execute(sa.insert(case).values(**values).returning(case.c.id))
    hooks.case_changed(connection, hooks.OPENED, {**values, "id": made.scalar_one()}, now)
    counting.case_opened(connection, due.reason, due.category, now)


def touch(connection: sa.Connection, key: str, now: datetime) -> None:
    """Note that something happened in the open case of a conversation."""
    mine = case.c.conversation_id == key, case.c.state != "closed"
    connection.execute(sa.update(case).where(*mine).values(changed_at=now))


def let_read(connection: sa.Connection, key: str, seq: int, now: datetime) -> None:
    """Let staff read what somebody in danger said: they allow it, and somebody must see it."""
    mine = case.c.conversation_id == key, case.c.state != "closed"
    allowed = sa.update(case).where(*mine).values(may_be_read=True, changed_at=now)
    if connection.execute(allowed).rowcount == 0:
        _new(connection, key, seq, Due(SAFETY, "high"), now)
        connection.execute(allowed)
