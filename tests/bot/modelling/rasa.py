"""A Rasa that says what a test tells it to, when the test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.conversations.rasa_client import Answer, RasaAway, RasaClient, RasaUnavailable, _read
from bot.conversations.tables import tracker_event, tracker_snapshot

KINDS: dict[str, list[str]] = {
    "answer": ["answer"],
    "two": ["answer", "question"],
    "handoff": ["handoff"],
    "not_known": ["not_known"],
    "english": ["answer"],
    "french": ["answer"],
}
EFFECTS = {
    "english": [{"type": "set_language", "language": "en"}],
    "french": [{"type": "set_language", "language": "fr"}],
}
MALFORMED: tuple[Any, ...] = ([], {}, {"replies": []}, {"replies": [{"kind": "answer"}]}, None)
Body = dict[str, Any]


@dataclass
class Script:
    """What Rasa is asked and has not answered yet, and what it said: the same when asked again."""

    write: Callable[[Callable[[sa.Connection], None]], None]
    asked: dict[tuple[str, str], tuple[asyncio.Future[Any], Body]] = field(default_factory=dict)
    said: dict[str, Body] = field(default_factory=dict)  # by message id
    wrote: set[str] = field(default_factory=set)  # conversations of which it may hold something
    gone_for: set[str] = field(default_factory=set)  # message ids to which nobody listens any more
    begins: Callable[[str, Body], None] = lambda of, body: None  # told of each turn
    always: str | None = None  # what to say at once, without waiting for the test

    async def turn(self, of: str, body: Body) -> Any:
        """Wait for the test to say how this turn ends."""
        self.begins(of, body)
        if body["message_id"] in self.gone_for:
            raise RasaAway("gone")
        if self.always:
            return self.handled(body, self.always)
        place = of, body["conversation"]
        future = asyncio.get_running_loop().create_future()
        self.asked[place] = future, body
        try:
            return await future
        finally:
            if self.asked.get(place, (None,))[0] is future:
                del self.asked[place]

    def handled(self, body: Body, kind: str) -> Body:
        """Handle a turn as Rasa does: its trackers are written, its answer is remembered."""
        key, own = body["conversation"], body["message_id"]
        self.wrote.add(key)
        self.write(lambda connection: _tracked(connection, key))
        if own not in self.said:
            text = {"fr": f"fr {own}", "en": f"en {own}"}
            self.said[own] = {
                "replies": [{"kind": one, "text": text} for one in KINDS[kind]],
                "effects": EFFECTS.get(kind, []),
            }
        return self.said[own]

    def ends(self, place: tuple[str, str], outcome: str) -> None:
        """End a turn: with an answer, rubbish, a cut connection, nobody there, or for good."""
        future, body = self.asked.pop(place)
        if outcome in KINDS:
            future.set_result(self.handled(body, outcome))
        elif outcome == "cut":
            self.handled(body, "answer")
            future.set_exception(RasaUnavailable("cut in the middle of the reply"))
        elif outcome == "malformed":
            future.set_result(MALFORMED[len(self.said) % len(MALFORMED)])
        else:
            if outcome == "gone":
                self.gone_for.add(body["message_id"])
            future.set_exception(RasaAway("nobody listens"))


def _tracked(connection: sa.Connection, key: str) -> None:
    connection.execute(sa.insert(tracker_event).values(sender=key, data={"event": "user"}))
    connection.execute(sa.delete(tracker_snapshot).where(tracker_snapshot.c.sender == key))
    connection.execute(sa.insert(tracker_snapshot).values(sender=key, state={"slots": {}}))


@dataclass(frozen=True)
class ScriptedRasa(RasaClient):
    """One gateway's way to it; reading and patience are the real ones."""

    script: Script | None = None
    of: str = ""

    async def turn(self, body: Body, tries: int = 0) -> Answer:
        """Ask the script."""
        assert self.script is not None
        return _read(await self.script.turn(self.of, body))

    async def healthy(self) -> bool:
        """Be back at once, unless it is gone for good."""
        assert self.script is not None
        return not self.script.gone_for
