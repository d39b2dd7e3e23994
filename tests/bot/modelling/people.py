"""What people do, in any order."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.conversations.incoming import Incoming
from bot.conversations.reception import Accepted
from bot.safety import Finding
from knowledge.database import DatabaseAway
from tests.bot.modelling.held import Held
from tests.bot.modelling.truth import Sent, Talk
from tests.bot.modelling.world import World, emptied, notices

MOST = 3  # conversations
WHICH = st.integers(0, MOST - 1)
GATEWAY = st.integers(0, 1)
TEXTS = ("which countries do you help?", "bonjour, quels pays aidez-vous ?", "ok")
BUTTONS = ("menu", "erase_no", "my_data")
DANGERS = (
    Finding("trafficking", "urgent"),
    Finding("fraud", "normal"),
    Finding("staff_exploitation", "high"),
)
FAULTS = st.sampled_from([None, None, None, "before", "after"])


class People(RuleBasedStateMachine):
    """What people send, once and again, and to whom."""

    drained = 0  # examples that came to their end

    def __init__(self, url: str, gateways: int) -> None:
        super().__init__()
        emptied(url)
        self.world = World(url, gateways)
        self.talks: list[Talk] = []
        self.wrong: list[str] = []
        self.begun: set[tuple[str, str]] = set()
        self.holders: dict[str, str | None] = {}  # by conversation
        self.sent = 0
        self.world.script.begins = self._begins

    def _begins(self, of: str, body: dict[str, Any]) -> None:
        """Note a turn that begins at a gateway which may not, or before its time."""
        place = of, body["message_id"]
        if (of, body["conversation"]) in self.world.script.asked:
            self.wrong.append("two turns of one conversation at one gateway")
        if place in self.begun:
            return
        self.begun.add(place)
        held = self.world.database.reading(Held.read)
        key, seq = str(body["message_id"]).rsplit(".", 1)
        first = [row["seq"] for row in held.messages[key] if row["state"] == "new"][:1]
        if held.conversations[key]["held_by"] != of or first != [int(seq)]:
            self.wrong.append(f"{of} began {seq}, first that waits {first}")

    def _talk(self, which: int) -> Talk:
        return self.talks[which % len(self.talks)]

    def _number(self, gateway: int) -> int:
        return gateway % len(self.world.gateways)

    @initialize()
    def begin(self) -> None:
        self.open(0)

    @precondition(lambda self: len(self.talks) < MOST)
    @rule(gateway=GATEWAY)
    def open(self, gateway: int) -> None:
        store = self.world.gateways[self._number(gateway)].store
        welcome = notices().reply("welcome")
        key, _ = self.world.run(store.create("fr", welcome, self.world.now))
        self.talks.append(Talk(key, self.world.now))

    @rule(which=WHICH, gateway=GATEWAY, text=st.sampled_from(TEXTS), fault=FAULTS)
    def say(self, which: int, gateway: int, text: str, fault: str | None) -> None:
        self._send(which, gateway, Incoming(text, None, self._own_id()), fault)

    @rule(which=WHICH, gateway=GATEWAY, button=st.sampled_from(BUTTONS), fault=FAULTS)
    def press(self, which: int, gateway: int, button: str, fault: str | None) -> None:
        self._send(which, gateway, Incoming("a label", button, self._own_id()), fault)

    @rule(which=WHICH, gateway=GATEWAY, danger=st.sampled_from(DANGERS), fault=FAULTS)
    def cry(self, which: int, gateway: int, danger: Finding, fault: str | None) -> None:
        self._send(which, gateway, Incoming("help", None, self._own_id(), danger), fault)

    @rule(which=WHICH, gateway=GATEWAY)
    def say_and_die(self, which: int, gateway: int) -> None:
        """Store a message and crash before anything else."""
        talk = self._talk(which)
        if not talk.erased:
            incoming = Incoming(TEXTS[0], None, self._own_id())
            self._store(talk, gateway, incoming, expected_new=True)
            self.world.crash(self._number(gateway))

    @rule(which=WHICH, gateway=GATEWAY, times=st.integers(2, 3))
    def say_at_once(self, which: int, gateway: int, times: int) -> None:
        """Send one message several times at the same moment, in threads.

        At one gateway: who of two would be first is luck, and luck is no example.
        """
        talk = self._talk(which)
        if talk.erased:
            return
        incoming = Incoming(TEXTS[0], None, self._own_id())

        one = self._number(gateway)
        store = self.world.gateways[one].store

        def accept(_: int) -> tuple[int, bool]:
            return asyncio.run(store.add_incoming(talk.key, incoming, self.world.now))

        with ThreadPoolExecutor(times) as threads:
            stored = list(threads.map(accept, range(times)))
        assert len({seq for seq, _ in stored}) == 1
        assert sum(new for _, new in stored) == 1
        self._note(talk, incoming, stored[0][0])
        self.world.wake(one, talk.key)

    def _own_id(self) -> str:
        self.sent += 1
        return f"own{self.sent}"

    def _send(self, which: int, gateway: int, incoming: Incoming, fault: str | None) -> None:
        talk, number = self._talk(which), self._number(gateway)
        if talk.erased:
            one = self.world.gateways[number]
            with pytest.raises(LookupError):
                self.world.run(one.store.add_incoming(talk.key, incoming, self.world.now))
            return
        if fault:  # whoever gets no answer sends it again, perhaps to another
            self.world.gateways[number].database.fault = fault
            with pytest.raises(DatabaseAway):
                self._accept(talk, number, incoming)
            # As the spool does, at the gateway that was first asked.
        self._store(talk, number, incoming, expected_new=fault != "after")
        self.world.wake(number, talk.key)

    def _accept(self, talk: Talk, number: int, incoming: Incoming) -> Accepted:
        one = self.world.gateways[number]
        row = self.world.run(one.store.conversation(talk.key))
        assert row is not None
        return self.world.run(one.dispatcher.accept(row, incoming))

    def _store(self, talk: Talk, gateway: int, incoming: Incoming, expected_new: bool) -> None:
        accepted = self._accept(talk, self._number(gateway), incoming)
        assert accepted.new == expected_new
        self._note(talk, incoming, accepted.seq)

    def _note(self, talk: Talk, incoming: Incoming, seq: int) -> None:
        talk.sent.append(Sent(incoming, seq, self.world.now))
        talk.touched = self.world.now

    @rule(which=WHICH, gateway=GATEWAY, number=st.integers(0, 9))
    def send_again(self, which: int, gateway: int, number: int) -> None:
        talk = self._talk(which)
        if talk.erased or not talk.sent:
            return
        sent, one = talk.sent[number % len(talk.sent)], self._number(gateway)
        assert self._accept(talk, one, sent.incoming)[:2] == (sent.seq, False)
        replies = self.world.run(self.world.gateways[one].store.replies_to(talk.key, sent.seq))
        assert replies == talk.seen.get(sent.seq)
        self.world.wake(one, talk.key)
