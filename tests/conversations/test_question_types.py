"""Each of the 49 question types, asked in both languages, is answered as its mode says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Assistant
from tests.conversations.test_conversations import plain
from tests.knowledge.test_content import SHARED
from tests.talk import Person

HERE = Path(__file__).parent
KEYS = {"before", "say", "kind", "contains", "any", "lacks"}
# What a mode asks for, beyond what the file says of each question.
REFERS = ("refer", "handoff", "contact", "VluchtelingenWerk")
TYPES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (HERE / "question_types.yml").read_text(encoding="utf-8")
)
MODES = {
    one["id"]: one["answer_mode"]
    for one in yaml.safe_load((SHARED / "facts" / "iom_facts.yaml").read_text(encoding="utf-8"))[
        "question_types"
    ]
}


def test_every_type_is_asked_in_both_languages() -> None:
    assert set(TYPES) == set(MODES)
    assert len(TYPES) == 49
    for key, asked in TYPES.items():
        assert set(asked) == {"fr", "en"}, key
        assert all(set(question) <= KEYS for question in asked.values()), key


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", list(TYPES))
def test_a_type_is_answered_as_its_mode_says(assistant: Assistant, key: str, language: str) -> None:
    question, mode = TYPES[key][language], MODES[key]
    person = Person(assistant.url, language)
    if "before" in question:
        person.say(question["before"])
    reply = person.say(question["say"])[-1]
    told = f"{key} ({mode}) {question['say']}\n{reply['kind']}: {reply['text']}"
    kinds = question["kind"] if isinstance(question["kind"], list) else [question["kind"]]
    assert reply["kind"] in kinds, told
    text = plain(reply["text"])
    assert all(plain(part) in text for part in question.get("contains", [])), told
    assert any(plain(part) in text for part in question.get("any", [""])), told
    assert not any(plain(part) in text for part in question.get("lacks", [])), told
    if reply["kind"] == "answer":
        assert reply["sources"], told
    if any(word in mode for word in REFERS):
        assert reply["contacts"] or any(word in text for word in ("ind.nl", "+31", "112")), told
