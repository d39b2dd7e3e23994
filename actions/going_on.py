"""Short messages that go on from what was asked or said last. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.context import Entities, danger_before, follow_up, is_half, question_of
from actions.words import GOES_ON
from knowledge.answers import OF_PROGRAMMES, Knowledge, Question
from knowledge.models import Unit
from knowledge.names import fold

LONGEST = 8  # words
VAGUE = frozenset({"out_of_scope", "not_understood"})
OTHERS = frozenset({"programme", "office", "person"})
NAMING = frozenset({"programme", "country", "detail"})
SURE = 0.5  # confidence of an intent
Parsed = Mapping[str, Any]


def goes_on(
    text: str, entities: Entities, parsed: Parsed, slots: Mapping[str, Any], knowledge: Knowledge
) -> Question | None:
    """Return what a message asks that replies to our question, or only names something."""
    replied = reply_to_asked(text, entities, parsed, slots, knowledge)
    if replied is None and is_half(text, entities):
        return follow_up(text, entities, slots, knowledge)
    return replied


def is_sure(parsed: Parsed) -> bool:
    """Tell whether the intent was understood for sure: what it asks is then more than a word."""
    return float((parsed.get("intent") or {}).get("confidence") or 0.0) >= SURE


def reply_to_asked(
    text: str, entities: Entities, parsed: Parsed, slots: Mapping[str, Any], knowledge: Knowledge
) -> Question | None:
    """Return what a message asks that answers our question ("Which project?" "Somalia").

    Our question is left when the message clearly asks something of its own.
    """
    ours = knowledge.content.units.get(slots.get("asked") or "")
    if ours is None or ours.aspect not in OF_PROGRAMMES | {"return"} or not _names(text, entities):
        return None
    if not is_half(text, entities) and _asks(parsed):
        return None
    question = question_of(ours.aspect, text, entities, slots)
    told = knowledge.answer(question)
    return question if told and told.id != ours.id and _is_of(told, question) else None


def still_of(question: Question, slots: Mapping[str, Any], knowledge: Knowledge) -> Question:
    """Return a question about the same part of a programme as the last, rather than ask which.

    "MIDA Great Lakes, which countries?" "And who pays?"
    """
    told = knowledge.answer(question)
    if told is None or told.kind != "question" or question.programme != slots.get("programme"):
        return question
    country = question.country or slots.get("country")
    details = (*question.details, *(slots.get("details") or ()))
    kept = replace(
        question, country=country, countries=(country,) if country else (), details=details
    )
    narrower = knowledge.answer(kept)
    return kept if narrower and narrower.kind != "question" else question


def narrowed(
    text: str, entities: Entities, slots: Mapping[str, Any], knowledge: Knowledge
) -> Question | None:
    """Return the last question about what a message names now, when there is an answer on that."""
    if slots.get("aspect") is None or not _names(text, entities):
        return None
    question = follow_up(text, entities, slots, knowledge)
    told = knowledge.answer(question) if question else None
    return question if question and told and _is_of(told, question) else None


def of_the_last(
    question: Question,
    text: str,
    entities: Entities,
    parsed: Parsed,
    slots: Mapping[str, Any],
    knowledge: Knowledge,
) -> Question | None:
    """Return the last question about details said now that a message asks nothing else about.

    "He has a UNHCR card" after resettlement; "and if I am married?" after going home.
    """
    aspect, own = slots.get("aspect"), knowledge.answer(question)
    answered = own is not None and own.detail in question.details
    named = any(entity.get("entity") in OTHERS for entity in entities)
    if aspect is None or answered or named or _asks_else(text, question, parsed):
        return None
    last = replace(question, aspect=aspect, programme=slots.get("programme"))
    found = knowledge.answer(last)
    return last if found and found.detail in question.details else None


def _asks_else(text: str, question: Question, parsed: Parsed) -> bool:
    """Tell whether a message is a clear question of its own, and does not begin as one goes on."""
    own = question.aspect not in VAGUE and is_sure(parsed) and danger_before(parsed) is None
    return question.aspect in OF_PROGRAMMES or (own and not GOES_ON.search(fold(text)))


def is_elsewhere(unit: Unit, entities: Entities, slots: Mapping[str, Any]) -> bool:
    """Tell whether an answer leaves the programme talked of, for a message that names nothing."""
    talked_of, about = slots.get("programme"), {*unit.programmes, unit.tells_of} - {None}
    return bool(talked_of and about and talked_of not in about) and not entities


def _names(text: str, entities: Entities) -> bool:
    named = {entity.get("entity") for entity in entities}
    return bool(named & NAMING) and len(text.split()) <= LONGEST


def _asks(parsed: Parsed) -> bool:
    name = str((parsed.get("intent") or {}).get("name"))
    return name.startswith(("ask_", "check_", "compare_", "how_")) and is_sure(parsed)


def _is_of(told: Unit, question: Question) -> bool:
    """Tell whether an answer is about what the question names, and not a general one."""
    return told.kind != "question" and (
        told.detail in question.details
        or (told.country is not None and told.country != "*")
        or question.programme in told.programmes
    )
