"""What a model cannot see alone: links between files, and parity of the two languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.answers import ANY
from knowledge.models import Content, Named, Unit

# Kinds that state nothing of their own may stand without a source.
NEEDS_SOURCE = frozenset({"answer"})
ENDED_LINES = ("+31 70 318 15 00", "iomthehague@iom.int", "+31 88 746 44 66")
NEEDS_LINE = frozenset({"not_known", "handoff"})
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


def faults_of(content: Content) -> list[str]:
    """Return every fault between the entries, as sentences; empty when all is well."""
    return [*_dead_links(content), *_unit_faults(content), *_double_aliases(content)]


def _dead_links(content: Content) -> Iterator[str]:
    for unit in content.units.values():
        where = f"answers: {unit.id}"
        yield from _missing(where, "sources", (c.id for c in unit.sources), content.sources)
        yield from _missing(where, "contacts", unit.contacts, content.contacts)
        yield from _missing(where, "buttons", unit.buttons, content.buttons)
        yield from _missing(where, "programmes", unit.programmes, content.programmes)
        yield from _missing(where, "office", [unit.office] if unit.office else [], content.offices)
        yield from _missing(where, "detail", [unit.detail] if unit.detail else [], content.details)
        about = [one for one in (unit.tells_of, unit.leads_to) if one]
        yield from _missing(where, "tells_of or leads_to", about, content.programmes)
        if unit.aspect == ANY and not unit.detail:
            yield f"{where}: detail: an answer to any aspect needs one; add it or name the aspect"
        if unit.country and unit.country != "*":
            yield from _missing(where, "country", [unit.country], content.countries)
        if unit.person and unit.person != "*":
            yield from _missing(where, "person", [unit.person], content.persons)
    for office in content.offices.values():
        yield from _missing(f"offices/{office.id}", "contacts", office.contacts, content.contacts)
    for item in _named(content):
        yield from _missing(item.id, "sources", (c.id for c in item.sources), content.sources)
    for programme in content.programmes.values():
        wanted = [programme.successor] if programme.successor else []
        yield from _missing(f"programmes/{programme.id}", "successor", wanted, content.programmes)


def _missing(where: str, field: str, ids: Iterable[str], known: Mapping[str, Any]) -> Iterator[str]:
    for name in ids:
        if name not in known:
            yield f"{where}: {field}: {name!r} is not defined; correct the id or add the entry"


def _unit_faults(content: Content) -> Iterator[str]:
    for unit in content.units.values():
        where = f"answers: {unit.id}"
        if unit.kind in NEEDS_SOURCE and not (unit.sources and unit.facts):
            yield f"{where}: sources: an answer needs facts and sources; add both, or change kind"
        for language in ("fr", "en"):
            text = getattr(unit.text, language)
            if unit.kind in NEEDS_LINE and not any(line in text for line in ENDED_LINES):
                yield f"{where}: text.{language}: no contact line; add {ENDED_LINES[0]}"
        yield from _parity(unit, where)


def _parity(unit: Unit, where: str) -> Iterator[str]:
    french, english = figures(unit.text.fr), figures(unit.text.en)
    if french != english:
        odd = ", ".join(sorted(french ^ english))
        yield f"{where}: text: figures differ between French and English: {odd}"


def figures(text: str) -> set[str]:
    """Return the numbers of a text, without regard to how a language groups digits."""
    return {re.sub(r"\D", "", found.group()) for found in NUMBER.finditer(text)}


def _double_aliases(content: Content) -> Iterator[str]:
    owner: dict[str, str] = {}
    for item in _named(content):
        for alias in {a.lower() for a in (*item.aliases.fr, *item.aliases.en)}:
            if owner.setdefault(alias, item.id) != item.id:
                yield f"{item.id}: aliases: {alias!r} also names {owner[alias]}; keep one"


def _named(content: Content) -> list[Named]:
    return [*content.programmes.values(), *content.offices.values()]
