"""`make bench-api`: how fast the API is read, and what the chat feels of 500 readings a second.

Prints; exits with 1 when a budget is missed. Loopback only; everything shares two cores.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tools.benching.talks import ROOT, Talk, ours, talker, timed

RATE, RATIO = 500, 1.2  # budgets: readings a second, and the chat's p95 beside the quiet one
NEAR = 0.97  # of the rate, for the readers share the cores as well
ALONE = 5  # seconds of reading as fast as it goes
# In turn quiet and busy, a few messages each: the machine is not always as quick, to both alike.
ROUNDS, TURNS = 40, 10
LONGEST = 600  # seconds of the readers, which the end of the talk stops


@dataclass
class Measured:
    """What the runs came to; times in milliseconds."""

    alone: dict[str, dict[str, Any]] = field(default_factory=dict)
    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    pace: float = 0.0  # readings a second while the chat was busy

    @property
    def ratio(self) -> float:
        """Return what the chat's p95 becomes, as a factor."""
        return _p95(self.busy) / _p95(self.quiet)

    def missed(self) -> list[str]:
        """Return the budgets that are missed."""
        found = [
            f"{kind}: {run['rate']:.0f} readings a second, not {RATE}"
            for kind, run in self.alone.items()
            if run["rate"] < RATE
        ]
        if self.pace < RATE * NEAR:
            found.append(f"the chat was measured at {self.pace:.0f} readings a second only")
        if self.ratio > RATIO:
            found.append(f"the chat's p95 becomes {self.ratio:.2f} times the quiet one")
        return found


def alone(url: str, kind: str) -> dict[str, Any]:
    """Read as fast as it goes; every answer must be the right one."""
    done = subprocess.run(_command(url, 0, ALONE, kind), cwd=ROOT, stdout=-1, check=True)
    run: dict[str, Any] = json.loads(done.stdout)
    wanted = "304" if kind == "known" else "200"
    if set(run["statuses"]) != {wanted}:
        raise RuntimeError(f"answers other than {wanted}: {run['statuses']}")
    return run


class Readers:
    """Programs that read at the pace of the budget, half of the time what they know already."""

    def __init__(self, url: str) -> None:
        """Start them, and let them rest."""
        command = _command(url, RATE, LONGEST, "both")
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        time.sleep(2)  # until all have connected
        self._process.send_signal(signal.SIGSTOP)
        self.seconds = 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let them read meanwhile."""
        self._process.send_signal(signal.SIGCONT)
        began = time.perf_counter()
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGSTOP)
            self.seconds += time.perf_counter() - began

    def end(self) -> int:
        """Stop them; return how often they have read, the start included."""
        self._process.send_signal(signal.SIGTERM)
        self._process.send_signal(signal.SIGCONT)
        told, _ = self._process.communicate(timeout=20)
        return sum(json.loads(told)["statuses"].values())


def _command(url: str, rate: float, seconds: float, kind: str) -> list[str]:
    given = [url, str(rate), str(seconds), kind]
    return [sys.executable, "-m", "tools.benching.readers", *given]


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18] * 1000


def rounds(talk: Talk, url: str, measured: Measured) -> None:
    """Talk in turn while it is quiet and while others read."""
    timed(talk, 20)
    readers = Readers(url)
    try:
        for _ in range(ROUNDS):
            measured.quiet += timed(talk, TURNS)
            with readers.reading():
                timed(talk, 1)  # until they are at their pace
                measured.busy += timed(talk, TURNS)
    finally:
        read = readers.end()
    measured.pace = (read - 2 * RATE) / readers.seconds  # they read for two seconds before


def main() -> int:
    """Measure and print; 1 when a budget is missed."""
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as (url, _, _):
        for kind in ("known", "plain"):
            measured.alone[kind] = alone(url, kind)
        rounds(talker(url)(), url, measured)
    for kind, run in measured.alone.items():
        print(f"{kind}: {run['rate']:.0f} readings a second, p95 {run['p95']:.1f} ms")
    quiet, busy = (
        f"p50 {median(one) * 1000:.0f}, p95 {_p95(one):.0f} ms"
        for one in (measured.quiet, measured.busy)
    )
    print(f"chat, quiet: {quiet}")
    print(f"chat, at {measured.pace:.0f} readings a second: {busy}; {measured.ratio:.2f} times")
    missed = measured.missed()
    print("\n".join(f"missed: {one}" for one in missed) or "budgets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
