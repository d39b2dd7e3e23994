"""Sends what waits in one conversation, in order; what cannot go now waits, and all after it."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.channels import outbox
from bot.channels.base import Address, Channel, Later, Outcome, Part, Refused, Sent
from bot.channels.calling import UNSURE, Calling
from bot.channels.options import choices
from bot.channels.outbox import FINISHED, Waiting
from bot.channels.pausing import LONG, REST, Pause, later, tries_on
from bot.channels.sealing import Sealer
from bot.channels.wording import parts_of
from bot.conversations import statements
from bot.conversations.channel_tables import TEMPLATE
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.language import Language
from bot.logs import tell
from knowledge.database import Database, DatabaseAway

log = logging.getLogger("bot.channels")
# A platform that says what arrived is waited for before something is sent again after a crash.
SAYS_SO = {"whatsapp": timedelta(seconds=60)}


@dataclass(frozen=True, kw_only=True)
class Posting:
    """Sends to one person at a time; network, time and chance are arguments."""

    database: Database
    channels: Mapping[str, Channel]
    sealer: Sealer
    calling: Calling
    mine: str
    now: Callable[[], datetime]
    chance: Callable[[], float] = random.random

    async def run(self, key: str) -> None:
        """Send what waits in a conversation, unless another gateway does, or it is to wait."""
        start = self.now()
        waiting = await self.database.write(lambda c: outbox.claim(c, key, self.mine, start))
        if waiting is None:
            return
        try:
            pause = await self._all(key, waiting)
        except DatabaseAway:
            raise
        except Exception as error:  # of one conversation; it must not be the next to be taken
            tell(log, logging.ERROR, "sending failed", kind=type(error).__name__)
            pause = Pause(self.now() + REST, waiting.tries + 1, waiting.template_at)
        again = pause or (None, 0, waiting.template_at)
        heard_at = waiting.heard_at
        await self.database.write(lambda c: outbox.let_go(c, key, self.mine, heard_at, *again))

    async def _all(self, key: str, waiting: Waiting) -> Pause | None:
        channel, seen = self.channels[waiting.channel], waiting.sent_seq
        address = self.sealer.opens(channel.name, waiting.address) if waiting.address else None
        for row in waiting.rows:
            seq = row["seq"]
            if seq <= waiting.sent_seq or row["author"] == "user":
                continue
            # Who asked for silence hears that it was heard, and nothing more.
            if waiting.stopped and row["in_reply_to"] is None:
                await self._not_wanted(key, seq)
            elif address is None:  # it comes with their next message
                return Pause(self.now() + LONG, 0, waiting.template_at)
            elif pause := await self._message(channel, key, waiting, row, address):
                return pause
            if not await self._settled(key, seq, seen):
                return None  # it is another state by now: whoever looks next sees that
            seen = seq
        last = waiting.rows[-1]["seq"] if waiting.rows else waiting.last_seq
        await self._settled(key, last, seen)
        return None

    async def _settled(self, key: str, seq: int, seen: int) -> bool:
        return await self.database.write(lambda c: outbox.settle(c, key, seq, seen))

    async def _not_wanted(self, key: str, seq: int) -> None:
        now = self.now()
        await self.database.write(lambda c: outbox.fail(c, key, seq, "stopped", now))

    async def _message(
        self, channel: Channel, key: str, waiting: Waiting, row: Row, address: Address
    ) -> Pause | None:
        """Send one message; return until when it has to wait, if it has to."""
        if channel.window and self.now() - waiting.heard_at > channel.window:
            return await self._outside(channel, waiting, row, address)
        done = await self.database.read(lambda c: outbox.parts_done(c, key, row["seq"]))
        for number, part in enumerate(self._parts(channel, waiting, row)):
            before = done.get(number)
            if before is not None and before["state"] in FINISHED:
                if before["state"] in ("failed", "told"):
                    return None
                continue
            if until := self._not_before(channel, before):
                return Pause(until, waiting.tries, waiting.template_at)
            pause, goes_on = await self._part(channel, key, waiting, row, number, part, address)
            if pause or not goes_on:
                return pause
        return None

    def _not_before(self, channel: Channel, before: Row | None) -> datetime | None:
        """Return until when to send nothing: it may have gone already, or the platform rests."""
        if before is not None and before["state"] == "sending":
            sure = utc(before["at"]) + SAYS_SO.get(channel.name, timedelta(0))
            if self.now() < sure:
                return sure
        return self.calling.breaker(channel).waits(self.now())

    async def _part(
        self,
        channel: Channel,
        key: str,
        waiting: Waiting,
        row: Row,
        number: int,
        part: Part,
        address: Address,
    ) -> tuple[Pause | None, bool]:
        """Send a part; return until when it waits, and whether to go on with the next."""
        seq, start = row["seq"], self.now()
        ref = await self.database.write(lambda c: outbox.starts(c, key, seq, number, start))
        outcome = await self.calling.send(channel, address, replace(part, ref=ref))
        if isinstance(outcome, Refused) and outcome.outside:
            now = self.now()
            await self.database.write(lambda c: outbox.ends(c, ref, "later", now))
            return await self._outside(channel, waiting, row, address), False
        pause = await self._became(channel, waiting, row, ref, outcome)
        return pause, isinstance(outcome, Sent)

    async def _became(
        self, channel: Channel, waiting: Waiting, row: Row, ref: str, outcome: Outcome
    ) -> Pause | None:
        """Note what became of a part; return until when it waits, if it is tried again."""
        now = self.now()
        if isinstance(outcome, Sent):
            own_key = outcome.own_id and self.sealer.name_of("sent", channel.name, outcome.own_id)
            await self.database.write(lambda c: outbox.ends(c, ref, "sent", now, own_key=own_key))
        elif tries_on(outcome, waiting, row, now):
            if outcome.code != UNSURE:
                await self.database.write(lambda c: outbox.ends(c, ref, "later", now))
            return later(waiting, outcome, now, self.chance)
        else:
            await self._given_up(row, outcome, ref)
        return None

    async def _outside(
        self, channel: Channel, waiting: Waiting, row: Row, address: Address
    ) -> Pause:
        """Wait until they write again; tell them once that something waits, where that goes."""
        now, told, key, seq = self.now(), waiting.template_at, row["conversation_id"], row["seq"]
        language: Language = "en" if row["language"] == "en" else "fr"
        template = channel.template(address, language, "")
        if told or waiting.stopped or template is None:
            return Pause(now + LONG, 0, told)
        done = await self.database.read(lambda c: outbox.parts_done(c, key, seq))
        before = done.get(TEMPLATE)
        if before and before["state"] in FINISHED and utc(before["at"]) > waiting.heard_at:
            failed = before["state"] == "failed"  # which is not tried again either
            return Pause(now + LONG, 0, None if failed else utc(before["at"]))
        if until := self._not_before(channel, before):
            return Pause(until, waiting.tries)
        ref = await self.database.write(lambda c: outbox.starts(c, key, seq, TEMPLATE, now))
        named = channel.template(address, language, ref) or template
        outcome = await self.calling.post(channel, named)
        pause = await self._became(channel, waiting, row, ref, outcome)
        return pause or Pause(now + LONG, 0, now if isinstance(outcome, Sent) else None)

    async def _given_up(self, row: Row, outcome: Later | Refused, ref: str) -> None:
        """Note that something does not reach somebody; a human is to know, or they blocked us."""
        key, seq, now = row["conversation_id"], row["seq"], self.now()

        def work(connection: sa.Connection) -> None:
            statements.lock(connection, key)
            outbox.ends(connection, ref, "failed", now, code=outcome.code)
            if isinstance(outcome, Refused) and outcome.blocked:
                outbox.stopped(connection, key)
            else:
                outbox.unanswered(connection, key, seq, now)

        await self.database.write(work)

    def _parts(self, channel: Channel, waiting: Waiting, row: Row) -> list[Part]:
        """Return the parts of a message; the numbers of its options follow from its run."""
        run: list[Row] = []
        for one in waiting.rows:
            run = [] if one["author"] == "user" else [*run, one]
            if one["seq"] == row["seq"]:
                break
        held = choices(run, channel.shows).get(row["seq"], [])
        return parts_of(row, held, channel, self.calling.words)
