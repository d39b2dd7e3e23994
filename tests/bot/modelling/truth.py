"""What a conversation must hold, and what the database holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.incoming import Incoming
from bot.conversations.withdrawn import GONE
from tests.bot.modelling.held import Held
from tests.bot.modelling.rasa import Script
from tests.bot.modelling.world import DAYS, notices, safety_texts

PRESSING = {None: 0, "normal": 1, "high": 2, "urgent": 3}
HANDLED = {"done", "failed"}
TOLD_AT_ONCE = {"erase_no": "kept", "my_data": "export", "erase": "erase"}
Row = Any


@dataclass
class Sent:
    """A message that was stored, for all we were told."""

    incoming: Incoming
    seq: int
    at: datetime
    blank: bool = False  # its words had to go

    @property
    def at_once(self) -> list[dict[str, Any]]:
        """Return what is said to it without Rasa."""
        if found := self.incoming.danger:
            return [safety_texts().reply(found.category, found.also, self.incoming.text)]
        told = TOLD_AT_ONCE.get(self.incoming.button or "")
        return [notices().reply(told)] if told else []


@dataclass
class Talk:
    """One conversation as it must be."""

    key: str
    touched: datetime
    sent: list[Sent] = field(default_factory=list)
    chosen: str | None = None  # a language
    erased: bool = False
    case: str | None = None  # how pressing the open one is
    closed: int = 0  # cases
    seen: dict[int, list[Any]] = field(default_factory=dict)  # replies by number of the message

    def erase(self, script: Script) -> None:
        """Be gone."""
        self.erased = True
        script.wrote.discard(self.key)

    def sweep(self, now: datetime, script: Script) -> None:
        """Be swept."""
        script.wrote.discard(self.key)
        if not self.erased and self.touched < now - timedelta(days=DAYS):
            self.erase(script)
        for sent in self.sent:
            sent.blank |= bool(sent.incoming.danger) and sent.at < now - timedelta(hours=24)

    def check(self, held: Held, script: Script) -> None:
        """Compare with what is there; learn what was handled since."""
        if self.erased:
            assert self.key not in held.conversations, "erased, and still there"
            assert not held.messages.get(self.key), "messages of an erased conversation"
            assert not held.cases.get(self.key), "a case of an erased conversation"
            left = self.key in held.trackers
            assert not left or self.key in script.wrote, "Rasa's part of an erased conversation"
            return
        one, rows = held.conversations[self.key], held.messages[self.key]
        numbers = [row["seq"] for row in rows]
        assert numbers == list(range(1, one["last_seq"] + 1)), f"gaps in {numbers}"
        self._check_stored(rows)
        states = self._check_replies(rows, script)
        waits = "new" in states.values()
        assert waits == (one["held_by"] is not None), "held, and nothing waits; or the reverse"
        self._check_order(rows, states)
        if self.chosen:
            assert (one["language"], one["language_chosen"]) == (self.chosen, True)
        self._check_cases(held.cases.get(self.key, []))

    def _check_stored(self, rows: Sequence[Row]) -> None:
        told = ("seq", "client_message_id", "button")
        stored = [tuple(row[one] for one in told) for row in rows if row["author"] == "user"]
        ours = [(s.seq, s.incoming.client_message_id, s.incoming.button) for s in self.sent]
        assert stored == ours, f"stored {stored}, acknowledged {ours}"
        for sent in self.sent:
            words = GONE if sent.blank else sent.incoming.text
            assert rows[sent.seq - 1]["body"]["text"] == words

    def _check_replies(self, rows: Sequence[Row], script: Script) -> dict[int, str]:
        states = {}
        assert [row["seq"] for row in rows if not _belongs(row)] == [1], "a reply to nothing"
        for sent in self.sent:
            replies = [row for row in rows if row["in_reply_to"] == sent.seq]
            states[sent.seq] = state = rows[sent.seq - 1]["state"]
            if state not in HANDLED:
                assert (state, replies, sent.at_once) == ("new", [], [])
                assert sent.seq not in self.seen, "handled once, and waits again"
            elif sent.seq not in self.seen:
                self.seen[sent.seq] = replies
                self._check_new(sent, state, replies, rows, script)
            assert self.seen.get(sent.seq, []) == replies, "replies changed"
        return states

    def _check_new(
        self, sent: Sent, state: str, replies: Sequence[Row], rows: Sequence[Row], script: Script
    ) -> None:
        bodies = [row["body"] for row in replies]
        if state == "failed":
            assert bodies == [notices().reply("outage")], "given up, and no apology"
            return self._due("high")
        if sent.at_once:
            assert bodies == sent.at_once
            assert replies[0]["seq"] == sent.seq + 1
            danger = sent.incoming.danger
            if danger and danger.category != "staff_exploitation":
                self._due(danger.priority)
            return None
        said = script.said[f"{self.key}.{sent.seq}"]
        hands = notices().handed  # says whether anybody answers here
        told = [hands(one) if one["kind"] == "handoff" else one for one in said["replies"]]
        assert bodies == told, f"{len(bodies)} replies of {len(told)}"
        for effect in said["effects"]:
            self.chosen = effect["language"]
        before = [row["kind"] for row in rows[: sent.seq - 1] if row["author"] == "assistant"][-1]
        kind = bodies[0]["kind"]
        if kind == "handoff" or (kind, before) == ("not_known", "not_known"):
            self._due("normal")
        return None

    def _due(self, priority: str) -> None:
        self.case = max(self.case, priority, key=lambda one: PRESSING[one])

    def _check_order(self, rows: Sequence[Row], states: dict[int, str]) -> None:
        patient = [sent.seq for sent in self.sent if not sent.at_once]
        waiting = [states[seq] not in HANDLED for seq in patient]
        assert waiting == sorted(waiting), "handled before what was sent earlier"
        answered = [row["in_reply_to"] for row in rows if row["in_reply_to"] in patient]
        assert answered == sorted(answered), "replies out of order"

    def _check_cases(self, rows: Sequence[Row]) -> None:
        still = [row["priority"] for row in rows if row["state"] != "closed"]
        assert still == [self.case] * bool(self.case), f"open {still}, due {self.case}"
        assert len(rows) - len(still) == self.closed


def _belongs(row: Row) -> bool:
    return row["author"] == "user" or row["in_reply_to"] is not None
