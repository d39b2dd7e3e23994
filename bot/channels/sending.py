"""Sees to it that what is said in conversations on platforms is sent."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.channels import coming, outbox
from bot.channels.base import Address, Channel, Later
from bot.channels.posting import Posting
from bot.conversations import correspondents
from bot.conversations.channel_tables import correspondent
from bot.conversations.correspondents import channel_of
from bot.conversations.notices import Notices
from bot.conversations.reading import Row
from bot.conversations.statements import spoken
from bot.logs import short_id, tell
from bot.stopping import stop
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.channels")
LOOK = 2.0  # seconds between two looks at what waits
AT_ONCE = 16  # people of one platform to whom something is sent at a time
GOODBYE = 2.0  # seconds for what is being sent when we stop


@dataclass(kw_only=True)
class Sending:
    """One task a conversation with something to send; `wake` starts it."""

    posting: Posting
    notices: Notices
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _busy: Counter[str] = field(default_factory=Counter)  # by platform
    _woken: set[str] = field(default_factory=set)
    _next: dict[str, dict[str, None]] = field(default_factory=dict)  # by platform, in order
    _closed: bool = False

    def wake(self, key: str) -> None:
        """See to it that what waits in a conversation is sent, if it is one on a platform."""
        name = channel_of(key)
        if self._closed or name is None or name not in self.posting.channels:
            return
        if key in self._tasks:
            self._woken.add(key)  # that task may just have seen that nothing waits
        elif self._busy[name] >= AT_ONCE:
            self._next.setdefault(name, {})[key] = None
        else:
            self._next.get(name, {}).pop(key, None)
            self._busy[name] += 1
            task = asyncio.create_task(self.posting.run(key))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._finished(key, name, done))

    def _finished(self, key: str, name: str, task: asyncio.Task[None]) -> None:
        self._busy[name] -= 1
        self._tasks.pop(key, None)
        woken = key in self._woken
        self._woken.discard(key)
        if after := self._next.get(name):
            self.wake(next(iter(after)))
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
        looks = (self._look, self._slow, self._farewells)  # one does not wait for the others
        await asyncio.gather(*map(_again_and_again, looks))

    async def close(self) -> None:
        """Stop, after a moment for what is under way; what was not sent waits in the database."""
        self._closed = True
        if tasks := list(self._tasks.values()):
            await asyncio.wait(tasks, timeout=GOODBYE)
            await stop(tasks)
        with suppress(DatabaseAway):  # without a goodbye others wait two minutes
            await self.posting.database.write(lambda c: outbox.leave(c, self.posting.mine))

    async def _free(self) -> None:
        free = sa.update(correspondent).values(held_by=None)
        await self.posting.database.write(lambda c: c.execute(free).rowcount)

    async def _look(self) -> None:
        await asyncio.gather(*map(self._look_at, self._up()))

    async def _look_at(self, name: str) -> None:
        posting, now = self.posting, self.posting.now()
        for key in await posting.database.read(lambda c: outbox.due(c, posting.mine, name, now)):
            self.wake(key)

    async def _slow(self) -> None:
        """Tell who has waited for some seconds that their message has arrived; once."""
        database, up, now = self.posting.database, self._up(), self.posting.now()
        waiting = await database.read(lambda c: coming.slow(c, up, now))
        await asyncio.gather(*(self._is_coming(*one) for one in waiting))

    def _up(self) -> list[str]:
        """Return the platforms that are not left alone just now."""
        calling, now = self.posting.calling, self.posting.now()
        ours = self.posting.channels.items()
        return [name for name, one in ours if not calling.breaker(one).rests(now)]

    async def _is_coming(self, key: str, seq: int) -> None:
        now = self.posting.now()
        held = await self.posting.database.write(lambda c: coming.is_told(c, key, seq, now))
        if held is not None:
            channel, sealed, language = held
            await self._say(channel, sealed, "coming", language)

    async def _farewells(self) -> None:
        """Tell those whose conversation is erased that it is."""
        now = self.posting.now()
        rows = await self.posting.database.write(lambda c: correspondents.farewells(c, now))
        await asyncio.gather(*map(self._farewell, rows))

    async def _farewell(self, row: Row) -> None:
        if await self._say(row["channel"], row["address"], "erased", row["language"]):
            name = row["id"]
            await self.posting.database.write(lambda c: correspondents.farewell_told(c, name))

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


async def _again_and_again(look: Callable[[], Awaitable[None]]) -> None:
    while True:
        await _quietly(look)
        await asyncio.sleep(LOOK)


async def _quietly(look: Callable[[], Awaitable[None]]) -> None:
    try:
        await look()
    except Exception as error:  # most of all a database that is away: the next look may work
        tell(log, logging.ERROR, "no look at what is to be sent", kind=type(error).__name__)
