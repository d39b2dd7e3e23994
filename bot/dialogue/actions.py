"""Runs the actions inside the Rasa process: no HTTP, no schema check at every call."""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache
from typing import Any, Dict, List

import rasa.core.actions.action as rasa_action
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core import events as rasa_events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk.executor import ActionExecutor

from bot.logs import tell

log = logging.getLogger("bot.dialogue")
DEADLINE = 8.0  # seconds


class ActionFailed(RuntimeError):
    """An action did not answer; the gateway tries the message again."""


@lru_cache(maxsize=1)
def _executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


async def _run(
    self: Any,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> List[Event]:
    call: Dict[str, Any] = {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        # Slots and the latest message are all that actions read; events would grow without end.
        "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": []},
        "domain": {},
    }
    try:
        result = await asyncio.wait_for(_executor().run(call), DEADLINE)
    except Exception as error:
        # The error's own text may hold what the person wrote: the kind of error only.
        kind = type(error).__name__
        tell(log, logging.ERROR, "action failed", action=self.name(), kind=kind)
        raise ActionFailed(self.name()) from None
    said = await self._utter_responses(result["responses"], output_channel, nlg, tracker)
    return list(said) + list(rasa_events.deserialise_events(result["events"]))


def run_actions_here() -> None:
    """Make Rasa call actions directly instead of an action server."""
    rasa_action.RemoteAction.run = _run
