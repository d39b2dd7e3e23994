"""What a message is about: what it names, and what the turns before it were about. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from knowledge.answers import OF_PROGRAMMES, USUAL, Knowledge, Question
from knowledge.names import fold

# Words that point back at the country named before.
THERE = re.compile(
    r"\b(there|this country|that country|la-bas|la bas|ce pays|y a-t-il eu|y sont)\b"
)


def question_of(
    aspect: str, text: str, entities: Sequence[Mapping[str, Any]], slots: Mapping[str, Any]
) -> Question:
    """Put together what was named now and what carries over from before."""
    carries = aspect in OF_PROGRAMMES
    named = _programme(entities)
    country = _first(entities, "country")
    if country is None and carries and THERE.search(fold(text)):
        country = slots.get("country")
    return Question(
        aspect=aspect,
        programme=named or (slots.get("programme") if carries else None),
        country=country,
        office=_first(entities, "office"),
        person=_first(entities, "person"),
    )


def follow_up(
    text: str,
    entities: Sequence[Mapping[str, Any]],
    slots: Mapping[str, Any],
    knowledge: Knowledge,
) -> Question | None:
    """Turn half a question ("and Serbia?") into a whole one; None when nothing came before it."""
    aspect = slots.get("aspect")
    if aspect is None and not entities:
        return None
    if _first(entities, "office") and aspect not in OF_PROGRAMMES:
        return question_of(aspect or "contact_office", text, entities, slots)
    if aspect not in OF_PROGRAMMES:
        aspect = "country" if _first(entities, "country") else "programme"
    question = question_of(aspect, text, entities, slots)
    if question.country and not _knows_country(knowledge, question):
        question = replace(question, aspect="country")
    if question.country is None and _programme(entities) and slots.get("country"):
        # "and in the pilot?" after a question on Sudan still means Sudan.
        kept = replace(question, country=slots["country"])
        question = kept if _knows_country(knowledge, kept) else question
    return question


def _knows_country(knowledge: Knowledge, question: Question) -> bool:
    unit = knowledge.answer(question)
    return unit is not None and unit.country is not None


def _first(entities: Sequence[Mapping[str, Any]], kind: str) -> str | None:
    return next((e["value"] for e in entities if e.get("entity") == kind), None)


def _programme(entities: Sequence[Mapping[str, Any]]) -> str | None:
    found = [e["value"] for e in entities if e.get("entity") == "programme"]
    # "the TRQN pilot" names both; the usual one is the wider word.
    return next((value for value in found if value != USUAL), found[0] if found else None)
