"""The list of what was answered badly: what comes on it, who is never on it, what is decided."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import feedback, opening, reviewing
from bot.conversations.cases import Due
from bot.conversations.casework import Refused, Staff
from bot.conversations.data import PersonalData
from bot.conversations.feedback import Feedback
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.owned import OWNED
from bot.conversations.review_tables import review
from bot.conversations.reviewing import Decision, Filters, UnknownIntent
from bot.conversations.store import ConversationStore
from bot.safety import Finding
from knowledge.database import Database
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ANNE, BEN = Staff("anne", NOW), Staff("ben", NOW)
HEARD = [{"intent": "ask_funding", "confidence": 0.31}]
SAFETY = {"kind": "safety", "category": "threats", "text": {"fr": "112", "en": "112"}}


def reply(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": {"fr": f"fr {kind}", "en": f"en {kind}"}, **more}


class Talks:
    """Conversations, and what becomes of them on the list."""

    def __init__(self, database: Database) -> None:
        self.database, self.store = database, ConversationStore(database)

    async def open(self) -> str:
        return (await self.store.create("fr", reply("notice"), NOW))[0]

    async def ask(self, key: str, text: str, *replies: dict[str, Any], **more: Any) -> int:
        """Let a person say something; return the number of the last reply."""
        await self.store.add_incoming(key, Incoming(text, **more), NOW)
        row = await self.store.next_pending(key)
        assert row is not None
        finished = await self.store.finish(row, replies, {}, "done", NOW, heard=HEARD)
        return int(finished.said[-1]["seq"])

    async def judge(self, key: str, seq: int, useful: bool, comment: str | None = None) -> None:
        given = Feedback(useful, comment)
        await self.do(lambda c: feedback.keep(c, key, seq, given, NOW))

    async def do(self, work: Callable[[sa.Connection], Any]) -> Any:
        return await self.database.write(work)

    async def decide(self, number: int, **decision: Any) -> None:
        await self.do(lambda c: reviewing.decide(c, number, ANNE, Decision(**decision)))

    async def listed(self, **filters: Any) -> list[dict[str, Any]]:
        found = Filters(**filters)
        return await self.database.read(lambda c: reviewing.listing(c, found, 50))

    async def kept(self) -> list[Any]:
        return await self.database.read(lambda c: list(c.execute(sa.select(review)).mappings()))


@pytest.fixture
async def talks(database_url: str) -> AsyncIterator[Talks]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    yield Talks(database)
    await asyncio.to_thread(database.close)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (reply("not_known"), "not_known"),
        (reply("out_of_scope"), "out_of_scope"),
        (reply("question", asks=None), "asked_back"),
        (reply("question", asks="age"), None),
        (reply("answer"), None),
        (reply("handoff"), None),
        (reply("smalltalk"), None),
    ],
)
async def test_what_was_not_answered_comes_on_the_list(
    talks: Talks, said: dict[str, Any], reason: str | None
) -> None:
    key = await talks.open()
    await talks.ask(key, "who pays?", reply("notice"), said)
    assert [one["reason"] for one in await talks.kept()] == ([reason] if reason else [])


async def test_a_row_tells_what_was_said_understood_and_answered_in_both_languages(
    talks: Talks,
) -> None:
    key = await talks.open()
    await talks.ask(key, "je m'appelle Omar Diallo, qui paie ?", reply("not_known"))
    (one,) = await talks.listed()
    assert "Omar" not in one["said"] and "Diallo" not in one["said"]
    assert one["said"].endswith("qui paie ?")
    assert one["reply"] == {"fr": "fr not_known", "en": "en not_known"}
    assert (one["understood"], one["language"], one["state"]) == (HEARD, "fr", "open")
    assert not {"conversation_id", "seq"} & one.keys()  # nobody is led to the conversation


@pytest.mark.parametrize(
    ("useful", "comment", "reason"),
    [
        (False, "wrong", "wrong"),
        (False, "wrong: it is 2009", "wrong"),
        (False, "not_understood: I asked who pays", "not_understood"),
        (False, "out_of_date", None),
        (False, "wrongly said", None),
        (False, None, None),
        (True, "wrong", None),
    ],
)
async def test_a_reply_that_is_said_to_be_wrong_comes_on_the_list(
    talks: Talks, useful: bool, comment: str | None, reason: str | None
) -> None:
    key = await talks.open()
    seq = await talks.ask(key, "who pays?", reply("answer"))
    await talks.judge(key, seq, useful, comment)
    found = [(one["reason"], one["said"]) for one in await talks.kept()]
    assert found == ([(reason, "who pays?")] if reason else [])


async def test_a_message_is_on_the_list_once(talks: Talks) -> None:
    key = await talks.open()
    seq = await talks.ask(key, "who pays?", reply("not_known"))
    for comment in ("wrong", "not_understood"):
        await talks.judge(key, seq, False, comment)
    assert [one["reason"] for one in await talks.kept()] == ["not_known"]


async def test_what_nobody_asked_is_not_on_the_list(talks: Talks) -> None:
    key = await talks.open()
    await talks.judge(key, 1, False, "wrong")  # the welcome
    assert await talks.kept() == []


async def test_a_return_code_is_never_on_the_list(talks: Talks) -> None:
    from bot.conversations.return_codes import FIELD, GAP

    key = await talks.open()
    text = {"fr": f"code {GAP}", "en": f"code {GAP}"}
    said = {"kind": "handoff", "text": text, FIELD: "apple-pear-plum-1234"}
    seq = await talks.ask(key, "a person please", said)
    await talks.judge(key, seq, False, "wrong")
    (one,) = await talks.kept()
    assert "1234" not in str(one["reply"]) and one["reply"]["en"].startswith("code ")


async def _tells_of_danger(talks: Talks, key: str) -> None:
    danger = AtOnce([SAFETY], {}, Due("safety", "urgent", "threats"))
    await talks.store.add_incoming(key, Incoming("they threaten me"), NOW, danger)


async def _exploited_by_staff(talks: Talks, key: str) -> None:
    """No case is opened of it: only the text was said."""
    said = AtOnce([{**SAFETY, "category": "staff_exploitation"}], {})
    await talks.store.add_incoming(key, Incoming("he wants money"), NOW, said)


async def _tells_in_a_comment(talks: Talks, key: str) -> None:
    given = Feedback(False, None, Finding("threats", "urgent"), SAFETY)
    await talks.do(lambda c: feedback.keep(c, key, 1, given, NOW))


async def _is_a_protection_case(talks: Talks, key: str) -> None:
    due = Due("safety", "urgent", "threats")
    await talks.do(lambda c: opening.open_case(c, key, 1, due, NOW))


@pytest.mark.parametrize(
    "frightened",
    [_tells_of_danger, _exploited_by_staff, _tells_in_a_comment, _is_a_protection_case],
)
async def test_who_told_of_danger_is_never_on_the_list(talks: Talks, frightened: Any) -> None:
    key, other = await talks.open(), await talks.open()
    if frightened is not _is_a_protection_case:  # a case of danger comes with a safety text
        await talks.ask(key, "before", reply("not_known"))
    await talks.ask(other, "somebody else", reply("not_known"))
    await frightened(talks, key)
    seq = await talks.ask(key, "after", reply("not_known"))
    await talks.judge(key, seq, False, "wrong")
    assert [one["said"] for one in await talks.kept()] == ["somebody else"]


async def test_a_reviewer_chooses_an_intent_or_writes_a_gap_or_drops(talks: Talks) -> None:
    for text in ("one", "two", "three"):
        await talks.ask(await talks.open(), text, reply("not_known"))
    first, second, third = [one["id"] for one in await talks.listed()]
    await talks.decide(first, intent="ask_funding", no_person=True)
    await talks.decide(second, gap="who pays the flight")
    await talks.decide(third, drop=True)
    assert await talks.listed() == []
    done = await talks.listed(state="done")
    assert [(one["intent"], one["gap"], one["no_person"]) for one in done] == [
        ("ask_funding", None, True),
        (None, "who pays the flight", False),
    ]
    assert {one["reviewer"] for one in done} == {"anne"}
    assert [one["said"] for one in await talks.listed(state="dropped")] == ["three"]
    counted = await talks.database.read(reviewing.waiting)
    assert set(counted.values()) == {0} and counted.keys() == {*reviewing.REASONS}


async def test_the_list_is_filtered_and_read_on_from_a_number(talks: Talks) -> None:
    key = await talks.open()
    await talks.ask(key, "one", reply("not_known"))
    await talks.ask(key, "two", reply("out_of_scope"))
    one, two = await talks.listed()
    assert [row["id"] for row in await talks.listed(reason="out_of_scope")] == [two["id"]]
    assert await talks.listed(language="en") == []
    rest = await talks.database.read(lambda c: reviewing.listing(c, Filters(), 50, one["id"]))
    assert [row["id"] for row in rest] == [two["id"]]
    first = await talks.database.read(lambda c: reviewing.listing(c, Filters(), 1))
    assert [row["id"] for row in first] == [one["id"]]


async def test_an_intent_that_the_domain_has_not_is_refused(talks: Talks) -> None:
    await talks.ask(await talks.open(), "one", reply("not_known"))
    (row,) = await talks.listed()
    for intent in ("ask_the_moon", "nlu_fallback", ""):
        with pytest.raises(UnknownIntent, match="choose one of"):
            await talks.decide(row["id"], intent=intent)
    assert len(await talks.listed()) == 1


@pytest.mark.parametrize(
    "decision",
    [{}, {"intent": "greet", "gap": "a"}, {"gap": "  "}, {"drop": True, "intent": "greet"}],
)
def test_a_decision_is_one_of_three(decision: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one of them only"):
        Decision(**decision)


async def test_of_two_who_decide_at_once_one_does(talks: Talks) -> None:
    await talks.ask(await talks.open(), "one", reply("not_known"))
    (row,) = await talks.listed()

    def decide(by: Staff) -> str:
        chosen = Decision(gap=f"gap of {by.name}")
        try:
            talks.database.writing(lambda c: reviewing.decide(c, row["id"], by, chosen))
        except Refused as refused:
            return f"{refused.why} by {refused.who}"
        return by.name

    with ThreadPoolExecutor(2) as two:
        outcome = set(await asyncio.to_thread(lambda: list(two.map(decide, (ANNE, BEN)))))
    (done,) = await talks.listed(state="done")
    assert outcome == {done["reviewer"], f"decided by {done['reviewer']}"}
    assert done["gap"] == f"gap of {done['reviewer']}"


async def test_what_is_undecided_dropped_or_not_confirmed_goes_with_the_conversation(
    talks: Talks,
) -> None:
    key = await talks.open()
    for text in ("open", "dropped", "unconfirmed", "confirmed", "a gap"):
        await talks.ask(key, text, reply("not_known"))
    _, dropped, unconfirmed, confirmed, gap = [one["id"] for one in await talks.listed()]
    await talks.decide(dropped, drop=True, no_person=True)
    await talks.decide(unconfirmed, intent="ask_funding")
    await talks.decide(confirmed, intent="ask_funding", no_person=True)
    await talks.decide(gap, gap="flights", no_person=True)
    await talks.store.erase(key)
    kept = await talks.kept()
    assert {one["said"] for one in kept} == {"confirmed", "a gap"}
    for one in kept:  # and nothing leads back to who said it, or to the minute
        assert (one["conversation_id"], one["seq"], one["at"].hour) == (None, None, 0)


async def test_retention_removes_what_is_undecided(talks: Talks) -> None:
    await talks.ask(await talks.open(), "one", reply("not_known"))
    await PersonalData(talks.database, 30).sweep(NOW + timedelta(days=31))
    assert await talks.kept() == []


async def test_who_decides_on_what_was_erased_is_told(talks: Talks) -> None:
    key = await talks.open()
    await talks.ask(key, "one", reply("not_known"))
    (row,) = await talks.listed()
    await talks.store.erase(key)
    with pytest.raises(Refused, match="gone"):
        await talks.decide(row["id"], drop=True)


async def test_nothing_is_put_down_when_an_answer_is_not_stored(talks: Talks) -> None:
    """Another gateway was quicker: the message is on the list once, not twice."""
    key = await talks.open()
    await talks.store.add_incoming(key, Incoming("who pays?"), NOW)
    row = await talks.store.next_pending(key)
    assert row is not None
    for _ in range(2):
        await talks.store.finish(row, [reply("not_known")], {}, "done", NOW)
    assert len(await talks.kept()) == 1


async def test_the_list_belongs_to_the_conversation(talks: Talks) -> None:
    assert review.c.conversation_id in OWNED
