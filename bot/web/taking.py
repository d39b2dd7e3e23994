"""Taking what a person sends, by whichever door it comes in: stored, then answered.

While the database is away it is kept in a file. The API and the forms share this, so that the same
message is read, counted, cleaned and answered alike.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.conversations.api_keys import ApiKey
from bot.conversations.incoming import Incoming, unnamed
from bot.conversations.keeping import EarlierMissing
from bot.conversations.reading import Row
from bot.conversations.redact import redact
from bot.conversations.render import served
from bot.conversations.spool import SpoolFull
from bot.conversations.statements import spoken
from bot.conversations.text import LONGEST, clean, is_message_id
from bot.language import Language
from bot.web.api import opened
from bot.web.errors import LATER, ApiError
from bot.web.keys import DISPATCHER, KEEPING, MESSAGE_RATES, NOW, OURS, STORE
from knowledge.database import DatabaseAway

SOON = 2  # seconds after which another gateway has handed over what it kept
WAIT = 20.0  # seconds for which an answer is waited for
FIELDS = ("text", "button", "client_message_id", "follows")
Read = Callable[[], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Taken:
    """What became of a message; `replies` is None when they take longer, and follow."""

    replies: Sequence[Row] | None
    seq: int | None = None  # None: not in the conversation yet, or erased with it
    erased: bool = False


@dataclass
class Taking:
    """One message on its way in: whose, with what key, and how to read what is sent."""

    app: web.Application
    key: str
    token: str
    guessed: Language | None  # by what the browser accepts
    read: Read
    caller: ApiKey | None = None  # the system that sends it, if it has a key
    _incoming: Incoming | None = None

    async def taken(self) -> Taken:
        """Store the message, wait a while for the replies to it; ApiError says why not."""
        try:
            return await self._stored()
        except DatabaseAway:
            return await self._kept()

    async def _stored(self) -> Taken:
        # Storing the message moves the expiry.
        row = await opened(self.app, self.key, self.token, moving=False, caller=self.caller)
        key, store, dispatcher = row["id"], self.app[STORE], self.app[DISPATCHER]
        self._incoming = incoming = await self._read(row["language"])
        if await dispatcher.erases(row, incoming):
            return Taken(await self.app[KEEPING].erase(row), erased=True)
        try:
            accepted = await self.app[KEEPING].accept(row, incoming)
            replies: Sequence[Row] | None = None
            if accepted.may_be_answered:
                replies = await store.replies_to(key, accepted.seq)
            if replies is None:
                replies = await dispatcher.wait(key, accepted.seq, WAIT)
        except LookupError:  # erased meanwhile
            raise ApiError(404, "not_found") from None
        except EarlierMissing:
            raise ApiError(503, "earlier_missing", retry_after=SOON) from None
        return Taken(replies, accepted.seq)

    async def _kept(self) -> Taken:
        """Keep the message in a file: the database is away. DatabaseAway when that cannot be."""
        whose = self.caller.id if self.caller else None
        row = self.app[STORE].known.opened(self.key, self.token, self.app[NOW](), whose)
        if row is None:  # one that this gateway has not seen lately
            raise await self._refused()
        incoming = self._incoming or await self._read(row["language"])
        if self.app[DISPATCHER].may_erase(incoming):
            raise DatabaseAway("what is to be erased is there")
        try:
            replies = await self.app[KEEPING].keep(row, incoming)
        except SpoolFull:
            raise await self._refused() from None
        return Taken(replies or None)

    async def _refused(self) -> ApiError:
        """Return a refusal; the numbers come with it, for nobody in danger shall do without."""
        text = (await self.read()).get("text")
        dispatcher, now = self.app[DISPATCHER], self.app[NOW]()
        found = await dispatcher.danger_in(clean(text)) if isinstance(text, str) else None
        said = []
        if found:
            language = dispatcher.identifier.choose(self.guessed or "fr", 0.0, str(text)).language
            reply = dispatcher.safety_texts.reply(found.category, found.also, str(text))
            said = [served(spoken(reply, 0, language, now))]
        return ApiError(503, "database_away", retry_after=LATER, more={"messages": said})

    async def _read(self, language: Language) -> Incoming:
        body = await self.read()
        if not body.keys() <= set(FIELDS):
            raise ApiError(422, "field_unknown", detail=", ".join(FIELDS))
        text, button, own_id, follows = (body.get(name) for name in FIELDS)
        if (text is None) == (button is None) or not _strings(text, button):
            raise ApiError(422, "bad_message")
        if not all(one is None or is_message_id(one) for one in (own_id, follows)):
            raise ApiError(422, "bad_client_message_id")
        if button is not None:
            offered = await self._offered(button)
            await self._count(own_id)
            return replace(offered, client_message_id=_named(own_id), follows=follows)
        kept = clean(str(text))
        if not kept:
            raise ApiError(422, "text_empty")
        # Read first, and whole: neither length nor haste keeps the numbers from who is in danger.
        found = await self.app[DISPATCHER].danger_in(kept)
        if found is None and len(kept) > LONGEST:
            raise ApiError(422, "text_too_long")
        if found is None:
            await self._count(own_id)
        held = redact(kept, self.app[OURS], language)
        return Incoming(
            held.text, None, _named(own_id), found, removed=held.removed, follows=follows
        )

    async def _count(self, own_id: str | None) -> None:
        now = self.app[NOW]()
        wait = self.app[MESSAGE_RATES].seconds_to_wait(self.key, now)
        if self.caller and not wait:
            wait = self.caller.messages.seconds_to_wait(self.caller.id, now)
        # What is sent again is no further message.
        if wait and not await self.app[STORE].was_sent(self.key, own_id):
            raise ApiError(429, "too_many_messages", retry_after=wait)

    async def _offered(self, button: str) -> Incoming:
        """Return what pressing a button says: its label, about what the newest such is under."""
        for row in reversed(await self.app[STORE].history(self.key)):
            for offered in row["body"].get("buttons", []):
                if offered["id"] == button:
                    label = str(offered["label"][row["language"]])
                    return Incoming(label, button, under=row["body"].get("programme"))
        raise ApiError(422, "button_unknown")


def _named(own_id: str | None) -> str:
    """Return the client's name for a message, or one of ours: what is stored twice is one."""
    return own_id or unnamed()


def _strings(*values: Any) -> bool:
    return all(value is None or isinstance(value, str) for value in values)
