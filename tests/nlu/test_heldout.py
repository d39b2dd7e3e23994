"""Phrasings by people who have not seen the training rows. Measured, never tuned on."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.intent import NOT_OURS
from bot.nlu.ladder import FALLBACK
from tools.nlu.measures import languages_told, names_found
from tools.nlu.rows import HELD_OUT, split_rows

RIGHT = 0.85  # of questions for us; docs/nlu has what was measured
REFUSED = 0.75  # of what is not for us
NAMES = 0.87  # F1
LANGUAGE = {  # of replies; then of sentences in eight other languages
    "first message, page in it": 0.95,
    "later messages, page in it": 0.95,
    "first message, page in the other": 0.8,
    "later messages, page in the other": 0.85,
    "another language noticed": 0.8,
    "and named rightly": 0.8,
}
LOST = 0.10  # of questions for us that are refused without anything offered


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
def test_held_out_phrasings_are_understood(parse: Any, language: str) -> None:
    outcomes: dict[str, int] = defaultdict(int)
    rows = split_rows(HELD_OUT, language)
    assert len(rows) > 600
    for row in rows:
        read = parse(row.text)
        led = next(one["name"] for one in read["intent_ranking"] if one["name"] != FALLBACK)
        refused = read["intent"]["name"] in (NOT_OURS, FALLBACK) and not read["meant"]
        ours = row.intent != NOT_OURS
        outcomes["ours" if ours else "others"] += 1
        outcomes["right"] += ours and led == row.intent
        outcomes["lost" if ours else "refused"] += refused
    shares = {
        "right": outcomes["right"] / outcomes["ours"],
        "lost": outcomes["lost"] / outcomes["ours"],
        "refused": outcomes["refused"] / outcomes["others"],
    }
    print(language, len(rows), shares)
    assert shares["right"] >= RIGHT
    assert shares["lost"] <= LOST
    assert shares["refused"] >= REFUSED


def test_names_are_found_in_held_out_messages() -> None:
    found = names_found()["all"]
    print(found)
    assert found["names"] > 350
    assert found["F1"] >= NAMES


def test_the_language_of_held_out_conversations_is_told() -> None:
    told = languages_told()
    print(told)
    assert {name: share for name, share in told.items() if share < LANGUAGE[name]} == {}
