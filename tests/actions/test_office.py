"""A reply says which office it is about, for who takes a case; no person is shown that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.conversations.tables import case
from knowledge.answers import Knowledge, Question
from knowledge.eligibility.options import Tour
from knowledge.eligibility.programmes import assess_programme
from knowledge.eligibility.told import Told
from knowledge.eligibility.verdict import verdict_reply
from knowledge.reader import read_content
from knowledge.reply import reply_from
from knowledge.settings import CONTENT

TODAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_content(Path(CONTENT)), "test")


@pytest.mark.parametrize(
    ("asked", "office"),
    [
        (Question("human"), "the_hague"),
        (Question("human", office="geneva"), "geneva"),  # named, or talked of
        (Question("contact_office", office="geneva"), "geneva"),
        (Question("contact_office", office="the_hague"), "the_hague"),
    ],
)
def test_the_office_of_a_reply(knowledge: Knowledge, asked: Question, office: str | None) -> None:
    unit = knowledge.answer(asked)
    assert unit is not None
    assert reply_from(unit, asked, knowledge, TODAY)["office"] == office


def test_the_office_of_every_answer_is_there_and_fits_its_column(knowledge: Knowledge) -> None:
    offices, named = knowledge.content.offices, set()
    for unit in knowledge.content.units.values():
        office = reply_from(unit, Question(unit.aspect), knowledge, TODAY)["office"]
        named.add(office)
        if any({*unit.contacts} & {*held.contacts} for held in offices.values()):
            assert office is not None, unit.id
    assert named == {None, *offices}
    assert all(len(one) <= case.c.office.type.length for one in offices)


def test_outcomes_name_the_office_whose_line_they_give(knowledge: Knowledge) -> None:
    for programme in knowledge.content.programmes.values():
        found = assess_programme(knowledge, programme, {}, frozenset(), TODAY)
        reply = verdict_reply(Told(knowledge, programme, found, {}))
        assert reply["office"] == "the_hague", programme.id
    assert Tour(knowledge, {}, frozenset(), TODAY).reply()["office"] == "the_hague"
