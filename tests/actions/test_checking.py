"""When a check starts, of which programme, and what a message does to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.asking import question_reply
from actions.checking import ALL, Check, Person, programme_meant, wants_check
from actions.eligibility import _after
from actions.profile import before_this, empty, merged, profile_of, read_message
from knowledge.eligibility.reading import Heard
from knowledge.live import live_knowledge

TODAY = date(2026, 11, 27)
KNOWLEDGE = live_knowledge().at_hand()


def message(text: str, intent: str = "ask_eligibility", *named: tuple[str, str]) -> dict[str, Any]:
    entities = [{"entity": kind, "value": value, "start": 0, "end": 0} for kind, value in named]
    return {"text": text, "intent": {"name": intent}, "entities": entities, "language": "en"}


def slot(**known: Any) -> dict[str, Any]:
    return {**empty(), "known": known}


@pytest.mark.parametrize(
    ("text", "intent", "wanted"),
    [
        ("can I take part?", "ask_eligibility", True),
        ("suis-je éligible ?", "ask_eligibility", True),
        ("my brother is a vet in Breda, would they take him?", "ask_eligibility", True),
        ("can I take part in the Ghana health project", "ask_ghana_health", True),
        ("am I eligible for help with asylum pending", "ask_legal", True),
        ("who can take part?", "ask_eligibility", False),
        ("conditions?", "ask_eligibility", False),
        ("à qui s'adresse ce programme", "ask_eligibility", False),
        ("who pays for it", "ask_funding", False),
        ("which programme is for me", "ask_options", True),
        ("can I take part in your call with a human", "talk_to_human", False),
    ],
)
def test_a_check_starts_for_a_person_not_for_the_conditions(
    text: str, intent: str, wanted: bool
) -> None:
    assert wants_check(message(text, intent), None) is wanted


def test_a_check_starts_for_who_tells_of_themselves_and_names_a_programme() -> None:
    told = {**empty(), "filled": ["sector"]}
    rean = ("programme", "rean")
    assert wants_check(message("I am a nurse, can I use REAN?", "ask_legal", rean), told)
    assert wants_check(message("Je suis sage-femme, puis-je partir avec", "ask_return", rean), told)
    assert not wants_check(message("can I get the number", "ask_contact_programme", rean), told)
    assert not wants_check(message("can I use REAN?", "ask_legal", rean), empty())


@pytest.mark.parametrize("text", ["et la Serbie ?", "and Sudan?", "et pour le Kosovo ?"])
def test_half_a_question_about_a_country_is_no_answer(text: str) -> None:
    asked = message(text, "follow_up", ("country", "RS"))
    assert read_message(asked, "residence_country", TODAY).profile == {}
    told, _ = _after(Check("trqn_ii", "residence_country"), asked, empty())
    assert told.say == "side"


def test_a_question_on_one_condition_is_answered() -> None:
    asked = message("do I need a permit?", "ask_eligibility", ("detail", "permit"))
    assert not wants_check(asked, None)


def test_buttons_begin_a_check_or_do_not() -> None:
    pressed = {**message("Check for me"), "button": "check_me"}
    assert wants_check(pressed, None)
    assert not wants_check({**pressed, "button": "eligibility"}, None)
    listing = {**message("Show me", "ask_options"), "button": "what_exists"}
    assert not wants_check(listing, None)


@pytest.mark.parametrize(
    ("asked", "slots", "programme"),
    [
        (message("can I join CD4D", "x", ("programme", "cd4d_1")), {"programme": "rean"}, "cd4d_1"),
        (message("can I?"), {"programme": "rean"}, "rean"),
        (message("can I?"), {"profile": slot(goal="permanent_return")}, "rean"),
        (message("can I?"), {}, "trqn_ii"),
        (message("can I go home with your help?", "ask_return"), {}, "rean"),
        (message("what fits me", "ask_options"), {"programme": "rean"}, ALL),
    ],
)
def test_the_programme_is_the_one_named_else_talked_of_else_the_usual(
    asked: dict[str, Any], slots: dict[str, Any], programme: str
) -> None:
    assert programme_meant(asked, slots, KNOWLEDGE) == programme


def test_what_is_said_last_counts_and_a_second_nationality_is_one_more() -> None:
    first = merged(None, Heard({"nationality": ["GH"], "age": 30}, None, False), None)
    both = merged(first, Heard({"nationality": ["NL"], "age": 31}, None, False), None)
    assert both["known"] == {"nationality": ["GH", "NL"], "age": 31}
    put_right = merged(both, Heard({"nationality": ["NL"]}, None, True), None)
    assert put_right["known"]["nationality"] == ["NL"]


def test_not_known_and_refused_are_not_asked_again_until_they_are_said() -> None:
    unsure = merged(slot(age=30), Heard({}, "dont_know", False), "age")
    assert (unsure["known"], unsure["dont_know"]) == ({}, ["age"])
    said = merged(unsure, Heard({"age": 31}, None, False), None)
    assert (said["known"], said["dont_know"]) == ({"age": 31}, [])


def test_a_button_answers_its_field() -> None:
    def pressed(button: str) -> Heard:
        return read_message({**message(button), "button": button}, "employed", TODAY)

    assert pressed("say.employed.false").profile == {"employed": False}
    assert pressed("say.qualification.vocational").profile == {"qualification": "vocational"}
    assert pressed("say.employed.dont_know").act == "dont_know"
    assert pressed("what_exists") == Heard({}, None, False)


def test_a_nationality_from_afar_is_an_origin_and_a_dutch_passport_is_none() -> None:
    assert profile_of(slot(nationality=["GH"]))[0]["origin"] == {"GH"}
    assert "origin" not in profile_of(slot(nationality=["NL"]))[0]
    assert "origin" not in profile_of(slot(nationality=["NL", "GH"]))[0]
    assert profile_of(slot(nationality=["GH"], origin=["TG"]))[0]["origin"] == {"TG"}


AGE = Check("jobs_internships", asked="age", first=False, count=2)


def test_nobody_who_just_told_of_danger_is_checked() -> None:
    asked = message("can I go home with your help?", "ask_return")
    fright = {"danger": "trafficking"}
    assert wants_check(asked, None)
    assert not wants_check({**asked, "metadata": fright}, None)
    assert wants_check({**asked, "button": "check_me", "metadata": fright}, None)
    named = message("am I eligible for REAN?", "ask_eligibility", ("programme", "rean"))
    assert wants_check({**named, "metadata": fright}, None)


@pytest.mark.parametrize(
    ("heard", "intent", "stage", "say"),
    [
        (Heard({"age": 34}, None, False), "nlu_fallback", "asking", None),
        (Heard({"employed": True}, None, False), "nlu_fallback", "asking", "noted"),
        (Heard({}, "dont_know", False), "nlu_fallback", "asking", "skipped"),
        (Heard({}, "refused", False), "insult", "asking", "skipped"),
        (Heard({}, "why", False), "ask_source", "asking", "why"),
        (Heard({}, "stop", False), "deny", "stopped", None),
        (Heard({}, "again", False), "nlu_fallback", "asking", "again"),
        (Heard({}, None, False), "nlu_fallback", "asking", "unclear"),
        (Heard({}, None, False), "ask_funding", "asking", "side"),
    ],
)
def test_what_a_message_does_to_a_check(heard: Heard, intent: str, stage: str, say: str) -> None:
    after, _ = _after(AGE, message("…", intent), merged(None, heard, "age"))
    assert (after.stage, after.say) == (stage, say)


def test_an_answer_not_recognised_twice_is_left() -> None:
    asked, profile = _after(AGE, message("…", "nlu_fallback"), empty())
    after, profile = _after(asked, message("…", "nlu_fallback"), profile)
    assert (after.say, profile["dont_know"]) == ("skipped", ["age"])


def test_another_programme_named_is_checked_instead() -> None:
    other = message("and the pilot?", "follow_up", ("programme", "trqn_pilot"))
    after, _ = _after(Check("trqn_ii", asked="origin"), other, empty())
    assert after == Check("trqn_pilot")


def test_a_tour_asks_the_plan_first_and_few_questions() -> None:
    person = Person(KNOWLEDGE, None, TODAY)
    assert person.next_question(Check(ALL)) == "goal"
    going_home = Person(KNOWLEDGE, slot(goal="permanent_return"), TODAY)
    assert going_home.next_question(Check(ALL, count=1)) == "residence_country"
    assert going_home.next_question(Check(ALL, count=5)) is None
    listed = going_home.tour().reply()
    assert listed["kind"] == "answer"
    assert listed["sources"]
    for text in listed["text"].values():
        assert "+31 70 318 15 00" in text
        assert "CoMensha" in text


def test_what_was_said_of_oneself_is_not_told_of_another() -> None:
    mine = merged(None, Heard({"nationality": ["GH"], "age": 30}, None, False), None)
    hers = merged(mine, Heard({"nationality": ["TG"]}, None, False, True), None)
    assert (hers["known"], hers["other"]) == ({"nationality": ["TG"]}, True)
    more = merged(hers, Heard({"residence_country": "DE"}, None, False), None)
    assert more["known"] == {"nationality": ["TG"], "residence_country": "DE"}
    assert before_this(more, message("and me? can I take part?")) is None
    assert before_this(more, message("she is a nurse")) == more


def test_buttons_say_what_they_answer_where_the_question_is_the_other_way_round() -> None:
    asks = question_reply(Check("rean", asked="lacks_means"), Person(KNOWLEDGE, None, TODAY))
    labels = {one["id"]: one["label"]["en"] for one in asks["buttons"]}
    assert labels["say.lacks_means.true"] == "I cannot pay"
    assert labels["say.lacks_means.false"] == "I can pay"
