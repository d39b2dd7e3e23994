"""A check over HTTP: its buttons, the assessment on the message, in both languages."""

from __future__ import annotations

import pytest

from tests.conftest import Assistant
from tests.conversations.test_conversations import rules_are_due
from tests.talk import Person

pytestmark = pytest.mark.rasa


def test_closed_questions_have_buttons_and_the_verdict_its_assessment(
    assistant: Assistant,
) -> None:
    person = Person(assistant.url, "en")
    first = person.say(
        "I am a Ghanaian nurse and I live in Germany. Am I eligible for MIDA Ghana Health?"
    )[-1]
    if rules_are_due("mida_ghana_health"):  # nothing is asked that could not decide
        assert first["eligibility"]["verdict"] == "cannot_tell"
        return
    assert (first["kind"], first["asks"]) == ("question", "employed")
    assert [one["label"] for one in first["buttons"]][:3] == ["Yes", "No", "I don't know"]
    verdict = person.press("say.employed.true")[-1]
    assert verdict["kind"] == "eligibility"
    told = verdict["eligibility"]
    assert told["verdict"] == "likely_eligible"
    assert told["programme_open"] is None
    assert (told["missing"], told["next_question"]) == ([], None)
    for criterion in told["criteria"]:
        assert isinstance(criterion["label"], str)
        assert criterion["sources"]
    path = f"/api/v1/conversations/{person.id}/messages/{verdict['seq']}?lang=fr"
    _, french = person.call("GET", path)
    labels = [one["label"] for one in french["eligibility"]["criteria"]]
    assert "Avoir un emploi dans le pays où l'on vit" in labels
    again = person.press("say.employed.false")[-1]
    assert again["eligibility"]["verdict"] == "not_eligible"


def test_what_exists_ends_a_check_with_the_open_services(assistant: Assistant) -> None:
    person = Person(assistant.url, "fr")
    person.say("suis-je éligible au CD4D ?")
    listed = person.press("what_exists")[-1]
    assert listed["kind"] == "answer"
    assert "REAN" in listed["text"]
    assert "CD4D" in listed["text"]
    assert person.say("je vis à Utrecht")[-1]["asks"] is None


def test_which_programme_is_asked_in_few_questions(assistant: Assistant) -> None:
    person = Person(assistant.url, "en")
    reply = person.say("which programme would be the right one for me?")[-1]
    assert (reply["kind"], reply["asks"]) == ("question", "goal")
    asked = 0
    press = "say.goal.permanent_return"
    while reply["kind"] == "question" and asked < 8:
        reply = person.press(press)[-1] if press else person.say("I don't know")[-1]
        press, asked = "", asked + 1
    assert reply["kind"] == "answer"
    assert asked <= 6
    assert "+31 70 318 15 00" in reply["text"]


def test_nobody_who_answers_nothing_gets_a_no(assistant: Assistant) -> None:
    person = Person(assistant.url, "fr")
    reply = person.say("suis-je éligible au TRQN ?")[-1]
    for _ in range(6):
        if reply["kind"] != "question":
            break
        reply = person.say("je préfère ne pas répondre")[-1]
    assert reply["eligibility"]["verdict"] == "cannot_tell"


def test_where_a_verdict_comes_from_is_told(assistant: Assistant) -> None:
    person = Person(assistant.url, "en")
    verdict = person.say("I live in Belgium. Am I eligible for the temporary return programme?")[-1]
    assert verdict["kind"] == "eligibility"
    origin = person.say("where does this come from?")[-1]
    assert origin["kind"] == "answer"
    assert {one["id"] for one in origin["sources"]} == {one["id"] for one in verdict["sources"]}
    assert "2008" in origin["text"]
