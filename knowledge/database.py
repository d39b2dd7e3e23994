"""The one SQL database, SQLite or PostgreSQL. A transaction is one visit to a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from knowledge import engines

T = TypeVar("T")
THREADS = 8
ANSWERS_WITHIN = 6.0  # seconds after which a database counts as away, and new connections are made
BUSY = (0.0, 0.1, 0.5, 1.0)  # seconds before each try to shorten SQLite's log
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class DatabaseUrlError(ValueError):
    """DATABASE_URL names a database that we do not know."""


class DatabaseAway(sa.exc.SQLAlchemyError):
    """The database did not do it, for now: it is gone, locked, full or silent. Try again."""


def address_of(url: str) -> URL:
    """Return the address with our driver, whichever was named."""
    try:
        address = make_url(url)
        return address.set(drivername=DRIVERS[address.drivername.partition("+")[0]])
    except (sa.exc.ArgumentError, KeyError):
        raise DatabaseUrlError(
            "DATABASE_URL: must begin with sqlite:/// or postgresql://; correct it"
        ) from None


class Database:
    """Runs functions in transactions, beside the event loop.

    Driving SQLAlchemy's asyncio layer costs some hundred thread switches a message with SQLite; a
    function that holds the whole transaction costs one.
    `durable`: a commit is on disk before it returns. Without it SQLite may lose its last commits
    in a power cut, but never their order.
    """

    def __init__(self, url: str, durable: bool = False) -> None:
        address = address_of(url)
        self._lock: Any = nullcontext()
        self._lines: engines.Lines | None = None
        if address.get_backend_name() == "sqlite":
            self.engine = engines.sqlite(address, durable)
            self._lock = threading.Lock()  # waiting here is quicker than polling SQLite's lock
        else:
            self.engine = engines.postgresql(address, THREADS)
            self._lines = engines.Lines(self.engine)
        self._writer = self.engine.execution_options(writing=True)
        # PostgreSQL would otherwise show each statement a moment of its own.
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        is_sqlite = address.get_backend_name() == "sqlite"
        self._reader = self.engine if is_sqlite else self.engine.execution_options(**one_moment)
        self._threads = _threads()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """Run `work` on a connection; what it reads is of one moment."""
        return await self._beside(self.reading, work)

    async def write(self, work: Callable[[sa.Connection], T], within: float | None = None) -> T:
        """Run `work` in a transaction: all of it is stored, or nothing; `within` some seconds.

        DatabaseAway: nothing was stored, or nobody knows; so a repetition must do no harm.
        """
        return await self._beside(self.writing, work, within)

    def reading(self, work: Callable[[sa.Connection], T]) -> T:
        """Do what `read` does, here and now."""
        with _away(), self._reader.connect() as connection:
            return _whole(work(connection))

    def writing(self, work: Callable[[sa.Connection], T]) -> T:
        """Do what `write` does, here and now."""
        with _away(), self._lock, self._writer.begin() as connection:
            return _whole(work(connection))

    async def _beside(
        self,
        do: Callable[[Callable[[sa.Connection], T]], T],
        work: Callable[[sa.Connection], T],
        within: float | None = None,
    ) -> T:
        threads = self._threads
        done = asyncio.get_running_loop().run_in_executor(threads, do, work)
        try:
            return await asyncio.wait_for(done, within or ANSWERS_WITHIN)
        except asyncio.TimeoutError:
            self._leave_behind(threads)
            raise DatabaseAway("no answer in time") from None

    def _leave_behind(self, threads: ThreadPoolExecutor) -> None:
        # Who waits for a silent server waits on; everybody else gets threads and connections anew.
        if threads is self._threads:
            self._threads = _threads()
            if self._lines:
                self._lines.cut()  # a thread that reads from a dead line would not end with us
            self.engine.dispose(close=False)
            threads.shutdown(wait=False)

    async def settle(self) -> None:
        """Take what was removed out of SQLite's log as well; PostgreSQL sees to its own."""
        if self.engine.dialect.name == "sqlite":
            await asyncio.get_running_loop().run_in_executor(self._threads, self._shorten_log)

    def _shorten_log(self) -> None:
        with closing(self.engine.raw_connection()) as connection:
            connection.execute("PRAGMA query_only=OFF")
            for pause in BUSY:  # a reader may still look at what was; writers do not wait for it
                time.sleep(pause)
                with self._lock:
                    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy:
                    return

    def close(self) -> None:
        """Let running transactions end, then close all connections."""
        self._threads.shutdown()
        self.engine.dispose()


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="database")


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        why = engines.why_away(error)
        if why is None:
            raise
        raise DatabaseAway(why) from None


def _whole(result: T) -> T:
    # An open result keeps SQLite's moment of reading, and with it the next writer on this
    # connection fails: "database is locked".
    held = isinstance(result, (sa.Result, sa.engine.FilterResult))
    if held and getattr(result, "returns_rows", True):
        raise TypeError("a result leaves its transaction open; read it to its end inside")
    return result
