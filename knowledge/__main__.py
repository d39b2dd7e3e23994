"""`python -m knowledge check | load | show <id>`: the editors' command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import datetime, timezone

import sqlalchemy as sa

from knowledge.database import Database, DatabaseUrlError
from knowledge.migrate import upgrade
from knowledge.models import LANGUAGES
from knowledge.reader import ContentError, read_content
from knowledge.settings import KnowledgeSettings
from knowledge.store import load_release


def check(settings: KnowledgeSettings) -> None:
    """Say whether the content folder can be loaded."""
    content = read_content(settings.content_dir)
    print(f"content is sound: {len(content.units)} answers, {len(content.programmes)} programmes")


def load(settings: KnowledgeSettings, now: datetime) -> None:
    """Bring the tables up to date and the content into them."""
    upgrade(settings.database_url)

    database = Database(settings.database_url)
    try:
        digest = load_release(database, settings.content_dir, now)
    finally:
        database.close()
    print(f"loaded release {digest}" if digest else "nothing changed")


def show(settings: KnowledgeSettings, wanted: str, language: str | None) -> None:
    """Print what a programme, an office or an answer says."""
    content = read_content(settings.content_dir)
    shown = [
        unit
        for unit in content.units.values()
        if wanted in (unit.id, unit.office, *unit.programmes)
    ]
    if not shown:
        raise SystemExit(
            f"nothing is called {wanted!r}; `python -m knowledge check` counts what is there"
        )
    for unit in shown:
        print(
            f"\n[{unit.id}] {unit.kind}, written {unit.written}, "
            f"sources {', '.join(c.id for c in unit.sources) or 'none'}"
        )
        for each in LANGUAGES:
            if language in (None, each):
                print(f"{each}: {getattr(unit.text, each)}")


def main() -> None:
    """Read the command line and obey."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="is the content folder sound?")
    commands.add_parser("load", help="make it the current release")
    shower = commands.add_parser("show", help="print a programme, an office or an answer")
    shower.add_argument("id")
    shower.add_argument("--lang", choices=LANGUAGES)
    chosen = parser.parse_args()
    settings = KnowledgeSettings.from_environ(os.environ)
    try:
        if chosen.command == "check":
            check(settings)
        elif chosen.command == "load":
            load(settings, datetime.now(timezone.utc))
        else:
            # Under `| head` end as cat does when the reader has seen enough.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            show(settings, chosen.id, chosen.lang)
    except DatabaseUrlError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"a file cannot be used: {error}; check STATE_DIR and CONTENT_DIR")
    except sa.exc.OperationalError as error:
        why = str(error.orig).strip().splitlines()[0]
        sys.exit(f"the database cannot be used ({why}); correct DATABASE_URL or STATE_DIR")
    except ContentError as error:
        sys.exit(f"{error}\n{len(error.faults)} fault(s); nothing was loaded")


if __name__ == "__main__":
    main()
