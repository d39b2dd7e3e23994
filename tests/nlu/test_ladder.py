"""What an unsure reading leads to."""

from __future__ import annotations

import pytest

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.ladder import FALLBACK, Steps

STEPS = Steps(sure=0.3, margin=0.1, refuse=0.15, offer=0.05, doubt=0.5, least=0.2, whole=0.25)


def ranked(**confidences: float) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in confidences.items()]


@pytest.mark.parametrize(
    ("ranking", "leads", "offered"),
    [
        (ranked(ask_iom=0.9, ask_status=0.05), "ask_iom", []),
        (ranked(ask_iom=0.4, ask_status=0.35), FALLBACK, ["ask_iom", "ask_status"]),
        (ranked(ask_iom=0.25, ask_status=0.1), FALLBACK, ["ask_iom", "ask_status"]),
        (ranked(ask_iom=0.2, greet=0.1, ask_menu=0.04), FALLBACK, ["ask_iom"]),
        (ranked(a=0.2, b=0.15, c=0.1, d=0.06), FALLBACK, ["a", "b", "c"]),
        (ranked(ask_iom=0.12, ask_status=0.1), FALLBACK, []),
        (ranked(out_of_scope=0.9, ask_iom=0.05), "out_of_scope", []),
        (ranked(out_of_scope=0.25, ask_iom=0.2), FALLBACK, []),
        (ranked(out_of_scope=1.0), "out_of_scope", []),
        (ranked(follow_up=0.5, ask_source=0.3), "ask_source", []),
        (ranked(follow_up=0.5, ask_source=0.1), "follow_up", []),
        (ranked(ask_source=0.35, follow_up=0.33, ask_iom=0.1), "ask_source", []),
    ],
)
def test_where_a_reading_leads(
    ranking: list[dict[str, object]], leads: str, offered: list[str]
) -> None:
    climbed, meant = STEPS.climb(ranking, named=False)
    assert (climbed[0]["name"], meant) == (leads, offered)
    assert {one["name"] for one in ranking} <= {one["name"] for one in climbed}


@pytest.mark.parametrize(
    ("ranking", "leads", "offered"),
    [
        (ranked(out_of_scope=0.4, ask_iom=0.3), "ask_iom", []),
        (ranked(out_of_scope=0.4, ask_iom=0.18), FALLBACK, ["ask_iom"]),
        (ranked(out_of_scope=0.6, ask_iom=0.3), "out_of_scope", []),
        (ranked(out_of_scope=1.0), "out_of_scope", []),
    ],
)
def test_a_refusal_is_doubted_when_something_of_ours_is_named(
    ranking: list[dict[str, object]], leads: str, offered: list[str]
) -> None:
    climbed, meant = STEPS.climb(ranking, named=True)
    assert (climbed[0]["name"], meant) == (leads, offered)
