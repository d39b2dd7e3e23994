"""What people do on a platform, stored in their conversation as if they had written on the page."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakValueDictionary

import sqlalchemy as sa

from bot.channels import changing
from bot.channels.base import Channel, Heard
from bot.channels.hearing import Hearing, Understood
from bot.channels.sealing import Sealer
from bot.conversations import correspondents, moment, statements
from bot.conversations.beginning import begin, new_values
from bot.conversations.correspondents import Who
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.moment import utc
from bot.conversations.notices import LANGUAGES
from bot.conversations.reading import Row
from bot.conversations.text import clean
from knowledge.database import Database

TRIES = 3  # at a conversation that another gateway opens or erases meanwhile


@dataclass(kw_only=True)
class Receiving:
    """Takes what platforms bring, one thing at a time a person."""

    database: Database
    dispatcher: Dispatcher
    sealer: Sealer
    hearing: Hearing
    page: str = ""  # where the privacy page stands
    _busy: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def sender_of(self, channel: Channel, one: Heard) -> str:
        """Return what stands for who wrote."""
        return self.sealer.name_of("person", channel.name, one.address.person)

    def name_of(self, channel: Channel, own_id: str, one: Heard) -> str:
        """Return what stands for a message of theirs."""
        return self.sealer.name_of("message", channel.name, one.address.person, own_id)

    async def take(self, channel: Channel, one: Heard, at: datetime | None = None) -> str | None:
        """Store what a person did, once; return their conversation if they have one.

        `at`: when it came, if not now. DatabaseAway when it cannot be stored now.
        """
        sender = self.sender_of(channel, one)
        sealed = await asyncio.to_thread(self.sealer.sealed, channel.name, one.address)
        who, name = Who(channel.name, sender, sealed), self.name_of(channel, one.own_id, one)
        async with self._busy.setdefault(sender, asyncio.Lock()):
            for _ in range(TRIES):
                try:
                    return await self._take(channel, one, who, name, at)
                except (LookupError, sa.exc.IntegrityError):
                    continue
        raise RuntimeError("a conversation came and went")

    async def _take(
        self, channel: Channel, one: Heard, who: Who, name: str, at: datetime | None
    ) -> str | None:
        # What stands for the message that they change, if they do.
        changed = one.about if one.kind in ("edited", "deleted") else None
        about = self.name_of(channel, changed, one) if changed else None
        row, done = await self.database.read(lambda c: _known(c, who.sender_key, name, about))
        key = str(row["id"]) if row is not None else None
        written = correspondents.written_at(one.at, at or self.dispatcher.now())
        if done or (row is None and one.kind in ("deleted", "blocked")):
            if about and not done:
                now = self.dispatcher.now()
                await self.database.write(lambda c: changing.forbid(c, about, now))
            return key
        if row is not None:
            left = await self._changes(one, row, name, about, written)
            if left is None:
                return key
            one = left
        elif about:
            one = replace(one, kind="text")
        held = row if row is not None else await self._open(one, who, written)
        understood = await self.hearing.read(channel, one, held, name, row is None, at)
        when = moment.written(written) if one.at == written else None
        incoming = replace(understood.incoming, edits=about, written=when)
        understood = understood._replace(incoming=incoming)
        if understood.said is None and await self.dispatcher.erases(held, understood.incoming):
            await self._erase(held, who, name)
            return None
        if row is not None:
            await self.database.write(lambda c: correspondents.hear(c, who, written))
            if _is_hushed(row, written) and not understood.incoming.danger:
                understood = understood._replace(said=[])
        await self._accept(held, understood, at, written)
        return str(held["id"])

    async def _open(self, one: Heard, who: Who, written: datetime) -> Row:
        """Open a conversation with the welcome of this platform in it."""
        notices, now = self.dispatcher.notices, self.dispatcher.now()
        decision = self.dispatcher.identifier.choose(one.language or "fr", 0.0, clean(one.text))
        sure = one.language is not None or decision.log_odds != 0.0
        page = {"fr": f" : {self.page}", "en": f": {self.page}"} if self.page else {}
        told = {
            "platform": notices.texts["platform"][who.channel],
            "page": {language: page.get(language, "") for language in LANGUAGES},
        }
        welcome = notices.reply("welcome_channel", both=not sure, **told)
        key = f"{who.channel}-{secrets.token_urlsafe(16)}"
        values = new_values(key, secrets.token_urlsafe(16), decision.language, now)

        def work(connection: sa.Connection) -> Row | None:
            begin(connection, values, welcome)
            correspondents.add(connection, key, who, written)
            return correspondents.find(connection, who.sender_key)

        row = await self.database.write(work)
        if row is None:
            raise LookupError("it was erased meanwhile")
        return row

    async def _accept(
        self, row: Row, understood: Understood, at: datetime | None, written: datetime
    ) -> None:
        key = row["id"]
        said = understood.said
        if understood.stops:
            silent = await self.database.write(lambda c: changing.stop(c, key, "", written))
            said = said if silent else []  # they have written since
        accepted = await self.dispatcher.accept(row, understood.incoming, at, said)
        if accepted.new and not accepted.at_once:
            self.dispatcher.wake(key)

    async def _changes(
        self, one: Heard, row: Row, name: str, about: str | None, written: datetime
    ) -> Heard | None:
        """Do what concerns something earlier; return what is still to be answered."""
        key = row["id"]
        if one.kind == "blocked":
            await self.database.write(lambda c: changing.stop(c, key, name, written))
            return None
        if about is None:
            return one
        if one.kind == "deleted":
            now = self.dispatcher.now()
            await self.database.write(lambda c: changing.delete(c, key, about, now))
            self.dispatcher.heard(key)
            return None
        kind = await self.database.write(lambda c: changing.edit(c, key, about, written))
        return replace(one, kind=kind) if kind else None

    async def _erase(self, row: Row, who: Who, name: str) -> None:
        key, now = row["id"], self.dispatcher.now()
        self.dispatcher.store.known.forget(key)
        language = row["language"]
        await self.database.write(lambda c: correspondents.erase(c, key, name, who, language, now))
        await self.database.settle()
        self.dispatcher.heard(key)


def _is_hushed(row: Row, written: datetime) -> bool:
    """Tell whether they asked for silence after they wrote this."""
    return row["stopped_at"] is not None and written < utc(row["stopped_at"])


def _known(
    connection: sa.Connection, sender: str, name: str, about: str | None
) -> tuple[Row | None, bool]:
    """Return the conversation of a person, and whether this message of theirs was here before.

    `about`: of the one that it changes; after that is gone nothing can be.
    """
    row = correspondents.find(connection, sender)
    if any(correspondents.is_gone(connection, one) for one in (name, about) if one):
        return row, True
    if row is None:
        return None, False
    known = statements.known(connection, row["id"], name) is not None
    return row, known or changing.is_changed(connection, row["id"], name)
