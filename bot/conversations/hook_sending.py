"""Sends what stands in the outbox: in order, at least once; a slow receiver delays nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.conversations import hook_turns, hooks
from bot.conversations.hook_calls import WITHIN, Answer, Post, headers_of, wished
from bot.conversations.hook_turns import Turn
from bot.logs import tell
from bot.stopping import stop
from knowledge.database import Database, DatabaseAway

log = logging.getLogger("bot.conversations")
EVERY = 1.0  # seconds between two looks
LONGEST_PAUSE = 3600  # seconds between two tries, unless its receiver wishes for more
TIDY = timedelta(hours=1)


@dataclass
class Sending:
    """The outbox as one gateway empties it; time and network are arguments."""

    database: Database
    mine: str  # the name of this gateway
    post: Post
    now: Callable[[], datetime]
    tried: Callable[[int, str], None] = lambda number, outcome: None
    waits: Callable[[float], None] = lambda count: None  # told how many events wait
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _tidied: datetime | None = None

    async def look(self) -> None:
        """Begin to send what is due; each hook has a task of its own."""
        now = self.now()
        seen = await self.database.read(lambda c: hook_turns.seen(c, now))
        if seen.news:
            await self.database.write(lambda c: hooks.content_changed(c, now))
            seen = await self.database.read(lambda c: hook_turns.seen(c, now))
        self.waits(seen.waiting)
        for number in seen.due - self._busy.keys():
            self._busy[number] = task = asyncio.create_task(self._serve(number))
            task.add_done_callback(partial(self._done, number))
        if self._tidied is None or now - self._tidied >= TIDY:
            await self.database.write(lambda c: hook_turns.tidy(c, now))
            self._tidied = now

    def _done(self, number: int, task: asyncio.Task[None]) -> None:
        self._busy.pop(number, None)
        if not task.cancelled() and task.exception() is not None:
            kind = type(task.exception()).__name__
            tell(log, logging.ERROR, "hook left", hook=number, kind=kind)

    async def look_after(self) -> None:
        """Look for ever; what fails is tried again."""
        while True:
            try:
                await self.look()
            except Exception as error:  # most of all a database that is away: look again
                tell(log, logging.WARNING, "no look at hooks", kind=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def settled(self) -> None:
        """Wait until all that was due is sent, or has failed."""
        while tasks := list(self._busy.values()):
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Stop, and let others go on at once with what is not sent."""
        await stop(list(self._busy.values()))
        try:
            await self.database.write(lambda c: hook_turns.let_go(c, self.mine))
        except DatabaseAway:
            tell(log, logging.INFO, "hooks not let go")  # in half a minute they are

    async def _serve(self, number: int) -> None:
        try:
            while turn := await self._taken(number):
                if not await self._sent(turn):
                    return
        except DatabaseAway as error:  # it is sent again when nobody holds the hook any more
            tell(log, logging.WARNING, "hook left", hook=number, kind=type(error).__name__)

    async def _taken(self, number: int) -> Turn | None:
        take = hook_turns.take
        return await self.database.write(lambda c: take(c, number, self.mine, self.now()))

    async def _sent(self, turn: Turn) -> bool:
        """Send an event and note what became of it; tell whether the next one may go."""
        body = turn.event.body()
        headers = headers_of(turn.secret, body, self.now())
        try:
            answer = await asyncio.wait_for(self.post(turn.url, headers, body), WITHIN)
        except Exception as error:  # whatever lies between: it is tried again
            await self._failed(turn, type(error).__name__)
            return False
        if not answer.good:
            await self._failed(turn, str(answer.status), answer)
            return False
        now = self.now()
        await self.database.write(lambda c: hook_turns.sent(c, turn, self.mine, now))
        self.tried(turn.hook, "sent")
        return True

    async def _failed(self, turn: Turn, why: str, answer: Answer | None = None) -> None:
        now = self.now()
        pause = timedelta(seconds=min(4 ** min(turn.tries, 9), LONGEST_PAUSE))
        again = now + max(pause, wished(answer.retry_after if answer else None, now))
        noted = turn, self.mine, why[:40], now, again
        lost = await self.database.write(lambda c: hook_turns.failed(c, *noted))
        for outcome in ("failed", *["given_up"] * lost):
            self.tried(turn.hook, outcome)
        level = logging.ERROR if lost else logging.WARNING
        tell(log, level, "hook failed", hook=turn.hook, why=why, tries=turn.tries, lost=lost)
