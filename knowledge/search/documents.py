"""What is searched: the units that may be found, and the two texts that each is found by. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.basics import Language
from knowledge.models import Content, Unit

FOUND = frozenset({"answer", "not_known", "out_of_scope", "handoff"})
# Answers to a message that names nothing: they fit every question and none.
SAY_NOTHING = frozenset({"not_understood", "out_of_scope", "language_other", "source"})
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


def searchable(content: Content) -> list[Unit]:
    """Return the units that stand for themselves; one with a gap needs a question to fill it."""
    return [
        unit
        for unit in content.units.values()
        if unit.servable
        and (unit.kind in FOUND or (unit.kind == "question" and unit.programmes))
        and unit.aspect not in SAY_NOTHING
        and "{" not in unit.text.fr
    ]


def heading(unit: Unit, content: Content, language: Language) -> str:
    """Return everything that a unit is called by: what it is about, and what is asked of it."""
    return " ".join((*_subjects(unit, content, language), *_asked(unit, content, language)))


def gist(unit: Unit, content: Content, language: Language) -> str:
    """Return the one short text whose meaning stands for a unit: its subject, then its answer."""
    names = [getattr(content.programmes[key].name, language) for key in unit.programmes]
    aspect = content.aspects.get(unit.aspect)
    details = getattr(content.details[unit.detail], language)[:4] if unit.detail else []
    subject = " ".join([*names, getattr(aspect.name, language) if aspect else "", *details])
    return f"{subject.strip()} : {SENTENCE_END.split(getattr(unit.text, language))[0]}"


def _subjects(unit: Unit, content: Content, language: Language) -> Iterator[str]:
    for key in unit.programmes:
        programme = content.programmes[key]
        # People use a programme's English name in a French sentence, and the other way round.
        yield from (programme.name.fr, programme.name.en)
        yield from (*programme.aliases.fr, *programme.aliases.en)
    if unit.country in content.countries:
        yield from getattr(content.countries[unit.country], language)
    if unit.office in content.offices:
        yield getattr(content.offices[unit.office].name, language)
    if unit.person in content.persons:
        yield content.persons[unit.person].name


def _asked(unit: Unit, content: Content, language: Language) -> Iterator[str]:
    aspect = content.aspects.get(unit.aspect)
    if aspect:
        yield from (getattr(aspect.name, language), *getattr(aspect.words, language))
    if unit.detail:
        yield from getattr(content.details[unit.detail], language)
