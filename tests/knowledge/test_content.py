"""The content that ships: sound, sourced, in both languages, and complete on the article."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.checks import ENDED_LINES
from knowledge.models import Content
from knowledge.reader import read_content
from knowledge.settings import CONTENT

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(Path(CONTENT))


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    path = SHARED / "facts" / "iom_facts.yaml"
    if not path.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing; set SHARED_DIR")
        pytest.skip(f"{path} is missing; set SHARED_DIR")
    found: dict[str, dict[str, Any]] = {}
    _collect(yaml.safe_load(path.read_text(encoding="utf-8")), found)
    return found


def _collect(node: Any, found: dict[str, dict[str, Any]]) -> None:
    if isinstance(node, dict):
        if "confidence" in node and "id" in node:
            found[node["id"]] = node
        for value in node.values():
            _collect(value, found)
    elif isinstance(node, list):
        for value in node:
            _collect(value, found)


def _cited(content: Content) -> set[str]:
    entries = (*content.units.values(), *content.programmes.values(), *content.offices.values())
    return {fact for entry in entries for fact in entry.facts}


def test_every_fact_of_the_article_is_told_somewhere(
    content: Content, facts: dict[str, dict[str, Any]]
) -> None:
    article = {key for key, fact in facts.items() if fact["confidence"] == "article"}
    assert len(article) == 48
    assert article - _cited(content) == set()


def test_cited_facts_exist_and_may_be_published(
    content: Content, facts: dict[str, dict[str, Any]]
) -> None:
    cited = _cited(content)
    assert cited - set(facts) == set()
    unverified = {k for k in cited if facts[k]["confidence"].startswith("from general")}
    withheld = {k for k in cited if str(facts[k].get("publish", "")).startswith("no")}
    assert unverified | withheld == set()


def test_units_name_the_sources_of_their_facts(
    content: Content, facts: dict[str, dict[str, Any]]
) -> None:
    wrong = [
        (unit.id, fact)
        for unit in content.units.values()
        for fact in unit.facts
        if not {citation.id for citation in unit.sources} & set(facts[fact]["source"])
    ]
    assert wrong == []


def test_nothing_claims_to_have_been_checked_live(content: Content) -> None:
    assert {unit.state for unit in content.units.values()} <= {"sourced", "withdrawn"}
    assert all(source.verified is None for source in content.sources.values())
    assert all(unit.written <= date(2026, 12, 31) for unit in content.units.values())


def test_undated_sources_say_so_in_both_languages(content: Content) -> None:
    silent = [key for key, s in content.sources.items() if s.published is None and s.note is None]
    assert silent == []


def test_what_is_said_of_ended_programmes_names_a_line(content: Content) -> None:
    ended = {key for key, programme in content.programmes.items() if programme.status != "active"}
    silent = [
        unit.id
        for unit in content.units.values()
        if set(unit.programmes) & ended
        for text in (unit.text.fr, unit.text.en)
        if not any(line in text for line in ENDED_LINES)
    ]
    assert silent == []


def test_answers_are_short(content: Content) -> None:
    long = [
        (unit.id, len(words))
        for unit in content.units.values()
        for text in (unit.text.fr, unit.text.en)
        if len(words := [word for word in text.split() if any(c.isalnum() for c in word)]) > 80
    ]
    assert long == []
