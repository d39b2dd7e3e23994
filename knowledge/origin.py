"""Where an answer comes from, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.days import in_words
from knowledge.models import Source, Unit
from knowledge.reply import Reply, buttons, sources

# Sources named with their title, then without; the message carries all of them, with their dates.
IN_FULL, BY_PUBLISHER = 2, 3


def source_reply(unit: Unit, knowledge: Knowledge, programme: str | None) -> Reply:
    """Return where an answer came from, and how old that is."""
    ids = _sources_of_what_was_said(unit, knowledge)
    return origin_reply(ids, knowledge, programme, unit.buttons)


def origin_reply(
    ids: Sequence[str], knowledge: Knowledge, programme: str | None, following: Sequence[str]
) -> Reply:
    """Return the message that names sources; `following` are its buttons."""
    return {
        "kind": "answer",
        "text": {language: _origin(ids, knowledge, language) for language in LANGUAGES},
        "sources": sources(knowledge, ids),
        "contacts": [],
        "buttons": buttons(knowledge, following),
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
    lines += [in_full(source, language) for source in cited[:IN_FULL]]
    others: dict[str, list[str]] = {}  # the years by publisher, each named once
    for source in cited[IN_FULL:]:
        years = others.setdefault(source.publisher, [])
        years += {_year(source, language)} - {*years}
    if others:
        named = [f"{who} ({', '.join(years)})" for who, years in others.items()]
        lines.append(f"– {also[language]} {', '.join(named[:BY_PUBLISHER])}")
    return "\n".join(lines)


def in_full(source: Source, language: Language) -> str:
    """Return a source as it is cited: title, publisher, and its date or what is known of it."""
    quoted = {"fr": f"« {source.title} »", "en": f"“{source.title}”"}[language]
    if source.note and not source.published:
        return f"– {quoted}, {source.publisher} ({getattr(source.note, language)})"
    return f"– {quoted}, {source.publisher} ({_day(source, language)})"


def _year(source: Source, language: Language) -> str:
    undated = {"fr": "non daté", "en": "undated"}[language]
    return source.published[:4] if source.published else undated


def _day(source: Source, language: Language) -> str:
    """Return the date of a source as exactly as it is known, the month in words."""
    return in_words(source.published, language) or _year(source, language)
