"""Names survive accents, elision and typos, and do not swallow other words."""

from __future__ import annotations

import pytest

from knowledge.names import Spelling, fold


def test_folding_keeps_the_length() -> None:
    text = "L’Éthiopie, Œuvre à Genève İ"
    assert len(fold(text)) == len(text)
    assert fold("Géorgie") == "georgie"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("afganistan", "afghanistan"),
        ("georgi", "georgia"),
        ("soudann", "soudan"),
        ("serbi", "serbie"),
        ("soduan", "soudan"),
        ("siera leonne", "sierra leone"),
    ],
)
def test_a_typo_still_names_the_country(word: str, meant: str) -> None:
    known = ["afghanistan", "georgia", "soudan", "serbie", "bosnie", "sierra leone"]
    assert Spelling(known).meant(word) == meant


@pytest.mark.parametrize("word", ["iran", "argent", "projet", "combien", "malaise"])
def test_another_word_is_left_alone(word: str) -> None:
    known = ["ireland", "afghanistan", "georgia", "colombie", "malaisie"]
    assert Spelling(known).meant(word) is None
