"""`python -m bot keys <command>`: which other systems may hold conversations here."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.commanding import Command, Parser, obey, whole
from bot.conversations import api_keys
from bot.conversations.api_keys import SCOPES, KeyProblem, Limits, Row
from bot.conversations.moment import utc
from knowledge.database import Database

ONCE = "It is shown this once, and goes into the header X-API-Key."
LIMITS = ("messages", "conversations", "reads")


def main(arguments: Sequence[str], environ: Mapping[str, str], now: datetime) -> None:
    """Read the command line and obey."""
    obey(_parser(), arguments, environ, now, KeyProblem)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m bot keys", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, told: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = known.add_parser(name, help=told)
        made.set_defaults(run=run)
        return made

    adder = add("add", _add, "make a key; prints it")
    adder.add_argument("name", help="whose it is: a to z, 0 to 9, dot, hyphen, underscore")
    adder.add_argument("--scope", choices=SCOPES, action="append", required=True)
    for what in LIMITS:
        most, told = getattr(Limits, what), "in each gateway; 0: no limit"
        adder.add_argument(f"--{what}-per-minute", type=whole, default=most, metavar="N", help=told)
    add("list", _list, "all keys, with what they may do and when they were used")
    add("renew", _renew, "a new key in place of the old one").add_argument("name")
    add("revoke", _revoke, "let a key open nothing any more").add_argument("name")
    return parser


def _add(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    limits = Limits(*(getattr(chosen, f"{what}_per_minute") for what in LIMITS))
    made = database.writing(lambda c: api_keys.add(c, chosen.name, chosen.scope, limits, now))
    return f"{chosen.name} may use this key within two seconds. {ONCE}\n{made}"


def _renew(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    made = database.writing(lambda c: api_keys.renew(c, chosen.name))
    return f"{chosen.name}'s key before this one is dead within seconds. {ONCE}\n{made}"


def _revoke(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    database.writing(lambda c: api_keys.revoke(c, chosen.name, now))
    return f"{chosen.name} is revoked: within seconds the key opens nothing, streams included."


def _list(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    rows = database.reading(api_keys.everybody)
    if not rows:
        return "no keys yet: `python -m bot keys add <name> --scope chat`"
    width = max(len(row["name"]) for row in rows)
    return "\n".join(f"{row['name']:{width}}  {_told(row)}" for row in rows)


def _told(row: Row) -> str:
    limits = ", ".join(f"{row[f'{what}_per_minute'] or 'all'} {what}" for what in LIMITS)
    state = f"last used {row['used_on']}" if row["used_on"] else "never used"
    if row["revoked_at"] is not None:
        state = f"revoked {utc(row['revoked_at']):%Y-%m-%d}"
    begins, made = f"iomk_{row['id']}_…", f"made {utc(row['created_at']):%Y-%m-%d}"
    return "  ".join((begins, f"{row['scopes']:9}", f"{limits} a minute", made, state))
