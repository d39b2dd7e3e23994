"""What a platform sends, whole: checked, taken, or kept in files while the database is away."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import sqlalchemy as sa

from bot.channels import outbox
from bot.channels.base import Address, Channel, Heard, Signed, Status
from bot.channels.receiving import Receiving
from bot.channels.sending import Sending
from bot.conversations import correspondents
from bot.conversations.channel_tables import TEMPLATE
from bot.conversations.metrics import Metrics
from bot.conversations.spool import Spool, SpoolFull, hash_of
from bot.conversations.text import clean
from bot.logs import tell
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.channels")
BIG = 32 * 1024  # bytes
LOOK = 2.0  # seconds between two tries to hand over what is kept
LOOKED_INTO = timedelta(days=8)  # for which what cannot be taken is kept for an operator to look at


@dataclass(kw_only=True)
class Door:
    """Where platforms knock. One for all of them."""

    channels: Mapping[str, Channel]
    receiving: Receiving
    sending: Sending
    spool: Spool
    metrics: Metrics
    # Bodies over the usual size that may be read at a time: each is up to 4 MB of memory.
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(16))
    _lines: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _unread: set[str] = field(default_factory=set)  # whose kept message cannot be read

    async def take(self, channel: Channel, request: Signed) -> None:
        """Take all that is in a request, in order; SpoolFull when nothing can be kept.

        BadPayload when it is none of this platform's forms.
        """
        big = len(request.body) > BIG  # then reading it takes milliseconds
        read = channel.heard
        events = await asyncio.to_thread(read, request) if big else read(request)
        wrong: Exception | None = None
        for one in _in_order([one for one in events if isinstance(one, Heard)]):
            self.metrics.heard.labels(channel.name, one.kind).inc()
            try:
                await self._heard(channel, one)
            except SpoolFull:
                raise
            except Exception as error:  # of one message: the others do not wait for it
                wrong = error
                continue
            if one.button and (call := channel.pressed(one)):
                self.sending.posting.calling.tell(channel, call)
        for status in events:
            if isinstance(status, Status):
                await self._reached(channel, status)
        if wrong:
            raise wrong  # it is brought again

    async def _heard(self, channel: Channel, one: Heard) -> None:
        sender = self.receiving.sender_of(channel, one)
        async with self._line(hash_of(sender)):
            try:
                if self.spool.holds(sender):
                    await self._hand_over(hash_of(sender))
                await self._take(channel, one, sender)
            except (DatabaseAway, OSError):  # or the disk: what was kept before stays before
                await self._keep(channel, one, sender)

    async def _take(
        self, channel: Channel, one: Heard, sender: str, at: datetime | None = None
    ) -> None:
        if key := await self.receiving.take(channel, one, at):
            self.sending.wake(key)
        else:  # nothing is held of them, so nothing that was set aside either
            await asyncio.to_thread(self.spool.sweep, self.sending.posting.now(), hash_of(sender))

    def _line(self, of: str) -> asyncio.Lock:
        """Return where somebody's messages queue, so that none passes one that is being kept."""
        return self._lines.setdefault(of, asyncio.Lock())

    async def _reached(self, channel: Channel, status: Status) -> None:
        posting = self.sending.posting
        own_key = posting.sealer.name_of("sent", channel.name, status.own_id)
        names, now = (own_key, status.ref or None), posting.now()

        def work(connection: sa.Connection) -> str | None:
            told = status.reached, status.code
            news = correspondents.reached(connection, names, *told, now)
            if news and status.reached == "failed" and news.part == TEMPLATE:
                outbox.untold(connection, news.key, news.seq, now)
            elif news and status.outside:
                correspondents.put_back(connection, news, now)
            elif news and status.reached == "failed":
                outbox.unanswered(connection, news.key, news.seq, now)
            return news.key if news else None

        try:
            if key := await posting.database.write(work):
                self.receiving.dispatcher.heard(key)
        except DatabaseAway:
            if status.reached == "failed":  # the others say little, and come with the next one
                raise

    async def _keep(self, channel: Channel, one: Heard, sender: str) -> None:
        """Keep what came in a file, sealed; who tells of danger gets the numbers all the same."""
        now = self.sending.posting.now()
        name = self.receiving.name_of(channel, one.own_id, one)
        sealed = self.receiving.sealer.sealed(channel.name, Address(_written(one), ""))
        values = {"channel": channel.name, "at": now.isoformat()}
        values["sealed"] = base64.b64encode(sealed).decode()
        new = await asyncio.to_thread(self.spool.keep, sender, name, values)
        if not new:
            return
        self.metrics.spooled.inc()
        dispatcher, text = self.receiving.dispatcher, clean(one.text)
        found = await dispatcher.danger_in(text) if text else None
        if found:
            language = dispatcher.identifier.choose(one.language or "fr", 0.0, text).language
            reply = dispatcher.safety_texts.reply(found.category, found.also, text)
            await self.sending.say_now(channel, one.address, reply, language)

    async def look_after(self) -> None:
        """Hand over, for ever, what is kept."""
        while True:
            try:
                await self._look()
            except Exception as error:  # a database that is away, or a disk: the next may work
                kept, kind = len(self.spool), type(error).__name__
                tell(log, logging.WARNING, "spool not handed over", kept=kept, kind=kind)
            self.metrics.in_spool.labels("channels").set(len(self.spool))
            await asyncio.sleep(LOOK)

    async def _look(self) -> None:
        for of in self.spool.conversations():
            try:
                async with self._line(of):
                    await self._hand_over(of)
                self._unread.discard(of)
            except OSError as error:  # of one file: the others do not wait for it
                if of not in self._unread:  # told once: it is tried every two seconds
                    tell(log, logging.ERROR, "kept message not read", kind=type(error).__name__)
                    self._unread.add(of)
        await asyncio.to_thread(self.spool.sweep, self.sending.posting.now() - LOOKED_INTO)

    async def _hand_over(self, of: str) -> None:
        """Take what is kept of somebody; what cannot be taken at all is set aside."""
        for path, values in await asyncio.to_thread(self.spool.kept, of):
            try:
                await self._taken(values)
            except DatabaseAway:
                raise
            except Exception as error:
                kind = type(error).__name__
                tell(log, logging.ERROR, "kept message set aside", file=path.name, kind=kind)
                await asyncio.to_thread(self.spool.set_aside, path)
            else:
                await asyncio.to_thread(self.spool.done, path)

    async def _taken(self, values: dict[str, str]) -> None:
        channel = self.channels.get(values["channel"])
        sealed = base64.b64decode(values["sealed"])
        held = self.receiving.sealer.opens(values["channel"], sealed)
        if channel is None or held is None:
            raise LookupError("no such platform any more, or another key")
        at = datetime.fromisoformat(values["at"])
        await self._take(channel, _read(held.person), values["conversation"], at)


def _in_order(heard: list[Heard]) -> list[Heard]:
    """Return what came together by the platform's clock, if all of it has a time."""
    times = {id(one): one.at.timestamp() for one in heard if one.at}
    return heard if len(times) < len(heard) else sorted(heard, key=lambda one: times[id(one)])


def _written(one: Heard) -> str:
    return json.dumps({**asdict(one), "at": one.at and one.at.isoformat()})


def _read(text: str) -> Heard:
    held = json.loads(text)
    at = held["at"] and datetime.fromisoformat(held["at"])
    return Heard(**{**held, "address": Address(**held["address"]), "at": at})
