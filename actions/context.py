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
# Aspects that one word tells apart once an office is the subject: "and the phone?"
LINE = re.compile(
    r"\b(phone|tel|telephone|number|numero|num|mail|e-?mail|courriel|fax|whatsapp|joindre|reach)\b"
)
PLACE = re.compile(
    r"\b(address|adresse|street|rue|hours?|heures?|horaires?|open|ouverts?|where|ou est)\b"
)
OF_OFFICES = frozenset({"contact_office", "contact_headquarters", "address_hours"})
# What "and …?" still means after the first: a benefit from the state, not from the programme.
STILL = {("legal", "benefits"): "legal"}
Entities = Sequence[Mapping[str, Any]]


def question_of(aspect: str, text: str, entities: Entities, slots: Mapping[str, Any]) -> Question:
    """Put together what was named now and what carries over from before."""
    named = _programme(entities)
    if named is None:
        aspect = STILL.get((slots.get("aspect") or "", aspect), aspect)
    carries = aspect in OF_PROGRAMMES
    country = _first(entities, "country")
    if country is None and carries and THERE.search(fold(text)):
        country = slots.get("country")
    return Question(
        aspect=aspect,
        programme=named or (slots.get("programme") if carries else None),
        country=country,
        office=_first(entities, "office"),
        person=_first(entities, "person"),
        details=frozenset(_all(entities, "detail")),
        countries=tuple(dict.fromkeys(_all(entities, "country"))),
    )


def follow_up(
    text: str, entities: Entities, slots: Mapping[str, Any], knowledge: Knowledge
) -> Question | None:
    """Turn half a question ("and Serbia?") into a whole one; None when nothing came before it."""
    aspect = slots.get("aspect")
    if aspect is None and not entities:
        return None
    if of_office := _of_office(aspect, fold(text), entities):
        question = question_of(of_office, text, entities, {})
        return replace(question, office=question.office or slots.get("office"))
    if aspect not in OF_PROGRAMMES:
        aspect = _other_aspect(aspect, entities)
    question = question_of(aspect, text, entities, slots)
    if question.country and not _knows_country(knowledge, question):
        question = replace(question, aspect="country")
    if question.country is None and _programme(entities) and slots.get("country"):
        # "and in the pilot?" after a question on Sudan still means Sudan.
        kept = replace(question, country=slots["country"])
        question = kept if _knows_country(knowledge, kept) else question
    return question


def _of_office(aspect: str | None, folded: str, entities: Entities) -> str | None:
    named = _first(entities, "office")
    if named is None and aspect not in OF_OFFICES:
        return None
    if named is not None and aspect in OF_PROGRAMMES:
        return None
    if LINE.search(folded):
        return "contact_office"
    if PLACE.search(folded):
        return "address_hours"
    return aspect or "contact_office"


def _other_aspect(aspect: str | None, entities: Entities) -> str:
    """Return what half a question means after an answer that was on no programme."""
    if _first(entities, "country"):
        return "country"
    return "programme" if aspect is None or _programme(entities) else aspect


def _knows_country(knowledge: Knowledge, question: Question) -> bool:
    unit = knowledge.answer(question)
    return unit is not None and unit.country is not None


def _all(entities: Entities, kind: str) -> list[str]:
    return [e["value"] for e in entities if e.get("entity") == kind]


def _first(entities: Entities, kind: str) -> str | None:
    return next(iter(_all(entities, kind)), None)


def _programme(entities: Entities) -> str | None:
    found = _all(entities, "programme")
    # "the TRQN pilot" names both; the usual one is the wider word.
    return next((value for value in found if value != USUAL), found[0] if found else None)
