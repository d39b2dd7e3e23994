"""What a model cannot see alone: links between entries, parity of the languages, what is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.answers import ANY
from knowledge.basics import LANGUAGES, Bilingual, Reviewed
from knowledge.eligibility.checks import wordless
from knowledge.files import Loc
from knowledge.links import links_of
from knowledge.models import Content, Unit

Ids = Mapping[str, AbstractSet[str]]
# Kinds that state nothing of their own may stand without a source.
NEEDS_SOURCE = frozenset({"answer"})
# The newest text that ships was written on this day: a clock behind it is wrong, not the text.
SHIPPED = date(2026, 11, 29)
ENDED_LINES = ("+31 70 318 15 00", "iomthehague@iom.int", "+31 88 746 44 66")
NEEDS_LINE = frozenset({"not_known", "handoff"})
MOST_WORDS = 80
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
ADDRESS = re.compile(
    r"[\w.-]+@[\w.-]+\w|\b(?:[a-z0-9-]+\.)+(?:int|nl|org|com|ma|gov|sl|ba)\b[\w/.-]*"
)
PLACES = {"{programme}", "{country}", "{the_country}"} | {
    "{most}",
    "{the_most}",
    "{least}",
    "{the_least}",
    "{figures}",
    "{sum}",
    "{share}",
    "{difference}",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with an entry, in which of its fields."""

    entry: tuple[str, str]
    field: Loc
    text: str


def problems_of(content: Content, ids: Ids, today: date | None) -> Iterator[Problem]:
    """Yield every fault between the entries.

    `ids` are those of all entries, also of those that could not be read: one fault is enough.
    """
    for field, key, links in links_of(content):
        for name, kind, wanted in links:
            for one in wanted:
                if one not in ids.get(kind, ()):
                    text = f"{one!r} is not in {kind}; correct the id or add the entry"
                    yield Problem((field, key), (name,), text)
    for unit in content.units.values():
        for loc, text in (*_owed(unit), *_of_programme(unit, content), *_parity(unit.text)):
            yield Problem(("units", unit.id), loc, text)
    for field, entries in (("programmes", content.programmes), ("offices", content.offices)):
        for key, entry in entries.items():
            if not (entry.facts and entry.sources):
                yield Problem((field, key), ("sources",), "needs facts and sources; add both")
    for key, programme in content.programmes.items():
        for text in wordless(programme, content):
            yield Problem(("programmes", key), ("eligibility",), text)
    for key, names in content.countries.items():
        for language in (one for one in LANGUAGES if not getattr(names, one)):
            yield Problem(("countries", key), (language,), "has no name; write the one shown first")
    yield from _dates(content, today)
    yield from _double_aliases(content)


def _owed(unit: Unit) -> Iterator[tuple[Loc, str]]:
    if unit.kind in NEEDS_SOURCE and not (unit.sources and unit.facts):
        yield ("sources",), "an answer needs facts and sources; add both, or change kind"
    if unit.aspect == ANY and not unit.detail:
        yield ("detail",), "an answer to any aspect needs one; add it or name the aspect"
    for language in LANGUAGES:
        text = getattr(unit.text, language)
        if unit.kind in NEEDS_LINE and not has_line(text):
            yield ("text", language), f"no contact line; add {ENDED_LINES[0]}"
        if (words := len(words_of(text))) > MOST_WORDS:
            yield ("text", language), f"{words} words; say it in {MOST_WORDS}"
        for place in set(re.findall(r"\{.*?\}", text)) - PLACES:
            yield ("text", language), f"{place} stands for nothing; write one of {sorted(PLACES)}"


def _of_programme(unit: Unit, content: Content) -> Iterator[tuple[Loc, str]]:
    named = [content.programmes[key] for key in unit.programmes if key in content.programmes]
    if all(programme.status == "active" for programme in named):
        return
    for language in LANGUAGES:
        if not has_line(getattr(unit.text, language)):
            yield (
                ("text", language),
                (f"the programme is not active and no line is named; add {ENDED_LINES[0]}"),
            )


def has_line(text: str) -> bool:
    """Tell whether a text names one of IOM's lines in the Netherlands."""
    return any(line in text for line in ENDED_LINES)


def words_of(text: str) -> list[str]:
    """Return the words of a text; a dash or a bracket is none."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def _parity(text: Bilingual) -> Iterator[tuple[Loc, str]]:
    for what, found in (("figures", figures), ("addresses", addresses)):
        odd = found(text.fr) ^ found(text.en)
        if odd:
            yield (
                ("text",),
                (
                    f"{what} differ between French and English: {', '.join(sorted(odd))};"
                    " write the same in both"
                ),
            )


def figures(text: str) -> set[str]:
    """Return the numbers of a text, without regard to how a language groups digits."""
    return {re.sub(r"\D", "", found.group()) for found in NUMBER.finditer(text)}


def addresses(text: str) -> set[str]:
    """Return the sites and e-mail addresses of a text."""
    return {found.group().rstrip(".") for found in ADDRESS.finditer(text)}


def _dates(content: Content, today: date | None) -> Iterator[Problem]:
    fields: dict[str, Mapping[str, Reviewed]] = {
        "units": content.units,
        "programmes": content.programmes,
        "offices": content.offices,
    }
    for field, entries in fields.items():
        for key, entry in entries.items():
            if today and max(entry.written.fr, entry.written.en) > max(today, SHIPPED):
                text = "is in the future; give the day on which the text was written"
                yield Problem((field, key), ("written",), text)
            if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
                text = "ends before it begins; correct one of the days"
                yield Problem((field, key), ("valid_to",), text)


def _double_aliases(content: Content) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    named: dict[str, Mapping[str, Any]] = {
        "programmes": content.programmes,
        "offices": content.offices,
    }
    for field, entries in named.items():
        for key, item in entries.items():
            for alias in {a.lower() for a in (*item.aliases.fr, *item.aliases.en)}:
                if owner.setdefault(alias, key) != key:
                    text = f"{alias!r} also names {owner[alias]}; keep one"
                    yield Problem((field, key), ("aliases",), text)
