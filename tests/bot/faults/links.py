"""The three lines of a gateway, each with a proxy in it that can be switched to a fault."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge.database import address_of
from tests.bot.web.process import Gateway, StandIn, served, started
from tests.tables import upgrade
from tools.faulting.line import BadLine, line_to
from tools.faulting.proxy import Fault

EVERYWHERE = tuple(fault for fault in Fault if fault not in (Fault.ERROR, Fault.COMMIT_LOST))
# A database knows no HTTP, and only a database says that a transaction is stored.
FAULTS = {
    "rasa": (*EVERYWHERE, Fault.ERROR),
    "database": (*EVERYWHERE, Fault.COMMIT_LOST),
    "client": (*EVERYWHERE, Fault.ERROR),
}
UNDER_WAY, TAKES = "what does it cost", 1.0  # a question that Rasa thinks about, in seconds
LONG = 3000  # bytes that Rasa's replies are longer by, so that a slow line shows


@dataclass(frozen=True)
class Link:
    """A gateway, the line that goes bad, and the way that people take."""

    name: str
    gateway: Gateway
    line: BadLine
    people: Gateway

    @property
    def spooled(self) -> list[Path]:
        """Return what waits for the database in files."""
        return list((self.gateway.state_dir / "spool").glob("*.json"))


class Thoughtful(StandIn):
    """Plays Rasa; one question takes its time, so that a fault can strike in between."""

    def says(self, heard: dict[str, Any]) -> tuple[int, bytes]:
        if heard.get("text") == UNDER_WAY:
            time.sleep(TAKES)
        return super().says(heard)


@contextmanager
def to_rasa(folder: Path) -> Iterator[Link]:
    """Put the proxy between the gateway and what plays Rasa."""
    with (
        served(Thoughtful(extra={"padding": "x" * LONG}).says) as port,
        line_to(port) as line,
        started(folder, RASA_URLS=f"http://127.0.0.1:{line.port}") as gateway,
    ):
        yield Link("rasa", gateway, line, gateway)


@contextmanager
def to_database(folder: Path, postgres: str) -> Iterator[Link]:
    """Put the proxy between the gateway and a PostgreSQL database of its own."""
    server, name = address_of(postgres), f"faults_{os.urandom(8).hex()}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        upgrade(f"{postgres.rpartition('/')[0]}/{name}")
        with line_to(int(server.port or 5432)) as line, served(Thoughtful().says) as rasa:
            url = f"postgresql://{server.username}@127.0.0.1:{line.port}/{name}"
            near = {"RASA_URLS": f"http://127.0.0.1:{rasa}"}
            with started(folder, DATABASE_URL=url, **near) as gateway:
                yield Link("database", gateway, line, gateway)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


@contextmanager
def to_gateway(folder: Path) -> Iterator[Link]:
    """Put the proxy between people and the gateway."""
    with (
        served(Thoughtful().says) as rasa,
        started(folder, RASA_URLS=f"http://127.0.0.1:{rasa}") as gateway,
        line_to(gateway.port) as line,
    ):
        yield Link("client", gateway, line, replace(gateway, port=line.port))


def opener(name: str, folder: Path, postgres: str) -> Callable[[], AbstractContextManager[Link]]:
    """Return what opens the link of this name."""
    if name == "database":
        return lambda: to_database(folder, postgres)
    return lambda: {"rasa": to_rasa, "client": to_gateway}[name](folder)
