"""Names of things as people write them: folded, with aliases, and with typos."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.basics import Names
from knowledge.models import Content

SHORTEST_FUZZY = 5  # below this a typo makes another word
CLOSE_ENOUGH = 90.0  # "combien" must not become "Colombie" (87)

# Words of their own that are one letter away from a name.
NO_TYPOS = frozenset(
    """
    finis finish trainee trainees island malaise malaises brune cyrus dominic dominicain
    program programs programme programmes
    """.split()
)


@dataclass(frozen=True)
class Name:
    """A folded surface form and what it stands for."""

    surface: str
    entity: str
    value: str


def fold(text: str) -> str:
    """Lower case without accents, one character for one, so that offsets stay right."""
    return "".join(_fold_one(character) for character in text)


def _fold_one(character: str) -> str:
    if character in "’‘`´":
        return "'"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def names_of(content: Content) -> list[Name]:
    """Return all names of a release, longest first."""
    found = {Name(fold(surface), entity, value) for surface, entity, value in _surfaces(content)}
    return sorted(found, key=lambda name: (-len(name.surface), name.surface, name.value))


def _surfaces(content: Content) -> Iterator[tuple[str, str, str]]:
    for programme in content.programmes.values():
        names = {*programme.aliases.fr, *programme.aliases.en, programme.name.fr, programme.name.en}
        yield from ((surface, "programme", programme.id) for surface in names)
    for office in content.offices.values():
        names = {*office.aliases.fr, *office.aliases.en, office.name.fr, office.name.en}
        yield from ((surface, "office", office.id) for surface in names)
    for code, country in content.countries.items():
        yield from ((surface, "country", code) for surface in (*country.fr, *country.en))
    for key, sector in content.sectors.items():
        yield from ((each, "sector", key) for each in _counted(sector.words))
        yield from ((each, "profession", key) for each in _counted(sector.professions))
    for key, detail in content.details.items():
        yield from ((surface, "detail", key) for surface in (*detail.fr, *detail.en))
    for key, person in content.persons.items():
        yield from ((surface, "person", key) for surface in (person.name, *person.aliases))


def _counted(names: Names) -> Iterator[str]:
    """Yield each name, and its plural in -s."""
    for name in (*names.fr, *names.en):
        yield name
        if name[-1] not in "sxz":
            yield f"{name}s"


class Spelling:
    """Tells which known name mistyped words must mean."""

    def __init__(self, surfaces: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[str]] = {}
        for surface in surfaces:
            if len(surface) >= SHORTEST_FUZZY:
                self._alike.setdefault(_key(surface), []).append(surface)

    def meant(self, words: str) -> str | None:
        """Return the name, which has as many words and begins with the same letter, else None.

        A different first letter is nearly always a different word (Iran, Ireland …).
        """
        if len(words) < SHORTEST_FUZZY or words in NO_TYPOS:
            return None
        alike = self._alike.get(_key(words), [])
        best = process.extractOne(words, alike, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
        if best is not None:
            return best[0]
        swapped = (one for one in alike if set(one) == set(words) and OSA.distance(one, words) == 1)
        return next(swapped, None)  # or a letter doubled, or not


def _key(words: str) -> tuple[str, int]:
    return words[0], words.count(" ")
