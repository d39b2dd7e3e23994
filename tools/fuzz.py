"""`make fuzz`: bad input over every public entry of the gateway, the same again by its seed."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tools.fuzzing.fire import Failure, Fire
from tools.fuzzing.target import under_fire
from tools.fuzzing.wild import NAMES

EACH = 1000
MOST_GROWTH = 100  # MB
SHOWN = 3  # failures of an entry with the same fault


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=EACH, help="inputs an entry")
    parser.add_argument("--entry", choices=NAMES, action="append", help="this entry only")
    parser.add_argument("--number", type=int, help="this input only; prints it with its answer")
    return parser.parse_args()


def shown(failures: list[Failure]) -> list[str]:
    """Return the first failures of each kind, and how many there are."""
    count = Counter((one.entry, one.fault) for one in failures)
    told: Counter[tuple[str, str]] = Counter()
    lines = []
    for one in failures:
        told[one.entry, one.fault] += 1
        if told[one.entry, one.fault] <= SHOWN:
            lines.append(str(one))
    return lines + [f"{entry}: {fault}: {n} times" for (entry, fault), n in count.items()]


def main() -> int:
    """Fire, print what was wrong; 1 when anything was."""
    given = _arguments()
    numbers = range(given.each) if given.number is None else [given.number]
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, under_fire(Path(folder)) as target:
        fire = Fire(target, given.seed)
        for entry in given.entry or NAMES:
            started = time.perf_counter()
            failed = asyncio.run(fire.at(entry, numbers))
            print(
                f"  {entry:16} {len(numbers):6} inputs {time.perf_counter() - started:6.1f} s"
                f" {len(failed):5} failures {target.memory():5} MB",
                flush=True,
            )
        damage = target.damage(MOST_GROWTH)
        grown = target.memory() - target.memory_before
        if given.number is not None:
            print(*fire.last, target.gateway.printed(), sep="\n\n")
    print(*shown(fire.failures), *damage, sep="\n")
    inputs = len(numbers) * len(given.entry or NAMES)
    print(f"{inputs} inputs, {fire.sent} requests, {len(fire.failures)} failures, {grown:+} MB")
    return 1 if fire.failures or damage else 0


if __name__ == "__main__":
    sys.exit(main())
