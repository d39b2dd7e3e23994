"""Whole conversations through the HTTP contract, asserted by fact, not by wording."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.eligibility.programmes import criteria_of
from knowledge.live import live_knowledge
from tests.conftest import Assistant
from tests.talk import Person

HERE = Path(__file__).parent
KNOWN_KEYS = {
    "say", "press", "kind", "contains", "contains_any", "lacks", "sources", "contacts",
    "programme", "language", "asks", "verdict", "beside",
}  # fmt: skip


def conversations() -> Iterator[Any]:
    for path in sorted([*HERE.glob("fr/*.yml"), *HERE.glob("en/*.yml")]):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            name = f"{path.parent.name}/{path.stem}: {entry['name']}"
            about = path.stem.removeprefix("check_")
            yield pytest.param(path.parent.name, about, entry["turns"], id=name)


def test_there_are_enough_questions_in_each_language() -> None:
    turns = {"fr": 0, "en": 0}
    for parameters in conversations():
        turns[parameters.values[0]] += len(parameters.values[2])
    assert min(turns.values()) >= 60, turns


@pytest.mark.rasa
@pytest.mark.parametrize(("language", "about", "turns"), list(conversations()))
def test_conversation(
    assistant: Assistant, language: str, about: str, turns: list[dict[str, Any]]
) -> None:
    person = Person(assistant.url, language)
    due = rules_are_due(about)
    for turn in turns:
        assert set(turn) <= KNOWN_KEYS, f"unknown key in {turn}"
        replies = person.say(turn["say"]) if "say" in turn else person.press(turn["press"])
        assert replies, f"no reply to {turn}"
        if due:
            given = {(one["eligibility"] or {}).get("verdict") for one in replies}
            assert given <= {None, "cannot_tell"}, f"{turn}: judged by rules due for review"
            continue
        if turn.get("beside"):  # a question beside a check: its answer, then ours again
            assert replies[-1]["kind"] == "question", f"the check does not go on after {turn}"
        _check(turn, replies[0] if turn.get("beside") else replies[-1])


def rules_are_due(programme: str) -> bool:
    """Tell whether a programme's rules are past their review (`make test-later`).

    They then decide nothing, and the conversations that were written before end in no verdict.
    """
    knowledge = live_knowledge().at_hand()
    found = knowledge.content.programmes.get(programme)
    rules = criteria_of(knowledge, found) if found else ()
    return any(knowledge.stale(rule, date.today()) for rule in rules)


def _check(turn: dict[str, Any], reply: dict[str, Any]) -> None:
    told = f"\n{turn}\n{reply['kind']}: {reply['text']}"
    text = plain(reply["text"])
    if "kind" in turn:
        kinds = turn["kind"] if isinstance(turn["kind"], list) else [turn["kind"]]
        assert reply["kind"] in kinds, told
    for part in turn.get("contains", []):
        assert plain(part) in text, f"{part!r} is missing{told}"
    if "contains_any" in turn:
        assert any(plain(part) in text for part in turn["contains_any"]), told
    for part in turn.get("lacks", []):
        assert plain(part) not in text, f"{part!r} should not stand there{told}"
    assert set(turn.get("sources", [])) <= {source["id"] for source in reply["sources"]}, told
    shown = {contact["value"] for contact in reply["contacts"]}
    for value in turn.get("contacts", []):
        assert value in shown or plain(value) in text, f"{value} is missing{told}"
    if "verdict" in turn:
        assert (reply["eligibility"] or {}).get("verdict") == turn["verdict"], told
    for key in ("programme", "language", "asks"):
        if key in turn:
            assert reply[key] == turn[key], told
    if reply["kind"] in ("answer", "eligibility"):
        assert reply["sources"], f"an answer without source{told}"


def plain(text: str) -> str:
    """Fold case, accents and kinds of blanks."""
    decomposed = unicodedata.normalize("NFKD", str(text))
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return " ".join(folded.replace("’", "'").split())
