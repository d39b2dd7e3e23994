"""What no intent fits: search answers when it is sure, else it is not known or not ours."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.programmes import ActionAnswerResults
from actions.small_talk import ActionNotUnderstood
from knowledge.answers import Knowledge
from knowledge.reader import read_content
from knowledge.search.live import LiveSearch
from knowledge.settings import CONTENT


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_content(CONTENT), "test")


async def said_to(text: str, language: str, knowledge: Knowledge) -> tuple[dict[str, Any], Any]:
    """Return the reply to a message that no intent fits, and the slots that were set."""
    message = {"text": text, "entities": [], "language": language}
    tracker = Tracker("test", {}, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    action = ActionNotUnderstood(knowledge, search=LiveSearch())
    events = await action.run(dispatcher, tracker, {})
    slots = {event["name"]: event["value"] for event in events}
    return dispatcher.messages[-1]["custom"], slots


async def test_search_answers_what_it_is_sure_of_and_the_talk_goes_on_from_there(
    knowledge: Knowledge,
) -> None:
    reply, slots = await said_to("Joost van der Aalst", "fr", knowledge)
    assert reply["kind"] == "answer"
    assert "2008" in reply["text"]["fr"]
    assert reply["sources"]
    assert slots["said"].startswith("person.joost")


@pytest.mark.parametrize(
    ("text", "language"),
    [("crêpes sans lait", "fr"), ("best phone under 200 euro", "en"), ("🎉", "fr")],
)
async def test_what_search_is_not_sure_of_is_refused(
    text: str, language: str, knowledge: Knowledge
) -> None:
    reply, slots = await said_to(text, language, knowledge)
    assert reply["kind"] == "out_of_scope"
    assert "said" not in slots


SERBIA = [{"entity": "country", "value": "RS", "start": 4, "end": 10}]
PILOT = {"aspect": "programme", "programme": "trqn_pilot"}


async def asked_back(knowledge: Knowledge) -> tuple[dict[str, Any], dict[str, Any]]:
    message = {
        "text": "hmm Serbia that or so, and the like of it",
        "entities": SERBIA,
        "language": "en",
        "meant": ["ask_results", "check_country"],
    }
    tracker = Tracker("test", PILOT, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    events = await ActionNotUnderstood(knowledge, search=LiveSearch()).run(dispatcher, tracker, {})
    slots = {event["name"]: event["value"] for event in events}
    return dispatcher.messages[-1]["custom"], {**PILOT, **slots}


async def test_what_may_be_meant_is_offered(knowledge: Knowledge) -> None:
    reply, _ = await asked_back(knowledge)
    assert (reply["kind"], reply["asks"]) == ("question", None)
    assert [button["id"] for button in reply["buttons"]] == ["ask_results", "check_country"]
    assert all(button["label"]["fr"] != button["label"]["en"] for button in reply["buttons"])


async def test_a_choice_is_answered_about_what_was_said_before_it(knowledge: Knowledge) -> None:
    _, slots = await asked_back(knowledge)
    press = {"text": "Figures and results", "entities": [], "button": "ask_results"}
    tracker = Tracker("test", slots, press, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    events = await ActionAnswerResults(knowledge).run(dispatcher, tracker, {})
    assert "20" in dispatcher.messages[-1]["custom"]["text"]["en"]  # assignments in Serbia
    assert {"event": "slot", "timestamp": None, "name": "unclear", "value": None} in events


def test_every_intent_that_may_be_offered_has_a_button_of_its_name(knowledge: Knowledge) -> None:
    pytest.importorskip("rasa", reason="Rasa is not installed here")
    from bot.nlu.ladder import NOT_OFFERED
    from tools.nlu.rows import all_training_rows

    offered = {row.intent for row in all_training_rows()} - NOT_OFFERED
    buttons = knowledge.content.buttons
    assert {name for name in offered if name not in buttons} == set()
    assert {name for name in offered if buttons[name].intent != name} == set()


async def test_a_broken_search_loses_no_answer(knowledge: Knowledge) -> None:
    class Broken(LiveSearch):
        async def find(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("no index")

    message = {"text": "Joost van der Aalst", "entities": [], "language": "fr"}
    tracker = Tracker("test", {}, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    await ActionNotUnderstood(knowledge, search=Broken()).run(dispatcher, tracker, {})
    assert dispatcher.messages[-1]["custom"]["kind"] == "out_of_scope"
