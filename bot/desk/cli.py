"""`python -m bot staff <command>`: who works at the desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NoReturn

import sqlalchemy as sa

from bot.conversations.moment import utc
from bot.desk import accounts, journal
from bot.desk.accounts import AccountError, Row, tidy
from bot.desk.journal import ChainBroken
from bot.desk.rights import ROLES
from bot.settings import Settings, SettingsError
from knowledge.database import Database, DatabaseAway, DatabaseUrlError
from knowledge.migrate import upgrade

# Does it, and returns what to print.
Command = Callable[[sa.Connection, argparse.Namespace, datetime], str]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, as the rest of us does."""

    def error(self, message: str) -> NoReturn:
        """End with 1."""
        sys.exit(f"staff: {message}; `python -m bot staff --help` shows what there is")


def main(arguments: Sequence[str], environ: Mapping[str, str], now: datetime) -> None:
    """Read the command line and obey."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environ(environ)
        print(_done(settings, chosen, now))
    except (AccountError, ChainBroken, SettingsError, DatabaseUrlError) as error:
        sys.exit(f"staff: {error}")
    except DatabaseAway as error:
        sys.exit(f"staff: the database cannot be used ({error}); correct DATABASE_URL, STATE_DIR")
    except OSError as error:
        sys.exit(f"staff: a file cannot be used: {error}; check STATE_DIR")


def _done(settings: Settings, chosen: argparse.Namespace, now: datetime) -> str:
    upgrade(settings.database_url)
    address = settings.alerts.desk_url.rstrip("/") or f"http://{settings.host}:{settings.desk_port}"
    chosen.address = address.removesuffix("/desk")
    database = Database(settings.database_url, durable=True)
    try:
        told: str = database.writing(lambda c: chosen.run(c, chosen, now))
    finally:
        database.close()
    return told


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot staff", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, told: str, named: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = known.add_parser(name, help=told)
        made.set_defaults(run=run)
        if named:
            made.add_argument("name", help="as they will type it")
        return made

    adder = add("add", _add, "add somebody; prints the code with which they join")
    adder.add_argument("--role", choices=ROLES, required=True)
    add("list", _list, "all names, with role and state", named=False)
    add("disable", _disable, "let somebody in no more, at once")
    add("reset", _reset, "a new join code: password and app are chosen anew, also if disabled")
    add("role", _role, "give somebody another role").add_argument("role", choices=ROLES)
    add("verify", _verify, "is the log of the desk whole?", named=False)
    return parser


def _add(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    code = accounts.add(connection, chosen.name, chosen.role, now)
    return f"{tidy(chosen.name)} is added as {chosen.role}.\n{_invitation(chosen, code)}"


def _reset(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    code = accounts.reset(connection, chosen.name, now)
    return f"{tidy(chosen.name)} joins anew; until then nobody enters with that name.\n" + (
        _invitation(chosen, code)
    )


def _invitation(chosen: argparse.Namespace, code: str) -> str:
    name, where = tidy(chosen.name), f"{chosen.address}/desk/join"
    return f"Within 24 hours they open {where}\nname       {name}\njoin code  {code}"


def _disable(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    accounts.disable(connection, chosen.name, now)
    return f"{tidy(chosen.name)} is disabled and signed out."


def _role(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    accounts.set_role(connection, chosen.name, chosen.role, now)
    return f"{tidy(chosen.name)} has the role {chosen.role} and signs in anew."


def _list(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    rows = accounts.everybody(connection)
    if not rows:
        return "nobody yet: `python -m bot staff add <name> --role <role>`"
    width = max(len(row["name"]) for row in rows)
    return "\n".join(f"{row['name']:{width}}  {row['role']:10}  {_state(row, now)}" for row in rows)


def _state(row: Row, now: datetime) -> str:
    if row["disabled_at"] is not None:
        return f"disabled {utc(row['disabled_at']):%Y-%m-%d}"
    if not row["join_hash"]:
        return "open"
    until = utc(row["join_until"])
    return f"invited until {until:%Y-%m-%d %H:%M} UTC" if until > now else "invitation ran out"


def _verify(connection: sa.Connection, chosen: argparse.Namespace, now: datetime) -> str:
    entries, last = journal.verify(connection)
    return f"{entries} entries, whole; the last hash, to be noted elsewhere, is\n{last}"
