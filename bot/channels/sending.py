"""Sees to it that what is said in conversations on platforms is sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.channels import outbox
from bot.channels.base import Address, Channel, Later
from bot.channels.posting import Posting
from bot.conversations.channel_tables import correspondent
from bot.conversations.correspondents import channel_of
from bot.conversations.notices import Notices
from bot.conversations.reading import Row
from bot.conversations.statements import spoken
from bot.logs import short_id, tell
from bot.stopping import stop

log = logging.getLogger("bot.channels")
LOOK = 2.0  # seconds between two looks at what waits
AT_ONCE = 64  # people to whom something is sent at a time


@dataclass(kw_only=True)
class Sending:
    """One task a conversation with something to send; `wake` starts it."""

    posting: Posting
    notices: Notices
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _woken: set[str] = field(default_factory=set)
    _closed: bool = False

    def wake(self, key: str) -> None:
        """See to it that what waits in a conversation is sent, if it is one on a platform."""
        if self._closed or channel_of(key) not in self.posting.channels:
            return
        if key in self._tasks:
            self._woken.add(key)  # that task may just have seen that nothing waits
        elif len(self._tasks) < AT_ONCE:  # else it is found by the next look
            task = asyncio.create_task(self.posting.run(key))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))

    def _finished(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)
        woken = key in self._woken
        self._woken.discard(key)
        if task.cancelled():
            return
        if error := task.exception():
            kind = type(error).__name__
            tell(log, logging.ERROR, "sending stopped", conversation=short_id(key), kind=kind)
        elif woken:
            self.wake(key)

    async def look_after(self) -> None:
        """Look for ever for what waits: of an earlier process, another gateway, after a pause."""
        if self.posting.database.engine.dialect.name == "sqlite":  # who held anything is gone
            await _quietly(self._free)
        while True:
            for look in (self._look, self._slow, self._farewells):
                await _quietly(look)
            await asyncio.sleep(LOOK)

    async def close(self) -> None:
        """Stop; what was not sent waits in the database."""
        self._closed = True
        await stop(list(self._tasks.values()))

    async def _free(self) -> None:
        free = sa.update(correspondent).values(held_by=None)
        await self.posting.database.write(lambda c: c.execute(free).rowcount)

    async def _look(self) -> None:
        now, mine = self.posting.now(), self.posting.mine
        for key in await self.posting.database.read(lambda c: outbox.due(c, mine, now)):
            self.wake(key)

    async def _slow(self) -> None:
        """Tell who has waited for some seconds that their message has arrived; once."""
        database, now = self.posting.database, self.posting.now()
        for key, seq in await database.read(lambda c: outbox.slow(c, now)):
            held = await database.write(lambda c: outbox.is_told(c, key, seq, now))  # noqa: B023
            if held is not None:
                channel, sealed, language = held
                await self._say(channel, sealed, "coming", language)

    async def _farewells(self) -> None:
        """Tell those whose conversation is erased that it is."""
        database, now = self.posting.database, self.posting.now()
        for row in await database.write(lambda c: outbox.farewells(c, now)):
            said = row["channel"], row["address"], "erased", row["language"]
            if await self._say(*said):
                await database.write(lambda c: outbox.farewell_told(c, row["id"]))  # noqa: B023

    async def _say(self, name: str, sealed: bytes | None, notice: str, language: str) -> bool:
        """Say something that stands in no conversation; return whether to leave it at that."""
        channel = self.posting.channels.get(name)
        address = self.posting.sealer.opens(name, sealed) if sealed else None
        if channel is None or address is None:
            return True
        row = spoken(self.notices.reply(notice), 0, language, self.posting.now())
        return not isinstance(await self.posting.calling.say(channel, address, row), Later)

    async def say_now(
        self, channel: Channel, to: Address, reply: dict[str, Any], language: str
    ) -> None:
        """Say something while the database is away; it may fail."""
        row: Row = spoken(reply, 0, language, self.posting.now())
        await self.posting.calling.say(channel, to, row)


async def _quietly(look: Callable[[], Awaitable[None]]) -> None:
    try:
        await look()
    except Exception as error:  # most of all a database that is away: the next look may work
        tell(log, logging.ERROR, "no look at what is to be sent", kind=type(error).__name__)
