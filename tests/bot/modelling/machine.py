"""Everything that may happen to conversations, in any order; after each step all must be true."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.conversations.sharing import ALIVE
from bot.conversations.tables import case
from tests.bot.modelling.held import Held
from tests.bot.modelling.people import FAULTS, GATEWAY, WHICH, People
from tests.bot.modelling.rasa import KINDS

OUTCOMES = (*KINDS, "cut", "malformed", "away", "gone")
TIMES = (*[timedelta(seconds=1), timedelta(seconds=4), ALIVE + timedelta(seconds=1)] * 3,)
LONG_TIMES = (timedelta(hours=25), timedelta(days=31))


class Conversations(People):
    """Rasa, gateways and time do what they do; then all is looked at."""

    @precondition(lambda self: self.world.script.asked)
    @rule(number=st.integers(0, 5), outcome=st.sampled_from(OUTCOMES), fault=FAULTS)
    def rasa_ends(self, number: int, outcome: str, fault: str | None) -> None:
        keys = [talk.key for talk in self.talks]  # random: their order must not decide
        places = sorted(self.world.script.asked, key=lambda one: (one[0], keys.index(one[1])))
        of, key = places[number % len(places)]
        (one,) = [gateway for gateway in self.world.gateways if gateway.name == of]
        before = one.database.fault
        one.database.fault = fault if outcome in KINDS else before
        self.world.script.ends((of, key), outcome)
        self.world.calm()
        (talk,) = [talk for talk in self.talks if talk.key == key]
        if talk.erased and outcome in KINDS:
            self.world.script.wrote.discard(key)

    @rule(gateway=GATEWAY)
    def look_after(self, gateway: int) -> None:
        self.world.look_after(self._number(gateway))

    @rule(gateway=GATEWAY)
    def overtake(self, gateway: int) -> None:
        """Let one gateway look when the other counts as dead, though it only was slow."""
        self.world.pass_time(ALIVE + timedelta(seconds=1))
        self.world.look_after(self._number(gateway))

    @rule(gateway=GATEWAY, which=WHICH)
    def look_again(self, gateway: int, which: int) -> None:
        """Wake a conversation, as whoever waits for an answer does."""
        self.world.wake(self._number(gateway), self._talk(which).key)

    @rule(gateway=GATEWAY, rasa_goes_on=st.booleans())
    def crash(self, gateway: int, rasa_goes_on: bool) -> None:
        number = self._number(gateway)
        mine = self.world.gateways[number].name
        asked = [body for (of, _), (_, body) in self.world.script.asked.items() if of == mine]
        self.world.crash(number)
        for body in asked if rasa_goes_on else ():
            self.world.script.handled(body, "answer")

    @rule(gateway=GATEWAY)
    def stop(self, gateway: int) -> None:
        self.world.leave(self._number(gateway))

    @rule(time=st.sampled_from(TIMES))
    def pass_time(self, time: timedelta) -> None:
        self.world.pass_time(time)

    @rule(time=st.sampled_from(LONG_TIMES))
    def sweep(self, time: timedelta) -> None:
        self.world.pass_time(time)
        self._sweep()

    def _sweep(self) -> None:
        self.world.run(self.world.data.sweep(self.world.now))
        for talk in self.talks:
            talk.sweep(self.world.now, self.world.script)

    @rule(which=WHICH, gateway=GATEWAY)
    def erase(self, which: int, gateway: int) -> None:
        talk, one = self._talk(which), self.world.gateways[self._number(gateway)]
        row = self.world.run(one.store.conversation(talk.key))
        assert (row is None) == talk.erased
        if row is not None:
            self.world.run(one.dispatcher.erase(row))
            talk.erase(self.world.script)

    @rule(which=WHICH)
    def export(self, which: int) -> None:
        talk = self._talk(which)
        if talk.erased:
            with pytest.raises(LookupError):
                self.world.run(self.world.data.export(talk.key))
            return
        exported = self.world.run(self.world.data.export(talk.key))
        rows = self.world.database.reading(Held.read).messages[talk.key]
        assert [one["seq"] for one in exported["messages"]] == [row["seq"] for row in rows]
        still = [one["priority"] for one in exported["cases"] if one["state"] != "closed"]
        assert still == [talk.case] * bool(talk.case)

    @rule(which=WHICH, gateway=GATEWAY, language=st.sampled_from(["fr", "en"]))
    def choose_language(self, which: int, gateway: int, language: Any) -> None:
        talk, one = self._talk(which), self.world.gateways[self._number(gateway)]
        self.world.run(one.store.set_language(talk.key, language))
        talk.chosen = language

    @rule(which=WHICH)
    def close_case(self, which: int) -> None:
        """Do what the desk will: the next that is due opens another."""
        talk = self._talk(which)
        if talk.case and not talk.erased:
            still = case.c.conversation_id == talk.key, case.c.state != "closed"
            closing = sa.update(case).where(*still).values(state="closed")
            self.world.database.writing(lambda connection: connection.execute(closing))
            talk.case, talk.closed = None, talk.closed + 1

    @invariant()
    def all_is_true(self) -> None:
        assert not self.wrong, self.wrong
        assert not any(one.dispatcher._broken for one in self.world.gateways), "a task failed"
        held = self.world.database.reading(Held.read)
        assert set(held.conversations) == {talk.key for talk in self.talks if not talk.erased}
        for talk in self.talks:
            talk.check(held, self.world.script)
        holders = {key: one["held_by"] for key, one in held.conversations.items()}
        for key, held_by in holders.items():
            before = self.holders.get(key)
            if before and held_by and held_by != before:
                assert before not in held.alive(self.world.now), "taken from one that lives"
        self.holders = holders

    def teardown(self) -> None:
        """Let all come to its end: nothing may wait, and nothing be left."""
        try:
            if sys.exc_info()[0]:  # a step failed already: that is what must be told
                return
            self.world.drain()
            self.all_is_true()
            self._sweep()
            self.all_is_true()
            held = self.world.database.reading(Held.read)
            rows = [row for rows in held.messages.values() for row in rows]
            assert all(row["state"] != "new" for row in rows), "it waits for ever"
            assert held.trackers <= set(held.conversations), "Rasa's part of nobody"
            type(self).drained += 1
        finally:
            self.world.close()
