"""Accounts of the staff, as the operator keeps them. Parts of transactions."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import casework
from bot.conversations.casework import Staff
from bot.desk import journal, sessions
from bot.desk.rights import Role
from bot.desk.tables import staff

INVITED = timedelta(hours=24)  # for which a join code is good
# Letters, digits and what joins them; nothing that looks like another name in a list.
NAME = re.compile(r"(?=.{2,64}$)[^\W_]+(?:[ .'’-]{1,2}[^\W_]+)*[.]?")
MISREAD = str.maketrans("018", "OIB")  # no code has these digits
Row = Mapping[Any, Any]


class AccountError(ValueError):
    """It cannot be done; the text says why, and what to do."""


def add(connection: sa.Connection, name: str, role: Role, now: datetime) -> str:
    """Add somebody; return the code with which they join."""
    name = tidy(name)
    if not NAME.fullmatch(name):
        told = "2 to 64 letters and digits; spaces, hyphens, dots and apostrophes in between"
        raise AccountError(f"{name!r} is no name here: write {told}")
    names = connection.execute(sa.select(staff.c.name)).scalars()
    same = next((one for one in names if one.casefold() == name.casefold()), None)
    if same is not None:
        raise AccountError(f"{same} is there already; `reset` gives them a new join code")
    code, invitation = _invitation(now)
    values = {"name": name, "role": role, "created_at": now, **invitation}
    connection.execute(sa.insert(staff).values(**values))
    journal.write(connection, Staff(name, now), "staff_added", detail=role)
    return code


def reset(connection: sa.Connection, name: str, now: datetime) -> str:
    """Take password and second factor away; return a code to join anew, also if disabled."""
    row = _named(connection, name)
    code, invitation = _invitation(now)
    nothing = dict.fromkeys(("password_hash", "totp_secret", "last_totp_step", "disabled_at"))
    _change(connection, row, {**nothing, **invitation, "failures": 0, "wait_until": None})
    casework.let_go(connection, now, row["name"])
    journal.write(connection, Staff(row["name"], now), "staff_reset")
    return code


def disable(connection: sa.Connection, name: str, now: datetime) -> None:
    """Let somebody in no more, from this moment on."""
    row = _named(connection, name)
    if row["disabled_at"] is not None:
        raise AccountError(f"{row['name']} is disabled already; `reset` lets them join again")
    _change(connection, row, {"disabled_at": now, "join_hash": None, "join_until": None})
    casework.let_go(connection, now, row["name"])
    journal.write(connection, Staff(row["name"], now), "staff_disabled")


def set_role(connection: sa.Connection, name: str, role: Role, now: datetime) -> None:
    """Give somebody another role; they sign in anew."""
    row = _named(connection, name)
    if row["role"] == role:
        raise AccountError(f"{row['name']} has the role {role} already; nothing was changed")
    _change(connection, row, {"role": role})
    casework.let_go(connection, now, row["name"])
    journal.write(connection, Staff(row["name"], now), "staff_role", detail=role)


def everybody(connection: sa.Connection) -> Sequence[Row]:
    """Return all accounts, by name."""
    return connection.execute(sa.select(staff).order_by(staff.c.name)).mappings().all()


def of_name(connection: sa.Connection, name: str) -> Row | None:
    """Return an account that nobody else changes until the commit."""
    if not NAME.fullmatch(name := tidy(name)):  # nor may NUL reach PostgreSQL
        return None
    mine = sa.select(staff).where(staff.c.name == name).with_for_update()
    return connection.execute(mine).mappings().first()


def tidy(name: str) -> str:
    """Return a name as it is kept, however it was typed."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def hash_of(code: str) -> str:
    """Return what is kept of a join code: it has 128 bits, so a fast hash will do."""
    plain = re.sub(r"[^A-Z0-9]", "", code.upper()).translate(MISREAD)
    return hashlib.sha256(plain.encode()).hexdigest()


def _invitation(now: datetime) -> tuple[str, dict[str, Any]]:
    plain = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
    code = "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    return code, {"join_hash": hash_of(code), "join_until": now + INVITED}


def _named(connection: sa.Connection, name: str) -> Row:
    row = of_name(connection, name)
    if row is None:
        raise AccountError(f"nobody is called {tidy(name)!r}; `list` shows all names")
    return row


def _change(connection: sa.Connection, row: Row, values: dict[str, Any]) -> None:
    """Change an account; whoever is signed in with it is so no more."""
    connection.execute(sa.update(staff).where(staff.c.id == row["id"]).values(**values))
    sessions.end_all(connection, row["id"])
