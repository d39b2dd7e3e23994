"""Each unsafe default of Rasa stops the start, and says what to do."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest
import rasa.core.actions.action as rasa_action
import structlog
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.dialogue.actions import _run
from bot.dialogue.defaults import UnsafeDefault, check_defaults
from bot.dialogue.process import quiet_logs
from bot.dialogue.store import SnapshotTrackerStore
from bot.logs import OURS

pytestmark = pytest.mark.rasa


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An agent as `python -m bot.dialogue` makes it, as far as is looked at."""
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "false")
    monkeypatch.setattr(rasa_action.RemoteAction, "run", _run)
    root = logging.getLogger()
    theirs = ("rasa", "rasa_sdk", "aiohttp", "tensorflow")
    loggers = [root, *(logging.getLogger(name) for name in (*theirs, *OURS))]
    levels, handlers = [one.level for one in loggers], root.handlers[:]
    quiet_logs()
    store = object.__new__(SnapshotTrackerStore)
    processor = SimpleNamespace(
        tracker_store=store,
        lock_store=InMemoryLockStore(),
        nlg=TemplatedNaturalLanguageGenerator({}),
        domain=SimpleNamespace(session_config=SimpleNamespace(session_expiration_time=60)),
        max_number_of_predictions=10,
    )
    yield SimpleNamespace(
        processor=processor,
        tracker_store=store,
        action_endpoint=None,
        model_server=None,
        remote_storage=None,
    )
    root.handlers[:] = handlers
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)
    structlog.reset_defaults()


def test_as_we_start_it_nothing_is_unsafe(agent: Any) -> None:
    check_defaults(agent)


@pytest.mark.parametrize(
    ("where", "what", "told"),
    [
        ("processor.tracker_store", InMemoryTrackerStore(Domain.empty()), "tracker_store"),
        ("tracker_store", InMemoryTrackerStore(Domain.empty()), "tracker_store"),
        ("processor.lock_store", LockStore(), "lock_store"),
        ("action_endpoint", object(), "action_endpoint"),
        ("processor.nlg", object(), "nlg"),
        ("model_server", object(), "models"),
        ("remote_storage", object(), "models"),
        ("processor.domain.session_config.session_expiration_time", 0, "session_expiration"),
        ("processor.max_number_of_predictions", 99, "MAX_NUMBER_OF_PREDICTIONS"),
    ],
)
def test_each_unsafe_default_is_named(agent: Any, where: str, what: Any, told: str) -> None:
    *path, last = where.split(".")
    held = agent
    for name in path:
        held = getattr(held, name)
    setattr(held, last, what)
    with pytest.raises(UnsafeDefault, match=told) as raised:
        check_defaults(agent)
    assert "\n" not in str(raised.value)


def test_telemetry_logs_and_remote_actions(agent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    monkeypatch.setattr(rasa_action.RemoteAction, "run", object())
    logging.getLogger("rasa").setLevel(logging.DEBUG)
    with pytest.raises(UnsafeDefault) as raised:
        check_defaults(agent)
    assert all(word in str(raised.value) for word in ("TELEMETRY", "action_endpoint", "logs"))


def test_without_a_model_there_is_no_start(agent: Any) -> None:
    agent.processor = None
    with pytest.raises(UnsafeDefault, match="make train"):
        check_defaults(agent)
