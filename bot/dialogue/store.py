"""Rasa's tracker store on SQLAlchemy 2: a snapshot and the last events, in our own tables.

Loading two dozen events and the snapshot makes message 1,000 cost what message 10 did. Rasa loads
this module by its name in endpoints.yml, which is why the actions are bound here as well.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, Dict, Iterable, List, Optional, Tuple

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.conversations import tables
from bot.dialogue.actions import run_actions_here
from knowledge.database import Database
from knowledge.migrate import upgrade
from knowledge.settings import KnowledgeSettings

KEPT = 40  # events; a turn has four to eight, one within a check up to eighteen
Events = List[Dict[str, Any]]
Read = Tuple[Optional[Dict[str, Any]], Events, bool]  # the snapshot, the last events, are these all

_snapshot, _event = tables.tracker_snapshot, tables.tracker_event
_WHO: sa.BindParameter[str] = sa.bindparam("who")
_STATE = sa.select(_snapshot.c.state).where(_snapshot.c.sender == _WHO)
_OF_IT = sa.select(_event.c.data).where(_event.c.sender == _WHO)
_LAST = _OF_IT.order_by(_event.c.id.desc()).limit(KEPT)
_OURS = sa.update(_snapshot).where(_snapshot.c.sender == _WHO)
_CHANGE = _OURS.values(state=sa.bindparam("to"))

run_actions_here()
# Rasa walks all its classes for every event that it reads; they do not change.
Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))


class StaleTracker(RuntimeError):
    """Another turn of this conversation was stored meanwhile; nothing was written, try again."""


class SnapshotTrackerStore(TrackerStore):
    """Stores what is new of a conversation; loads its state and its last events."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[EndpointConfig] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._read_ahead: Dict[str, Read] = {}
        self._written: Dict[str, Events] = {}
        url = KnowledgeSettings.from_environ(os.environ).database_url
        upgrade(url)  # `make run` did it; bare `rasa shell` may come first
        self._database = Database(url)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        # What was read ahead may be old by now; `save` refuses to write over what is newer.
        held = self._read_ahead.pop(sender_id, None)
        state, events, whole = held if held is not None else await self._read(sender_id)
        if state is None:
            return None
        if not whole:
            events = [*events[:1], *_restored(state), *events[1:]]
        slots = self.domain.slots if self.domain else None
        tracker = DialogueStateTracker.from_dict(sender_id, events, slots)
        tracker.stored = len(tracker.events)
        tracker.version = state["version"]
        return tracker

    async def _read(self, sender: str) -> Read:
        def work(connection: sa.Connection) -> Read:
            state = _state(connection, sender)
            return (state, *_last_events(connection, sender)) if state else (None, [], True)

        return await self._database.read(work)

    async def save(self, tracker: DialogueStateTracker) -> None:
        new = [event.as_dict() for event in list(tracker.events)[getattr(tracker, "stored", 0) :]]
        version = getattr(tracker, "version", 0)
        loop = tracker.active_loop.name if tracker.active_loop else None
        state = {"slots": tracker.current_slot_values(), "loop": loop, "version": version + 1}
        sender = tracker.sender_id

        def work(connection: sa.Connection) -> None:
            held = _state(connection, sender)
            if (held["version"] if held else 0) != version:
                raise StaleTracker("this conversation moved on while the turn was handled")
            if new:
                rows = [{"sender": sender, "data": event} for event in new]
                connection.execute(sa.insert(tables.tracker_event), rows)
            _put(connection, sender, state, exists=held is not None)

        await self._database.write(work)
        tracker.stored, tracker.version = len(tracker.events), version + 1
        self._written[sender] = new

    async def before(self, sender: str) -> Events:
        """Return the last events of a conversation, in order; `retrieve` then need not read."""
        held = self._read_ahead[sender] = await self._read(sender)
        return held[1]

    def after(self, sender: str) -> Events:
        """Return what the turn just handled has stored, once; the rest of the notes goes."""
        self._read_ahead.pop(sender, None)
        return self._written.pop(sender, [])

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        chosen = sa.select(tables.tracker_snapshot.c.sender)
        return await self._database.read(lambda c: list(c.execute(chosen).scalars()))


def _state(connection: sa.Connection, sender: str) -> Optional[Dict[str, Any]]:
    state: Optional[Dict[str, Any]] = connection.execute(_STATE, {"who": sender}).scalar()
    return state


def _last_events(connection: sa.Connection, sender: str) -> Tuple[Events, bool]:
    events = list(connection.execute(_LAST, {"who": sender}).scalars())[::-1]
    return (events, True) if len(events) < KEPT else (_from_a_pause(events), False)


def _put(connection: sa.Connection, sender: str, state: Dict[str, Any], exists: bool) -> None:
    if exists:
        connection.execute(_CHANGE, {"who": sender, "to": state})
    else:
        connection.execute(sa.insert(_snapshot), {"sender": sender, "state": state})


def _from_a_pause(events: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    # Start where the assistant listened, so that no half turn is replayed.
    pauses = (
        i for i, e in enumerate(events) if e["event"] == "action" and e["name"] == "action_listen"
    )
    return events[next(pauses, 0) :]


def _restored(state: Dict[str, Any]) -> List[Dict[str, Any]]:
    slots = [
        {"event": "slot", "name": name, "value": value, "timestamp": 0}
        for name, value in state["slots"].items()
        if value is not None
    ]
    loop = (
        [{"event": "active_loop", "name": state["loop"], "timestamp": 0}] if state["loop"] else []
    )
    return slots + loop
