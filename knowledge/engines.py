"""How each kind of database is opened, and what its errors mean."""

from __future__ import annotations

import os
import socket
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

LOCK_WAIT = 5.0  # seconds for which SQLite waits for another writer
# PostgreSQL, or what lies between, may swallow what is sent; none of this waits for ever.
POSTGRESQL = {
    "connect_timeout": 2,  # seconds
    "tcp_user_timeout": 5000,  # milliseconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "options": "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000",
}
AWAY = (
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.InternalError,
    sa.exc.TimeoutError,
)
MISTAKES = ("no such ", "already exists", "has no column", "syntax error")  # of ours, to SQLite


class Lines:
    """The open connections to PostgreSQL, so that a thread that reads from a dead one can end."""

    def __init__(self, engine: sa.Engine) -> None:
        """Know each connection from its beginning."""
        self._open: weakref.WeakSet[Any] = weakref.WeakSet()
        sa.event.listen(engine, "connect", lambda raw, _: self._open.add(raw))

    def cut(self) -> None:
        """Cut all: who waits for an answer there gets an error."""
        for raw in list(self._open):
            with suppress(Exception), socket.socket(fileno=os.dup(raw.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)


def postgresql(address: URL, threads: int) -> sa.Engine:
    """Open PostgreSQL, with a connection for each thread."""
    return sa.create_engine(
        address,
        pool_pre_ping=True,
        pool_size=threads,
        hide_parameters=True,
        connect_args=POSTGRESQL,
    )


def sqlite(address: URL, durable: bool) -> sa.Engine:
    """Open SQLite; `durable`: a commit is on disk before it returns."""
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": LOCK_WAIT}, hide_parameters=True)
    # What is erased is overwritten, not only marked as free.
    pragmas = [
        "secure_delete=ON",
        "journal_mode=WAL",
        f"synchronous={'FULL' if durable else 'NORMAL'}",
    ]

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (*pragmas, "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A reader that turns writer fails at once when another wrote meanwhile; so say it first.
        writing = connection.get_execution_options().get("writing")
        line: Any = connection.connection.driver_connection
        line.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def why_away(error: Exception) -> str | None:
    """Return why a database is away, if that is what an error means, and no mistake of ours."""
    told = str(getattr(error, "orig", None) or error).strip()
    # psycopg raises its most general error for what is no answer at all.
    if not isinstance(error, AWAY) and type(error) is not sa.exc.DatabaseError:
        return None
    if any(mistake in told for mistake in MISTAKES):
        return None
    return told.splitlines()[0] if told else type(error).__name__
