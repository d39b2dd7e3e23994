"""Short messages that go on from what was asked or said last."""

from __future__ import annotations

from typing import Any

import pytest

from actions.going_on import narrowed, reply_to_asked
from knowledge.answers import Knowledge
from knowledge.live import live_knowledge

SOMALIA = [{"entity": "country", "value": "SO", "start": 0, "end": 7}]
ASKED = {"asked": "mida.eligibility", "programme": "mida", "aspect": "eligibility"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return live_knowledge().at_hand()


def parsed(intent: str, confidence: float = 0.9) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": confidence}}


@pytest.mark.parametrize("intent", ["say_goodbye", "follow_up", "ask_iom"])
def test_a_bare_name_answers_our_question(knowledge: Knowledge, intent: str) -> None:
    question = reply_to_asked("Somalia", SOMALIA, parsed(intent), ASKED, knowledge)
    assert question and (question.aspect, question.country) == ("eligibility", "SO")


@pytest.mark.parametrize(
    ("text", "entities", "slots"),
    [
        ("Somalia", SOMALIA, {"aspect": "eligibility", "programme": "mida"}),
        ("yes", [], ASKED),
        ("Somalia " + "and more " * 10, SOMALIA, ASKED),
        ("which people live in Somalia", SOMALIA, ASKED),
    ],
    ids=["nothing was asked", "nothing is named", "too long", "a question of its own"],
)
def test_what_answers_no_question_of_ours(
    knowledge: Knowledge, text: str, entities: list[Any], slots: dict[str, Any]
) -> None:
    assert reply_to_asked(text, entities, parsed("ask_results"), slots, knowledge) is None


def test_an_unclear_message_is_about_what_it_names(knowledge: Knowledge) -> None:
    slots = {"aspect": "results", "programme": "trqn_pilot"}
    serbia = [{"entity": "country", "value": "RS", "start": 5, "end": 10}]
    question = narrowed("n fr serbi", serbia, slots, knowledge)
    assert question and (question.aspect, question.country) == ("results", "RS")
    assert narrowed("n fr serbi", serbia, {}, knowledge) is None
    assert narrowed("n then", [], slots, knowledge) is None
