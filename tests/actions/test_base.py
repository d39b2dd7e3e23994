"""What every action answers from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import talked_of
from actions.programmes import ActionAnswerFunding, ActionAnswerProgramme
from knowledge.answers import Knowledge
from knowledge.reader import read_content
from knowledge.settings import CONTENT


@pytest.mark.parametrize(("day", "told"), [(date(2027, 1, 1), True), (date(2027, 1, 2), False)])
async def test_an_action_tells_nothing_after_its_last_day(day: date, told: bool) -> None:
    content = read_content(Path(CONTENT))
    bounded = content.units["rean.programme"].model_copy(update={"valid_to": date(2027, 1, 1)})
    units = {**content.units, "rean.programme": bounded}
    knowledge = Knowledge(content.model_copy(update={"units": units}), "test")
    held = await ActionAnswerProgramme(knowledge, lambda: day).knowledge()
    assert ("rean.programme" in held.content.units) is told


@pytest.mark.parametrize(
    ("danger", "programme"),
    [("trafficking", "counter_trafficking_nl"), ("threats", "trqn_ii"), (None, "trqn_ii")],
)
async def test_right_after_exploitation_the_talk_is_of_help_for_its_victims(
    danger: str | None, programme: str
) -> None:
    known = {"danger": danger} if danger else {}
    message = {"text": "how much money", "entities": [], "metadata": known}
    tracker = Tracker("test", {"programme": "trqn_ii"}, message, [], False, None, {}, None)
    assert talked_of(tracker)["programme"] == programme
    dispatcher = CollectingDispatcher()
    action = ActionAnswerFunding(Knowledge(read_content(Path(CONTENT)), "test"))
    await action.run(dispatcher, tracker, {})
    assert dispatcher.messages[-1]["custom"]["programme"] == programme
