"""What no intent fits: search answers when it is sure, else it is not known or not ours."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

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


async def test_a_broken_search_loses_no_answer(knowledge: Knowledge) -> None:
    class Broken(LiveSearch):
        async def find(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("no index")

    message = {"text": "Joost van der Aalst", "entities": [], "language": "fr"}
    tracker = Tracker("test", {}, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    await ActionNotUnderstood(knowledge, search=Broken()).run(dispatcher, tracker, {})
    assert dispatcher.messages[-1]["custom"]["kind"] == "out_of_scope"
