"""`make bench-api`: how fast the API is read, and what the chat feels of 500 readings a second.

Prints; exits with 1 when a budget is missed. Loopback only; everything shares two cores.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tools.benching.talks import ROOT, Talk, ours, talker, timed

RATE, RATIO = 500, 1.2  # budgets: readings a second, and the chat's p95 beside the quiet one
ALONE = 5  # seconds of reading as fast as it goes
ROUNDS, TURNS = 5, 60  # in turn quiet and busy, since the machine is not always as quick
LONGEST = 120  # seconds of a round's readers, which its end stops


@dataclass
class Measured:
    """What the runs came to; times in milliseconds."""

    alone: dict[str, dict[str, Any]] = field(default_factory=dict)
    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)  # of p95, round by round

    @property
    def ratio(self) -> float:
        """Return what the chat's p95 becomes, as a factor: the middle of the rounds."""
        return median(self.ratios)

    def missed(self) -> list[str]:
        """Return the budgets that are missed."""
        found = [
            f"{kind}: {run['rate']:.0f} readings a second, not {RATE}"
            for kind, run in self.alone.items()
            if run["rate"] < RATE
        ]
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


@contextmanager
def reading(url: str) -> Iterator[None]:
    """Let programs read meanwhile, half of the time what they know already."""
    readers = subprocess.Popen(
        _command(url, RATE, LONGEST, "both"), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield
        if readers.poll() is not None:
            raise RuntimeError("the readers stopped before the round was over")
    finally:
        readers.kill()
        readers.wait()


def _command(url: str, rate: float, seconds: float, kind: str) -> list[str]:
    given = [url, str(rate), str(seconds), kind]
    return [sys.executable, "-m", "tools.benching.readers", *given]


def _p95(taken: list[float]) -> float:
    return quantiles(taken, n=20)[18] * 1000


def rounds(talk: Talk, url: str, measured: Measured) -> None:
    """Talk in turn while it is quiet and while others read."""
    timed(talk, 20)
    for _ in range(ROUNDS):
        quiet = timed(talk, TURNS)
        with reading(url):
            timed(talk, 5)  # until the readers are at their pace
            busy = timed(talk, TURNS)
        measured.quiet += quiet
        measured.busy += busy
        measured.ratios.append(_p95(busy) / _p95(quiet))


def main() -> int:
    """Measure and print; 1 when a budget is missed."""
    measured = Measured()
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as (url, _, _):
        for kind in ("known", "plain"):
            measured.alone[kind] = alone(url, kind)
        rounds(talker(url)(), url, measured)
    for kind, run in measured.alone.items():
        print(f"{kind}: {run['rate']:.0f} readings a second, p95 {run['p95']:.1f} ms")
    each = ", ".join(f"{one:.2f}" for one in measured.ratios)
    quiet, busy = (
        f"p50 {median(one) * 1000:.0f}, p95 {_p95(one):.0f} ms"
        for one in (measured.quiet, measured.busy)
    )
    print(f"chat, quiet: {quiet}")
    print(f"chat, at {RATE} readings a second: {busy}; ", end="")
    print(f"{measured.ratio:.2f} times the quiet ({each})")
    missed = measured.missed()
    print("\n".join(f"missed: {one}" for one in missed) or "budgets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
