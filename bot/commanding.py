"""What the commands for operators share: how they are read, and how faults are told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from bot.settings import Settings, SettingsError
from knowledge.database import Database, DatabaseAway, DatabaseUrlError
from knowledge.migrate import upgrade

# Does it, and returns what to print.
Command = Callable[[Database, argparse.Namespace, datetime], str]


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, as the rest of us does."""

    def error(self, message: str) -> NoReturn:
        """End with 1."""
        sys.exit(f"{self.prog}: {message}; `{self.prog} --help` shows what there is")


def obey(
    parser: argparse.ArgumentParser,
    arguments: Sequence[str],
    environ: Mapping[str, str],
    now: datetime,
    problem: type[ValueError],
) -> None:
    """Read a command line and do what it says; the tables are made if they are not there."""
    chosen, name = parser.parse_args(arguments), parser.prog
    try:
        settings = Settings.from_environ(environ)
        upgrade(settings.database_url)
        database = Database(settings.database_url, durable=True)
        try:
            print(chosen.run(database, chosen, now))
        finally:
            database.close()
    except (problem, SettingsError, DatabaseUrlError) as error:
        sys.exit(f"{name}: {error}")
    except DatabaseAway as error:
        sys.exit(f"{name}: the database cannot be used ({error}); correct DATABASE_URL, STATE_DIR")
    except OSError as error:
        sys.exit(f"{name}: a file cannot be used: {error}; check STATE_DIR")


def whole(text: str) -> int:
    """Read a whole number from 0 to 1,000,000."""
    if not (text.isascii() and text.isdecimal() and int(text) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 1000000")
    return int(text)
