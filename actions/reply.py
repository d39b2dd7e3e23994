"""From a unit of the knowledge to the reply that the gateway stores and shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from knowledge.answers import Knowledge, Question
from knowledge.models import LANGUAGES, Bilingual, Language, Source, Unit

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
    if unit.tells_of:
        return unit.tells_of
    if question.programme and (not unit.programmes or question.programme in unit.programmes):
        return question.programme
    return unit.programmes[0] if unit.programmes else None


def _filled(unit: Unit, question: Question, knowledge: Knowledge) -> dict[str, str]:
    figures = knowledge.figures(question)
    country = unit.country if unit.country not in (None, "*") else question.country
    filled: dict[str, str] = {}
    for language in LANGUAGES:
        named = [f"{_country(knowledge, code, language)} {n}" for code, n in figures.items()]
        places = {
            "{country}": _country(knowledge, country, language),
            "{programme}": _name(knowledge, question.programme, language),
            "{figures}": ", ".join(named),
            "{sum}": str(sum(figures.values())),
            "{difference}": str(
                max(figures.values(), default=0) - min(figures.values(), default=0)
            ),
        }
        text = getattr(unit.text, language)
        for place, words in places.items():
            text = text.replace(place, words)
        filled[language] = text
    return filled


def _country(knowledge: Knowledge, code: str | None, language: Language) -> str:
    names = knowledge.content.countries.get(code or "")
    return getattr(names, language)[0] if names else ""


def _name(knowledge: Knowledge, programme_id: str | None, language: Language) -> str:
    programme = knowledge.content.programmes.get(programme_id or "")
    if programme is None:
        return {"fr": "ce programme", "en": "this programme"}[language]
    name: str = getattr(programme.name, language)
    return name


def source_reply(unit: Unit, knowledge: Knowledge, programme: str | None) -> Reply:
    """Return where an answer came from, and how old that is."""
    cited = [knowledge.content.sources[citation.id] for citation in unit.sources]
    opening = {"fr": "Cette réponse vient de :", "en": "That answer comes from:"}
    return {
        "kind": "answer",
        "text": {
            language: "\n".join([opening[language], *(_told(s, language) for s in cited)])
            for language in LANGUAGES
        },
        "sources": sources(knowledge, (citation.id for citation in unit.sources)),
        "contacts": [],
        "buttons": buttons(knowledge, unit.buttons),
        "programme": programme,
        "asks": None,
        "eligibility": None,
        "category": None,
    }


def _told(source: Source, language: Language) -> str:
    if source.published:
        dated = source.published[:4]
    elif source.note:
        dated = getattr(source.note, language)
    else:
        dated = {"fr": "non daté", "en": "undated"}[language]
    quoted = {"fr": f"« {source.title} »", "en": f"“{source.title}”"}[language]
    return f"– {quoted}, {source.publisher} ({dated})"


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
