"""Where an answer comes from is told shortly, and without the source of the line to call."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.reply import source_reply
from knowledge.answers import Knowledge
from knowledge.models import LANGUAGES
from knowledge.reader import read_content
from knowledge.settings import CONTENT

MOST_WORDS = 80


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
    assert "S36" in ids(knowledge, "contact_office.the_hague")


def test_more_than_two_sources_are_named_by_publisher_and_year(knowledge: Knowledge) -> None:
    reply = source_reply(knowledge.content.units["trqn_ii.status"], knowledge, None)
    assert "TRQN III Evaluation Report" in reply["text"]["en"]
    assert (
        "and also: IOM the Netherlands (undated), IOM the Netherlands (2019)"
        in (reply["text"]["en"])
    )
    assert "et aussi : IOM the Netherlands (non daté)" in reply["text"]["fr"]
