"""Short forms and slips become words; what is right stays as it is, and nothing takes long."""

from __future__ import annotations

import pytest

from bot.nlu.spelling import Spelling, short_forms

PHRASINGS = ["pourquoi le programme est fermé", "combien de missions", "who pays", "the evaluation"]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.of(PHRASINGS, short_forms(), ["founded", "funded", "lancé"])


@pytest.mark.parametrize(
    ("language", "text", "plain"),
    [
        ("fr", "pk le prgramme", "pourquoi le programme"),
        ("fr", "Cb de misions ?", "combien de missions ?"),
        ("fr", "le programmeeeee", "le programme"),
        ("fr", "l'evalution", "l'evaluation"),
        ("en", "wat evaluaton", "what evaluation"),
        ("en", "pk", "pk"),  # short in French only
        ("en", "who funded it", "who funded it"),  # a word, though no phrasing has it
        ("fr", "le xylophone", "le xylophone"),
        ("fr", "a" * 900, "a"),
        ("fr", "😀 \u202e?", "😀 \u202e?"),
    ],
)
def test_words_are_spelt_out(spelling: Spelling, language: str, text: str, plain: str) -> None:
    assert spelling.plain(text, language) == plain


def test_names_stay_as_they_are(spelling: Spelling) -> None:
    assert spelling.plain("le prgramme", "fr", frozenset({"prgramme"})) == "le prgramme"


def test_no_more_than_some_words_are_looked_at(spelling: Spelling) -> None:
    told = spelling.plain("prgramme " * 100, "fr").split()
    assert told.count("programme") == 60


def test_short_forms_are_plain_words_in_both_languages() -> None:
    for language, forms in short_forms().items():
        assert language in ("fr", "en")
        assert len(forms) > 30
        for short, full in forms.items():
            assert short.isalnum() and short == short.lower(), short
            assert full.isascii() and short != full, short
