"""`make bench`: start-up, reply time, throughput and memory over the HTTP contract."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

import psutil

from tests.talk import Person

TURNS = 60
PEOPLE = 8
QUESTIONS = ("quels pays sont concernés ?", "who pays for it and how much", "et la Serbie ?")


def timed(person: Person, turns: int) -> list[float]:
    """Ask one question after another; return seconds a reply."""
    taken = []
    for turn in range(turns):
        started = time.perf_counter()
        person.say(QUESTIONS[turn % len(QUESTIONS)])
        taken.append(time.perf_counter() - started)
    return taken


def measure(url: str, pids: list[int]) -> None:
    """Print the table."""
    timed(Person(url), 10)
    taken = timed(Person(url), TURNS)
    cuts = quantiles(taken, n=20)
    print(f"reply, idle: p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms ({TURNS} turns)")
    people = [Person(url) for _ in range(PEOPLE)]
    started = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda person: timed(person, TURNS // 2), people))
    rate = PEOPLE * (TURNS // 2) / (time.perf_counter() - started)
    print(f"throughput: {rate:.0f} messages/s ({PEOPLE} people at once)")
    memory = sum(psutil.Process(pid).memory_info().rss for pid in pids) / 1e6
    print(f"memory, gateway and Rasa: {memory:.0f} MB")


def main() -> None:
    """Start the assistant in a temporary folder and measure it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environ = {**os.environ, "PORT": str(port), "STATE_DIR": folder, "MESSAGES_PER_MINUTE": "0"}
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot"], env=environ, stdout=subprocess.PIPE, text=True
        )
        try:
            if not any(line.startswith("ready:") for line in process.stdout or ()):
                sys.exit("the assistant did not start; run `make run` to see why")
            print(f"ready after {time.perf_counter() - started:.1f} s (model already trained)")
            run = Path(folder) / "run"
            pids = [int((run / f"{name}.pid").read_text()) for name in ("gateway", "rasa")]
            measure(f"http://127.0.0.1:{port}", pids)
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
