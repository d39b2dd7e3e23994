"""One of two gateways is stopped, a third begins, people write on: nothing lost or doubled."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from knowledge.database import address_of
from tests.bot.web.process import Gateway, StandIn, served, started
from tests.deploy.files import COMPOSE
from tests.tables import upgrade

PEOPLE = 8
THINKS = 0.3  # seconds for an answer of what plays Rasa
LONG = "what does the long way cost"
LONGER = 20.0  # seconds: more than a gateway that stops waits for
HANGS_UP = 3.0  # seconds after which somebody is out of reach
GRACE = float(COMPOSE["services"]["gateway"]["stop_grace_period"].rstrip("s"))  # then it is killed
SETTLED = 60.0  # seconds until everything that was sent is answered


@dataclass
class Slow(StandIn):
    """Plays Rasa, slowly; over one message it broods, until it is asked again."""

    brooding: threading.Event = field(default_factory=threading.Event)

    def says(self, heard: dict[str, Any]) -> tuple[int, bytes]:
        answer = super().says(heard)
        if heard["text"] == LONG and self.asked(LONG) == 1:
            self.brooding.set()
            time.sleep(LONGER)
        time.sleep(THINKS)
        return answer

    def asked(self, text: str) -> int:
        return sum(turn["text"] == text for turn in self.turns)


@dataclass
class Person:
    """Writes message after message, to each gateway in turn; sends again what got no answer."""

    gateways: list[Gateway]
    path: str
    token: dict[str, str]
    sent: list[str] = field(default_factory=list)

    def writes_until(self, enough: threading.Event) -> None:
        while not enough.is_set():
            self.send(f"what does step {len(self.sent)} cost")

    def send(self, text: str, patience: float = 30.0) -> None:
        """Send until it is acknowledged; `patience`: seconds for the first try."""
        body = {"text": text, "client_message_id": str(len(self.sent))}
        first, end = len(self.sent), time.monotonic() + 2 * SETTLED
        for tries in range(first, first + 1000):
            gateway = self.gateways[tries % len(self.gateways)]
            timeout = patience if tries == first else 30.0
            try:
                answer = gateway.ask("POST", f"{self.path}/messages", body, self.token, timeout)
                if answer.status in (200, 202):
                    self.sent.append(text)
                    return
            except (OSError, HTTPException):  # it has stopped, or stops while we wait
                pass
            assert time.monotonic() < end, f"never acknowledged: {text}"
            time.sleep(0.1)

    def history(self) -> list[dict[str, Any]]:
        end = time.monotonic() + SETTLED
        while True:
            answer = self.gateways[-1].ask("GET", f"{self.path}/messages", headers=self.token)
            said: list[dict[str, Any]] = answer.json()["messages"][1:]  # after the welcome
            if len(said) >= 2 * len(self.sent) or time.monotonic() > end:
                return said
            time.sleep(0.2)


Crowd = list[Person]


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    name = f"rolling_{os.urandom(8).hex()}"
    engine = sa.create_engine(address_of(postgres), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        url = f"{postgres.rpartition('/')[0]}/{name}"
        upgrade(url)
        yield url
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def _alive(url: str) -> list[str]:
    """Return the gateways that a database knows."""
    engine = sa.create_engine(address_of(url))
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT id FROM gateway").scalars().all()
    engine.dispose()
    return [str(one) for one in found]


def _stops(gateway: Gateway, name: str, url: str) -> tuple[float, float]:
    """Ask a gateway to stop; return the seconds until others may take over, and until it ended."""
    asked = time.monotonic()
    gateway.process.terminate()
    while name in _alive(url) and time.monotonic() < asked + GRACE:
        time.sleep(0.1)
    left = time.monotonic() - asked
    gateway.process.wait(max(1.0, asked + GRACE - time.monotonic()))
    return left, time.monotonic() - asked


def _roll(stack: ExitStack, rasa: Slow, database: str, folder: Path) -> tuple[Gateway, Crowd]:
    """Let people write while the first gateway is stopped; return it, and who wrote."""
    near = {"RASA_URLS": f"http://127.0.0.1:{stack.enter_context(served(rasa.says))}"}

    def begin(name: str) -> Gateway:
        (folder / name).mkdir()
        return stack.enter_context(started(folder / name, DATABASE_URL=database, **near))

    gateways = [old := begin("first")]
    [name] = _alive(database)
    gateways.append(begin("second"))
    people = [Person(gateways, *gateways[n % 2].open()) for n in range(PEOPLE)]
    pool, enough = stack.enter_context(ThreadPoolExecutor(PEOPLE + 1)), threading.Event()
    stack.callback(enough.set)  # else a failure below would wait for people for ever
    patient = pool.submit(people[0].send, LONG, HANGS_UP)  # to the first gateway
    writing = [pool.submit(one.writes_until, enough) for one in people[1:]]
    assert rasa.brooding.wait(SETTLED)
    time.sleep(HANGS_UP + THINKS)  # others are under way, too
    stopping = pool.submit(_stops, old, name, database)
    gateways[0] = begin("third")
    left, ended = stopping.result()
    print(f"let go after {left:.1f} s, ended after {ended:.1f} s")
    assert left < LONGER and ended < GRACE, "others need not wait for the turn that it leaves"
    patient.result()
    before = [len(one.sent) for one in people[1:]]
    end = time.monotonic() + SETTLED
    while not _writes_on(people[1:], before) and time.monotonic() < end:
        time.sleep(THINKS)
    enough.set()
    for written in writing:
        written.result()
    assert _writes_on(people[1:], before)
    return old, people


def _writes_on(people: Crowd, before: list[int]) -> bool:
    return all(len(one.sent) > n > 0 for one, n in zip(people, before, strict=True))


@pytest.mark.slow
def test_all_that_was_acknowledged_is_stored_once_and_answered_once(
    database: str, tmp_path: Path
) -> None:
    rasa = Slow()
    with ExitStack() as stack:
        old, people = _roll(stack, rasa, database, tmp_path)
        assert old.process.returncode == 0
        assert "Traceback" not in old.printed()
        assert rasa.asked(LONG) > 1  # the turn was cut off, and another gateway asked again
        for one in people:
            said = one.history()
            mine = [message for message in said if message["author"] == "user"]
            ids = [message["client_message_id"] for message in mine]
            assert ids == [str(number) for number in range(len(one.sent))]
            assert [message["text"] for message in mine] == one.sent
            answers = [message["text"] for message in said if message["author"] == "assistant"]
            assert answers == one.sent
        for gateway in people[0].gateways:  # at once; else each would wait for the other's end
            gateway.process.terminate()
