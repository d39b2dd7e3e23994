"""`python -m bot review`: what reviewers decided, as files; and what a model would make of it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot import phrasings
from bot.conversations import reviewing
from bot.phrasings import Picked
from bot.settings import Settings, SettingsError
from bot.training import QUIET
from knowledge.database import Database, DatabaseAway, DatabaseUrlError
from knowledge.migrate import upgrade

ROOT = Path(__file__).resolve().parents[1]
COMPARES = "tools.nlu.candidate"


class NoCheckout(RuntimeError):
    """What measures a model is not here."""


def main(given: Sequence[str]) -> str | None:
    """Obey a command line; return what went wrong."""
    chosen = _parser().parse_args(given)
    try:
        settings = Settings.from_environ(os.environ)
        found = _picked(settings.database_url)
        if chosen.command == "export":
            _export(found, Path(chosen.out or settings.state_dir / "review"))
        else:
            _report(found)
    except (SettingsError, DatabaseUrlError, NoCheckout) as error:
        return str(error)
    except OSError as error:
        return f"a file cannot be used: {error}; check --out and STATE_DIR"
    except DatabaseAway as error:
        return f"the database cannot be used ({error}); correct DATABASE_URL or STATE_DIR"
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot review", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)
    exporter = known.add_parser("export", help="write phrasings and gaps as YAML")
    exporter.add_argument("--out", metavar="FOLDER", help="else STATE_DIR/review")
    known.add_parser("report", help="train with the phrasings; show what that changes")
    return parser


def _picked(database_url: str) -> Picked:
    _needs(phrasings.LEARNT, *phrasings.MEASURED)
    upgrade(database_url)
    database = Database(database_url)
    try:
        rows = database.reading(reviewing.decided)
    finally:
        database.close()
    return phrasings.picked(rows, phrasings.learnt_in(ROOT), phrasings.measured_in(ROOT))


def _needs(*folders: str) -> None:
    if missing := [one for one in folders if not (ROOT / one).is_dir()]:
        where = f"{', '.join(missing)} not in {ROOT}"
        raise NoCheckout(f"{where}; run this in a checkout, with DATABASE_URL of the desk")


def _export(found: Picked, folder: Path) -> None:
    _write(found, folder)
    print(f"{len(found.phrasings)} phrasings and {len(found.gaps)} gaps written to {folder}")
    for why, many in sorted(found.left_out.items()):
        print(f"{many} left out: {why}")


def _write(found: Picked, folder: Path) -> None:
    """Write the files; those of an earlier export are not mixed in."""
    for old in (*folder.glob("nlu/*/*.yml"), folder / "gaps.yml"):
        old.unlink(missing_ok=True)
    for name, text in phrasings.files(found, reviewing.intents()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _report(found: Picked) -> None:
    if not found.phrasings:
        print("no phrasing is new: a model would be as it is")
        return
    _needs("tools/nlu")
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        _write(found, Path(folder))
        print(
            f"training with {len(found.phrasings)} more phrasings, twice half a minute …",
            flush=True,
        )
        command = [sys.executable, "-m", COMPARES, str(Path(folder, "nlu"))]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, check=False)
    if done.returncode:
        raise NoCheckout("the comparison failed, see above; it needs `make setup`, with Rasa")
