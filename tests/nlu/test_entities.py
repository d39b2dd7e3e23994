"""What names are found, and what spaCy's PhraseMatcher is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.nlu.test_understanding import HERE

pytest.importorskip("rasa", reason="Rasa is not installed here")
from spacy.matcher import PhraseMatcher

from bot.nlu.entities import build_index, find
from bot.nlu.tokens import blank
from knowledge.live import live_knowledge

ROWS = yaml.safe_load((HERE / "entities.yml").read_text(encoding="utf-8"))


def found_and_wanted(index: Any) -> Iterator[tuple[set[str], set[str], str]]:
    for language, rows in ROWS.items():
        for text, wanted in rows:
            found = {f"{e['entity']} {e['value']}" for e in find(index, text, language)}
            yield found, set(wanted), text


def f1(index: Any) -> float:
    rows = list(found_and_wanted(index))
    right = sum(len(found & wanted) for found, wanted, _ in rows)
    return 2 * right / sum(len(found) + len(wanted) for found, wanted, _ in rows)


def test_names_are_found_and_the_phrase_matcher_finds_most() -> None:
    index = build_index(live_knowledge().at_hand())
    bare = {language: PhraseMatcher(blank(language).vocab) for language in ROWS}
    with_it, without = f1(index), f1(index.matched_by(bare))
    wrong = [(t, found ^ wanted) for found, wanted, t in found_and_wanted(index) if found != wanted]
    print(f"F1 of names: {with_it:.2f}; without the phrase matcher {without:.2f}")
    assert with_it >= 0.9, wrong
    assert without <= with_it - 0.1
