"""Sessions of the staff: a token in a cookie, its hash here. Parts of transactions."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.moment import utc
from bot.desk.tables import staff, staff_session

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=8)
MOVED = timedelta(seconds=30)  # so long a use need not be written down
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits
Row = Mapping[Any, Any]


def new_token() -> str:
    """Return what nobody guesses."""
    return secrets.token_urlsafe(16)


def begin(connection: sa.Connection, staff_id: int, now: datetime, after: str | None) -> str:
    """Begin a session and return its token; `after`: the token that the browser held until now.

    That session ends, if it was one, and what has run out, of anybody, goes.
    """
    over = sa.or_(
        staff_session.c.ends_at <= now,
        staff_session.c.seen_at <= now - IDLE,
        staff_session.c.token_hash == _hashed(after or ""),
    )
    connection.execute(sa.delete(staff_session).where(over))
    row = {"staff_id": staff_id, "made_at": now, "seen_at": now, "ends_at": now + LONGEST}
    token = new_token()
    connection.execute(sa.insert(staff_session).values(token_hash=_hashed(token), **row))
    return token


def holder(connection: sa.Connection, token: str, now: datetime) -> Row | None:
    """Return whose session it is, with `seen_at`; None when it has ended."""
    chosen = sa.select(staff.c.id, staff.c.name, staff.c.role, staff_session.c.seen_at)
    alive = (
        staff_session.c.token_hash == _hashed(token),
        staff_session.c.ends_at > now,
        staff_session.c.seen_at > now - IDLE,
        staff.c.disabled_at.is_(None),
    )
    return connection.execute(chosen.join(staff_session).where(*alive)).mappings().first()


def is_due(row: Row, now: datetime) -> bool:
    """Tell whether it is to be written down again that a session is used."""
    return now - utc(row["seen_at"]) >= MOVED


def move(connection: sa.Connection, token: str, now: datetime) -> None:
    """Write down that a session is used; it lasts the idle minutes from now on."""
    mine = staff_session.c.token_hash == _hashed(token)
    connection.execute(sa.update(staff_session).where(mine).values(seen_at=now))


def end(connection: sa.Connection, token: str) -> None:
    """End one session."""
    mine = staff_session.c.token_hash == _hashed(token)
    connection.execute(sa.delete(staff_session).where(mine))


def end_all(connection: sa.Connection, staff_id: int) -> None:
    """End all sessions of somebody."""
    connection.execute(sa.delete(staff_session).where(staff_session.c.staff_id == staff_id))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
