"""`make bench`: starts, reply time, throughput and memory over HTTP, beside a stock assistant."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import psutil

from tests.talk import Person
from tools import bench_eligibility, stock

ROOT = Path(__file__).resolve().parents[1]
TURNS = 60
PEOPLE = 8
ROUNDS = 2
QUESTIONS = ("quels pays sont concernés ?", "who pays for it and how much", "et la Serbie ?")
Talk = Callable[[int], None]  # says the n-th message of one conversation


@dataclass(frozen=True)
class Figures:
    """What one run of one assistant measured."""

    middle: float  # milliseconds
    slow: float
    rate: float  # messages a second
    memory: float  # MB


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
    started = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda talk: timed(talk, TURNS // 2), people))
    rate = PEOPLE * (TURNS // 2) / (time.perf_counter() - started)
    memory = sum(psutil.Process(pid).memory_info().rss for pid in pids) / 1e6
    return Figures(cuts[9] * 1000, cuts[18] * 1000, rate, memory)


@contextmanager
def ours(state: Path, **settings: str) -> Iterator[tuple[str, list[int], float]]:
    """Start `python -m bot`; give address, process ids and seconds from start to ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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


def first_start() -> float:
    """Return the seconds of a start that has to train; the models at hand are kept."""
    models, aside = ROOT / "models", ROOT / "models.aside"
    if models.exists():
        models.rename(aside)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # Rasa keeps what it trained once; a fresh machine has nothing of it.
            nothing = {"RASA_CACHE_DIRECTORY": f"{folder}/cache"}
            with ours(Path(folder), **nothing) as (_, _, ready):
                return ready
    finally:
        if aside.exists():
            shutil.rmtree(models, ignore_errors=True)
            aside.rename(models)


def main() -> None:
    """Measure the engine of eligibility, then both assistants in turn; print the tables."""
    bench_eligibility.main()
    first = first_start()
    mine: list[Figures] = []
    theirs: list[Figures] = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for _ in range(ROUNDS):  # in turn, since the machine is not always as quick
            with ours(Path(one)) as (url, pids, later):
                mine.append(measure(talker(url), pids))
            with stock.running(Path(other)) as (url, pids, stock_start):
                theirs.append(measure(stock_talker(url), pids))
    print(f"from start to ready: first {first:.0f} s (trains), later {later:.0f} s", end="")
    print(f"; stock, trained: {stock_start:.0f} s")
    print("| | reply p50 | reply p95 | messages/s, 8 at once | memory |\n|---|---|---|---|---|")
    for name, rows in (("this assistant", mine), ("stock Rasa", theirs)):
        best = min(rows, key=lambda row: row.middle)
        print(
            f"| {name} | {best.middle:.0f} ms | {best.slow:.0f} ms "
            f"| {max(row.rate for row in rows):.0f} | {max(row.memory for row in rows):.0f} MB |"
        )
    print(json.dumps({"ours": [vars(m) for m in mine], "stock": [vars(t) for t in theirs]}))


if __name__ == "__main__":
    main()
