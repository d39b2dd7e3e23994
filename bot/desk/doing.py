"""What staff may do with a case, by a form or as JSON: read, checked, done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import casework
from bot.conversations.casework import LONGEST_LABEL, LONGEST_NOTE, OUTCOMES, Held, Refused, Staff
from bot.conversations.notices import Notices
from bot.conversations.tables import conversation
from bot.conversations.text import LONGEST, clean, is_message_id
from bot.desk.rights import ROLES, may
from bot.desk.tables import staff
from knowledge.basics import LANGUAGES

Fields = Mapping[str, Any]
Part = Callable[[sa.Connection, int], Held]


class Bad(ValueError):
    """What was sent makes no sense; `code` is one of the desk's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Doing:
    """Makes parts of transactions out of what staff send."""

    notices: Notices

    def part(self, action: str, fields: Fields, name: str, now: datetime) -> Part:
        """Return what does it, for `reading(connection, case_id)`; Bad when it makes no sense."""
        by = Staff(name, now)
        told = self.notices.reply
        if action == "take":
            return lambda c, n: casework.take(c, n, by, told("taken"))
        if action == "assign":
            to = str(fields.get("to", ""))
            return lambda c, n: _assign(c, n, to, by, told("taken"))
        if action == "reply":
            said, own_id = _said(fields), _own_id(fields)
            return lambda c, n: casework.reply(c, n, by, said, own_id)[0]
        if action == "hand_back":
            text = _text(fields, LONGEST_NOTE, may_be_empty=True)
            return lambda c, n: _hand_back(c, n, by, told("handed_back"), text)
        if action == "close":
            outcome = _one_of(fields, "outcome", OUTCOMES)
            return lambda c, n: casework.close(c, n, outcome, by, told("closed"))
        if action == "note":
            note = _text(fields, LONGEST_NOTE)
            return lambda c, n: casework.note(c, n, by, note)
        label, wanted = _text(fields, LONGEST_LABEL, name="label"), fields.get("off") is None
        return lambda c, n: casework.label(c, n, by, label, wanted)


def may_touch(connection: sa.Connection, case_id: int, protection: bool) -> None:
    """Refused when there is no such case, or not for somebody of this role.

    Nobody changes it from here to the commit: what was no danger does not become one meanwhile.
    """
    if is_protected(connection, casework.held(connection, case_id)) and not protection:
        raise Refused("gone")


def is_protected(connection: sa.Connection, held: Held) -> bool:
    """Tell whether somebody told of danger in a case's conversation, now or in an earlier case."""
    mine = conversation.c.id == held["conversation_id"]
    chosen = sa.select(conversation.c.protected).where(mine)
    return held["reason"] == "safety" or bool(connection.execute(chosen).scalar())


def colleagues(connection: sa.Connection, protection: bool) -> list[str]:
    """Return the names of those who may have a case; `protection`: of somebody in danger."""
    roles = [role for role in ROLES if may(role, "take", protection)]
    here = staff.c.role.in_(roles), staff.c.disabled_at.is_(None)
    chosen = sa.select(staff.c.name).where(*here).order_by(staff.c.name)
    return list(connection.execute(chosen).scalars())


def _assign(
    connection: sa.Connection, case_id: int, to: str, by: Staff, told: dict[str, Any]
) -> Held:
    held = casework.held(connection, case_id)
    if to not in colleagues(connection, is_protected(connection, held)):
        raise Bad("bad_name")
    return casework.assign(connection, case_id, to, by, told)


def _hand_back(
    connection: sa.Connection, case_id: int, by: Staff, told: dict[str, Any], text: str
) -> Held:
    if text:
        casework.note(connection, case_id, by, text)
    return casework.hand_back(connection, case_id, by, told)


def _said(fields: Fields) -> dict[str, Any]:
    """Return a reply: one text for both languages, or one of each."""
    language = _one_of(fields, "language", LANGUAGES)
    text, other = _text(fields, LONGEST), fields.get("other")
    texts = dict.fromkeys(LANGUAGES, text)
    if isinstance(other, str) and (cleaned := clean(other)):
        texts = {one: text if one == language else cleaned for one in LANGUAGES}
    return {"text": texts, "language": language}


def _own_id(fields: Fields) -> str:
    own_id = fields.get("id")
    if not is_message_id(own_id) or len(str(own_id)) > 64:
        raise Bad("bad_id")
    return str(own_id)


def _text(fields: Fields, longest: int, may_be_empty: bool = False, name: str = "text") -> str:
    given = fields.get(name, "")
    text = clean(given) if isinstance(given, str) else ""
    if not text and not may_be_empty:
        raise Bad("empty")
    if len(text) > longest:
        raise Bad("too_long")
    return text


def _one_of(fields: Fields, name: str, allowed: tuple[str, ...]) -> str:
    value = fields.get(name)
    if value not in allowed:
        raise Bad(f"bad_{name}")
    return str(value)
