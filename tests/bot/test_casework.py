"""What staff do with cases: one has it, the assistant keeps silent, nothing is said twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import casework, opening
from bot.conversations.cases import Due
from bot.conversations.casework import Refused, Staff
from bot.conversations.data import PersonalData
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.reading import Row
from bot.conversations.store import ConversationStore
from bot.conversations.tables import case, case_label, case_note
from knowledge.database import Database
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ANNE, BEN = Staff("anne", NOW), Staff("ben", NOW)
ANSWER = {"kind": "answer", "text": {"fr": "oui", "en": "yes"}}
DANGER = {**ANSWER, "kind": "safety", "category": "threats"}
SAID = {"text": {"fr": "Bonjour, je suis Anne.", "en": "Hello, I am Anne."}}


def told(name: str) -> dict[str, Any]:
    return {"kind": "notice", "text": {"fr": name, "en": name}}


class Desk:
    """One conversation with an open case, and what staff do to it."""

    def __init__(self, database: Database, key: str) -> None:
        self.database, self.key = database, key
        self.store = ConversationStore(database)

    async def do(self, work: Callable[..., Any], *given: Any) -> Any:
        return await self.database.write(lambda c: work(c, 1, *given))

    async def says(self, text: str, at_once: AtOnce | None = None) -> Row | None:
        await self.store.add_incoming(self.key, Incoming(text), NOW, at_once)
        return await self.store.next_pending(self.key)

    async def case(self) -> Any:
        rows = await self.database.read(lambda c: c.execute(sa.select(case)).mappings().all())
        return rows[-1]

    async def talk(self) -> list[tuple[str, str]]:
        rows = await self.store.history(self.key)
        return [(one["author"], _text(one["body"]["text"])) for one in rows[1:]]


def _text(text: Any) -> str:
    return str(text["fr"] if isinstance(text, dict) else text)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    key, _ = await ConversationStore(database).create("fr", {**ANSWER, "kind": "notice"}, NOW)
    due = Due("asked_for_human", "normal")
    await database.write(lambda c: opening.open_case(c, key, 1, due, NOW))
    yield Desk(database, key)
    database.close()


async def test_a_person_is_answered_by_staff_alone_until_they_hand_back(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    assert await desk.says("are you there?") is None  # nothing waits for Rasa
    _, seq = await desk.do(casework.reply, ANNE, SAID, "r1")
    assert (await desk.do(casework.reply, ANNE, SAID, "r1"))[1] == seq  # sent twice: one message
    await desk.do(casework.hand_back, ANNE, told("back"))
    assert await desk.says("and now?") is not None
    assert await desk.talk() == [
        ("assistant", "taken"),
        ("user", "are you there?"),
        ("staff", "Bonjour, je suis Anne."),
        ("assistant", "back"),
        ("user", "and now?"),
    ]
    one = await desk.case()
    assert (one["state"], one["taken_by"]) == ("open", None)


async def test_what_rasa_says_after_a_case_was_taken_is_not_said(desk: Desk) -> None:
    row = await desk.says("a question")
    assert row is not None
    await desk.do(casework.take, ANNE, told("taken"))
    finished = await desk.store.finish(row, [ANSWER], {}, "done", NOW)
    assert (list(finished.said), finished.more) == ([], False)
    assert await desk.talk() == [("user", "a question"), ("assistant", "taken")]


async def test_danger_is_answered_while_a_person_answers(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    danger = AtOnce([DANGER], {}, Due("safety", "urgent", "threats"))
    await desk.says("they beat me", danger)
    assert (await desk.talk())[-1] == ("assistant", "oui")
    one = await desk.case()
    # Whoever had it may not see it now: it is told of anew, and the assistant answers meanwhile.
    assert (one["priority"], one["state"], one["taken_by"]) == ("urgent", "open", None)
    assert await desk.says("still there?") is not None


async def test_two_who_take_one_case_at_once_one_has_it(desk: Desk) -> None:
    def take(by: Staff) -> str:
        try:
            desk.database.writing(lambda c: casework.take(c, 1, by, told("taken")))
        except Refused as refused:
            return f"{refused.why} by {refused.who}"
        return by.name

    with ThreadPoolExecutor(2) as two:
        outcome = sorted(two.map(take, (ANNE, BEN)))
    has = (await desk.case())["taken_by"]
    assert outcome == sorted([has, f"taken by {has}"])
    assert await desk.talk() == [("assistant", "taken")]  # told once
    await desk.do(casework.take, Staff(has, NOW), told("taken"))  # a second press changes nothing
    assert len(await desk.talk()) == 1


@pytest.mark.parametrize(
    ("by", "why"), [(BEN, "taken"), (Staff("carl", NOW), "taken")], ids=["ben", "carl"]
)
async def test_only_who_has_a_case_answers(desk: Desk, by: Staff, why: str) -> None:
    with pytest.raises(Refused, match="not_taken"):
        await desk.do(casework.reply, by, SAID, "r1")
    await desk.do(casework.take, ANNE, told("taken"))
    with pytest.raises(Refused, match=why):
        await desk.do(casework.reply, by, SAID, "r1")
    await desk.do(casework.assign, by.name, ANNE, told("taken"))
    await desk.do(casework.reply, by, SAID, "r1")
    assert [author for author, _ in await desk.talk()] == ["assistant", "staff"]


async def test_a_closed_case_stays_closed_and_a_new_one_opens(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    await desk.do(casework.close, "answered", ANNE, told("closed"))
    await desk.do(casework.close, "mistake", BEN, told("closed"))
    one = await desk.case()
    assert (one["state"], one["outcome"]) == ("closed", "answered")
    for work, given in ((casework.take, (BEN, told("taken"))), (casework.reply, (BEN, SAID, "r"))):
        with pytest.raises(Refused, match="closed"):
            await desk.do(work, *given)
    row = await desk.says("once more")
    assert row is not None
    await desk.store.finish(row, [ANSWER], {}, "done", NOW, Due("asked_for_human", "normal"))
    assert (await desk.case())["state"] == "open"
    assert [text for _, text in await desk.talk()].count("closed") == 1


async def test_who_never_had_it_tells_nobody_that_it_is_closed(desk: Desk) -> None:
    await desk.do(casework.close, "mistake", ANNE, told("closed"))
    assert await desk.talk() == []


async def test_notes_and_labels_are_for_staff_and_go_with_the_talk(desk: Desk) -> None:
    await desk.do(casework.note, ANNE, "call again")
    await desk.do(casework.label, ANNE, "travel", True)
    await desk.do(casework.label, ANNE, "travel", True)
    await desk.do(casework.label, ANNE, "travel", False)
    await desk.do(casework.label, ANNE, "papers", True)

    def kept(connection: sa.Connection) -> tuple[list[str], list[str]]:
        notes = connection.execute(sa.select(case_note.c.text)).scalars()
        labels = connection.execute(sa.select(case_label.c.label)).scalars()
        return list(notes), list(labels)

    assert await desk.database.read(kept) == (["call again"], ["papers"])
    assert await desk.talk() == []
    await desk.store.erase(desk.key)
    assert await desk.database.read(kept) == ([], [])


async def test_nothing_is_said_to_who_has_erased(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    await desk.store.erase(desk.key)
    with pytest.raises(Refused, match="gone"):
        await desk.do(casework.reply, ANNE, SAID, "r1")
    assert await desk.store.history(desk.key) == []


async def test_somebody_in_danger_lets_staff_read(desk: Desk) -> None:
    await desk.says("a", AtOnce([DANGER], {}, Due("safety", "urgent", "threats")))
    assert (await desk.case())["may_be_read"] is False
    await desk.says("", AtOnce([told("allowed")], {}, lets_read=True))
    assert (await desk.case())["may_be_read"] is True


async def test_the_words_of_who_lets_staff_read_stay_until_the_case_is_closed(desk: Desk) -> None:
    data = PersonalData(desk.database, 30)
    await desk.says("they beat me", AtOnce([DANGER], {}, Due("safety", "urgent", "threats")))
    await desk.says("", AtOnce([told("allowed")], {}, lets_read=True))
    await data.sweep(NOW + timedelta(days=2))
    assert ("user", "they beat me") in await desk.talk()
    await desk.do(casework.close, "referred", ANNE, told("closed"))
    await data.sweep(NOW + timedelta(days=2))
    assert ("user", "they beat me") not in await desk.talk()


async def test_nobody_keeps_such_words_longer_than_seven_days(desk: Desk) -> None:
    await desk.says("they beat me", AtOnce([DANGER], {}, Due("safety", "urgent", "threats")))
    await desk.says("", AtOnce([told("allowed")], {}, lets_read=True))
    await PersonalData(desk.database, 30).sweep(NOW + timedelta(days=7, seconds=1))
    assert ("user", "they beat me") not in await desk.talk()


@pytest.mark.parametrize("priority", ["normal", "high", "urgent"])
async def test_danger_gives_a_case_its_reason_and_nothing_takes_it_away(
    desk: Desk, priority: str
) -> None:
    await desk.says("a", AtOnce([DANGER], {}, Due("safety", priority, "fraud")))
    one = await desk.case()
    assert (one["reason"], one["category"], one["priority"]) == ("safety", "fraud", priority)
    row = await desk.says("b")
    assert row is not None
    await desk.store.finish(row, [ANSWER], {}, "failed", NOW, Due("unanswered", "high"))
    one = await desk.case()
    assert (one["reason"], one["category"]) == ("safety", "fraud")
    assert one["priority"] == ("urgent" if priority == "urgent" else "high")


async def test_what_somebody_has_who_goes_is_everybodys_again(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    assert await desk.database.write(lambda c: casework.let_go(c, NOW, "ben")) == 0
    assert await desk.database.write(lambda c: casework.let_go(c, NOW, "anne")) == 1
    one = await desk.case()
    assert (one["state"], one["taken_by"]) == ("open", None)
    assert await desk.says("anybody?") is not None  # the assistant answers again


async def test_who_lets_staff_read_after_a_case_was_closed_has_a_new_one(desk: Desk) -> None:
    await desk.says("a", AtOnce([DANGER], {}, Due("safety", "urgent", "threats")))
    await desk.do(casework.close, "mistake", ANNE, told("closed"))
    await desk.says("", AtOnce([told("allowed")], {}, lets_read=True))
    one = await desk.case()
    assert (one["state"], one["reason"], one["may_be_read"]) == ("open", "safety", True)


async def test_a_reply_that_is_sent_again_after_the_case_was_closed_was_said(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    _, seq = await desk.do(casework.reply, ANNE, SAID, "r1")
    await desk.do(casework.close, "answered", BEN, told("closed"))
    assert (await desk.do(casework.reply, ANNE, SAID, "r1"))[1] == seq
    with pytest.raises(Refused, match="closed"):
        await desk.do(casework.reply, ANNE, SAID, "r2")


async def test_only_who_has_a_case_hands_it_back(desk: Desk) -> None:
    await desk.do(casework.take, ANNE, told("taken"))
    with pytest.raises(Refused, match="taken"):
        await desk.do(casework.hand_back, BEN, told("back"))
