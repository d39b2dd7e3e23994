"""One soak: people write, processes are killed, all becomes calm, and all is counted."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientSession, ClientTimeout, TCPConnector

from bot.conversations.tables import case, message
from knowledge.database import Database, DatabaseAway
from tools.soaking.house import House, built
from tools.soaking.talk import Talk
from tools.soaking.verdict import Row, Verdict

TIMEOUT = ClientTimeout(total=30)  # as a client has it: replies take up to 20 s
CALM_WITHIN = 150.0  # seconds: eight tries at Rasa take one minute, a dead gateway's lease some
UNDISTURBED = 0.7  # share of the kills after which all is up before the next
PLAIN = ("question",)
REAL = ("What is TRQN?", "Which countries take part?", "Who paid for it?", "Where is the office?")


@dataclass(frozen=True)
class Plan:
    """What is to be done."""

    postgres: bool
    kills: int
    seed: int
    real: bool = False
    talks: int = 16
    between: tuple[float, float] = (0.5, 3.5)  # seconds from one kill to the next
    least: int = 0  # messages between the kills: on a busy machine these wait for their share


@dataclass
class Report:
    """What came of it."""

    plan: Plan
    kills: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    by_themselves: list[str] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    seconds: float = 0.0
    calm_after: float = 0.0  # seconds after the last message until nothing waited


async def soak(plan: Plan, folder: Path, say: Callable[[str], None] = lambda line: None) -> Report:
    """Do it, in an empty folder."""
    started, report = time.monotonic(), Report(plan)
    async with (
        built(folder, plan.postgres, plan.real) as house,
        ClientSession(timeout=TIMEOUT, connector=TCPConnector(limit=0)) as session,
    ):
        say(f"ready after {time.monotonic() - started:.1f} s")
        talks = [_talk(plan, house, session, report, number) for number in range(plan.talks)]
        await asyncio.gather(*(talk.open() for talk in talks))
        enough = asyncio.Event()
        speaking = [asyncio.create_task(talk.speak(enough)) for talk in talks]
        try:
            await _kill(plan, house, report, talks, say)
            enough.set()
            await asyncio.wait_for(house.until_ready(), CALM_WITHIN)
            await asyncio.wait_for(asyncio.gather(*speaking), CALM_WITHIN)
        finally:
            for task in speaking:
                task.cancel()
        await _judge(house, talks, report)
        report.by_themselves = house.by_themselves()
    report.seconds = time.monotonic() - started
    return report


def _talk(plan: Plan, house: House, session: ClientSession, report: Report, number: int) -> Talk:
    return Talk(
        session=session,
        gateways=house.gateways,
        name=f"talk {number}",
        questions=REAL if plan.real else PLAIN,
        hasty=number % 2 == 1,
        dice=Random(f"{plan.seed} {number}"),
        statuses=report.statuses,
        again=report.again,
        _at=number % len(house.gateways),
    )


async def _kill(
    plan: Plan, house: House, report: Report, talks: Sequence[Talk], say: Callable[[str], None]
) -> None:
    """Kill at random moments; of each kind about as often."""
    dice, bag = Random(plan.seed), list[str]()
    while report.kills.total() < plan.kills:
        await asyncio.sleep(dice.uniform(*plan.between))
        share = plan.least * (report.kills.total() + 1) // plan.kills
        await _spoken(talks, share)
        bag = bag or dice.sample(house.kinds, len(house.kinds))
        kind = bag.pop()
        if not house.kill(kind, dice):  # it is just being started again
            bag.append(kind)
            continue
        report.kills[kind] += 1
        say(f"{report.kills.total():4} {kind}")
        # Now and then the next comes while all still start: but somebody must get through, too.
        if dice.random() < UNDISTURBED:
            await asyncio.wait_for(house.until_ready(), CALM_WITHIN)
    await asyncio.sleep(plan.between[0])


async def _spoken(talks: Sequence[Talk], least: int) -> None:
    """Wait until so many messages were sent."""
    for _ in range(int(CALM_WITHIN * 10)):
        if sum(len(talk.sent) for talk in talks) >= least:
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(f"fewer than {least} messages within {CALM_WITHIN:.0f} s: nobody can write")


async def _judge(house: House, talks: Sequence[Talk], report: Report) -> None:
    database = Database(house.database_url)
    try:
        report.calm_after = await _calm(house, database)
        shown = await asyncio.gather(*(talk.history() for talk in talks))
        for talk, history in zip(talks, shown, strict=True):
            rows, cases = await database.read(partial(_stored, key=talk.key))
            report.verdict.add(rows, talk.sent, cases, not report.plan.real)
            if [_shown(one) for one in history] != [_kept(row) for row in rows]:
                report.verdict.blame("strange", f"the history of {talk.name} is not what is stored")
    finally:
        await asyncio.to_thread(database.close)
    if not report.plan.real:
        report.verdict.turns(_handled(house.turns))


async def _calm(house: House, database: Database) -> float:
    """Wait until nothing waits any more; return for how long that was. What waits on is lost."""
    started = time.monotonic()
    waits = sa.select(sa.func.count()).where(message.c.state == "new")
    while (took := time.monotonic() - started) < CALM_WITHIN:
        try:
            if not await database.read(lambda c: c.execute(waits).scalar()) and not house.spooled:
                break
        except DatabaseAway:
            pass
        await asyncio.sleep(0.2)
    return took


def _stored(connection: sa.Connection, key: str) -> tuple[list[Row], int]:
    chosen = sa.select(message).where(message.c.conversation_id == key).order_by(message.c.seq)
    rows: list[Any] = list(connection.execute(chosen).mappings())
    cases = sa.select(sa.func.count()).where(case.c.conversation_id == key)
    return rows, int(connection.execute(cases).scalar() or 0)


def _shown(told: dict[str, Any]) -> tuple[Any, ...]:
    return told["seq"], told["author"], told["client_message_id"], told["text"]


def _kept(row: Row) -> tuple[Any, ...]:
    text = row["body"]["text"]
    return (
        row["seq"],
        row["author"],
        row["client_message_id"],
        text if row["author"] == "user" else text[row["language"]],
    )


def _handled(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as memory:
        return memory.execute("SELECT conversation, message_id FROM turn ORDER BY id").fetchall()
