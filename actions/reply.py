"""From a unit of the knowledge to the reply that the gateway stores and shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from knowledge.answers import Knowledge, Question
from knowledge.models import LANGUAGES, Bilingual, Language, Source, Unit

Reply = dict[str, Any]
# Sources named with their title, then without; the message carries all of them, with their dates.
IN_FULL, BY_PUBLISHER = 2, 3
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
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
        filled[language] = text[:1].upper() + text[1:]
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


def source_reply(unit: Unit, knowledge: Knowledge, programme: str | None) -> Reply:
    """Return where an answer came from, and how old that is."""
    ids = _sources_of_what_was_said(unit, knowledge)
    return {
        "kind": "answer",
        "text": {language: _origin(ids, knowledge, language) for language in LANGUAGES},
        "sources": sources(knowledge, ids),
        "contacts": [],
        "buttons": buttons(knowledge, unit.buttons),
        "programme": programme,
        "asks": None,
        "eligibility": None,
        "category": None,
    }


def _sources_of_what_was_said(unit: Unit, knowledge: Knowledge) -> list[str]:
    """Return the sources of a unit; that of the line to call only where the line is the answer.

    Sources stand in the order of what is said: the first one is that of the answer itself.
    """
    named = (knowledge.content.contacts[key] for key in unit.contacts)
    of_contacts = {source for contact in named for source in contact.sources}
    ids = [citation.id for citation in unit.sources]
    return ids[:1] + [key for key in ids[1:] if key not in of_contacts]


def _origin(ids: Sequence[str], knowledge: Knowledge, language: Language) -> str:
    """Name the first sources in full, so many as can be read at once, the others by publisher."""
    opening = {"fr": "Cette réponse vient de :", "en": "That answer comes from:"}
    also = {"fr": "et aussi :", "en": "and also:"}
    cited = [knowledge.content.sources[key] for key in ids]
    lines = [opening[language]]
    lines += [_in_full(source, language) for source in cited[:IN_FULL]]
    others: dict[str, list[str]] = {}  # the years by publisher, each named once
    for source in cited[IN_FULL:]:
        years = others.setdefault(source.publisher, [])
        years += {_year(source, language)} - {*years}
    if others:
        named = [f"{who} ({', '.join(years)})" for who, years in others.items()]
        lines.append(f"– {also[language]} {', '.join(named[:BY_PUBLISHER])}")
    return "\n".join(lines)


def _in_full(source: Source, language: Language) -> str:
    quoted = {"fr": f"« {source.title} »", "en": f"“{source.title}”"}[language]
    if source.note and not source.published:
        return f"– {quoted}, {source.publisher} ({getattr(source.note, language)})"
    return f"– {quoted}, {source.publisher} ({_day(source, language)})"


def _year(source: Source, language: Language) -> str:
    undated = {"fr": "non daté", "en": "undated"}[language]
    return source.published[:4] if source.published else undated


def _day(source: Source, language: Language) -> str:
    """Return the date of a source as exactly as it is known, the month in words."""
    year, *rest = (source.published or "").split("-")
    if not rest:
        return _year(source, language)
    month = MONTHS[language].split()[int(rest[0]) - 1]
    day = [str(int(number)) for number in rest[1:]]
    first = ["1er"] if day == ["1"] and language == "fr" else day
    return " ".join([*first, month, year])


def sources(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return sources as the message carries them."""
    shown = ("title", "url", "published", "verified", "note")
    return [
        {"id": key, **knowledge.content.sources[key].model_dump(mode="json", include=set(shown))}
        for key in ids
    ]


def contacts(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return contacts as the message carries them."""
    ours = {"facts", "sources"}
    return [knowledge.content.contacts[key].model_dump(mode="json", exclude=ours) for key in ids]


def buttons(knowledge: Knowledge, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return buttons as the message carries them."""
    return [{"id": key, "label": knowledge.content.buttons[key].label.model_dump()} for key in ids]
