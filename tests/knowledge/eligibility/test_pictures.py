"""What docs/eligibility shows is what the rules say."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tools.eligibility import DOCS, pages


def test_the_pictures_in_docs_are_those_of_the_rules() -> None:
    made = dict(pages())
    kept = {path.name: path.read_text(encoding="utf-8") for path in DOCS.iterdir()}
    assert kept.keys() == made.keys()
    for name, text in made.items():
        assert kept[name] == text, f"{name} is old; run make eligibility"


def test_a_picture_is_sound_and_short() -> None:
    for name, text in pages():
        if name.endswith(".svg"):
            assert ET.fromstring(text).tag.endswith("svg")
            assert len(text) < 20_000
