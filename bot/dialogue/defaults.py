"""Rasa's defaults that are not safe here: each is looked at before the first message."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

import rasa.core.actions.action as rasa_action
import rasa.telemetry
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor

from bot.dialogue import actions
from bot.dialogue.store import SnapshotTrackerStore

MOST_PREDICTIONS = 10  # a story that runs in a circle ends there
MOST_MINUTES = 24 * 60
TALKATIVE = ("rasa", "rasa_sdk")


class UnsafeDefault(ValueError):
    """Rasa is set up in a way that loses messages or tells what people wrote."""


def check_defaults(agent: Agent) -> None:
    """Raise UnsafeDefault with everything that is wrong, and what to do about it."""
    if agent.processor is None:
        raise UnsafeDefault("the model was not loaded; run `make train`")
    wrong = [told for told, holds in _asked(agent, agent.processor).items() if not holds()]
    if wrong:
        raise UnsafeDefault("\n".join(wrong))


def _asked(agent: Agent, processor: MessageProcessor) -> Mapping[str, Callable[[], bool]]:
    minutes = processor.domain.session_config.session_expiration_time
    return {
        # Rasa's own answers from an empty memory when its database is away.
        "tracker store: not ours; look at tracker_store in endpoints.yml": lambda: all(
            isinstance(one, SnapshotTrackerStore)
            for one in (agent.tracker_store, processor.tracker_store)
        ),
        # One in Redis loses messages; the gateway lets one message of a conversation run.
        "lock store: remove lock_store from endpoints.yml": lambda: (
            type(processor.lock_store) is InMemoryLockStore
        ),
        "actions: over HTTP; remove action_endpoint from endpoints.yml": lambda: (
            rasa_action.RemoteAction.run is actions._run and agent.action_endpoint is None
        ),
        "nlg: over HTTP; remove nlg from endpoints.yml": lambda: isinstance(
            processor.nlg, TemplatedNaturalLanguageGenerator
        ),
        "models: from a server; remove models from endpoints.yml": lambda: (
            agent.model_server is None and agent.remote_storage is None
        ),
        "session_expiration_time: write 1 to 1440 minutes in domain/small_talk.yml": lambda: (
            0 < minutes <= MOST_MINUTES
        ),
        f"MAX_NUMBER_OF_PREDICTIONS: unset it, or write 1 to {MOST_PREDICTIONS}": lambda: (
            0 < processor.max_number_of_predictions <= MOST_PREDICTIONS
        ),
        "telemetry: set RASA_TELEMETRY_ENABLED=false": lambda: (
            not rasa.telemetry.is_telemetry_enabled()
        ),
        # Rasa's lines hold what people wrote.
        "logs: Rasa's own are on": lambda: (
            not any(logging.getLogger(name).isEnabledFor(logging.ERROR) for name in TALKATIVE)
        ),
    }
