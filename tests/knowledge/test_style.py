"""Texts read well, as far as a program can tell; the rest is for somebody's ear."""

from __future__ import annotations

import pytest

from knowledge.basics import Language
from knowledge.reader import read_content
from knowledge.settings import CONTENT
from knowledge.style import remarks, remarks_of


def test_the_content_that_ships_leaves_nothing_to_remark() -> None:
    assert list(remarks_of(read_content(CONTENT))) == []


@pytest.mark.parametrize(
    ("language", "text", "remark"),
    [
        ("fr", " ".join(["mot"] * 21) + ".", "21 words"),
        ("en", "One. " + " ".join(["word"] * 21), "21 words"),
        ("fr", "Le bureau de La Hague.", "La Haye"),
        ("fr", "Appelle ton bureau.", "vous"),
        ("fr", "Vous êtes né(e) ici.", "everybody"),
        ("fr", "Qui paie?", "blank"),
        ("fr", "Voici: rien.", "blank"),
        ("fr", "Un «mot».", "blank inside"),
        ("fr", "Un programme basé sur la demande.", "calque"),
        ("fr", "Dans le cadre du projet.", "office"),
        ("en", "The program ended.", "British"),
        ("en", "In order to apply, call.", "office"),
        ("en", "Who pays ?", "no blank"),
    ],
)
def test_what_a_reader_stumbles_over_is_remarked(
    language: Language, text: str, remark: str
) -> None:
    assert any(remark in one for one in remarks(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Appelez le +31 70 318 15 00 : c'est ouvert à 9:30 ? Voyez https://iom.int !"),
        ("en", "The International Organization for Migration: founded when? In 1951."),
    ],
)
def test_good_texts_get_no_remark(language: Language, text: str) -> None:
    assert list(remarks(text, language)) == []
