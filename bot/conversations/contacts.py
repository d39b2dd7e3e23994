"""Phone or e-mail by which a person wants to be reached about their case.

It stands on the case alone: in no message, so neither Rasa nor the log of the talk ever has it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import phonenumbers
import sqlalchemy as sa

from bot.conversations import statements, staying
from bot.conversations.tables import case

LONGEST = 254
AFTER = timedelta(days=1)  # a case may be closed by mistake
# The country is told: 06 … is a mobile of somebody in many countries, and a stranger would be
# called about a case that is not theirs.
PHONE = re.compile(r"(?:\+|00)[\d \u00a0().\-/]{6,40}")
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+")
DOMAIN = re.compile(r"[^.]+(?:\.[^.]+)+")


def read(typed: str) -> str | None:
    """Return a phone number as the world writes it, or an e-mail address; None if it is neither."""
    said = typed.strip()
    if len(said) > LONGEST or not said.replace("\u00a0", " ").isprintable():
        return None
    return _email(said) if "@" in said else _phone(said)


def _email(said: str) -> str | None:
    domain = said.rpartition("@")[2]
    return said if EMAIL.fullmatch(said) and DOMAIN.fullmatch(domain) else None


def _phone(said: str) -> str | None:
    if not PHONE.fullmatch(said):
        return None
    try:
        number = phonenumbers.parse("+" + said.lstrip("+").removeprefix("00"))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def leave(connection: sa.Connection, key: str, contact: str, now: datetime) -> bool:
    """Put a contact on the open case in place of an earlier one; False when there is no case."""
    statements.lock(connection, key)
    held = staying.newest_case(connection, key)
    if held is None or not staying.is_open_case(held):
        return False
    given = {"contact": contact, "contact_given_at": now}
    connection.execute(sa.update(case).where(case.c.id == held["id"]).values(**given))
    return True


def remove(connection: sa.Connection, key: str) -> bool:
    """Take the contact back, from every case of a conversation; tell whether there was one."""
    return _blank(connection, case.c.conversation_id == key)


def tidy(connection: sa.Connection, now: datetime) -> None:
    """Remove the contacts of cases that are closed: nobody has to be reached any more."""
    _blank(connection, case.c.state == "closed", case.c.changed_at < now - AFTER)


def _blank(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> bool:
    mine = sa.update(case).where(*where, case.c.contact.is_not(None))
    changed = connection.execute(mine.values(contact=None, contact_given_at=None))
    return int(changed.rowcount) > 0
