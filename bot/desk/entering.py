"""How the staff join and sign in. Parts of transactions; passwords are hashed between them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.casework import Staff
from bot.conversations.moment import utc
from bot.desk import journal, sessions
from bot.desk.accounts import Row, hash_of, of_name
from bot.desk.tables import staff
from bot.desk.waits import OF_ACCOUNT


def tried(connection: sa.Connection, name: str, now: datetime) -> tuple[Row | None, str]:
    """Count a try to sign in; return the account that may be entered, else why there is none.

    It counts as a failure until `entered`: of many tries at once only the free ones go on.
    """
    row = of_name(connection, name)
    if row is None:
        return None, "unknown"
    if row["disabled_at"] is not None or row["join_hash"] or not row["totp_secret"]:
        return None, "not_open"
    if row["wait_until"] is not None and utc(row["wait_until"]) > now:
        return None, "waits"  # it does not grow by that: who knows the password gets a turn, too
    failures = row["failures"] + 1
    wait = OF_ACCOUNT.after(failures)
    _set(connection, row, {"failures": failures, "wait_until": now + wait if wait else None})
    return row, ""


@dataclass(frozen=True)
class Shown:
    """What somebody has shown to be let in: a fresh code, from a browser that held a token."""

    step: int
    held: str | None
    now: datetime


def entered(
    connection: sa.Connection, row: Row, shown: Shown, password_hash: str | None
) -> str | None:
    """Begin a session and return its token; None when account or code is not good any more."""
    changed = sa.update(staff).where(
        staff.c.id == row["id"],
        staff.c.password_hash == row["password_hash"],  # no reset in between
        staff.c.disabled_at.is_(None),
        sa.or_(staff.c.last_totp_step.is_(None), staff.c.last_totp_step < shown.step),
    )
    values = {"last_totp_step": shown.step, "password_hash": password_hash}
    done = connection.execute(changed.values(**values, failures=0, wait_until=None))
    if done.rowcount != 1:
        return None
    return _session(connection, row, shown, "signed_in")


def failed(connection: sa.Connection, action: str, name: str, why: str, now: datetime) -> None:
    """Log that somebody did not come in; a name that we do not know might be a password."""
    row = of_name(connection, name)
    journal.write(connection, Staff(row["name"] if row else "", now), action, detail=why)


def invited(connection: sa.Connection, name: str, code: str, now: datetime) -> Row | None:
    """Return the account that a join code opens."""
    row = of_name(connection, name)
    if row is None or not row["join_hash"] or row["disabled_at"] is not None:
        return None
    fits = secrets.compare_digest(row["join_hash"], hash_of(code))
    return row if fits and utc(row["join_until"]) > now else None


def prepared(connection: sa.Connection, row: Row, password_hash: str, secret: str) -> bool:
    """Keep what somebody who joins has chosen, until a code shows that their app has it."""
    values = {"password_hash": password_hash, "totp_secret": secret}
    return _if_invited(connection, row, values)


def joined(connection: sa.Connection, row: Row, shown: Shown) -> str | None:
    """Open the account, use the join code up and begin a session; None when it was used."""
    values = {"last_totp_step": shown.step, "join_hash": None, "join_until": None}
    if not _if_invited(connection, row, values):
        return None
    return _session(connection, row, shown, "joined")


def renewed(connection: sa.Connection, row: Row, password_hash: str, now: datetime) -> str | None:
    """Keep a new password, end all sessions and begin one; None when the account has changed."""
    changed = sa.update(staff).where(
        staff.c.id == row["id"],
        staff.c.password_hash == row["password_hash"],  # no reset, nor another change, in between
        staff.c.disabled_at.is_(None),
    )
    values = {"password_hash": password_hash, "failures": 0, "wait_until": None}
    if connection.execute(changed.values(**values)).rowcount != 1:
        return None
    sessions.end_all(connection, row["id"])
    token = sessions.begin(connection, row["id"], now, None)
    journal.write(connection, Staff(row["name"], now), "password_changed")
    return token


def _session(connection: sa.Connection, row: Row, shown: Shown, how: str) -> str:
    token = sessions.begin(connection, row["id"], shown.now, shown.held)
    journal.write(connection, Staff(row["name"], shown.now), how)
    return token


def _if_invited(connection: sa.Connection, row: Row, values: dict[str, Any]) -> bool:
    still = staff.c.id == row["id"], staff.c.join_hash == row["join_hash"]
    return connection.execute(sa.update(staff).where(*still).values(**values)).rowcount == 1


def _set(connection: sa.Connection, row: Row, values: dict[str, Any]) -> None:
    connection.execute(sa.update(staff).where(staff.c.id == row["id"]).values(**values))
