"""A database, a clock, somebody who takes events, and gateways that send them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import casework, hooks, opening
from bot.conversations.cases import Due
from bot.conversations.casework import Staff
from bot.conversations.hook_calls import Answer
from bot.conversations.hook_sending import Sending
from bot.conversations.hook_tables import hook_event
from bot.conversations.hooks import EVENTS
from bot.conversations.incoming import Incoming
from bot.conversations.store import ConversationStore
from knowledge.database import Database
from knowledge.tables import release
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
NOTICE = {"kind": "notice", "text": {"fr": "bonjour", "en": "hello"}}
HERE, THERE = "https://here.example/hook", "https://there.example/hook"
WORDS = "my husband beats me"


@dataclass
class Receiver:
    """Takes what is sent, or fails as it is told."""

    answers: list[Answer | Exception] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)  # addresses that never answer
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.calls.append((url, headers, body))
        self.called.set()
        if url in self.hangs:
            await asyncio.Event().wait()
        answer = self.answers.pop(0) if self.answers else Answer(204)
        if isinstance(answer, Exception):
            raise answer
        if answer.good:
            self.got.append({"url": url, **json.loads(body)})
        return answer

    def told(self, url: str = HERE) -> list[tuple[str, Any]]:
        """Return events and cases that arrived, in order."""
        return [(one["event"], one["data"].get("case")) for one in self.got if one["url"] == url]


@dataclass
class House:
    """A database, a clock, a receiver, and gateways that send."""

    database: Database
    now: datetime = NOW
    receiver: Receiver = field(default_factory=Receiver)
    outcomes: list[str] = field(default_factory=list)

    def gateway(self, name: str = "one") -> Sending:
        def tried(number: int, outcome: Any) -> None:
            self.outcomes.append(outcome)

        return Sending(self.database, name, self.receiver, lambda: self.now, tried)

    async def sends(self, *gateways: Sending) -> None:
        every = gateways or (self.gateway(),)
        await asyncio.gather(*(one.look() for one in every))
        await asyncio.gather(*(one.settled() for one in every))

    async def add(self, url: str = HERE, *events: str) -> int:
        wanted = events or EVENTS
        return (await self.database.write(lambda c: hooks.add(c, url, wanted, NOW)))[0]

    async def case(self, reason: str = "safety") -> str:
        store = ConversationStore(self.database)
        key, _ = await store.create("fr", NOTICE, NOW)
        await store.add_incoming(key, Incoming(WORDS), NOW)
        due = Due(reason, "urgent", "threats", programme="rean")
        await self.database.write(lambda c: opening.open_case(c, key, 2, due, NOW))
        return key

    async def close_case(self, number: int = 1) -> None:
        anne = Staff("anne", NOW)
        await self.database.write(lambda c: casework.close(c, number, "answered", anne, NOTICE))

    async def loads(self, digest: str, withdrawn: bool = False) -> None:
        def work(connection: sa.Connection) -> None:
            connection.execute(sa.update(release).values(current=False))
            row = {"digest": digest, "loaded_at": NOW, "current": True, "withdrawn": withdrawn}
            connection.execute(sa.insert(release).values(row))

        await self.database.write(work)

    async def states(self) -> list[str]:
        chosen = sa.select(hook_event.c.state).order_by(hook_event.c.id)
        return await self.database.read(lambda c: list(c.execute(chosen).scalars()))


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    yield House(database)
    database.close()
