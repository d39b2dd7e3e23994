"""Where an answer comes from is told shortly, and without the source of the line to call."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES
from knowledge.origin import source_reply
from knowledge.reader import read_content
from knowledge.settings import CONTENT

MOST_WORDS = 80
SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_content(Path(CONTENT)), "test")


def ids(knowledge: Knowledge, unit: str) -> set[str]:
    reply = source_reply(knowledge.content.units[unit], knowledge, None)
    return {source["id"] for source in reply["sources"]}


def test_every_unit_s_sources_can_be_read_at_once(knowledge: Knowledge) -> None:
    cited = [unit for unit in knowledge.content.units.values() if unit.sources]
    assert len(cited) > 300
    for unit in cited:
        text = source_reply(unit, knowledge, None)["text"]
        for language in LANGUAGES:
            assert len(text[language].split()) <= MOST_WORDS, (unit.id, text[language])
            assert text[language].count("(") >= 1, unit.id


def test_the_line_s_source_is_named_where_the_line_was_asked_for_only(
    knowledge: Knowledge,
) -> None:
    assert "S36" in {citation.id for citation in knowledge.content.units["trqn_ii.status"].sources}
    assert "S36" not in ids(knowledge, "trqn_ii.status")
    asked_for = ("contact_office.the_hague", "contact_programme", "address_hours", "human")
    assert all("S36" in ids(knowledge, unit) for unit in asked_for)


def test_a_source_is_left_out_only_where_it_stands_for_a_contact(knowledge: Knowledge) -> None:
    facts = SHARED / "facts" / "iom_facts.yaml"
    if not facts.exists():
        pytest.skip(f"{facts} is missing; set SHARED_DIR")
    sources_of = _sources_of(yaml.safe_load(facts.read_text(encoding="utf-8")))
    assert len(sources_of) > 200
    for unit in knowledge.content.units.values():
        shown = ids(knowledge, unit.id)
        left_out = {citation.id for citation in unit.sources} - shown
        of = {fact: sources_of.get(fact, set()) for fact in unit.facts}
        said = {fact for fact, named in of.items() if named & left_out and not named & shown}
        assert all(fact.startswith("con.") for fact in said), (unit.id, left_out, said)


def _sources_of(node: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if isinstance(node, dict) and {"id", "source"} <= set(node):
        found[node["id"]] = {str(source).split(":")[0] for source in node["source"] or []}
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            found |= _sources_of(child)
    return found


def test_more_than_two_sources_are_named_by_publisher_and_year(knowledge: Knowledge) -> None:
    reply = source_reply(knowledge.content.units["trqn_ii.status"], knowledge, None)
    assert "TRQN III Evaluation Report" in reply["text"]["en"]
    assert "and also: IOM the Netherlands (undated, 2019), IOM" in reply["text"]["en"]
    assert "et aussi : IOM the Netherlands (non daté, 2019)" in reply["text"]["fr"]


@pytest.mark.parametrize(
    ("published", "french", "english"),
    [
        ("2008-08-22", "22 août 2008", "22 August 2008"),
        ("2012-03-01", "1er mars 2012", "1 March 2012"),
        ("2015-06", "juin 2015", "June 2015"),
        ("2015", "2015", "2015"),
        (None, "non daté", "undated"),
    ],
)
def test_a_source_is_dated_as_exactly_as_is_known(
    knowledge: Knowledge, published: str | None, french: str, english: str
) -> None:
    unit = knowledge.content.units["any.article_date"]
    dated = knowledge.content.sources["S1"].model_copy(update={"published": published})
    content = knowledge.content.model_copy(update={"sources": {"S1": dated, "S0": dated}})
    text = source_reply(unit, Knowledge(content, "test"), None)["text"]
    assert f"({french})" in text["fr"]
    assert f"({english})" in text["en"]
