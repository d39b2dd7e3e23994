"""What people say of a reply: of use or not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import cases, counting, opening, reviewing, statements
from bot.conversations.tables import feedback, message
from bot.safety import Finding


@dataclass(frozen=True)
class Feedback:
    """One judgement; `help` is the safety text when its words told of danger."""

    useful: bool
    comment: str | None = None
    danger: Finding | None = None
    help: dict[str, Any] | None = None


def keep(
    connection: sa.Connection, key: str, seq: int, given: Feedback, now: datetime
) -> str | None:
    """Keep a judgement in place of an earlier one; return whose message it is, None for nobody's.

    Only what the assistant said is judged: of anything else nothing is kept.
    """
    statements.lock(connection, key)
    mine = message.c.conversation_id == key, message.c.seq == seq
    said = connection.execute(sa.select(message.c.author, message.c.body).where(*mine)).first()
    if said is None or said.author != "assistant":
        return said.author if said else None
    held = feedback.c.conversation_id == key, feedback.c.seq == seq
    values = {"useful": given.useful, "comment": given.comment, "at": now}
    before = connection.execute(sa.select(feedback.c.useful).where(*held)).scalar()
    if connection.execute(sa.update(feedback).where(*held).values(**values)).rowcount == 0:
        new = {"conversation_id": key, "seq": seq, **values}
        connection.execute(sa.insert(feedback).values(**new))
    if due := cases.of_feedback(given.useful, said.body):
        opening.open_case(connection, key, seq, due, now)
        reviewing.judged(connection, key, seq, given.comment)
    counting.judged(connection, before, given.useful, now)
    _help(connection, key, seq, given, now)
    return str(said.author)


def _help(connection: sa.Connection, key: str, seq: int, given: Feedback, now: datetime) -> None:
    """Answer danger as in any message: the numbers, and a case."""
    if not (given.danger and given.help):
        return
    language = str(statements.language_of(connection, key))
    statements.append(connection, key, [given.help], language, None, now)
    if due := cases.of_danger(given.danger.category, given.danger.priority):
        opening.open_case(connection, key, seq, due, now)
