"""What every action answers from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.programmes import ActionAnswerProgramme
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
