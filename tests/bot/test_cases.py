"""Which replies make a case due, and how a conversation has one open case at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import cases
from bot.conversations.cases import Due, due, escalated, of_danger
from bot.conversations.data import PersonalData
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.sharing import ALIVE, Sharing
from bot.conversations.store import ConversationStore
from bot.conversations.tables import case, gateway
from knowledge.database import Database
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ANSWER = {"kind": "answer", "text": {"fr": "oui", "en": "yes"}}


@pytest.mark.parametrize(
    ("kinds", "before", "failed", "expected"),
    [
        (["answer"], None, False, None),
        (["handoff"], None, False, Due("asked_for_human", "normal")),
        (["not_known"], "answer", False, None),
        (["not_known"], "out_of_scope", False, Due("not_known_twice", "normal")),
        (["answer", "not_known"], "not_known", False, None),
        (["notice"], None, True, Due("unanswered", "high")),
    ],
)
def test_when_a_case_is_due(
    kinds: list[str], before: str | None, failed: bool, expected: Due | None
) -> None:
    said = {"kind": before} if before else None
    assert due([{"kind": kind} for kind in kinds], said, failed) == expected


def test_who_asks_for_a_human_after_a_check_without_outcome_is_undecided() -> None:
    check = {"kind": "eligibility", "programme": "rean", "eligibility": {"verdict": "cannot_tell"}}
    settled = {**check, "eligibility": {"verdict": "not_eligible"}}
    asked = [{"kind": "handoff"}]
    assert due(asked, check, False, "talk_to_human") == Due(
        "undecided", "normal", programme="rean", topic="talk_to_human"
    )
    assert due(asked, settled, False) == Due("asked_for_human", "normal", programme="rean")


def test_a_reply_that_was_of_no_use_is_a_case() -> None:
    said = {"kind": "answer", "programme": "rean", "office": "the_hague"}
    assert cases.of_feedback(True, said) is None
    about = {"programme": "rean", "office": "the_hague"}
    assert cases.of_feedback(False, said) == Due("negative_feedback", "normal", **about)
    assert cases.of_feedback(False, {}) == Due("negative_feedback", "normal")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (None, "the_hague"),
        ({"kind": "answer"}, "the_hague"),  # of an earlier release, or with no line
        ({"kind": "answer", "office": None}, "the_hague"),
        ({"kind": "answer", "office": "geneva"}, "geneva"),
    ],
)
def test_the_office_is_that_talked_of_else_whose_line_is_given(
    before: dict[str, Any] | None, expected: str
) -> None:
    found = due([{"kind": "handoff", "office": "the_hague"}], before, False)
    assert found == Due("asked_for_human", "normal", office=expected)


def test_danger_is_a_case_but_not_what_only_the_own_channel_may_read() -> None:
    assert of_danger("trafficking", "urgent") == Due("safety", "urgent", "trafficking")
    assert of_danger(cases.NEVER_HERE, "high") is None
    assert escalated("normal", "urgent") == escalated("urgent", "normal") == "urgent"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    upgrade(url)
    held = Database(url, durable=True)
    yield held
    held.close()


async def opened(database: Database) -> list[Any]:
    return await database.read(lambda c: list(c.execute(sa.select(case)).mappings()))


async def test_one_open_case_that_grows_more_pressing_and_goes_with_its_talk(
    database: Database,
) -> None:
    store = ConversationStore(database)
    key, _ = await store.create("fr", {**ANSWER, "kind": "notice"}, NOW)
    for text, what in (("a", Due("unanswered", "high")), ("b", Due("asked_for_human", "normal"))):
        await store.add_incoming(key, Incoming(text), NOW)
        row = await store.next_pending(key)
        assert row is not None
        await store.finish(row, [ANSWER], {}, "done", NOW, what)
    (one,) = await opened(database)
    assert (one["reason"], one["priority"], one["state"]) == ("unanswered", "high", "open")
    danger = AtOnce([{**ANSWER, "kind": "safety"}], {}, Due("safety", "urgent", "threats"))
    await store.add_incoming(key, Incoming("c"), NOW, danger)
    (one,) = await opened(database)
    assert (one["reason"], one["priority"], one["category"]) == ("safety", "urgent", "threats")
    exported = await PersonalData(database, 30).export(key)
    assert [each["category"] for each in exported["cases"]] == ["threats"]
    await store.erase(key)
    assert await opened(database) == []


async def test_a_gateway_that_was_too_slow_stores_nothing(database: Database) -> None:
    slow, quick = ConversationStore(database, "slow"), ConversationStore(database, "quick")
    key, _ = await slow.create("fr", {**ANSWER, "kind": "notice"}, NOW)
    await slow.add_incoming(key, Incoming("a"), NOW)
    row = await slow.next_pending(key)
    assert row is not None
    assert await quick.next_pending(key) is None
    # The slow one never joined, so it is taken for dead.
    assert await Sharing(database, "quick").take_waiting(NOW) == [key]
    mine = await quick.next_pending(key)
    assert mine is not None
    assert mine["tries"] == 1
    assert len((await quick.finish(mine, [ANSWER], {}, "done", NOW)).said) == 1
    assert list((await slow.finish(row, [ANSWER], {}, "done", NOW)).said) == []
    assert len(await slow.history(key)) == 3


async def test_nobody_takes_from_a_gateway_that_lives(database: Database) -> None:
    alive = ConversationStore(database, "alive")
    until = {"id": "alive", "alive_until": NOW + ALIVE}
    await database.write(lambda c: c.execute(sa.insert(gateway).values(until)))
    key, _ = await alive.create("fr", {**ANSWER, "kind": "notice"}, NOW)
    await alive.add_incoming(key, Incoming("a"), NOW)
    other = Sharing(database, "other")
    assert await other.take_waiting(NOW) == []
    assert await other.take_waiting(NOW + ALIVE + timedelta(seconds=1)) == [key]
