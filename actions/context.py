"""What a message is about: what it names, and what the turns before it were about. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.words import AROUND, LINE, MINE, PLACE, SECOND, SHORT, SOMEBODY, THERE, THEY, WHAT_IS
from knowledge.answers import OF_PROGRAMMES, USUAL, Knowledge, Question
from knowledge.names import fold

OF_OFFICES = frozenset({"contact_office", "contact_headquarters", "address_hours"})
# What a question still means after another: a benefit from the state, not from the programme;
# since when a person or the organisation, not a programme.
STILL = {
    ("legal", "benefits"): "legal",
    ("return", "results"): "benefits",
    ("contact_headquarters", "person"): "iom_structure",
    ("contact_office", "site"): "contact_office",
    ("iom", "background"): "iom",
    ("iom", "countries"): "iom_figures",
    ("iom", "duration"): "iom_figures",
    ("iom", "person"): "iom_structure",
    ("iom", "results"): "iom_figures",
    ("iom_figures", "countries"): "iom_figures",
    ("iom_figures", "person"): "iom_structure",
    ("iom_figures", "results"): "iom_figures",
    ("iom_figures", "duration"): "iom_figures",
    ("iom_structure", "duration"): "iom_figures",
    ("person", "duration"): "person",
    ("person", "status"): "person",
    ("person", "successor"): "person",
}
HERE = "NL"  # where the people live whom the programmes are for
HOME = frozenset({"avrr_nl", "counter_trafficking_nl"})  # what comes beside REAN when going home
Entities = Sequence[Mapping[str, Any]]


def danger_before(parsed: Mapping[str, Any]) -> str | None:
    """Return the kind of danger that was answered right before a message; the gateway says it."""
    return (parsed.get("metadata") or {}).get("danger")


def question_of(aspect: str, text: str, entities: Entities, slots: Mapping[str, Any]) -> Question:
    """Put together what was named now and what carries over from before."""
    named, before = programme_named(entities), slots.get("aspect") or ""
    others = named or _first(entities, "country") or _first(entities, "person")
    still = None if others else STILL.get((before, aspect))
    if aspect == "family" and before in OF_PROGRAMMES and MINE.search(fold(text)):
        still = "benefits"
    if aspect == "family" and before == "eligibility" and _first(entities, "country"):
        still = "eligibility"  # "and my husband, who is Serbian?"
    if aspect == "legal" and named and "permit" in _details(entities):
        still = "eligibility"  # whether the programme asks for one; not what becomes of it
    aspect = still or aspect
    carries = aspect in OF_PROGRAMMES or (aspect == "return" and slots.get("programme") in HOME)
    country = next(iter(countries := _countries(entities)), None)
    if country is None and carries and THERE.search(fold(text)):
        country = slots.get("country")
    return Question(
        aspect=aspect,
        programme=named or (slots.get("programme") if carries else None),
        country=country,
        office=_first(entities, "office") or _office_before(aspect, text, entities, slots),
        person=_first(entities, "person") or _person_before(aspect, text, still, slots),
        details=_details(entities),
        countries=countries,
    )


def _office_before(
    aspect: str, text: str, entities: Entities, slots: Mapping[str, Any]
) -> str | None:
    goes_on = aspect in OF_OFFICES and slots.get("aspect") in OF_OFFICES
    about_it = len(text.split()) <= SHORT or THEY.search(fold(text))
    return slots.get("office") if goes_on and not entities and about_it else None


def _person_before(
    aspect: str, text: str, still: str | None, slots: Mapping[str, Any]
) -> str | None:
    meant = aspect == "person" and (still or SOMEBODY.search(fold(text)))
    return slots.get("person") if meant else None


def phase_meant(question: Question, text: str, knowledge: Knowledge) -> str | None:
    """Return the programme asked about; after a first phase "the second one" is its successor.

    Who asks what followed still asks about the first: "which was the next phase?"
    """
    carried = knowledge.content.programmes.get(question.programme or "")
    asks_what_followed = question.aspect == "successor"
    if carried and carried.first_phase and not asks_what_followed and SECOND.search(fold(text)):
        return carried.successor
    return question.programme


def is_of_another(question: Question, entities: Entities, knowledge: Knowledge) -> bool:
    """Tell whether the programme carried over has nothing to do with the question.

    Figures by country are those of one programme; a service has no sectors or assignments.
    """
    if question.programme is None or programme_named(entities) is not None:
        return False
    unit = knowledge.answer(question)
    if question.aspect == "results" and knowledge.figures(question):
        return unit is None
    carried = knowledge.content.programmes.get(question.programme)
    vain = unit is None or (unit.kind == "not_known" and not unit.programmes)
    return carried is not None and carried.service and vain


def is_half(text: str, entities: Entities) -> bool:
    """Tell whether a message only names something: "no, the pilot", "Georgia?"."""
    if WHAT_IS.match(fold(text)):
        return False
    named = [e for e in entities if e.get("entity") in ("programme", "country")]
    rest = list(fold(text))
    for entity in named:
        start, end = int(entity.get("start", 0)), int(entity.get("end", 0))
        rest[start:end] = " " * (end - start)
    return bool(named) and set(re.findall(r"\w+", "".join(rest))) <= AROUND


def follow_up(
    text: str, entities: Entities, slots: Mapping[str, Any], knowledge: Knowledge
) -> Question | None:
    """Turn half a question ("and Serbia?") into a whole one; None when nothing came before it."""
    aspect = slots.get("aspect")
    if aspect is None and not entities:
        return None
    if of_office := _of_office(aspect, fold(text), entities):
        question = question_of(of_office, text, entities, {})
        if question.country:
            return replace(question, aspect="contact_office")
        return replace(question, office=question.office or slots.get("office"))
    if aspect not in OF_PROGRAMMES:
        aspect = _other_aspect(aspect, entities)
    question = question_of(aspect, text, entities, slots)
    if question.country and not _knows_country(knowledge, question):
        question = replace(question, aspect="country")
    if question.country is None and programme_named(entities) and slots.get("country"):
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
    return aspect if aspect in OF_OFFICES else "contact_office"


def _other_aspect(aspect: str | None, entities: Entities) -> str:
    """Return what half a question means after an answer that was on no programme."""
    if _first(entities, "country"):
        return "country"
    return "programme" if aspect is None or programme_named(entities) else aspect


def _knows_country(knowledge: Knowledge, question: Question) -> bool:
    unit = knowledge.answer(question)
    return unit is not None and unit.country is not None


def _all(entities: Entities, kind: str) -> list[str]:
    return [e["value"] for e in entities if e.get("entity") == kind]


def _details(entities: Entities) -> tuple[str, ...]:
    """Return the details, that with the longest words first: it says most."""
    by_length = sorted(entities, key=lambda e: int(e.get("start", 0)) - int(e.get("end", 0)))
    return tuple(dict.fromkeys(_all(by_length, "detail")))


def _first(entities: Entities, kind: str) -> str | None:
    return next(iter(_all(entities, kind)), None)


def _countries(entities: Entities) -> tuple[str, ...]:
    """Return the countries named; who goes from the Netherlands to another one asks about that."""
    named = tuple(dict.fromkeys(_all(entities, "country")))
    return tuple(code for code in named if code != HERE) or named


def programme_named(entities: Entities) -> str | None:
    """Return the programme that a message names; of two the one that says more."""
    found = _all(entities, "programme")
    # "the TRQN pilot" names both; the usual one is the wider word.
    return next((value for value in found if value != USUAL), found[0] if found else None)
