"""What staff do with a case: take it, answer, note, hand back, close. Parts of transactions.

All of it locks the conversation first, so that two people never have one case, and nothing is said
to somebody who erases at that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import counting, hooks, statements
from bot.conversations.tables import case, case_label, case_note

OUTCOMES = ("answered", "referred", "not_reached", "no_answer_needed", "mistake")
LONGEST_NOTE, LONGEST_LABEL = 2_000, 40
Values = dict[str, Any]
Held = Mapping[Any, Any]


class Refused(Exception):
    """It cannot be done: gone, closed, taken (by `who`) or not_taken."""

    def __init__(self, why: str, who: str | None = None) -> None:
        super().__init__(why)
        self.why, self.who = why, who


@dataclass(frozen=True)
class Staff:
    """Who acts, and when."""

    name: str
    now: datetime


def held(connection: sa.Connection, case_id: int) -> Held:
    """Return a case that nobody else changes until the commit; Refused when it is gone."""
    of_it = sa.select(case).where(case.c.id == case_id)
    row = connection.execute(of_it).mappings().first()
    if row is None:
        raise Refused("gone")
    statements.lock(connection, row["conversation_id"])
    again = connection.execute(of_it).mappings().first()  # what stands there now that we have it
    if again is None:
        raise Refused("gone")
    return again


def take(connection: sa.Connection, case_id: int, by: Staff, told: Values) -> Held:
    """Take a case: the assistant keeps silent from now on, and the person is `told`."""
    row = _open(connection, case_id)
    if row["taken_by"] == by.name:
        return row
    if row["taken_by"]:
        raise Refused("taken", row["taken_by"])
    return _give(connection, row, by.name, by, told)


def assign(connection: sa.Connection, case_id: int, to: str, by: Staff, told: Values) -> Held:
    """Give a case to a colleague, or take it over from one; the person is told once."""
    row = _open(connection, case_id)
    return _give(connection, row, to, by, told)


def reply(
    connection: sa.Connection, case_id: int, by: Staff, said: Values, own_id: str
) -> tuple[Held, int]:
    """Say something to the person; return the case and the message's number.

    `said`: the text in each language. `own_id` names what is sent: sent twice it is one message.
    """
    row = held(connection, case_id)
    key = row["conversation_id"]
    name = f"desk:{own_id}"
    before = statements.known(connection, key, name)
    if before is not None:  # said already, whatever became of the case since
        return row, before
    if row["state"] == "closed":
        raise Refused("closed")
    if row["taken_by"] != by.name:
        raise Refused("taken" if row["taken_by"] else "not_taken", row["taken_by"])
    language = str(said.get("language") or statements.language_of(connection, key))
    of_it = {"author": "staff", "client_message_id": name}
    body = [{"kind": None, "text": said["text"]}]
    (stored,) = statements.append(connection, key, body, language, None, by.now, **of_it)
    return _changed(connection, row, by, {}), int(stored["seq"])


def hand_back(connection: sa.Connection, case_id: int, by: Staff, told: Values) -> Held:
    """Let the assistant answer again; the case is open, and nobody's."""
    row = _open(connection, case_id)
    if row["taken_by"] is None:
        return row
    if row["taken_by"] != by.name:
        raise Refused("taken", row["taken_by"])
    _speak(connection, row, by, told)
    return _changed(connection, row, by, {"state": "open", "taken_by": None})


def close(connection: sa.Connection, case_id: int, outcome: str, by: Staff, told: Values) -> Held:
    """Close a case; the person is told if somebody of the staff had spoken with them."""
    row = held(connection, case_id)
    if row["state"] == "closed":
        return row
    if row["taken_by"]:
        _speak(connection, row, by, told)
    done = _changed(connection, row, by, {"state": "closed", "outcome": outcome})
    hooks.case_changed(connection, hooks.CLOSED, done, by.now)
    return done


def note(connection: sa.Connection, case_id: int, by: Staff, text: str) -> Held:
    """Note something that staff alone read."""
    row = held(connection, case_id)
    of_it = {"case_id": case_id, "conversation_id": row["conversation_id"]}
    connection.execute(sa.insert(case_note).values(**of_it, author=by.name, text=text, at=by.now))
    return _changed(connection, row, by, {})


def label(connection: sa.Connection, case_id: int, by: Staff, name: str, wanted: bool) -> Held:
    """Put a label on a case, or take it off."""
    row = held(connection, case_id)
    mine = case_label.c.case_id == case_id, case_label.c.label == name
    connection.execute(sa.delete(case_label).where(*mine))
    if wanted:
        of_it = {"case_id": case_id, "conversation_id": row["conversation_id"]}
        connection.execute(sa.insert(case_label).values(**of_it, label=name))
    return _changed(connection, row, by, {})


def let_go(connection: sa.Connection, now: datetime, name: str | None = None) -> int:
    """Open again what somebody has who no longer works here; None: whoever has it.

    The assistant answers again; return how many cases that were.
    """
    mine = case.c.state == "taken", case.c.taken_by == name if name else sa.true()
    keys = sorted(connection.execute(sa.select(case.c.conversation_id).where(*mine)).scalars())
    for key in keys:
        statements.lock(connection, key)
        statements.change(connection, key, {"silent": False})
    free = {"state": "open", "taken_by": None, "changed_at": now}
    return int(connection.execute(sa.update(case).where(*mine).values(**free)).rowcount)


def _open(connection: sa.Connection, case_id: int) -> Held:
    row = held(connection, case_id)
    if row["state"] == "closed":
        raise Refused("closed")
    return row


def _give(connection: sa.Connection, row: Held, to: str, by: Staff, told: Values) -> Held:
    key = row["conversation_id"]
    if row["taken_by"] is None:
        statements.change(connection, key, {"silent": True})
        _say(connection, key, told, by.now)
    if row["taken_at"] is None:
        counting.case_taken(connection, row["opened_at"], by.now)
    return _changed(connection, row, by, {"state": "taken", "taken_by": to, "taken_at": by.now})


def _speak(connection: sa.Connection, row: Held, by: Staff, told: Values) -> None:
    key = row["conversation_id"]
    statements.change(connection, key, {"silent": False})
    _say(connection, key, told, by.now)


def _say(connection: sa.Connection, key: str, told: Values, now: datetime) -> None:
    language = str(statements.language_of(connection, key))
    statements.append(connection, key, [told], language, None, now)


def _changed(connection: sa.Connection, row: Held, by: Staff, values: Values) -> Held:
    new = {**values, "changed_at": by.now}
    connection.execute(sa.update(case).where(case.c.id == row["id"]).values(**new))
    return {**row, **new}
