"""The countries that a message names, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.eligibility.reading.people import is_people
from knowledge.eligibility.reading.speech import Speech
from knowledge.eligibility.reading.tables import words
from knowledge.eligibility.reading.tongues import is_language, regions
from knowledge.eligibility.reading.towns import towns

CONGO = re.compile(r"(?<!\w)congol(?:ais|aises?|ese)(?!\w)")
STATELESS = re.compile(
    r"(?<!\w)(?:apatrides?|stateless|staatloos|sans nationalite|no nationality)(?!\w)"
)
_HALVES = dict(
    pair.split(":")
    for pair in words(
        """
        belgo:BE franco:FR anglo:GB italo:IT hispano:ES turco:TR germano:DE greco:GR libano:LB
        syro:SY irako:IQ irano:IR algero:DZ maroco:MA ivoiro:CI ghaneo:GH neerlando:NL hollando:NL
        americano:US afghano:AF somalo:SO russo:RU
        """
    )
)
_HALF = re.compile(r"(?<!\w)(" + "|".join(_HALVES) + r")(?=-\w)")
# The names layer takes some of these for details of a question ("j'ai un passeport néerlandais").
_DUTCH = re.compile(
    r"(?<!\w)(?:neerlandaise?s?|hollandaise?s?|dutch|nederlander|nederlandse?)(?!\w)"
)
BARE_LANGUAGES = words("francais francaise french anglais anglaise english")
_FRENCH = {
    "francais": "FR",
    "francaise": "FR",
    "french": "FR",
    "anglais": "GB",
    "anglaise": "GB",
    "english": "GB",
}
_BARE_FRENCH = re.compile(r"(?<!\w)(?:" + "|".join(_FRENCH) + r")(?!\w)")
I_AM = re.compile(
    r"\b(?:je (?:le|la) suis|j'en suis une?|i am one|i'm one|like me|comme moi|like us"
    r"|comme nous)\b"
)
_HAGUE = re.compile(r"\bha(?:gue|ye|ag)\b")  # not "the Dutch mission"
OFFICES: Mapping[str, str] = {"the_hague": "NL"}


@dataclass(frozen=True)
class Named:
    """A country, where it is named."""

    start: int
    end: int
    code: str
    people: bool  # a demonym


def named(speech: Speech, entities: Sequence[Mapping[str, Any]], asked: str | None) -> list[Named]:
    """Return the countries that are named in statements, in order."""
    tongue, bare = regions(speech.said), asked == "languages"
    found: list[Named] = []
    for one in sorted(
        (
            *_given(speech, entities),
            *(Named(*town, False) for town in towns(speech.said)),
            *_congo(speech, entities),
            *_stateless(speech.said),
            *_halves(speech.said),
            *_dutch(speech.said),
        ),
        key=_longest,
    ):
        spoken = any(low <= one.start < high for low, high in tongue)
        clash = any(one.start < other.end and other.start < one.end for other in found)
        asks = speech.said[one.start] == "." and not (one.people and I_AM.search(speech.said))
        if not (
            spoken or clash or asks or (bare and is_language(speech.folded[one.start : one.end]))
        ):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _longest(one: Named) -> tuple[int, int]:
    return one.start - one.end, one.start


def _given(speech: Speech, entities: Sequence[Mapping[str, Any]]) -> Iterator[Named]:
    for entity in entities:
        start, end = int(entity["start"]), int(entity["end"])
        code = entity["value"] if entity["entity"] == "country" else None
        if entity["entity"] == "office" and _HAGUE.search(speech.folded[start:end]):
            code = OFFICES.get(entity["value"])
        if CONGO.fullmatch(speech.folded[start:end]):
            continue  # of which Congo, something else must tell
        if code and re.fullmatch(r"[A-Z]{2}", code) and end <= len(speech.folded):
            yield Named(start, end, code, is_people(speech.folded[start:end]))


def _congo(speech: Speech, entities: Sequence[Mapping[str, Any]]) -> Iterator[Named]:
    """Of the two Congos, the one of which something else is named."""
    text = speech.said
    codes = {
        one["value"]
        for one in entities
        if one["value"] in ("CD", "CG")
        and not CONGO.fullmatch(speech.folded[int(one["start"]) : int(one["end"])])
    }
    codes |= {code for _, _, code in towns(text) if code in ("CD", "CG")}
    if len(codes) == 1:
        yield from (Named(*found.span(), next(iter(codes)), True) for found in CONGO.finditer(text))


def _halves(text: str) -> Iterator[Named]:
    """The first half of "belgo-marocain"."""
    for found in _HALF.finditer(text):
        yield Named(*found.span(1), _HALVES[found[1]], True)


def _stateless(text: str) -> Iterator[Named]:
    yield from (Named(*found.span(), "stateless", True) for found in STATELESS.finditer(text))


def _dutch(text: str) -> Iterator[Named]:
    yield from (Named(*found.span(), "NL", True) for found in _DUTCH.finditer(text))
    yield from (
        Named(*found.span(), _FRENCH[found[0]], True) for found in _BARE_FRENCH.finditer(text)
    )
