"""From a unit of the knowledge to the reply that the gateway stores and shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from knowledge.answers import Knowledge, Question
from knowledge.basics import LANGUAGES, Bilingual, Language
from knowledge.models import Unit

Reply = dict[str, Any]
OLD = Bilingual(
    fr="Cette information date un peu : vérifiez au +31 70 318 15 00.",
    en="This information is getting old: please check on +31 70 318 15 00.",
)


def reply_from(unit: Unit, question: Question, knowledge: Knowledge, today: date) -> Reply:
    """Return the bilingual reply of a unit, with its sources, contacts and next steps."""
    text = _filled(unit, question, knowledge)
    if knowledge.stale(unit, today) and unit.kind not in ("smalltalk", "out_of_scope"):
        text = {language: f"{words}\n{getattr(OLD, language)}" for language, words in text.items()}
    return {
        "kind": unit.kind,
        "text": text,
        "sources": sources(knowledge, (citation.id for citation in unit.sources)),
        "contacts": contacts(knowledge, unit.contacts),
        "buttons": buttons(knowledge, unit.buttons),
        "programme": _programme(unit, question),
        "office": unit.office or question.office or office_of(knowledge, unit.contacts),
        "asks": None,
        "eligibility": None,
        "category": None,
    }


def _programme(unit: Unit, question: Question) -> str | None:
    if unit.tells_of:
        return unit.tells_of
    if question.programme and (not unit.programmes or question.programme in unit.programmes):
        return question.programme
    return unit.programmes[0] if unit.programmes else None


def _filled(unit: Unit, question: Question, knowledge: Knowledge) -> dict[str, str]:
    asked = knowledge.published(question)
    figures = dict(sorted(asked.items(), key=lambda one: one[1], reverse=True))
    most, least = next(iter(figures), None), next(reversed(figures), None)
    country = unit.country if unit.country not in (None, "*") else question.country
    filled: dict[str, str] = {}
    for language in LANGUAGES:
        named = [f"{_country(knowledge, code, language)} {n}" for code, n in figures.items()]
        places = {
            "{most}": _country(knowledge, most, language),
            "{the_most}": _the_country(knowledge, most, language),
            "{least}": _country(knowledge, least, language),
            "{the_least}": _the_country(knowledge, least, language),
            "{country}": _country(knowledge, country, language),
            "{the_country}": _the_country(knowledge, country, language),
            "{programme}": _name(knowledge, question.programme, language),
            "{figures}": ", ".join(named),
            "{sum}": str(sum(figures.values())),
            "{share}": _share(sum(figures.values()), knowledge.total(), language),
            "{difference}": str(
                max(figures.values(), default=0) - min(figures.values(), default=0)
            ),
        }
        text = getattr(unit.text, language)
        for place, words in places.items():
            text = text.replace(place, words)
        # What was filled in may be an article; a name such as iDiaspora begins as it does.
        begins = getattr(unit.text, language).startswith("{")
        filled[language] = text[:1].upper() + text[1:] if begins else text
    return filled


def _share(part: int, whole: int, language: Language) -> str:
    """Write a share in per cent, with one decimal place at most."""
    share = f"{100 * part / whole:.1f}".removesuffix(".0") if whole else ""
    return share.replace(".", ",") if language == "fr" else share


def _country(knowledge: Knowledge, code: str | None, language: Language) -> str:
    names = knowledge.content.countries.get(code or "")
    return getattr(names, language)[0] if names else ""


def _the_country(knowledge: Knowledge, code: str | None, language: Language) -> str:
    names = knowledge.content.countries.get(code or "")
    article = names.the if names and language == "fr" else None
    return article or _country(knowledge, code, language)


def _name(knowledge: Knowledge, programme_id: str | None, language: Language) -> str:
    programme = knowledge.content.programmes.get(programme_id or "")
    if programme is None:
        return {"fr": "ce programme", "en": "this programme"}[language]
    name: str = getattr(programme.name, language)
    return name


def office_of(knowledge: Knowledge, ids: Iterable[str]) -> str | None:
    """Return the office whose line or address comes first among contacts, for who takes a case."""
    offices = knowledge.content.offices.items()
    return next((key for one in ids for key, held in offices if one in held.contacts), None)


def sources(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return sources as the message carries them."""
    shown = ("title", "url", "published", "verified", "note")
    return [
        {"id": key, **knowledge.content.sources[key].model_dump(mode="json", include=set(shown))}
        for key in ids
    ]


def contacts(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return contacts as the message carries them."""
    ours = {"facts", "sources", "called"}
    return [knowledge.content.contacts[key].model_dump(mode="json", exclude=ours) for key in ids]


def buttons(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return buttons as the message carries them."""
    return [{"id": key, "label": knowledge.content.buttons[key].label.model_dump()} for key in ids]
