"""Words of the field are explained to who asks for that, and only then."""

from __future__ import annotations

import pytest

from knowledge.models import Content
from knowledge.reader import read_content
from knowledge.settings import CONTENT
from knowledge.terms import LONGEST, term_asked, term_unit, unit_called


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("c'est quoi un devis ?", "cost_estimate"),
        ("Un devis, c'est quoi ?", "cost_estimate"),
        ("C’est quoi le « point focal » svp ?", "focal_point"),
        ("Qu'est-ce qu'un retour volontaire ?", "voluntary_return"),
        ("qu'est ce que la réinstallation", "resettlement"),
        ("MVV ca veut dire quoi", "mvv"),
        ("et que signifie orientation culturelle ?", "cultural_orientation"),
        ("What is a focal point?", "focal_point"),
        ('what does "in kind" mean', "in_kind"),
        ("meaning of resettlement please", "resettlement"),
        ("What does a focal point do?", "focal_point"),
        ("Que fait un point focal ?", "focal_point"),
        ("à quoi sert un devis", "cost_estimate"),
        ("what is a cost estimate for?", "cost_estimate"),
    ],
)
def test_a_word_is_explained(content: Content, text: str, key: str) -> None:
    unit = term_asked(text, content)
    assert unit is not None
    assert unit.id == f"glossary.{key}"
    assert unit.sources
    assert unit_called(unit.id, content) == unit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "un devis",
        "c'est quoi",
        "what is it?",
        "quoi ?",
        "c'est quoi un devis pour ma famille de cinq personnes",
        "what is the capital of Sudan",
        "combien coûte un devis ?",
    ],
)
def test_what_asks_for_something_else_is_not(content: Content, text: str) -> None:
    assert term_asked(text, content) is None


def test_every_meaning_can_be_asked_for_in_both_languages(content: Content) -> None:
    meant = {key: term for key, term in content.glossary.items() if term.meaning}
    assert len(meant) > 50
    for key, term in meant.items():
        unit = term_unit(key, term)
        assert unit is not None, key
        for text in (f"c'est quoi {term.name.fr} ?", f"what is {term.name.en}?"):
            found = term_asked(text, content)
            assert found is not None, text
            assert found.id == unit.id, text


@pytest.mark.parametrize(
    "text", ["!" * 999 + "a", "what is" + " " * 990 + "a", "…" * 500 + " quoi"]
)
def test_a_long_message_is_no_work(content: Content, text: str) -> None:
    # The pattern that this replaced needed seconds; such a text is not even looked at.
    assert term_asked(text, content) is None
    assert len(text) > LONGEST
