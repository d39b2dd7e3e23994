"""When a refusal is doubted."""

from __future__ import annotations

import pytest

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.second_look import doubt


def ranked(*rows: tuple[str, float]) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in rows]


@pytest.mark.parametrize(
    ("ranking", "leads"),
    [
        (ranked(("out_of_scope", 0.4), ("ask_status", 0.2)), "ask_status"),
        (ranked(("out_of_scope", 0.6), ("ask_status", 0.2)), "out_of_scope"),
        (ranked(("out_of_scope", 0.4), ("ask_status", 0.05)), "out_of_scope"),
        (ranked(("nlu_fallback", 0.85), ("out_of_scope", 0.15), ("ask_iom", 0.12)), "ask_iom"),
        (ranked(("ask_iom", 0.3), ("ask_status", 0.2)), "ask_iom"),
        (ranked(("out_of_scope", 0.4)), "out_of_scope"),
    ],
)
def test_an_unsure_refusal_gives_way(ranking: list[dict[str, object]], leads: str) -> None:
    again = doubt(ranking, unsure=0.5, least=0.1)
    assert again[0]["name"] == leads
    assert sorted(one["name"] for one in again) == sorted(one["name"] for one in ranking)
