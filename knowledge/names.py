"""Names of things as people write them: folded, with aliases, and with typos."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.basics import Names
from knowledge.models import Content

SHORTEST_FUZZY = 5  # below this a typo makes another word
SHORTEST_CODE = 4  # "avvr"
CLOSE_ENOUGH = 90.0  # "combien" must not become "Colombie" (87)

# Words of their own that are one letter away from a name.
NO_TYPOS = frozenset(
    """
    finis finish trainee trainees island traine water waters malaise malaises brune cyrus dominic
    dominicain program programs programme programmes
    """.split()
)


# A word in one of these names nothing: no sector, no programme.
IDIOMS = frozenset(
    phrase.strip()
    for phrase in """
    à votre santé, à ta santé, à la santé de, en bonne santé, bonne santé,
    good health, your health, in good health, nursing a, nursing my,
    judge me, judge us, judge you, me juge, me jugez, nous juge, juge pas, jugez pas,
    pilote de ligne, pilote d'avion, airline pilot, fighter pilot, pilote de l'avion,
    pilote chez, pilot of the plane, pilot light, pilot for,
    match de foot, match de football, le match hier, match de ce soir, raté le match, vu le match,
    football match, the match yesterday, watch the match, missed the match,
    avocat et tomate, à l'avocat, salade d'avocat, un jus d'avocat,
    cuisinière à gaz, cuisinière électrique, la cuisinière est en panne, the cooker,
    siège de ma voiture, siège auto, cochon d'inde, guinea pig, montagnes russes, fine china,
    turkey for dinner, avocat et deux
    """.split(",")
)

PHASES = {
    "1": (("un", "première", "1ère", "1re"), ("one", "first", "1st")),
    "2": (("deux", "deuxième", "second", "seconde", "2e", "2ème"), ("two", "second", "2nd")),
    "3": (("trois", "troisième", "3e", "3ème"), ("three", "third", "3rd")),
}


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
    yield from ((idiom, "nothing", "") for idiom in IDIOMS)
    for programme in content.programmes.values():
        names = {*programme.aliases.fr, *programme.aliases.en, programme.name.fr, programme.name.en}
        names |= {said for name in names for said in _phase(name)}
        yield from ((surface, "programme", programme.id) for surface in names)
    yield from _offices(content)
    # Of a town with an office the office is meant.
    seats = {fold(surface) for surface, entity, _ in _offices(content)}
    for code, country in content.countries.items():
        towns = (town for town in country.towns if fold(town) not in seats)
        yield from ((each, "country", code) for each in (*country.fr, *country.en, *towns))
    for key, sector in content.sectors.items():
        yield from ((each, "sector", key) for each in _counted(sector.words))
        yield from ((each, "profession", key) for each in _counted(sector.professions))
    for key, detail in content.details.items():
        yield from ((surface, "detail", key) for surface in (*detail.fr, *detail.en))
    for key, person in content.persons.items():
        yield from ((surface, "person", key) for surface in (person.name, *person.aliases))


def _offices(content: Content) -> Iterator[tuple[str, str, str]]:
    for office in content.offices.values():
        names = {*office.aliases.fr, *office.aliases.en, office.name.fr, office.name.en}
        yield from ((surface, "office", office.id) for surface in names)


def _phase(name: str) -> Iterator[str]:
    """Yield the ways to say which phase: for "TRQN 3" also "TRQN trois", "third phase of TRQN" …"""
    whole, _, number = name.rpartition(" ")
    fr, en = PHASES.get(number, ((), ()))
    for word in fr:
        yield f"{whole} {word}"
        for part in ("", "phase ", "volet ", "partie "):
            yield from (f"{word} {part}{of} {whole}" for of in ("de", "du", "d'"))
        yield from (f"phase {word} de {whole}", f"{whole} phase {word}", f"phase {word} du {whole}")
    for word in en:
        yield from (f"{whole} {word}", f"{word} {whole}", f"{whole} phase {word}")
        for of in ("of", "of the"):
            yield from (f"{word} {part}{of} {whole}" for part in ("phase ", "part ", "one ", ""))
            yield f"phase {word} {of} {whole}"
    if number in PHASES:
        yield from (f"{whole} phase {number}", f"phase {number} {whole}")


def _counted(names: Names) -> Iterator[str]:
    """Yield each name, and its plural in -s."""
    for name in (*names.fr, *names.en):
        yield name
        if name[-1] not in "sxz":
            yield f"{name}s"


class Spelling:
    """Tells which known name mistyped words must mean."""

    def __init__(self, surfaces: Iterable[str], codes: Iterable[str] = ()) -> None:
        """Take names, and acronyms, which are no words and so may be as short as four letters."""
        self._codes = frozenset(code for code in codes if len(code) >= SHORTEST_CODE)
        self._alike: dict[tuple[str, int], list[str]] = {}
        for surface in surfaces:
            if len(surface) >= SHORTEST_FUZZY or surface in self._codes:
                self._alike.setdefault(_key(surface), []).append(surface)

    def meant(self, words: str) -> str | None:
        """Return the name, which has as many words and begins with the same letter, else None.

        A different first letter is nearly always a different word (Iran, Ireland …).
        """
        if len(words) < SHORTEST_CODE or words in NO_TYPOS:
            return None
        alike = self._alike.get(_key(words), [])
        if len(words) < SHORTEST_FUZZY:
            alike = [one for one in alike if one in self._codes]
        best = process.extract(words, alike, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=3)
        if best:  # of two as near the one that begins alike: "agricultur" is the field
            return max(best, key=lambda one: (one[1], _begins_alike(one[0], words)))[0]
        swapped = (one for one in alike if set(one) == set(words) and OSA.distance(one, words) == 1)
        return next(swapped, None)  # or a letter doubled, or not


def _begins_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _key(words: str) -> tuple[str, int]:
    return words[0], words.count(" ")
