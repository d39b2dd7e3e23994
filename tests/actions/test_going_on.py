"""Short messages that go on from what was asked or said last."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import KnowledgeAction
from actions.going_on import is_elsewhere, narrowed, of_the_last, reply_to_asked, still_of
from actions.language import ActionSwitchLanguage
from actions.programmes import ActionAnswerGhanaHealth
from actions.small_talk import ActionAnswerOutOfScope
from knowledge.answers import Knowledge, Question
from knowledge.live import live_knowledge

TRQN = {"entity": "programme", "value": "trqn_ii", "start": 0, "end": 4}
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


def test_the_part_of_a_programme_that_was_talked_of_is_kept(knowledge: Knowledge) -> None:
    asked = Question("funding", "mida")
    assert knowledge.unit(asked).kind == "question"
    slots = {"programme": "mida", "country": None, "details": ["mida_great_lakes"]}
    told = knowledge.unit(still_of(asked, slots, knowledge))
    assert (told.kind, told.detail) == ("answer", "mida_great_lakes")
    assert still_of(asked, {"programme": "rean"}, knowledge) == asked
    assert still_of(asked, {"programme": "mida"}, knowledge) == asked


def test_what_names_nothing_stays_with_the_programme_talked_of(knowledge: Knowledge) -> None:
    units = knowledge.content.units.values()
    rean = next(unit for unit in units if unit.programmes == ["rean"])
    elsewhere = next(u for u in units if u.tells_of == "resettlement_nl" and not u.programmes)
    nowhere = next(unit for unit in units if not unit.programmes and not unit.tells_of)
    slots = {"programme": "mida"}
    assert is_elsewhere(rean, [], slots) and is_elsewhere(elsewhere, [], slots)
    assert not is_elsewhere(rean, SOMALIA, slots) and not is_elsewhere(nowhere, [], slots)
    assert not is_elsewhere(rean, [], {"programme": "rean"}) and not is_elsewhere(rean, [], {})


def detail(value: str) -> dict[str, Any]:
    return {"entity": "detail", "value": value, "start": 0, "end": 9}


HOME = {"aspect": "return", "programme": "rean"}
CHILD, PAPERS = detail("rean_child"), detail("rean_papers_missing")


@pytest.mark.parametrize(
    ("aspect", "text", "entities", "sure", "slots", "goes_on"),
    [
        ("out_of_scope", "my passport is expired", [PAPERS], 0.9, HOME, True),
        ("family", "and if i am married with kids", [CHILD], 0.9, HOME, True),
        ("family", "i have my wife and kids with me", [CHILD], 0.9, HOME, True),
        ("legal", "my passport is expired", [PAPERS], 0.3, HOME, True),
        ("resettlement", "he has a card", [detail("unhcr_registered")], 0.9, HOME, False),
        ("family", "how do i bring my wife and kids", [CHILD], 0.9, HOME, False),
        ("out_of_scope", "TRQN, my passport expired", [PAPERS, TRQN], 0.9, HOME, False),
        ("out_of_scope", "my passport is expired", [PAPERS], 0.9, {}, False),
        ("out_of_scope", "it is raining", [], 0.9, HOME, False),
        ("funding", "and per child", [CHILD], 0.3, HOME, False),  # carries its programme anyway
    ],
)
def test_details_of_what_was_talked_of_are_about_that(
    knowledge: Knowledge,
    aspect: str,
    text: str,
    entities: list[Any],
    sure: float,
    slots: dict[str, Any],
    goes_on: bool,
) -> None:
    details = tuple(one["value"] for one in entities if one["entity"] == "detail")
    question = Question(aspect, details=details)
    found = of_the_last(question, text, entities, parsed("x", sure), slots, knowledge)
    assert (found is not None) is goes_on
    if found:
        told = knowledge.unit(found)
        assert (told.tells_of or told.programmes[0], told.detail) == ("rean", details[0])


async def test_what_had_no_clear_question_is_talked_of_all_the_same(knowledge: Knowledge) -> None:
    refused = detail("asylum_refused")
    reply, slots = await told(ActionAnswerOutOfScope(knowledge), "my asylum was refused", [refused])
    assert (reply["programme"], slots["programme"], slots["aspect"]) == (
        "rean",
        "rean",
        "programme",
    )
    _, slots = await told(ActionAnswerOutOfScope(knowledge), "it is raining", [])
    assert "aspect" not in slots and "programme" not in slots


async def told(action: KnowledgeAction, text: str, entities: list[Any]) -> tuple[Any, Any]:
    message = {"text": text, "entities": entities, **parsed("out_of_scope", 0.3)}
    dispatcher = CollectingDispatcher()
    tracker = Tracker("test", {}, message, [], False, None, {}, None)
    events = await action.run(dispatcher, tracker, {})
    return dispatcher.messages[-1]["custom"], {one["name"]: one["value"] for one in events}


async def said(action: KnowledgeAction, text: str, entities: list[Any], slots: Any) -> Any:
    message = {"text": text, "entities": entities, **parsed("switch_language", 0.3)}
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, Tracker("test", slots, message, [], False, None, {}, None), {})
    return dispatcher.messages[-1]["custom"]


async def test_a_country_that_sounds_like_a_language_is_none(knowledge: Knowledge) -> None:
    switch = ActionSwitchLanguage(knowledge)
    reply = await said(switch, "Somalie", SOMALIA, ASKED)
    assert (reply["kind"], reply["programme"]) == ("answer", "mida")
    language = [{"entity": "language", "value": "en", "start": 0, "end": 7}]
    reply = await said(switch, "English", language, ASKED)
    assert reply["effects"] == [{"type": "set_language", "language": "en"}]
    reply = await said(switch, "do I need English?", [*language, detail("need_language")], {})
    assert reply["programme"] == "jobs_internships" and not reply.get("effects")


@pytest.mark.parametrize(
    ("countries", "programme"),
    [([], "mida_ghana_health"), (["GH"], "mida_ghana_health"), (["SD"], "trqn_ii")],
)
async def test_who_names_another_country_does_not_ask_about_ghana(
    knowledge: Knowledge, countries: list[str], programme: str
) -> None:
    entities = [{"entity": "country", "value": code, "start": 0, "end": 1} for code in countries]
    reply = await said(ActionAnswerGhanaHealth(knowledge), "a nurse who would go", entities, {})
    assert reply["programme"] == programme
