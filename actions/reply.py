"""From a unit of the knowledge to the reply that the gateway stores and shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from knowledge.answers import Knowledge, Question
from knowledge.models import Bilingual, Unit

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
        "asks": None,
        "eligibility": None,
        "category": None,
    }


def _programme(unit: Unit, question: Question) -> str | None:
    if question.programme and (not unit.programmes or question.programme in unit.programmes):
        # A figure of the pilot stays the pilot's, also when TRQN was named.
        return unit.programmes[0] if unit.programmes else question.programme
    return unit.programmes[0] if unit.programmes else None


def _filled(unit: Unit, question: Question, knowledge: Knowledge) -> dict[str, str]:
    return {
        language: getattr(unit.text, language)
        .replace("{country}", _country(knowledge, question.country, language))
        .replace("{programme}", _name(knowledge, question.programme, language))
        for language in ("fr", "en")
    }


def _country(knowledge: Knowledge, code: str | None, language: str) -> str:
    names = knowledge.content.countries.get(code or "")
    return getattr(names, language)[0] if names else ""


def _name(knowledge: Knowledge, programme_id: str | None, language: str) -> str:
    programme = knowledge.content.programmes.get(programme_id or "")
    if programme is None:
        return {"fr": "ce programme", "en": "this programme"}[language]
    name: str = getattr(programme.name, language)
    return name


def sources(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return sources as the message carries them."""
    shown = ("title", "url", "published", "verified", "note")
    return [
        {"id": key, **knowledge.content.sources[key].model_dump(mode="json", include=set(shown))}
        for key in ids
    ]


def contacts(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return contacts as the message carries them."""
    return [
        knowledge.content.contacts[key].model_dump(mode="json", exclude={"facts"}) for key in ids
    ]


def buttons(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return buttons as the message carries them."""
    return [{"id": key, "label": knowledge.content.buttons[key].label.model_dump()} for key in ids]
