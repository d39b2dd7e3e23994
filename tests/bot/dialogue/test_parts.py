"""Two questions in one message are both answered; what only stands around one is not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.parts import pieces, questions
from tests.conftest import Assistant
from tests.talk import Person

Reading = dict[str, Any]


def reading(intent: str, confidence: float = 0.9, *entities: str) -> Reading:
    named = [{"entity": entity} for entity in entities]
    return {"intent": {"name": intent, "confidence": confidence}, "entities": named}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "Qui finance ? Et pour combien de temps ?",
            ["Qui finance ?", "Et pour combien de temps ?"],
        ),
        ("who pays and for how long", ["who pays", "for how long"]),
        ("Kosovo and Serbia", ["Kosovo and Serbia"]),
        ("Soudan et Géorgie ?", ["Soudan et Géorgie ?"]),
        ("!!! ?", []),
    ],
)
def test_where_a_message_may_be_cut(text: str, cut: list[str]) -> None:
    assert pieces(text) == cut


def test_two_clear_questions_are_two_and_take_along_what_is_said_before_them() -> None:
    said = ["I am Afghan.", "Who pays?", "How long?", "Thanks."]
    parsed = [
        reading("ask_eligibility", 0.3, "country"),
        reading("ask_funding"),
        reading("ask_duration", 0.5),
        reading("thank"),
    ]
    assert questions(said, parsed) == ["I am Afghan. Who pays?", "How long? Thanks."]


@pytest.mark.parametrize(
    "second", [reading("ask_results"), reading("follow_up"), reading("ask_funding", 0.2)]
)
def test_half_a_question_the_same_or_an_unclear_one_is_no_second_question(second: Reading) -> None:
    assert questions(["How many?", "And in Serbia?"], [reading("ask_results"), second]) == []


def test_a_bare_question_word_is_half_a_question() -> None:
    parsed = [reading("ask_iom_figures"), reading("ask_duration")]
    assert questions(["in how many countries are you", "since when?"], parsed) == []


def test_who_somebody_is_does_not_hide_a_question_on_facts() -> None:
    said = ["I come from Sarajevo.", "Which countries take part?"]
    countries = reading("ask_countries")
    assert questions(said, [reading("check_country", 0.6, "country"), countries]) == said[1:]
    # What is needed to understand the question, or to answer it for this person, stays with it.
    assert questions(said, [reading("check_country", 0.6, "programme"), countries]) == []
    assert questions(said, [reading("greet"), reading("ask_eligibility")]) == []
    assert questions(["I am Afghan.", "How many went there?"], [reading("greet"), countries]) == []


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("What did the pilot cost? And how many people went to Sudan?", ["2.2 million", "39"]),
        (
            "Combien a coûté le pilote ? Et combien de personnes sont allées au Soudan ?",
            ["2,2 millions", "39"],
        ),
    ],
)
def test_both_answers_come_in_order(assistant: Assistant, text: str, told: list[str]) -> None:
    person = Person(assistant.url)
    replies = person.say(text)
    assert [reply["kind"] for reply in replies] == ["answer", "answer"]
    assert all(fact in reply["text"] for fact, reply in zip(told, replies, strict=True))


@pytest.mark.rasa
def test_a_wish_for_a_language_does_not_hide_the_question(assistant: Assistant) -> None:
    person = Person(assistant.url, "fr")
    changed, answer = person.say("ok let's go on in English then. Who paid for the pilot?")
    assert (changed["language"], changed["kind"]) == ("en", "smalltalk")
    assert answer["language"] == "en" and "2.2 million" in answer["text"]
