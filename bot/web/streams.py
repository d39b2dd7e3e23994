"""Who follows which conversation in this process, and one look at the database for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.conversations.coming import due_for_notice
from bot.conversations.following import Followed, Following
from bot.logs import tell

log = logging.getLogger("bot.web")
LOOK = 1.0  # seconds between two looks: another gateway may have said something
MOST = 4  # streams of one conversation
MOST_IN_ALL = 5_000  # of this process


@dataclass(eq=False)
class Reader:
    """One open stream, and what was seen last of its conversation."""

    key: str
    token_hash: str
    seen: int  # the number of the last message that was sent
    since: datetime | None  # from when its notices count; None: from ever
    connection: asyncio.Transport | None
    may_go_on: Callable[[], bool] = lambda: True  # not when its API key was revoked
    state: Followed | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False
    erased: bool = False
    writing: bool = False
    _pointed_at: set[int] = field(default_factory=set)

    def saw(self, state: Followed | None, now: datetime) -> None:
        """Take in how the conversation stands; `news` is set when there is something to do."""
        gone = self.connection is None or self.connection.is_closing()
        self.erased, self.state = state is None, state
        if gone or state is None or not self._may_read(state, now):
            self.end()
            return
        due = {one.seq for one in due_for_notice(state.waiting, now, self.since)}
        if state.last_seq > self.seen or not due <= self._pointed_at:
            self._pointed_at |= due
            self.news.set()

    def _may_read(self, state: Followed, now: datetime) -> bool:
        open_still = state.token_hash == self.token_hash and now <= state.open_until
        return open_still and self.may_go_on()

    def end(self) -> None:
        """End the stream after what is being written."""
        self.ended = True
        self.news.set()

    def cut(self) -> None:
        """Hang up without another word."""
        self.ended = True
        if self.connection is not None:
            self.connection.abort()


class Streams:
    """All open streams of a process."""

    def __init__(self, following: Following, now: Callable[[], datetime]) -> None:
        """Follow nothing yet."""
        self.following, self._now = following, now
        self._readers: dict[str, set[Reader]] = {}
        self._woken: set[str] = set()
        self._news = asyncio.Event()
        self._closed = False

    def __len__(self) -> int:
        """Return how many streams are open."""
        return sum(map(len, self._readers.values()))

    def enter(self, reader: Reader) -> bool:
        """Take a reader in, who gets a first look soon; False when there are too many."""
        here = len(self._readers.get(reader.key, ()))
        if here >= MOST or len(self) >= MOST_IN_ALL or self._closed:
            return False
        self._readers.setdefault(reader.key, set()).add(reader)
        self.wake(reader.key)
        return True

    def leave(self, reader: Reader) -> None:
        """Forget a reader."""
        readers = self._readers.get(reader.key, set())
        readers.discard(reader)
        if not readers:
            self._readers.pop(reader.key, None)

    def wake(self, key: str) -> None:
        """See to it that who follows a conversation looks at once: something happened in it."""
        if key in self._readers:
            self._woken.add(key)
            self._news.set()

    async def look_after(self) -> None:
        """Look, for ever: at what was woken at once, at all about once a second."""
        loop = asyncio.get_running_loop()
        next_look = loop.time() + LOOK
        away = False
        while True:
            try:
                await asyncio.wait_for(self._news.wait(), max(0.0, next_look - loop.time()))
            except asyncio.TimeoutError:
                next_look = loop.time() + LOOK
                self._woken = set(self._readers)
            self._news.clear()
            woken, self._woken = self._woken, set()
            try:
                await self._look(sorted(woken & self._readers.keys()))
                away = False
            except Exception as error:  # most of all a database that is away: look again
                if not away:
                    tell(log, logging.WARNING, "streams see nothing", kind=type(error).__name__)
                away = True

    async def _look(self, keys: list[str]) -> None:
        states = await self.following.look(keys) if keys else {}
        now = self._now()
        for key in keys:
            for reader in list(self._readers.get(key, ())):
                reader.saw(states.get(key), now)

    def close(self) -> None:
        """End all streams, so that nobody waits for them when the process stops."""
        self._closed = True
        for readers in self._readers.values():
            for reader in readers:
                reader.end()
                if reader.writing:  # and who reads slowly would keep us
                    reader.cut()
