"""The question of a check as a message, with its buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actions.checking import ALL, Check, Person
from actions.profile import DONT_KNOW, SAY
from knowledge.answers import Knowledge, Question
from knowledge.basics import LANGUAGES, Citation, Language
from knowledge.eligibility.models import Asked
from knowledge.eligibility.programmes import asked_as
from knowledge.eligibility.verdict import opening
from knowledge.eligibility.vocabulary import IOM
from knowledge.eligibility.words import value_in_words
from knowledge.models import Programme
from knowledge.reply import Reply, buttons, sources

CLOSED = "check_closed"


def question_reply(check: Check, person: Person) -> Reply:
    """Return the message that asks a field; what goes before the question is in the same one."""
    knowledge, field = person.knowledge, str(check.asked)
    programme = knowledge.content.programmes.get(check.programme)
    words = asked_as(knowledge, programme, field)
    return {
        "kind": "question",
        "text": {
            language: "\n".join(_lines(check, programme, words, knowledge, language))
            for language in LANGUAGES
        },
        "sources": sources(knowledge, [one.id for one in _cited(check, programme)]),
        "contacts": [],
        "buttons": [*_choices(knowledge, field), *buttons(knowledge, ["what_exists"])],
        "programme": None if check.programme == ALL else check.programme,
        "asks": field,
        "eligibility": None,
        "category": None,
        # For the gateway: right after a fright, an answer of the check goes on with it.
        "understood": not check.first and check.say not in ("unclear", "side", "why"),
    }


def _lines(
    check: Check,
    programme: Programme | None,
    words: Asked,
    knowledge: Knowledge,
    language: Language,
) -> Iterator[str]:
    if check.first and programme:
        yield from _first(programme, knowledge, language)
    if check.say == "why":
        yield getattr(words.why_we_ask, language)
    elif check.say:
        yield getattr(knowledge.unit(Question(f"check_{check.say}")).text, language)
    yield getattr(words.question, language)
    if check.say == "unclear":
        yield getattr(words.how_to_find_out, language)


def _cited(check: Check, programme: Programme | None) -> list[Citation]:
    return programme.sources if check.first and programme else []


def _first(programme: Programme, knowledge: Knowledge, language: Language) -> Iterator[str]:
    """Yield what the first question of a check is told with: what the programme is, or was."""
    held = programme.eligibility
    if held and held.note and held.note_first:
        yield getattr(held.note, language)
    if programme.status == "active":
        yield getattr(programme.summary, language)
        return
    yield opening(programme, language)
    yield getattr(knowledge.unit(Question(CLOSED)).text, language)


def _choices(knowledge: Knowledge, field: str) -> list[dict[str, Any]]:
    """Return a button for each answer of a closed question, and one for "I don't know"."""
    shape = IOM.fields[field]
    values = ("true", "false") if shape.kind == "flag" else shape.values
    found = [
        {
            "id": f"{SAY}{field}.{value}",
            "label": {one: _label(knowledge, field, value, one) for one in LANGUAGES},
        }
        for value in values
    ]
    unsure = knowledge.content.buttons[DONT_KNOW].label.model_dump()
    return [*found, {"id": f"{SAY}{field}.{DONT_KNOW}", "label": unsure}] if found else []


def _label(knowledge: Knowledge, field: str, value: str, language: Language) -> str:
    truths = {"true": True, "false": False}
    label = value_in_words(field, truths.get(value, value), knowledge.content, language)
    return label[:1].upper() + label[1:]
