"""Inbox, dispatcher, outbox and cases against a model of what a conversation must hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.conversations import cases, statements
from bot.conversations.dispatcher import MOST_TRIES
from bot.conversations.sharing import ALIVE
from bot.conversations.store import ConversationStore
from bot.conversations.tables import conversation, tracker_event, tracker_snapshot
from tests.bot.modelling.held import Held
from tests.bot.modelling.machine import Conversations
from tests.bot.modelling.people import TEXTS
from tests.tables import upgrade

SETTINGS = settings(
    deadline=None,
    database=None,
    derandomize=True,  # the same each time: a failure here is never luck
    print_blob=False,
    phases=[Phase.generate],  # the smallest example takes minutes: add Phase.shrink by hand
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
FINDING = settings(SETTINGS, max_examples=150, stateful_step_count=40)


def holds(url: str, gateways: int, chosen: settings) -> None:
    run: Callable[..., None] = run_state_machine_as_test
    before = Conversations.drained
    run(lambda: Conversations(url, gateways), settings=chosen)
    assert Conversations.drained - before >= chosen.max_examples


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'assistant.db'}"
    upgrade(url)
    return url


@pytest.mark.parametrize(("gateways", "examples"), [(1, 12), (2, 20)])
def test_conversations_hold_what_they_must(sqlite: str, gateways: int, examples: int) -> None:
    holds(sqlite, gateways, settings(SETTINGS, max_examples=examples, stateful_step_count=30))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_gateways_on_postgresql(database_url: str) -> None:
    upgrade(database_url)
    holds(database_url, 2, settings(SETTINGS, max_examples=4, stateful_step_count=25))


def ours_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "is_ours", lambda *given: True)


def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "known", lambda *given: None)


def let_go_before_it_is_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = ConversationStore.next_pending

    async def next_pending(self: ConversationStore, key: str) -> Any:
        row = await taken(self, key)
        free = sa.update(conversation).where(conversation.c.id == key).values(held_by=None)
        if row:
            await self._database.write(lambda connection: connection.execute(free))
        return row

    monkeypatch.setattr(ConversationStore, "next_pending", next_pending)


def taken_from_the_living(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = statements.arrive

    def claim(connection: sa.Connection, key: str, mine: str, now: Any) -> bool:
        statements.change(connection, key, {"held_by": mine})
        return True

    def arrive(connection: sa.Connection, key: str, until: Any, mine: Any, now: Any) -> Any:
        if mine:
            claim(connection, key, mine, now)
        return whole(connection, key, until, mine, now)

    monkeypatch.setattr(statements, "claim", claim)
    monkeypatch.setattr(statements, "arrive", arrive)


def rasa_remembers_the_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {tracker_event, tracker_snapshot}
    left = tuple(column for column in statements.OWNED if column.table not in kept)
    monkeypatch.setattr(statements, "OWNED", left)


def cases_never_grow_more_pressing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "escalated", lambda held, new: held)


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (ours_whoever_asks, AssertionError),
        (nothing_is_known, sa.exc.IntegrityError),
        (let_go_before_it_is_handled, AssertionError),
        (taken_from_the_living, AssertionError),
        (rasa_remembers_the_erased, AssertionError),
        (cases_never_grow_more_pressing, AssertionError),
    ],
)
def test_the_machine_finds_what_is_broken_on_purpose(
    sqlite: str,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[pytest.MonkeyPatch], None],
    found: type[Exception],
) -> None:
    broken(monkeypatch)
    with pytest.raises(found) as failed:
        holds(sqlite, 2, FINDING)
    print(broken.__name__, failed.value)


def test_a_message_that_takes_its_gateways_down_is_given_up(sqlite: str) -> None:
    state = Conversations(sqlite, 2)
    state.begin()
    state.say(0, 0, TEXTS[0], None)
    for number in range(MOST_TRIES):
        assert state.world.script.asked, f"not asked at try {number}"
        state.crash(number % 2, rasa_goes_on=False)
        state.pass_time(ALIVE * 2)
        state.look_after(1 - number % 2)
        state.all_is_true()
    rows = state.world.database.reading(Held.read).messages[state.talks[0].key]
    assert [row["state"] for row in rows] == [None, "failed", None]
    assert state.talks[0].case == "high"
    state.teardown()
