"""The queue: most urgent first, filtered, and never a word that a reader may not see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import cases, casework, opening, statements
from bot.conversations.cases import Due
from bot.conversations.casework import Staff
from bot.desk import story
from bot.desk.queue import PAGE, Filters, choices, counted, listed
from knowledge.database import Database
from tests.desk.team import DANGER, HUMAN, NOW, Team
from tests.tables import upgrade

TOLD = {"kind": "notice", "text": {"fr": "pris", "en": "taken"}}


class Queue:
    """Cases as they come in, one a conversation."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, said: str, due: Due, minutes: int = 0, language: str = "fr") -> int:
        team = Team(self.database)
        return team.case(said, due, language, -minutes)

    def do(self, work: Any, *given: Any) -> Any:
        return self.database.writing(lambda c: work(c, *given))

    def seen(self, filters: Filters | None = None, protection: bool = True) -> list[int]:
        rows = self.database.reading(lambda c: list(listed(c, filters or Filters(), protection)))
        return [row["id"] for row in rows]

    def told(self, number: int, protection: bool = True) -> Any:
        return self.database.reading(lambda c: story.told(c, number, protection))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    url = f"sqlite:///{tmp_path / 'queue.db'}"
    upgrade(url)
    database = Database(url)
    yield Queue(database)
    database.close()


def test_the_most_urgent_come_first_then_who_waits_longest(queue: Queue) -> None:
    late = queue.add("late", HUMAN, 5)
    early = queue.add("early", HUMAN, 1)
    high = queue.add("high", Due("unanswered", "high"), 9)
    danger = queue.add("danger", DANGER, 10)
    assert queue.seen() == [danger, high, early, late]
    assert queue.seen(protection=False) == [high, early, late]
    counts = queue.database.reading(lambda c: counted(c, "anne", True))
    assert counts == {"open": 4, "urgent": 1, "unassigned": 4, "mine": 0}
    assert queue.database.reading(lambda c: counted(c, "anne", False))["urgent"] == 0


def test_filters_choose(queue: Queue) -> None:
    about = Due("asked_for_human", "normal", programme="rean", topic="ask_funding", office="geneva")
    one, two = queue.add("one", about), queue.add("two", HUMAN, language="en")
    anne = Staff("anne", NOW)
    queue.do(casework.take, two, anne, TOLD)
    queue.do(casework.label, one, anne, "travel", True)
    for filters, expected in (
        (Filters(taken_by="anne"), [two]),
        (Filters(unassigned=True), [one]),
        (Filters(language="en"), [two]),
        (Filters(topic="ask_funding"), [one]),
        (Filters(programme="rean", language="en"), []),
        (Filters(office="geneva"), [one]),
        (Filters(office="the_hague"), []),
        (Filters(label="travel"), [one]),
        (Filters(priority="urgent"), []),
        (Filters(closed=True), []),
    ):
        assert queue.seen(filters) == expected
    told = queue.database.reading(lambda c: choices(c, True))
    assert (told["programme"], told["office"]) == (["rean"], ["geneva"])
    queue.do(casework.close, one, "answered", anne, TOLD)
    assert (queue.seen(), queue.seen(Filters(closed=True))) == ([two], [one])
    found = queue.database.reading(lambda c: choices(c, True))
    assert found == {"topic": [], "programme": [], "office": [], "label": []}


def test_a_case_is_found_by_what_was_said_and_by_its_number(queue: Queue) -> None:
    one = queue.add("my 100% plan", HUMAN)
    danger = queue.add("they beat me", DANGER)
    assert queue.seen(Filters(words="100% PLAN")) == [one]
    assert queue.seen(Filters(words="100_")) == []  # no sign of the database's own
    assert queue.seen(Filters(words="%")) == [one]
    assert queue.seen(Filters(words=f"#{one}")) == [one]
    # By a word in it one would learn what a person in danger said.
    assert queue.seen(Filters(words="beat")) == []
    assert queue.seen(Filters(words=str(danger)), protection=False) == []
    queue.database.writing(lambda c: opening.let_read(c, "talk-they beat me", 1, NOW))
    assert queue.seen(Filters(words="beat")) == [danger]


def test_a_case_tells_the_whole_story(queue: Queue) -> None:
    number = queue.add("who pays?", HUMAN)
    anne = Staff("anne", NOW)
    queue.do(casework.take, number, anne, TOLD)
    said = {"text": {"fr": "Bonjour.", "en": "Hello."}}
    queue.do(casework.reply, number, anne, said, "r1")
    queue.do(casework.note, number, anne, "ask for the letter")
    queue.do(casework.label, number, anne, "papers", True)
    told = queue.told(number)
    authors = [(one["author"], one["text"]) for one in told["messages"]]
    assert authors == [
        ("user", "who pays?"),
        ("assistant", "oui"),
        ("assistant", "pris"),
        ("staff", "Bonjour."),
    ]
    asked, answered, *_ = told["messages"]
    assert asked["understood"] == [{"intent": "ask_funding", "confidence": 0.62}]
    assert answered["both"] == {"fr": "oui", "en": "yes"}
    assert (told["notes"][0]["text"], told["labels"]) == ("ask for the letter", ["papers"])
    assert (told["taken_by"], told["state"]) == ("anne", "taken")
    assert told["packet"]["asked"] == ["who pays?"]
    assert told["packet"]["suggested"] == {"fr": "oui", "en": "yes"}
    assert "conversation_id" not in told and "talk-" not in json.dumps(told)


def test_of_somebody_in_danger_no_word_is_told_unless_they_allow_it(queue: Queue) -> None:
    number = queue.add("they beat me", DANGER)
    assert queue.told(number, protection=False) is None
    told = queue.told(number)
    assert (told["readable"], told["category"], told["messages"]) == (False, "threats", [])
    assert told["packet"] is None and "beat" not in json.dumps(told)
    queue.database.writing(lambda c: opening.let_read(c, "talk-they beat me", 1, NOW))
    assert queue.told(number)["messages"][0]["text"] == "they beat me"
    assert queue.told(number, protection=False) is None


def test_no_such_case(queue: Queue) -> None:
    assert queue.told(1) is None


def test_a_long_queue_comes_in_pages(queue: Queue) -> None:
    for number in range(PAGE + 3):
        queue.add(f"case {number}", HUMAN, number)
    assert len(queue.seen()) == PAGE + 1  # there is more
    rows = queue.database.reading(lambda c: list(listed(c, Filters(), True, page=1)))
    assert [row["id"] for row in rows] == [PAGE + 1, PAGE + 2, PAGE + 3]


def frightened(queue: Queue, said: str, category: str = "threats") -> None:
    """Let the person of a case tell of danger."""
    reply = {"kind": "safety", "category": category, "text": {"fr": "112", "en": "112"}}

    def work(connection: sa.Connection) -> None:
        statements.append(connection, f"talk-{said}", [reply], "fr", None, NOW)
        if due := cases.of_danger(category, "urgent"):
            opening.open_case(connection, f"talk-{said}", 3, due, NOW)

    queue.database.writing(work)


def test_who_told_of_danger_in_one_case_is_not_read_in_another(queue: Queue) -> None:
    first = queue.add("who pays?", HUMAN)
    queue.do(casework.close, first, "answered", Staff("anne", NOW), TOLD)
    frightened(queue, "who pays?")
    assert queue.told(first, protection=False) is None
    assert queue.told(first)["readable"] is False
    assert queue.seen(Filters(closed=True), protection=False) == []
    assert queue.seen(Filters(words="who pays"), protection=False) == []
    assert queue.seen(Filters(words="who pays"), protection=True) == []


def test_what_only_the_own_channel_may_read_is_in_no_other_case(queue: Queue) -> None:
    number = queue.add("who pays?", HUMAN)
    frightened(queue, "who pays?", "staff_exploitation")
    assert queue.told(number, protection=False) is None
    told = queue.told(number)
    assert (told["reason"], told["readable"]) == ("asked_for_human", False)
    assert "who pays?" not in json.dumps(told)
