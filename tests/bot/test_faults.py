"""Every fault on every line of the gateway: nothing acknowledged is lost, doubled or late for ever.

A trial is mostly waiting, so the links are tried side by side, each fault after fault; a test waits
for its trial and judges it.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.bot.faults.links import FAULTS, UNDER_WAY, Link, opener
from tests.bot.faults.trial import CALM, FIRST, HELP, LATER, SECOND, Trial
from tools.faulting.proxy import Fault

PAIRS = [(name, fault) for name, faults in FAULTS.items() for fault in faults]
NAMES = [f"{name}-{fault.value}" for name, fault in PAIRS]
WITHIN = 240.0  # seconds until the last trial of a link is overdue
STOPPED = 20.0  # seconds for a goodbye: requests under way, then the database
WORDS = (CALM, UNDER_WAY, FIRST, SECOND, HELP, LATER)
IN_NO_LOG = ("Traceback", "request failed", *WORDS)
OPENING = threading.Lock()  # Alembic migrates one database of a process at a time
Outcome = Future[list[str]]


class Trials(threading.Thread):
    """The trials of one link, one after another."""

    def __init__(self, opens: AbstractContextManager[Link], faults: list[Fault]) -> None:
        super().__init__()
        self.outcomes: dict[Fault, Outcome] = {fault: Future() for fault in faults}
        self.log: Future[str] = Future()
        self.stopped: Future[bool] = Future()
        self.enough = threading.Event()
        self._opens = opens

    def run(self) -> None:
        """Open the link and try; what fails is told to the test that waits for it."""
        try:
            with ExitStack() as stack:
                with OPENING:
                    link = stack.enter_context(self._opens)
                for fault, outcome in self.outcomes.items():
                    if self.enough.is_set():
                        break
                    self._try(link, fault, outcome)
                self.stopped.set_result(_stops(link.gateway.process))
                self.log.set_result(link.gateway.printed())
        except Exception as error:
            waited_for: list[Future[Any]] = [*self.outcomes.values(), self.stopped, self.log]
            for future in waited_for:
                if not future.done():
                    future.set_exception(error)

    def _try(self, link: Link, fault: Fault, outcome: Outcome) -> None:
        try:
            outcome.set_result(Trial(link, fault).run())
        except Exception as error:
            outcome.set_exception(error)


def _stops(process: subprocess.Popen[bytes]) -> bool:
    process.terminate()
    try:
        process.wait(STOPPED)
    except subprocess.TimeoutExpired:
        process.kill()
        return False
    return True


@pytest.fixture(scope="module")
def trials(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Trials]]:
    """Start the trials that this run asks for."""
    running = {}
    for name in FAULTS:
        faults = _asked_for(request.session, name)
        if not faults:
            continue
        folder: Path = tmp_path_factory.mktemp(name)
        postgres = request.getfixturevalue("postgres") if name == "database" else ""
        running[name] = Trials(opener(name, folder, postgres)(), faults)
        running[name].start()
    yield running
    for one in running.values():
        one.enough.set()
    for one in running.values():
        one.join(WITHIN)


def _asked_for(session: pytest.Session, name: str) -> list[Fault]:
    chosen = {item.callspec.id for item in session.items if hasattr(item, "callspec")}
    return [fault for fault in FAULTS[name] if chosen & {name, f"{name}-{fault.value}"}]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fault"), PAIRS, ids=NAMES)
def test_nothing_is_lost_or_doubled(trials: Mapping[str, Trials], name: str, fault: Fault) -> None:
    wrong = trials[name].outcomes[fault].result(WITHIN)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(FAULTS))
def test_and_the_gateway_stops_when_it_is_asked_to(trials: Mapping[str, Trials], name: str) -> None:
    assert trials[name].stopped.result(WITHIN), "it held on to what never answers"


@pytest.mark.slow
@pytest.mark.parametrize("name", list(FAULTS))
def test_and_the_log_holds_neither_failures_nor_words(
    trials: Mapping[str, Trials], name: str
) -> None:
    log = trials[name].log.result(WITHIN)
    assert [line for line in log.splitlines() if any(word in line for word in IN_NO_LOG)] == []
