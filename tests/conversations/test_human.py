"""A person is told how to reach a human in whatever state the conversation is."""

from __future__ import annotations

import pytest

from tests.conftest import Assistant
from tests.talk import Person

pytestmark = pytest.mark.rasa
STATES: dict[str, dict[str, list[str]]] = {
    "at the start": {"fr": [], "en": []},
    "after an answer": {"fr": ["quels pays pour le TRQN ?"], "en": ["which countries had TRQN?"]},
    "in a check": {"fr": ["suis-je éligible au TRQN ?"], "en": ["am I eligible for TRQN?"]},
    "after a verdict": {
        "fr": ["suis-je éligible au TRQN ? je vis en Belgique"],
        "en": ["am I eligible for TRQN? I live in Belgium"],
    },
    "after a tour": {"fr": ["à quoi ai-je droit ?"], "en": ["what can I get?"]},
    "after danger": {"fr": ["on me bat"], "en": ["my husband beats me"]},
    "after nonsense": {"fr": ["xkcd zzz qqq"], "en": ["xkcd zzz qqq"]},
    "after another language": {"fr": ["waar is uw kantoor?"], "en": ["waar is uw kantoor?"]},
    "when asked to erase": {"fr": ["effacez tout"], "en": ["erase everything"]},
    "after a number": {"fr": ["mon numéro est 06 12 34 56 78"], "en": ["call me on 0612345678"]},
}
ASKED = {"fr": "je veux parler à quelqu'un", "en": "I want to talk to a human"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", STATES)
def test_a_human_can_be_reached(assistant: Assistant, state: str, language: str) -> None:
    person = Person(assistant.url, language)
    for said in STATES[state][language]:
        person.say(said)
    told = person.say(ASKED[language])
    reached = [one for one in told if one["kind"] == "handoff"]
    assert reached, [(one["kind"], one["text"]) for one in told]
    assert reached[0]["language"] == language
    assert any(one["value"].startswith("+31") for one in reached[0]["contacts"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_offers_a_human_or_a_number(assistant: Assistant, language: str) -> None:
    # Even who never asks for one sees a number or a button in what ends an exchange.
    for state, lines in STATES.items():
        person = Person(assistant.url, language)
        told = person.welcome
        for said in lines[language]:
            told = person.say(said)
        ways = [one["id"] for reply in told for one in reply["buttons"]]
        numbers = [one for reply in told for one in reply["contacts"]]
        if told[-1]["kind"] != "question" and state != "when asked to erase":
            assert numbers or {"human", "menu"} & set(ways), (state, told[-1]["text"])
