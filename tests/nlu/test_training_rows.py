"""Training rows are copies neither of what measures them nor of one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.danger import answered, ordered, taught
from bot.nlu.entities import build_index
from knowledge.live import live_knowledge
from tools.nlu.rows import (
    DEVELOPMENT,
    HELD_OUT,
    LANGUAGES,
    ROOT,
    all_training_rows,
    folded,
    split_rows,
    without_names,
    written,
)

NEAR = 90.0  # likeness from which a phrasing counts as copied, in per cent
WORDS = 4  # fewer are the same by chance: "bye for now"
TALKS = ROOT / "tests" / "conversations" / "heldout"


def copied(texts: list[str], lessons: Iterable[str] = ()) -> dict[str, str]:
    """Return the texts that nearly equal a training row or one of `lessons`, with that."""
    learnt = {folded(text) for text in (*(row.text for row in all_training_rows()), *lessons)}
    told = [words for text in texts if len((words := folded(text)).split()) >= WORDS]
    assert len(told) > 0.5 * len(texts)
    alike = (
        (text, process.extractOne(text, learnt, scorer=fuzz.ratio, score_cutoff=NEAR))
        for text in told
    )
    return {text: found[0] for text, found in alike if found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("split", [HELD_OUT, DEVELOPMENT])
def test_no_phrasing_that_measures_is_nearly_a_training_row(language: str, split: str) -> None:
    every = written(split, language)
    assert copied([row.text for row in every]) == {}, "take the training rows away"
    assert 0.9 * len(every) < len(split_rows(split, language)) <= len(every)


@pytest.mark.parametrize("name", ["dialogues.yml", "question_types.yml"])
def test_nothing_said_in_held_out_talks_is_nearly_a_training_row(name: str) -> None:
    said = list(_said(yaml.safe_load((TALKS / name).read_text(encoding="utf-8"))))
    assert len(said) > 90
    assert copied(said) == {}, "take the training rows away"


def _said(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        yield from (held[key] for key in ("before", "say") if key in held)
        held = list(held.values())
    for one in held if isinstance(held, list) else ():
        yield from _said(one)


@pytest.mark.parametrize("name", ["heldout_commands", "heldout_commands_2"])
def test_no_order_that_measures_is_nearly_a_lesson(name: str) -> None:
    held = yaml.safe_load((ROOT / "tests" / "bot" / f"{name}.yml").read_text(encoding="utf-8"))
    texts = [text for kind in held.values() for one in LANGUAGES for text in kind[one]]
    lessons = [text for text, _ in (*ordered(), *taught(), *answered())]
    assert copied(texts, lessons) == {}, "take the lessons away"


def test_a_copy_is_noticed() -> None:
    row = next(row for row in all_training_rows() if len(row.text.split()) > 8)
    assert copied([f"{row.text}s !"]) != {}


def test_phrasings_are_no_templates_in_which_a_name_is_swapped() -> None:
    index, rows = build_index(live_knowledge().at_hand()), all_training_rows()
    bare = Counter(
        (row.language, row.intent, words)
        for row in rows
        if len((words := folded(without_names(index, row))).split()) >= WORDS
    )
    again = {key: count for key, count in bare.items() if count > 1}
    assert len(again) <= 0.005 * len(rows), again
