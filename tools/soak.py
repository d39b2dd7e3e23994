"""`python -m tools.soak`: kill everything under load; nothing may be lost, doubled or reordered."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import ROOT
from tools.soaking.page import shown, write
from tools.soaking.run import Plan, Report, soak

PAGE = ROOT / "docs" / "soak.md"
LONG, SHORT = 52, (0.5, 2.0)  # kills on each database; seconds from one to the next
SHORT_KILLS = {"sqlite": 3, "postgres": 5}
REAL = (8.0, 25.0)  # seconds between two kills: a real Rasa takes as long to start

SHORT_SENT = 30  # messages of a short run at the least


def plan_of(given: argparse.Namespace, database: str) -> Plan:
    """Return what is to be done on a database."""
    postgres, real = database == "postgres", given.rasa == "real"
    kills = given.kills or (SHORT_KILLS[database] if given.short else LONG)
    if real:
        return Plan(postgres, kills, given.seed, real, talks=8, between=REAL)
    if given.short:
        return Plan(postgres, kills, given.seed, talks=8, between=SHORT, least=SHORT_SENT)
    return Plan(postgres, kills, given.seed)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--kills", type=int, help=f"on each database; {LONG} unless given")
    parser.add_argument("--short", action="store_true", help="a few kills; the page is left alone")
    parser.add_argument("--rasa", choices=("real", "stand-in"), default="stand-in")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--keep", action="store_true", help="keep the logs and the database")
    return parser.parse_args(given)


def _soaked(plan: Plan, keep: bool) -> Report:
    def say(line: str) -> None:
        print(line, flush=True)

    folder = Path(tempfile.mkdtemp(prefix="soak-")) if keep else None
    if folder is not None:
        say(f"kept in {folder}")
        return asyncio.run(soak(plan, folder, say))
    with tempfile.TemporaryDirectory(prefix="soak-") as passing:
        return asyncio.run(soak(plan, Path(passing), say))


def main() -> int:
    """Soak, print, write the page; 1 when anything was lost, doubled, out of order or strange."""
    given = arguments()
    reports = []
    for database in ("sqlite", "postgres"):
        if given.database not in (database, "both"):
            continue
        print(f"{database}, seed {given.seed}", flush=True)
        reports.append(_soaked(plan_of(given, database), given.keep))
        print(shown(reports[-1]), flush=True)
    if not given.short:
        write(PAGE, reports)
    return int(any(report.verdict.bad for report in reports))


if __name__ == "__main__":
    sys.exit(main())
