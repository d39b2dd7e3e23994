"""The flows whose every boundary is visited: what stands before, the flow, what it must reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.conversations import opening
from bot.conversations.cases import Due
from bot.conversations.incoming import Incoming
from bot.conversations.sharing import ALIVE
from bot.safety import Finding
from tests.bot.modelling.flow import Flow

DANGER = Finding("trafficking", "urgent")


class Accept(Flow):
    """A text is stored."""

    incoming = Incoming("which countries do you help?", None, "own")

    def run(self) -> None:
        assert self.incoming
        self._send(self.talk, self.incoming)
        self.world.wake(0, self.talk.key)  # as whoever waits for the replies does

    def done(self) -> None:
        assert len(self.talk.sent) == 1


class AcceptDanger(Accept):
    """A cry for help is stored, answered and made a case at once."""

    incoming = Incoming("help", None, "own", DANGER)

    def done(self) -> None:
        assert self.talk.case == "urgent"


class Handle(Flow):
    """A stored message is handled; it makes a case due."""

    kind, state = "handoff", "done"
    case: str | None = "normal"
    begun = False

    def prepare(self) -> None:
        self._send(self.talk, Incoming("a human, please", None, "own"))
        self.world.script.always = self.kind

    def run(self) -> None:
        if self.begun:  # nobody waits for it any more: it goes on by itself
            return self.world.look_after(0)
        self.begun = True
        return self.world.wake(0, self.talk.key)

    def done(self) -> None:
        rows = self.held().messages[self.talk.key]
        assert (rows[1]["state"], self.talk.case) == (self.state, self.case)


class GiveUp(Handle):
    """A stored message is given up."""

    state, case = "failed", "high"

    def prepare(self) -> None:
        super().prepare()
        self.world.script.gone_for.add(f"{self.talk.key}.2")


class Erase(Flow):
    """A conversation with everything is erased."""

    def prepare(self) -> None:
        self._answered(self.talk, "handoff", "one")
        self._send(self.talk, Incoming("help", None, "two", DANGER))
        self._send(self.talk, Incoming("waits", None, "three"))
        self._answered(self.talks[1], "answer", "one")

    def run(self) -> None:
        row = self.world.run(self.gateway.store.conversation(self.talk.key))
        if row is not None:
            self.world.run(self.gateway.dispatcher.erase(row))
        self.talk.erase(self.world.script)

    def learn(self) -> None:
        if self.talk.key not in self.held().conversations:
            self.talk.erase(self.world.script)

    def done(self) -> None:
        assert set(self.held().conversations) == {self.talks[1].key}


class Sweep(Erase):
    """One conversation is too old, one has words that must go, one left something behind."""

    def prepare(self) -> None:
        super().prepare()
        later = timedelta(days=31)
        self.world.pass_time(later)
        self._send(self.talks[1], Incoming("help", None, "two", DANGER))
        self.talks[1].touched = self.world.now
        self.world.pass_time(timedelta(hours=25))
        self.world.script.handled({"conversation": "gone", "message_id": "gone.2"}, "answer")

    def run(self) -> None:
        data = type(self.world.data)(self.gateway.database, self.world.data.days)
        self.world.run(data.sweep(self.world.now))
        for talk in self.talks:
            talk.sweep(self.world.now, self.world.script)

    def learn(self) -> None:
        super().learn()
        rows = self.held().messages[self.talks[1].key]
        for sent in self.talks[1].sent:
            sent.blank = rows[sent.seq - 1]["body"] == {"text": "[…]"}

    def done(self) -> None:
        super().done()
        assert [sent.blank for sent in self.talks[1].sent] == [False, True]
        assert not self.held().trackers


class TakeWaiting(Flow):
    """Two conversations wait whose gateway is dead."""

    def prepare(self) -> None:
        for talk in self.talks:
            self._send(talk, Incoming("question", None, "own"))
        self.world.crash(0)
        self.world.pass_time(ALIVE * 2)

    def run(self) -> None:
        self.world.look_after(0)

    def done(self) -> None:
        asked = {place[1] for place in self.world.script.asked}
        assert asked == {talk.key for talk in self.talks}, "taken, and not handled"
        tries = [self.held().messages[talk.key][1]["tries"] for talk in self.talks]
        assert set(tries) <= {1, 2}, tries


class OpenCase(Flow):
    """A case is opened; the same again changes nothing."""

    due = Due("asked_for_human", "normal")

    def prepare(self) -> None:
        self._answered(self.talk, "answer", "own")

    def run(self) -> None:
        now, key = self.world.now, self.talk.key

        def work(connection: Any) -> None:
            opening.open_case(connection, key, 2, self.due, now)

        self.world.run(self.gateway.database.write(work))
        self.talk.case = self.due.priority

    def learn(self) -> None:
        priorities = [row["priority"] for row in self.held().cases.get(self.talk.key, [])]
        assert priorities in ([], ["normal"], [self.due.priority])
        self.talk.case = priorities[0] if priorities else None

    def done(self) -> None:
        assert [row["priority"] for row in self.held().cases[self.talk.key]] == [self.due.priority]


class EscalateCase(OpenCase):
    """A case that is open grows more pressing."""

    due = Due("safety", "urgent", "threats")

    def prepare(self) -> None:
        self._answered(self.talk, "handoff", "own")


FLOWS: tuple[type[Flow], ...] = (
    Accept,
    AcceptDanger,
    Handle,
    GiveUp,
    Erase,
    Sweep,
    TakeWaiting,
    OpenCase,
    EscalateCase,
)
