"""Gateways on one database, a scripted Rasa and a clock of ours: a step ends when it says so."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from bot.conversations.asking import Asking
from bot.conversations.data import PersonalData
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.notices import Notices
from bot.conversations.sharing import Sharing
from bot.conversations.store import ConversationStore
from bot.conversations.tables import conversation, gateway, tracker_event, tracker_snapshot
from bot.language import LanguageIdentifier
from bot.safety import SafetyNet, SafetyTexts
from knowledge.settings import CONTENT
from tests.bot.modelling.rasa import KINDS, Script, ScriptedRasa
from tests.bot.modelling.stepping import StepDatabase, connected

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
DAYS = 30
SPINS = 20_000  # turns of the loop after which a task counts as one that hangs
T = TypeVar("T")


@cache
def notices() -> Notices:
    return Notices.load(Path(CONTENT), None)


@cache
def safety_texts() -> SafetyTexts:
    return SafetyTexts.load(Path(CONTENT) / "safety")


class Among(Sharing):
    """One of several, on SQLite too: the statements are the same."""

    alone = False


@dataclass
class Gateway:
    """What one process holds."""

    name: str
    database: StepDatabase
    store: ConversationStore
    sharing: Sharing
    dispatcher: Dispatcher


class World:
    """Everything around a person."""

    def __init__(self, url: str, gateways: int, before: World | None = None) -> None:
        self.url = url
        self.now: datetime = before.now if before else NOW
        self.loop = asyncio.new_event_loop()
        self.database = connected(url)
        self.data = PersonalData(self.database, DAYS)
        self.script: Script = before.script if before else Script(self.database.writing)
        self.script.write = self.database.writing
        self._numbers: itertools.count[int] = before._numbers if before else itertools.count(1)
        self._kind = Among if gateways > 1 else Sharing
        self.gateways = [self._started() for _ in range(gateways)]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def _started(self) -> Gateway:
        name, database = f"gateway{next(self._numbers)}", connected(self.url)
        store, sharing = ConversationStore(database, name), self._kind(database, name)
        rasa = ScriptedRasa(
            session=cast(Any, None), urls=["rasa"], token="", script=self.script, of=name
        )
        dispatcher = Dispatcher(
            store=store,
            sharing=sharing,
            asking=Asking(rasa, store, notices(), safety_texts(), _at_once),
            net=cast(SafetyNet, None),  # what is danger is said by the test
            safety_texts=safety_texts(),
            notices=notices(),
            now=lambda: self.now,
            sleep=_at_once,
            identifier=_identifier(),
        )
        self.run(sharing.join(self.now))
        return Gateway(name, database, store, sharing, dispatcher)

    def calm(self) -> None:
        """Go on until every task waits for Rasa or has ended."""
        self.run(self._calm())

    async def _calm(self) -> None:
        for _ in range(SPINS):
            await asyncio.sleep(0)
            if all(self._waits(one) for one in self.gateways):
                return
        raise AssertionError("a task neither ends nor waits for Rasa")

    def _waits(self, one: Gateway) -> bool:
        return all((one.name, key) in self.script.asked for key in one.dispatcher._tasks)

    def wake(self, which: int, key: str) -> None:
        async def work() -> None:
            self.gateways[which].dispatcher.wake(key)

        self.run(work())
        self.calm()

    def look_after(self, which: int) -> None:
        """Let a gateway look once at what waits."""

        async def work() -> None:
            looking = asyncio.create_task(self.gateways[which].dispatcher.look_after())
            await asyncio.sleep(0)  # to its pause: the database answers in the same step
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

        self.run(work())
        self.calm()

    def crash(self, which: int) -> None:
        """Throw a gateway away, without a goodbye, and start another in its place."""
        self._drop(self.gateways[which])
        self.gateways[which] = self._started()

    def leave(self, which: int) -> None:
        """Stop a gateway as SIGTERM does, and start another in its place."""
        self.run(self.gateways[which].dispatcher.close())
        self.crash(which)

    def _drop(self, one: Gateway) -> None:
        async def work() -> None:
            tasks = list(one.dispatcher._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.run(work())
        one.database.let_go()

    def pass_time(self, time: timedelta) -> None:
        self.now += time

    def drain(self) -> None:
        """Let Rasa answer and the gateways live, until all that was left is handled."""
        self.script.always = "answer"
        for place in list(self.script.asked):
            self.script.ends(place, next(iter(KINDS)))
        for _ in range(5):
            if not self.run(self.gateways[0].store.waiting())[0]:
                return
            for which in range(len(self.gateways)):
                self.look_after(which)
            self.pass_time(timedelta(seconds=4))

    def close(self) -> None:
        for one in self.gateways:
            self._drop(one)
        self.database.let_go()
        self.loop.close()


async def _at_once(seconds: float) -> None:
    await asyncio.sleep(0)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier()


def emptied(url: str) -> None:
    """Take everything of people out of a database, for the next example."""
    database = connected(url)

    def work(connection: sa.Connection) -> None:
        for table in (conversation, gateway, tracker_event, tracker_snapshot):
            connection.execute(sa.delete(table))

    database.writing(work)
    database.let_go()
