"""A named country with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.eligibility.reading import cues
from knowledge.eligibility.reading.names import BARE_LANGUAGES, Named
from knowledge.eligibility.reading.speech import Speech, Unit

FIELDS = ("nationality", "origin", "parents_origin", "residence_country", "destination_country")
LISTS = frozenset({"nationality", "origin", "parents_origin"})
OUT = "out"  # said to be none of these


@dataclass(frozen=True)
class Place:
    """A named country with the words around it."""

    named: Named
    unit: Unit
    before: str  # in its clause
    after: str
    bare: str  # the same without a profession at its end: "électricien ghanéen"
    job: bool  # a profession stands before it
    language: bool  # "français" and "english", which mostly name the language
    people_next: bool  # "Kosovo Albanian"
    sentence: str  # what the speaker said of themselves before it in the sentence

    @property
    def cue(self) -> str | None:
        """Return what the last telling word before it makes it."""
        return last_cue(self.before)


def last_cue(before: str) -> str | None:
    """Return the name of the last cue in a text."""
    last = None
    for found in cues.CUE.finditer(before):
        last = found.lastgroup
    return last


def surroundings(
    speech: Speech, one: Named, unit: Unit, people_next: bool, jobs: Sequence[tuple[int, int]]
) -> Place:
    """Return a named country with the words around it."""
    start = max(speech.folded.rfind(mark, 0, unit.start + 1) for mark in ".;!?") + 1
    return Place(
        one,
        unit,
        speech.said[unit.start : one.start],
        speech.said[one.end : one.end + 60],
        _without_job(speech, one, unit, jobs),
        any(unit.start <= job[0] < one.start for job in jobs),
        one.people and speech.folded[one.start : one.end] in BARE_LANGUAGES,
        people_next,
        speech.mine[start : one.start],
    )


def _without_job(speech: Speech, one: Named, unit: Unit, jobs: Sequence[tuple[int, int]]) -> str:
    start = next(
        (low for low, high in jobs if unit.start <= low and high == one.start - 1), one.start
    )
    return speech.said[unit.start : start]


def negated(before: str) -> bool:
    """Tell whether a clause denies what comes next."""
    found = list(cues.NEGATION.finditer(before))
    if not found:
        return False
    rest = before[found[-1].end() :]
    return not re.search(r"\b(?:mais|but|je suis|i am|i'm|now|maintenant)\b", rest)
