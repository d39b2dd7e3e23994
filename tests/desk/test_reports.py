"""Reports: what is counted, how it is told, and that nobody can be made out of any number."""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import casework, counting, feedback, opening
from bot.conversations.cases import Due
from bot.conversations.casework import Staff
from bot.conversations.data import PersonalData
from bot.conversations.feedback import Feedback
from bot.conversations.incoming import Incoming
from bot.conversations.review_tables import count_day
from bot.conversations.store import ConversationStore
from bot.desk import reports
from bot.desk.reports import FEW, STEP, TABLES, BadRange, Report
from knowledge.database import Database
from knowledge.reply import OLD
from tests.tables import upgrade

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 12, tzinfo=timezone.utc)
LATER = DAY + timedelta(days=400)  # all days are over
TOLD = {"kind": "notice", "text": {"fr": "pris", "en": "taken"}}
URGENT = Due("safety", "urgent", "threats")


def reply(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": {"fr": f"fr {kind}", "en": f"en {kind}"}, **more}


class Counts:
    """What happens, and the reports of it."""

    def __init__(self, database: Database) -> None:
        self.database, self.store = database, ConversationStore(database)

    async def ask(
        self, *replies: dict[str, Any], intent: str = "ask_funding", state: str = "done"
    ) -> tuple[str, int]:
        key, _ = await self.store.create("fr", TOLD, NOW)
        await self.store.add_incoming(key, Incoming("a question"), NOW)
        row = await self.store.next_pending(key)
        assert row is not None
        heard = [{"intent": intent, "confidence": 0.9}]
        finished = await self.store.finish(row, replies, {}, state, NOW, heard=heard)
        await self.store.tally()
        return key, int(finished.said[-1]["seq"])

    async def do(self, work: Callable[[sa.Connection], Any]) -> Any:
        return await self.database.write(work)

    async def cells(self) -> dict[tuple[str, str], int]:
        """Return the true counts, which no report tells."""
        chosen = sa.select(count_day.c.what, count_day.c.key, count_day.c.count)
        rows = await self.database.read(lambda c: c.execute(chosen).tuples().all())
        return {(what, key): count for what, key, count in rows}

    def add(self, what: str, key: str, day: date, many: int) -> None:
        values = {"what": what, "key": key, "day": day, "count": many}
        self.database.writing(lambda c: c.execute(sa.insert(count_day).values(**values)))

    def of(self, since: date, until: date, today: date = LATER) -> Report:
        return self.database.reading(lambda c: reports.report(c, since, until, today))


@pytest.fixture
async def counts(database_url: str) -> AsyncIterator[Counts]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url)
    yield Counts(database)
    await asyncio.to_thread(database.close)


@pytest.fixture
def made_up(tmp_path: Path) -> Iterator[Counts]:
    upgrade(f"sqlite:///{tmp_path / 'counts.db'}")
    database = Database(f"sqlite:///{tmp_path / 'counts.db'}")
    yield Counts(database)
    database.close()


@pytest.mark.parametrize(
    ("replies", "more"),
    [
        ([reply("answer", programme="rean")], {("outcome", "answered"), ("programme", "rean")}),
        ([reply("smalltalk")], {("outcome", "answered")}),
        ([reply("handoff")], {("outcome", "handed_over")}),
        ([reply("question", asks=None)], {("outcome", "asked_back")}),
        ([reply("question", asks="age")], {("outcome", "answered"), ("check", "asked")}),
        (
            [reply("answer"), reply("not_known", programme="rean")],
            {("outcome", "not_known"), ("refused", "ask_funding"), ("programme", "rean")},
        ),
        (
            [reply("out_of_scope")],
            {("outcome", "out_of_scope"), ("refused", "ask_funding")},
        ),
        (
            [reply("eligibility", eligibility={"verdict": "cannot_tell"})],
            {("outcome", "answered"), ("verdict", "cannot_tell")},
        ),
        (
            [{**reply("answer"), "text": {"fr": f"x\n{OLD.fr}", "en": f"x\n{OLD.en}"}}],
            {("outcome", "answered"), ("stale", "none")},
        ),
    ],
)
async def test_a_message_is_counted_by_what_was_asked_and_said(
    counts: Counts, replies: list[dict[str, Any]], more: set[tuple[str, str]]
) -> None:
    await counts.ask(*replies)
    expected = {("language", "fr"), ("topic", "ask_funding"), *more}
    assert await counts.cells() == dict.fromkeys(expected, 1)


async def test_an_apology_and_a_strange_intent_are_counted_as_such(counts: Counts) -> None:
    await counts.ask(reply("notice"), intent="Robert'); DROP", state="failed")
    cells = await counts.cells()
    assert ("outcome", "unanswered") in cells and ("topic", "other") in cells


async def test_a_message_handled_twice_is_counted_once(counts: Counts) -> None:
    key, _ = await counts.store.create("fr", TOLD, NOW)
    await counts.store.add_incoming(key, Incoming("a question"), NOW)
    row = await counts.store.next_pending(key)
    assert row is not None
    for _ in range(2):
        await counts.store.finish(row, [reply("answer")], {}, "done", NOW)
        await counts.store.tally()
    assert (await counts.cells())["outcome", "answered"] == 1


async def test_cases_and_the_wait_for_a_person_are_counted(counts: Counts) -> None:
    key, _ = await counts.ask(reply("answer"))
    human = Due("asked_for_human", "normal")
    await counts.do(lambda c: opening.open_case(c, key, 2, human, NOW))
    await counts.do(lambda c: opening.open_case(c, key, 2, human, NOW))  # it is open already
    await counts.do(lambda c: opening.open_case(c, key, 2, URGENT, NOW))
    for minutes in (20, 300):  # handed back and taken again: the first time counts
        staff = Staff("anne", NOW + timedelta(minutes=minutes))
        await counts.do(lambda c, by=staff: casework.take(c, 1, by, TOLD))
        await counts.do(lambda c, by=staff: casework.hand_back(c, 1, by, TOLD))
    cells = await counts.cells()
    of_cases = {
        cell: many for cell, many in cells.items() if cell[0] in ("case", "safety", "taken")
    }
    assert of_cases == {
        ("case", "asked_for_human"): 1,
        ("case", "safety"): 1,
        ("safety", "threats"): 1,
        ("taken", "30_minutes"): 1,
    }


@pytest.mark.parametrize(
    ("opinions", "useful", "not_useful"),
    [((True,), 1, 0), ((True, True), 1, 0), ((False, True), 1, 0), ((True, False, True), 1, 0)],
)
async def test_the_last_opinion_counts(
    counts: Counts, opinions: tuple[bool, ...], useful: int, not_useful: int
) -> None:
    key, seq = await counts.ask(reply("answer"))
    for one in opinions:
        given = Feedback(one)
        await counts.do(lambda c, given=given: feedback.keep(c, key, seq, given, NOW))
    cells = await counts.cells()
    found = cells.get(("feedback", "useful"), 0), cells.get(("feedback", "not_useful"), 0)
    assert found == (useful, not_useful)


async def test_counts_outlive_erasure_and_retention_and_hold_nobody(counts: Counts) -> None:
    key, _ = await counts.ask(reply("answer"))
    await counts.ask(reply("answer"))
    before = await counts.cells()
    await counts.store.erase(key)
    await PersonalData(counts.database, 30).sweep(NOW + timedelta(days=90))
    assert await counts.cells() == before
    assert {one.name for one in count_day.c} == {"what", "key", "day", "count"}


async def test_many_who_ask_at_once_are_all_counted(counts: Counts) -> None:
    await asyncio.gather(*(counts.ask(reply("answer", programme="rean")) for _ in range(12)))
    cells = await counts.cells()
    assert set(cells.values()) == {12}
    told = await counts.database.read(lambda c: reports.report(c, DAY, DAY, LATER))
    assert told.tables["topics"] == {"ask_funding": 10}
    assert told.tables["languages"] == {"fr": 10, "en": 0}


def test_fewer_than_five_are_told_nowhere(made_up: Counts) -> None:
    for number, (what, _) in enumerate(TABLES.values()):
        made_up.add(what, "ask_funding", DAY, 1 + number % 4)
    found = made_up.of(DAY, DAY)
    assert {many for cells in found.tables.values() for many in cells.values()} == {0}
    assert all("ask_funding" not in cells for cells in found.tables.values())
    told = json.loads(reports.as_json(found))
    assert {many for cells in told["tables"].values() for many in cells.values()} == {FEW}
    assert set(told["figures"].values()) == {None}
    lines = list(csv.DictReader(io.StringIO(reports.as_csv(found))))
    assert {line["count"] for line in lines} == {FEW}


def _days(numbers: list[int]) -> list[tuple[date, int]]:
    return [(DAY + timedelta(days=at), many) for at, many in enumerate(numbers)]


@pytest.mark.parametrize("seed", range(4))
def test_no_two_ranges_differ_by_fewer_than_five(made_up: Counts, seed: int) -> None:
    """Whoever may choose any days sees steps of five, never what one day added."""
    chance = random.Random(seed)
    daily = [chance.choice((0, 0, 0, 1, 1, 2, 3, 7)) for _ in range(24)]
    for day, many in _days(daily):
        if many:
            made_up.add("topic", "ask_legal", day, many)
    days = [day for day, _ in _days(daily)]
    seen: dict[tuple[date, date], int] = {}
    for since, until in itertools.combinations_with_replacement(days, 2):
        seen[since, until] = made_up.of(since, until).tables["topics"].get("ask_legal", 0)
    assert {many % STEP for many in seen.values()} == {0}
    # All that can be learnt is one staircase: every range is a difference of two of its heights.
    heights = [seen[days[0], until] for until in days]
    for (since, until), many in seen.items():
        start = heights[days.index(since) - 1] if since > days[0] else 0
        assert many == heights[days.index(until)] - start
    # And never, by more than four, more or less than there was.
    assert all(0 <= sum(daily[: n + 1]) - told < STEP for n, told in enumerate(heights))


def test_a_day_that_adds_one_is_consistent_with_nine(made_up: Counts) -> None:
    """The last of five shows as five: by that nobody tells one person from nine."""
    made_up.add("topic", "ask_legal", DAY, 4)
    made_up.add("topic", "ask_legal", DAY + timedelta(days=1), 1)
    next_day = DAY + timedelta(days=1)
    with_it, without = made_up.of(DAY, next_day), made_up.of(DAY, DAY)
    assert with_it.tables["topics"] == {"ask_legal": 5} and without.tables["topics"] == {}
    assert made_up.of(next_day, next_day).tables["topics"] == {"ask_legal": 5}


def _possible(shown: int, parts: int, others: int, other_parts: int) -> set[int]:
    """Return what can be left of one part, when two tables count the same messages.

    Each part is shown in fives; so is each part of the other table.
    """
    left = range(STEP)
    both = (
        (shown + mine, others + theirs)
        for mine in range(parts * (STEP - 1) + 1)
        for theirs in range(other_parts * (STEP - 1) + 1)
    )
    sums = {one - shown for one, other in both if one == other}
    most = (parts - 1) * (STEP - 1)
    return {one for one in left for whole in sums if 0 <= whole - one <= most}


def test_no_table_gives_away_what_another_one_hides() -> None:
    """Messages are counted by language and by outcome: neither sum pins a part of the other."""
    tables = len(TABLES["languages"][1]), len(TABLES["outcomes"][1])
    for parts, other_parts in (tables, tables[::-1]):
        for shown, others in itertools.product(range(0, 60, STEP), repeat=2):
            found = _possible(shown, parts, others, other_parts)
            assert len(found) != 1, (parts, other_parts, shown, others)
    # Of five parts all could be known: so this test can fail.
    assert _possible(0, 5, 20, 2) == {4}


def test_there_is_no_total_and_no_rest_to_subtract_from(made_up: Counts) -> None:
    made_up.add("topic", "ask_legal", DAY, 100)
    made_up.add("topic", "ask_scam", DAY, 3)
    told = reports.as_json(made_up.of(DAY, DAY)) + reports.as_csv(made_up.of(DAY, DAY))
    assert "100" in told and "103" not in told and "ask_scam" not in told
    assert not {"total", "rest", "sum"} & set(TABLES)


def test_what_is_left_of_a_five_counts_in_a_later_range(made_up: Counts) -> None:
    for week in range(10):
        made_up.add("topic", "ask_legal", DAY + timedelta(weeks=week), 3)
    weeks = [
        made_up.of(day, day + timedelta(days=6)).tables["topics"].get("ask_legal", 0)
        for day in (DAY + timedelta(weeks=week) for week in range(10))
    ]
    assert sum(weeks) == 30 and set(weeks) == {0, 5}


def test_a_day_counts_when_it_is_over(made_up: Counts) -> None:
    """Else who asks every minute would see who writes."""
    made_up.add("topic", "ask_legal", DAY, 7)
    with pytest.raises(BadRange, match="choose a day that is over"):
        made_up.of(DAY, DAY, today=DAY)
    tomorrow = DAY + timedelta(days=1)
    made = made_up.of(DAY, DAY + timedelta(days=9), today=tomorrow)
    assert (made.until, made.tables["topics"]) == (DAY, {"ask_legal": 5})
    with pytest.raises(BadRange):
        made_up.of(tomorrow, DAY)


def test_a_range_holds_its_days_and_no_others(made_up: Counts) -> None:
    for day, many in _days([10, 20, 40, 80]):
        made_up.add("language", "en", day, many)
    two = DAY + timedelta(days=1), DAY + timedelta(days=2)
    assert made_up.of(*two).tables["languages"] == {"fr": 0, "en": 60}


def test_opinions_that_were_taken_back_make_no_negative_count(made_up: Counts) -> None:
    made_up.add("feedback", "useful", DAY, 6)
    next_day = DAY + timedelta(days=1)
    made_up.add("feedback", "useful", next_day, -2)
    made_up.add("feedback", "useful", next_day + timedelta(days=1), 20)
    assert made_up.of(next_day, next_day).tables["feedback"]["useful"] == 0
    assert made_up.of(DAY, LATER).tables["feedback"]["useful"] == 20


def test_what_follows_from_the_tables(made_up: Counts) -> None:
    for key, many in (("5_minutes", 60), ("1_hour", 31), ("longer", 9)):
        made_up.add("taken", key, DAY, many)
    made_up.add("verdict", "cannot_tell", DAY, 14)
    made_up.add("check", "asked", DAY, 36)
    figures = made_up.of(DAY, DAY).figures()
    assert figures == {
        "questions_per_verdict": 3.5,
        "taken_median": "5_minutes",
        "taken_p90": "1_hour",
    }


def test_of_nine_cases_no_quantile_is_told(made_up: Counts) -> None:
    made_up.add("taken", "longer", DAY, 9)
    assert made_up.of(DAY, DAY).waited(0.9) is None


def test_topics_most_often_refused_come_first_and_ten_at_most(made_up: Counts) -> None:
    for number in range(12):
        made_up.add("refused", f"ask_{chr(97 + number)}", DAY, 10 + 5 * number)
    refused = made_up.of(DAY, DAY).tables["refused"]
    assert list(refused)[:2] == ["ask_l", "ask_k"] and len(refused) == 10


def test_a_wait_falls_into_the_first_time_that_holds_it() -> None:
    names = list(counting.WITHIN)
    assert names[-1] == "longer" and list(counting.WITHIN.values()) == sorted(
        counting.WITHIN.values()
    )


def test_a_spreadsheet_gets_a_line_a_count(made_up: Counts) -> None:
    made_up.add("topic", "ask_legal", DAY, 7)
    text = reports.as_csv(made_up.of(DAY, DAY))
    assert text.startswith("since,until,table,key,count\r\n")
    assert "2026-11-02,2026-11-02,topics,ask_legal,5\r\n" in text
    assert "2026-11-02,2026-11-02,languages,fr,< 5\r\n" in text
