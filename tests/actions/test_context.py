"""Half questions become whole ones, from what came before."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.context import follow_up, question_of
from knowledge.answers import Knowledge, Question
from knowledge.reader import read_content
from knowledge.settings import CONTENT


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_content(Path(CONTENT)), "test")


def entity(kind: str, value: str) -> dict[str, str]:
    return {"entity": kind, "value": value}


def test_the_pilot_is_meant_when_trqn_and_pilot_are_named() -> None:
    named = [entity("programme", "trqn_ii"), entity("programme", "trqn_pilot")]
    assert question_of("duration", "", named, {}).programme == "trqn_pilot"


def test_programme_carries_over_but_country_does_not() -> None:
    before = {"programme": "trqn_pilot", "country": "RS", "aspect": "results"}
    question = question_of("results", "combien au total ?", [], before)
    assert (question.programme, question.country) == ("trqn_pilot", None)


def test_there_means_the_country_before() -> None:
    before = {"programme": "trqn_ii", "country": "SD", "aspect": "country"}
    question = question_of("results", "how many went there in the pilot", [], before)
    assert question.country == "SD"


def test_and_serbia_after_the_figures_of_the_pilot(knowledge: Knowledge) -> None:
    before = {"programme": "trqn_pilot", "country": "SD", "aspect": "results"}
    question = follow_up("et la Serbie ?", [entity("country", "RS")], before, knowledge)
    assert question == Question("results", "trqn_pilot", "RS")


def test_and_serbia_after_the_budget_asks_whether_serbia_takes_part(knowledge: Knowledge) -> None:
    before = {"programme": "trqn_ii", "country": None, "aspect": "funding"}
    question = follow_up("et la Serbie ?", [entity("country", "RS")], before, knowledge)
    assert question is not None
    assert (question.aspect, question.country) == ("country", "RS")


def test_nothing_before_and_nothing_named_is_no_question(knowledge: Knowledge) -> None:
    assert follow_up("et alors ?", [], {}, knowledge) is None
