"""Phrasings by people who have not seen the training rows. Measured, never tuned on."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from rapidfuzz import fuzz, process

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.intent import NOT_OURS
from bot.nlu.ladder import FALLBACK
from tools.nlu.rows import DEVELOPMENT, HELD_OUT, folded, split_rows, training_rows, written

RIGHT = 0.85  # of questions for us; docs/nlu has what was measured
REFUSED = 0.75  # of what is not for us
LOST = 0.10  # of questions for us that are refused without anything offered
NEAR = 90.0  # likeness from which a phrasing counts as copied, in per cent
WORDS = 4  # fewer are the same by chance: "bye for now"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("split", [HELD_OUT, DEVELOPMENT])
def test_no_phrasing_is_nearly_a_training_row(language: str, split: str) -> None:
    every, rows = written(split, language), split_rows(split, language)
    assert 0.9 * len(every) < len(rows) <= len(every)
    learnt = [folded(row.text) for one in ("fr", "en") for row in training_rows(one)]
    told = [text for row in every if len((text := folded(row.text)).split()) >= WORDS]
    assert len(told) > 300
    alike = {
        text: found[0]
        for text in told
        if (found := process.extractOne(text, learnt, scorer=fuzz.ratio, score_cutoff=NEAR))
    }
    assert alike == {}, "take the training rows away"


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
