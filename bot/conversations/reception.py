"""What is sent: read for danger and orders, answered at once where nothing else is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, ParamSpec, TypeVar

from bot.conversations import cases
from bot.conversations.asking import Changes
from bot.conversations.commands import Command, Orders, confirms
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.metrics import Metrics
from bot.conversations.notices import Notices
from bot.conversations.reading import Row
from bot.conversations.statements import spoken
from bot.conversations.store import ConversationStore
from bot.language import Language, LanguageIdentifier
from bot.safety import Finding, SafetyNet, SafetyTexts

LET_READ = "let_read"
YES, KEEP = "erase_yes", "erase_no"
ERASING = (YES, "leave")  # buttons that erase at once
ORDERS: dict[str, Command] = {"erase": "erase", "my_data": "export"}  # buttons that order
TOLD = {KEEP: "kept", LET_READ: "allowed"}  # buttons that are answered by a notice
LONG = 300  # characters from which reading a text takes milliseconds: it goes to a thread
Replies = list[dict[str, Any]]
P = ParamSpec("P")
T = TypeVar("T")


class Accepted(NamedTuple):
    """A stored message."""

    seq: int
    new: bool  # not sent before
    at_once: bool  # answered as it was stored, or read by a person

    @property
    def may_be_answered(self) -> bool:
        """Tell whether its replies may stand there by now."""
        return self.at_once or not self.new


@dataclass(kw_only=True)
class Reception:
    """Takes what people send, stores it, and says what needs no Rasa."""

    store: ConversationStore
    net: SafetyNet
    safety_texts: SafetyTexts
    notices: Notices
    now: Callable[[], datetime]
    identifier: LanguageIdentifier = field(default_factory=LanguageIdentifier)
    metrics: Metrics = field(default_factory=Metrics)
    orders: Orders = field(default_factory=Orders)
    heard: Callable[[str], None] = lambda key: None  # told of each change of a conversation

    async def accept(
        self,
        row: Row,
        incoming: Incoming,
        at: datetime | None = None,
        said: Replies | None = None,
    ) -> Accepted:
        """Store what a person sent in a conversation; what needs no Rasa is answered with that.

        `at`: when it was sent, if not now. `said`: what to answer instead of asking anybody, were
        it nothing. LookupError when the conversation is gone.
        """
        replies = self.at_once(incoming) if said is None else said
        at_once = None
        if replies or said is not None:
            changes = {}
            if incoming.button is None:
                changes = await self.language_of(row, incoming.text, row["language"])
            danger = incoming.danger
            due = cases.of_danger(danger.category, danger.priority) if danger else None
            if due and self.notices.people:
                replies = [*replies, self.notices.reply("readable")]
            at_once = AtOnce(replies, changes, due, incoming.button == LET_READ)
        sent = at or self.now()
        seq, new = await self.store.add_incoming(row["id"], incoming, sent, at_once)
        self._count(incoming, row["language"], at_once if new else None, new)
        self.heard(row["id"])
        return Accepted(seq, new, at_once is not None or bool(row.get("silent")))

    def _count(self, incoming: Incoming, language: str, said: AtOnce | None, new: bool) -> None:
        if not new:
            self.metrics.again.inc()
            return
        how = "button" if incoming.button else "text"
        self.metrics.received.labels(how, language).inc()
        if said:
            self.metrics.said(said.replies, language)
            self.metrics.due(said.due)

    def at_once(self, incoming: Incoming) -> Replies:
        """Return what needs nothing but the texts: danger, one's own data, "keep it"."""
        if found := incoming.danger:
            return [self.safety_texts.reply(found.category, found.also, incoming.text)]
        if told := TOLD.get(incoming.button or ""):
            return [self.notices.reply(told)]
        pressed = incoming.button
        order = ORDERS.get(pressed) if pressed else self.orders.heard(incoming.text)
        return [self.notices.reply(order)] if order else []

    async def erases(self, row: Row, incoming: Incoming) -> bool:
        """Tell whether what was sent is the order to erase now: a button, or a yes when asked."""
        if not self.may_erase(incoming):
            return False
        if incoming.button:
            return True
        before = await self.store.said_before(row["id"], row["last_seq"] + 1)
        offered = before["body"].get("buttons", []) if before else []
        return any(button["id"] == YES for button in offered)

    def may_erase(self, incoming: Incoming) -> bool:
        """Tell whether this could be the order to erase, if that was asked before."""
        if incoming.button or incoming.danger:
            return incoming.button in ERASING
        return confirms(incoming.text)

    async def erase(self, row: Row) -> list[Row]:
        """Erase everything; return the last words, which are stored nowhere."""
        await self.store.erase(row["id"])
        self.heard(row["id"])
        last = self.notices.reply("erased")
        return [spoken(last, row["last_seq"] + 1, row["language"], self.now())]

    async def danger_in(self, text: str) -> Finding | None:
        """Return the danger that a text tells of."""
        return await _read(text, self.net.recognise, text)

    async def language_of(self, row: Row, text: str, language: Language) -> Changes:
        """Return what changes in a conversation by the language of a text."""
        if row["language_chosen"]:
            return {}
        held = language, row["log_odds"], text
        decision = await _read(text, self.identifier.choose, *held)
        if (decision.language, decision.log_odds) == held[:2]:
            return {}
        return {"language": decision.language, "log_odds": decision.log_odds}


async def _read(text: str, reader: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Let a pure function read a text, beside the loop when that takes long."""
    if len(text) < LONG:
        return reader(*given, **named)
    return await asyncio.to_thread(reader, *given, **named)
