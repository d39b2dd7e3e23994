"""Conversations with this assistant and with the stock one, timed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil

from tests.conftest import free_port
from tests.talk import Person
from tools.benching import stock

ROOT = Path(__file__).resolve().parents[2]
TURNS = 60
PEOPLE = 8
ROUNDS = 2
QUESTIONS = ("quels pays sont concernés ?", "who pays for it and how much", "et la Serbie ?")
LONG, NEAR = 1_000, 40  # messages of a long talk, and how many are compared at its ends
Talk = Callable[[int], None]  # says the n-th message of one conversation


@dataclass(frozen=True)
class Figures:
    """What one run of one assistant measured."""

    middle: float  # milliseconds
    slow: float
    rate: float  # messages a second
    memory: float  # MB
    work: tuple[float, float, float]  # CPU, ms a message: gateway or action server, Rasa, client


def timed(talk: Talk, turns: int) -> list[float]:
    """Ask one question after another; return seconds a reply."""
    taken = []
    for turn in range(turns):
        started = time.perf_counter()
        talk(turn)
        taken.append(time.perf_counter() - started)
    return taken


def measure(person: Callable[[], Talk], pids: list[int]) -> Figures:
    """Talk alone, then eight at once."""
    timed(person(), 10)
    cuts = quantiles(timed(person(), TURNS), n=20)
    people = [person() for _ in range(PEOPLE)]
    processes = [*map(psutil.Process, pids), psutil.Process()]
    before, started = [_worked(one) for one in processes], time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda talk: timed(talk, TURNS // 2), people))
    said, taken = PEOPLE * (TURNS // 2), time.perf_counter() - started
    worked = [_worked(one) - was for one, was in zip(processes, before, strict=True)]
    first, second, third = (seconds / said * 1000 for seconds in worked)
    memory = sum(one.memory_info().rss for one in processes[:2]) / 1e6
    return Figures(cuts[9] * 1000, cuts[18] * 1000, said / taken, memory, (first, second, third))


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def long_talk(person: Callable[[], Talk]) -> tuple[float, float]:
    """Return the median time of a talk's first messages and of another's around the thousandth.

    Milliseconds; taken in turn, since the machine is not always as quick.
    """
    long, young = person(), person()
    timed(long, LONG - NEAR)
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(NEAR):
        for talk, times in zip((young, long), taken, strict=True):
            times += timed(lambda _, talk=talk, turn=turn: talk(turn), 1)
    return median(taken[0]) * 1000, median(taken[1]) * 1000


@contextmanager
def ours(state: Path, **settings: str) -> Iterator[tuple[str, list[int], float]]:
    """Start `python -m bot`; give address, process ids and seconds from start to ready."""
    port = free_port()
    ports = {"PORT": str(port), "STATE_DIR": str(state), "MESSAGES_PER_MINUTE": "0"}
    environ = {**os.environ, **ports, **settings}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )
    try:
        if not any(line.startswith("ready:") for line in process.stdout or ()):
            sys.exit("the assistant did not start; run `make run` to see why")
        ready = time.perf_counter() - started
        run = state / "run"
        pids = [int((run / f"{name}.pid").read_text()) for name in ("gateway", "rasa")]
        yield f"http://127.0.0.1:{port}", pids, ready
    finally:
        process.terminate()
        process.wait(20)


def talker(url: str) -> Callable[[], Talk]:
    """Return what opens a conversation with our assistant."""

    def opened() -> Talk:
        person = Person(url)

        def talk(turn: int) -> None:
            person.say(QUESTIONS[turn % len(QUESTIONS)])

        return talk

    return opened


def stock_talker(url: str) -> Callable[[], Talk]:
    """Return what opens a conversation with the stock assistant."""
    senders = iter(range(10_000))

    def opened() -> Talk:
        sender = f"sender{next(senders)}"

        def talk(turn: int) -> None:
            if not stock.say(url, sender, stock.QUESTIONS[turn % len(stock.QUESTIONS)]):
                raise RuntimeError("the stock assistant said nothing")

        return talk

    return opened
