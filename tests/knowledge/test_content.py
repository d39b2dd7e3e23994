"""The content that ships: sound, sourced, in both languages, and complete on the article."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.checks import SHIPPED, has_line
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
    held = (programme.eligibility for programme in content.programmes.values())
    criteria = [criterion for one in held if one for criterion in one.criteria]
    return {fact for entry in (*content.units.values(), *criteria) for fact in entry.facts}


def _may_be_told(fact: dict[str, Any]) -> bool:
    unverified = fact["confidence"].startswith("from general")
    return not unverified and not str(fact.get("publish", "")).startswith("no")


def test_every_fact_that_may_be_told_is_told_or_left_out_with_a_reason(
    content: Content, facts: dict[str, dict[str, Any]]
) -> None:
    text = (CONTENT / "not_used.yml").read_text(encoding="utf-8")
    left_out: dict[str, str] = yaml.safe_load(text)
    assert {key for key, fact in facts.items() if _may_be_told(fact)} - _cited(content) <= {
        *left_out
    }
    assert set(left_out) - set(facts) == set()
    assert set(left_out) & _cited(content) == set()
    assert all(len(reason.split()) > 3 for reason in left_out.values())


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
    assert {key for key in cited if not _may_be_told(facts[key])} == set()


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
    states = {s for u in content.units.values() for s in (u.state.fr, u.state.en)}
    assert states <= {"sourced", "withdrawn"}
    assert all(source.verified is None for source in content.sources.values())
    # The day that the loader trusts more than a clock is that of the newest text.
    assert max(unit.written.fr for unit in content.units.values()) == SHIPPED


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
        if not has_line(text)
    ]
    assert silent == []
