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
from bot.phrasings import GAPS, Picked
from bot.settings import Settings, SettingsError
from bot.training import QUIET
from knowledge.database import Database, DatabaseAway, DatabaseUrlError
from knowledge.migrate import upgrade

ROOT = Path(__file__).resolve().parents[1]
COMPARES = "tools.nlu.candidate"


class ReviewFailed(RuntimeError):
    """It cannot be done here; the text says why, and what to do."""


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
    except (SettingsError, DatabaseUrlError, ReviewFailed) as error:
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
        raise ReviewFailed(f"{where}; run this in a checkout, with DATABASE_URL of the desk")


def _export(found: Picked, folder: Path) -> None:
    _write(found, folder)
    print(f"{len(found.phrasings)} phrasings and {len(found.gaps)} gaps written to {folder}")
    for why, many in sorted(found.left_out.items()):
        print(f"{many} left out: {why}")


def _write(found: Picked, folder: Path) -> None:
    """Write the files in place of those of an earlier export, and of nothing else."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / GAPS).is_file():
        raise ReviewFailed(f"{folder} holds something else; name an empty folder with --out")
    for old in (*folder.glob("nlu/*/*.yml"), folder / GAPS):
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
    print(
        f"training without and with {len(found.phrasings)} more phrasings (two minutes) …",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        _write(found, Path(folder))
        print(_compared(Path(folder, "nlu")))


def _compared(folder: Path) -> str:
    command = [sys.executable, "-m", COMPARES, str(folder)]
    environ = {**os.environ, **QUIET}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ReviewFailed(f"the comparison failed: {why}; it needs `make setup`, with Rasa")
    return done.stdout.strip()
