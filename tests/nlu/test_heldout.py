"""Phrasings by people who have not seen the training rows. Measured, never tuned on."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.nlu.test_understanding import HERE, ROOT
from tools.nlu import NOT_OURS, folded, split_rows, training_rows

RIGHT = 0.85  # of questions for us; docs/understanding.md has what was measured
REFUSED = 0.75  # of what is not for us
LOST = 0.10  # of questions for us that are refused
FALLBACK = "nlu_fallback"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("split", ["tests/nlu/heldout", "data/development"])
def test_few_phrasings_equal_a_training_row(language: str, split: str) -> None:
    # Two people hit on "bye for now"; more than a few would mean that rows were copied.
    every = yaml.safe_load((ROOT / split / f"{language}.yml").read_text(encoding="utf-8"))
    count = sum(len(texts) for texts in every.values())
    rows = split_rows(split, language)
    assert 0.9 * count < len(rows) <= count
    learnt = {folded(text) for text, _ in training_rows(language)}
    whole = {folded(text) for texts in every.values() for text in texts}
    assert {text for text in learnt & whole if len(text.split()) > 2} == set()


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
def test_held_out_phrasings_are_understood(parse: Any, language: str) -> None:
    rows = split_rows(str((HERE / "heldout").relative_to(ROOT)), language)
    assert len(rows) > 330
    led = [(parse(text)["intent"]["name"], intent) for text, intent in rows]
    ours = [(lead, intent) for lead, intent in led if intent != NOT_OURS]
    others = [lead for lead, intent in led if intent == NOT_OURS]
    right = sum(lead == intent for lead, intent in ours) / len(ours)
    lost = sum(lead in (NOT_OURS, FALLBACK) for lead, _ in ours) / len(ours)
    refused = sum(lead in (NOT_OURS, FALLBACK) for lead in others) / len(others)
    print(f"{language}: right {right:.3f}, lost {lost:.3f}, not ours refused {refused:.3f}")
    assert right >= RIGHT
    assert lost <= LOST
    assert refused >= REFUSED
