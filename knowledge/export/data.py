"""Programmes and offices as the HTTP contract has them. Pure: a release in, JSON out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Bilingual, Language, Reviewed, Told
from knowledge.models import Office, Programme, Unit
from knowledge.names import fold
from knowledge.reply import contacts, sources

Json = dict[str, Any]
OPENNESS = {"active": "open", "ended": "closed", "unknown": "unknown"}


def release_of(knowledge: Knowledge) -> Json:
    """Return which release answers, and whether a newer one may exist."""
    loaded = knowledge.loaded_at
    return {
        "id": knowledge.release,
        "loaded_at": loaded.strftime("%Y-%m-%dT%H:%M:%SZ") if loaded else None,
        "current": knowledge.current,
    }


def programmes(
    knowledge: Knowledge, query: str = "", country: str = "", status: str = ""
) -> Iterator[Programme]:
    """Yield the programmes that fit all filters that are given.

    `country`: from or to where a programme goes, or where its people live.
    """
    for programme in knowledge.content.programmes.values():
        fits = (
            status in ("", OPENNESS[programme.status]),
            not country or country in (*programme.countries, *programme.residence),
            says(query, programme.name, programme.summary, _aliases(programme)),
        )
        if all(fits):
            yield programme


def offices(knowledge: Knowledge, query: str = "", country: str = "") -> Iterator[Office]:
    """Yield the offices that fit all filters that are given."""
    for office in knowledge.content.offices.values():
        if country in ("", office.country) and says(query, office.name, _aliases(office)):
            yield office


def _aliases(named: Programme | Office) -> str:
    return " ".join((*named.aliases.fr, *named.aliases.en))


def says(query: str, *texts: Bilingual | str) -> bool:
    """Tell whether every word of a query is in the texts, in either language."""
    whole = fold(" ".join(t if isinstance(t, str) else f"{t.fr} {t.en}" for t in texts))
    return all(word in whole for word in fold(query).split())


def programme_data(programme: Programme, knowledge: Knowledge) -> Json:
    """Return what a programme is, without its facts."""
    return {
        "id": programme.id,
        "name": programme.name.model_dump(),
        "acronym": programme.acronym,
        "status": OPENNESS[programme.status],
        "ended": programme.ended,
        "summary": programme.summary.model_dump(),
        "countries": programme.countries,
        "residence": programme.residence,
        "topics": [
            {"id": key, "name": knowledge.content.taxonomy[key].name.model_dump()}
            for key in programme.topics
        ],
        "successor": programme.successor,
        "steps": _told(programme.steps, knowledge),
        "documents": _told(programme.documents, knowledge),
        **_reviewed(programme, knowledge),
    }


def office_data(office: Office, knowledge: Knowledge) -> Json:
    """Return what an office is and how it is reached."""
    city = office.city
    return {
        "id": office.id,
        "name": office.name.model_dump(),
        "city": city if isinstance(city, str) else city.model_dump(),
        "country": office.country,
        "contacts": contacts(knowledge, office.contacts),
        **_reviewed(office, knowledge),
    }


def facts_of(units: Iterable[Unit], knowledge: Knowledge, today: date) -> list[Json]:
    """Return what is told of something, each text once, with its sources."""
    told: dict[str, Json] = {}
    for unit in units:
        # A text with a gap is filled by a question; without one it says nothing.
        if unit.servable and unit.kind == "answer" and "{" not in unit.text.fr:
            told.setdefault(unit.text.fr, fact_data(unit, knowledge, today))
    return list(told.values())


def fact_data(unit: Unit, knowledge: Knowledge, today: date) -> Json:
    """Return one answer as data; `due` says that it is past its review."""
    return {
        "id": unit.id,
        "kind": unit.kind,
        "about": unit.aspect,
        "programmes": unit.programmes,
        "country": unit.country if unit.country != "*" else None,
        "text": unit.text.model_dump(),
        "due": knowledge.stale(unit, today),
        "contacts": contacts(knowledge, unit.contacts),
        **_reviewed(unit, knowledge),
    }


def _reviewed(item: Reviewed, knowledge: Knowledge) -> Json:
    return {
        "written": {language: str(getattr(item.written, language)) for language in LANGUAGES},
        "sources": sources(knowledge, (cited.id for cited in item.sources)),
    }


def _told(found: Iterable[Told], knowledge: Knowledge) -> list[Json]:
    return [
        {
            "text": one.text.model_dump(),
            "sources": sources(knowledge, (cited.id for cited in one.sources)),
        }
        for one in found
    ]


def in_language(body: Any, language: Language | None) -> Any:
    """Return data with what stands in both languages in one; None: as it is."""
    if language is None:
        return body
    if isinstance(body, list):
        return [in_language(one, language) for one in body]
    if not isinstance(body, dict):
        return body
    if body.keys() == set(LANGUAGES):
        return body[language]
    return {key: in_language(value, language) for key, value in body.items()}
