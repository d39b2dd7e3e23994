"""`python -m bot hooks <command>`: which other systems are told of what happens here."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import ClientSession

from bot.commanding import Command, Parser, obey, whole
from bot.conversations import hooks
from bot.conversations.hook_calls import Answer, Event, headers_of, poster
from bot.conversations.hooks import EVENTS, HookProblem, Row
from bot.conversations.moment import utc
from knowledge.database import Database

PING = "ping"
Counts = Mapping[str, tuple[int, datetime | None]]


def main(arguments: Sequence[str], environ: Mapping[str, str], now: datetime) -> None:
    """Read the command line and obey."""
    obey(_parser(), arguments, environ, now, HookProblem)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m bot hooks", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, told: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = known.add_parser(name, help=told)
        made.set_defaults(run=run)
        return made

    adder = add("add", _add, "tell an address of events; prints the secret that signs them")
    adder.add_argument("url", help="https://…, or http:// on this machine")
    adder.add_argument("--event", choices=EVENTS, action="append", required=True)
    add("list", _list, "all hooks, with what waits and what was given up")
    for name, run, told in (
        ("remove", _remove, "tell a hook nothing any more"),
        ("test", _test, "send a ping now, and show what is answered"),
    ):
        add(name, run, told).add_argument("number", type=whole, help="as `list` shows it")
    return parser


def _add(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    number, secret = database.writing(lambda c: hooks.add(c, chosen.url, chosen.event, now))
    told = f"Hook {number} is told of {', '.join(chosen.event)} from now on."
    return f"{told} Its secret is shown this once:\n{secret}"


def _remove(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    database.writing(lambda c: hooks.remove(c, chosen.number))
    return f"Hook {chosen.number} is removed, with all that waited for it."


def _test(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    row = database.reading(lambda c: hooks.called(c, chosen.number))
    try:
        answer = asyncio.run(_pinged(row, now))
    except Exception as error:  # whatever the network says
        raise HookProblem(f"no answer from {row['url']} ({type(error).__name__})") from None
    if not answer.good:
        raise HookProblem(f"{row['url']} answered {answer.status}; it must answer 200 to 299")
    return f"{row['url']} answered {answer.status}."


async def _pinged(row: Row, now: datetime) -> Answer:
    body = Event(hooks.new_id(), PING, now, {}).body()
    async with ClientSession() as session:
        return await poster(session)(row["url"], headers_of(row["secret"], body, now), body)


def _list(database: Database, chosen: argparse.Namespace, now: datetime) -> str:
    found = database.reading(hooks.listed)
    if not found:
        return "no hooks yet: `python -m bot hooks add <https url> --event case.opened`"
    return "\n".join(_told(row, counts) for row, counts in found)


def _told(row: Row, counts: Counts) -> str:
    many = {state: counts.get(state, (0, None)) for state in ("waiting", "sent", "given_up")}
    waiting, oldest = many["waiting"]
    since = f" since {_time(oldest)}" if oldest else ""
    told = [f"{row['id']:>3}  {row['url']}  {row['events'].replace(' ', ', ')}"]
    told.append(f"     {waiting} waiting{since}, {many['sent'][0]} sent lately, ")
    told[-1] += f"{many['given_up'][0]} given up in 30 days"
    if row["failure"]:
        again = _time(row["next_try_at"])
        told.append(f"     failing: {row['failure']} ({row['tries']} tries), again at {again}")
    return "\n".join(told)


def _time(moment: datetime) -> str:
    return f"{utc(moment):%Y-%m-%d %H:%M} UTC"
