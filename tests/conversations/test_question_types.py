"""Each of the 49 question types, asked in both languages, is answered as its mode says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Assistant
from tests.conversations.test_conversations import plain
from tests.knowledge.test_content import SHARED
from tests.talk import Person

HERE = Path(__file__).parent
KEYS = {"before", "say", "kind", "contains", "contains_any", "lacks"}
# Modes that send people on, so that somebody to ask must be named.
REFERS = ("refer", "handoff", "contact", "VluchtelingenWerk")
RIGHT = 70  # of 98 held out; 75 were right when they were first asked, 27 November 2026
Types = dict[str, dict[str, dict[str, Any]]]


def read(name: str) -> Types:
    found: Types = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


OURS, HELD_OUT = read("question_types.yml"), read("heldout/question_types.yml")


@pytest.fixture(scope="module")
def modes() -> dict[str, str]:
    facts = yaml.safe_load((SHARED / "facts" / "iom_facts.yaml").read_text(encoding="utf-8"))
    return {one["id"]: one["answer_mode"] for one in facts["question_types"]}


@pytest.mark.parametrize("types", [OURS, HELD_OUT], ids=["ours", "held out"])
def test_every_type_is_asked_in_both_languages(types: Types, modes: dict[str, str]) -> None:
    assert set(types) == set(modes)
    assert len(types) == 49
    for key, asked in types.items():
        assert set(asked) == {"fr", "en"}, key
        assert all(set(question) <= KEYS for question in asked.values()), key


def wrong(reply: dict[str, Any], question: dict[str, Any]) -> Iterator[str]:
    """Yield what a reply lacks, or says although it should not."""
    kinds = question["kind"] if isinstance(question["kind"], list) else [question["kind"]]
    text = plain(reply["text"])
    if reply["kind"] not in kinds:
        yield f"{reply['kind']}, not {kinds}"
    yield from (
        f"{part} is missing" for part in question.get("contains", []) if plain(part) not in text
    )
    some = question.get("contains_any")
    if some and not any(plain(part) in text for part in some):
        yield f"none of {some}"
    yield from (f"{part} is said" for part in question.get("lacks", []) if plain(part) in text)
    if reply["kind"] == "answer" and not reply["sources"]:
        yield "an answer without source"


def ask(url: str, language: str, question: dict[str, Any]) -> dict[str, Any]:
    person = Person(url, language)
    if "before" in question:
        person.say(question["before"])
    return person.say(question["say"])[-1]


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", list(OURS))
def test_a_type_is_answered_as_its_mode_says(
    assistant: Assistant, modes: dict[str, str], key: str, language: str
) -> None:
    question = OURS[key][language]
    reply = ask(assistant.url, language, question)
    told = f"{question['say']}\n{reply['kind']}: {reply['text']}"
    assert list(wrong(reply, question)) == [], told
    if any(word in modes[key] for word in REFERS):
        named = any(line in reply["text"] for line in ("+31", "112", "ind.nl"))
        assert named or reply["contacts"], told


@pytest.mark.rasa
def test_most_questions_of_somebody_else_are_answered_rightly(assistant: Assistant) -> None:
    failed = [
        f"{key} {language}: {question['say']}: {', '.join(found)}"
        for key, asked in HELD_OUT.items()
        for language, question in asked.items()
        if (found := list(wrong(ask(assistant.url, language, question), question)))
    ]
    print("\n".join(failed))
    assert 98 - len(failed) >= RIGHT, f"{len(failed)} of 98 failed"
