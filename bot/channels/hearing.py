"""What a message from a platform says: a choice, a text, an order, or something nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bot.channels.base import Channel, Heard
from bot.channels.options import Choice, chosen, is_no_choice, pressed
from bot.channels.summary import Summary
from bot.conversations import export
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.incoming import Incoming
from bot.conversations.rates import Rates
from bot.conversations.reading import Row
from bot.conversations.reception import ERASING
from bot.conversations.redact import redact
from bot.conversations.text import LONGEST, clean
from knowledge.database import Database
from knowledge.names import fold

Replies = list[dict[str, Any]]
MENU = ("menu", "start")
# Said alone: nothing more is sent until they write again. In a check "stop" ends the check.
STOP = frozenset(("stop", "arret", "stopall", "unsubscribe", "desabonner", "desinscription"))
ALWAYS_STOPS = ("twilio",)  # phone companies read these words in a text message, too
LOOKED_AT = 12  # messages back among which somebody chooses by number
NOT_READ = ("voice", "media", "location", "unreadable")


class Understood(NamedTuple):
    """What is stored, and what is said at once; None: what the conversation says to it."""

    incoming: Incoming
    said: Replies | None
    stops: bool = False


@dataclass(frozen=True)
class Hearing:
    """Reads what people send; what was said before decides what a number means."""

    database: Database
    dispatcher: Dispatcher
    ours: frozenset[str]  # our own numbers, which are nobody's to remove
    rates: Rates
    summary: Summary
    warned: Rates = field(default_factory=lambda: Rates(1))  # once a minute

    async def read(
        self,
        channel: Channel,
        one: Heard,
        row: Row,
        name: str,
        new: bool,
        at: datetime | None = None,
    ) -> Understood:
        """Return what one message says in its conversation; `new`: which begins with it.

        `at`: when it came, if it was kept since: then nobody writes too fast.
        """
        notices, language, fresh = self.dispatcher.notices, row["language"], at is None
        text = clean(one.text)
        rows = await self._said_before(row)
        choice = None if row["silent"] else await self._choice(channel, one, row, rows)
        if choice:
            incoming = Incoming(choice.label[language], choice.button, name, under=choice.under)
            if choice.button in ERASING:  # however fast they write
                return Understood(incoming, None)
            ordered = await self._ordered(row, choice.button, "")
            return Understood(incoming, self._too_many(row, fresh, ordered))
        if not text:
            kind = one.kind if one.kind in NOT_READ else "unreadable"
            stands = notices.texts["stands_for"][kind][language]
            said = self._too_many(row, fresh, [notices.reply(kind)])
            return Understood(Incoming(stands, None, name), said)
        found = await self.dispatcher.danger_in(text)
        kept = redact(text if found else text[:LONGEST], self.ours, language)
        captioned = one.kind in NOT_READ
        incoming = Incoming(kept.text, None, name, found, None, kept.removed, captioned=captioned)
        if found:
            return Understood(incoming, None)
        word = fold(text).strip(" .!/")
        if word in STOP and (channel.name in ALWAYS_STOPS or not _is_asked(rows)):
            return Understood(incoming, [notices.reply("stopped")], stops=True)
        if new and word in MENU:
            return Understood(incoming, [])  # the welcome has it
        said = await self._at_once(channel, one, row, rows, text)
        return Understood(incoming, self._too_many(row, fresh, said))

    async def _at_once(
        self, channel: Channel, one: Heard, row: Row, rows: Sequence[Row], text: str
    ) -> Replies | None:
        """Return what is said to a text without asking anybody; None: it is asked."""
        notices = self.dispatcher.notices
        if one.kind == "edited":
            return [notices.reply("edited")]
        if len(text) > LONGEST:
            return [notices.reply("too_long")]
        if not row["silent"] and is_no_choice(text, rows, channel.shows):
            return [notices.reply("no_choice")]
        return await self._ordered(row, None, text)

    def _too_many(self, row: Row, fresh: bool, said: Replies | None) -> Replies | None:
        """Return what is said unless this is one too many; that is told once a minute."""
        now = self.dispatcher.now()
        if not fresh or not self.rates.seconds_to_wait(row["id"], now):
            return said
        told = self.warned.seconds_to_wait(row["id"], now) > 0
        return [] if told else [self.dispatcher.notices.reply("too_many")]

    async def _choice(
        self, channel: Channel, one: Heard, row: Row, rows: Sequence[Row]
    ) -> Choice | None:
        if one.button is None:
            return chosen(one.text, rows, channel.shows)
        number = one.button.partition(".")[0]
        # Where it says that it stands; of a talk that was erased since, anywhere in the new one.
        stands = max(0, int(number) - 1) if number.isdecimal() and len(number) < 10 else 0
        for after in dict.fromkeys((stands, 0)):
            rows = await self.dispatcher.store.history(row["id"], after)
            if found := pressed(one.button, rows):
                return found
        return None

    async def _said_before(self, row: Row) -> Sequence[Row]:
        after = max(0, row["last_seq"] - LOOKED_AT)
        return await self.dispatcher.store.history(row["id"], after)

    async def _ordered(self, row: Row, button: str | None, text: str) -> Replies | None:
        """Return what is held of a person, if they ask for it; the page has a file instead."""
        asked = button == "my_data" if button else self.dispatcher.orders.heard(text) == "export"
        if not asked:
            return None
        _, held = await self.database.read(lambda c: export.held_of(c, row["id"]))
        told = self.summary.of(held)
        return [self.dispatcher.notices.reply("export_channel", profile=told)]


def _is_asked(rows: Sequence[Row]) -> bool:
    """Tell whether the last thing that was said is a question of a check."""
    said = [one for one in rows if one["author"] != "user"]
    return bool(said) and said[-1]["body"].get("asks") is not None
