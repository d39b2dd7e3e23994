"""Towns that the names layer leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.eligibility.reading.tables import words
from knowledge.eligibility.reading.town_names import TOWNS

# A town that is also a word is one only after a word that names a place.
_ALSO_WORDS = words(
    """
    addis aden assen bale bari bata beira beni bergen bern berne boke cali casa dam durban echt
    ede essen fes florence fogo gao genes gent goes grave houten huizen ibb jos kampen kara
    kingston labe lima lisse lugano lund mamou mazar mecca medan milan mons nice nis onnen oss
    pec porto rif sale santiago soest sofia split tiel touba tours tyre uden urfa valencia van
    vienne washington waterloo weert
    """
)
_PLACED = re.compile(r"\b(?:in|a|to|from|de|at|near|pres de|vers|te|is)\s+$|^\W*$|[,.]\s*$")


def _codes() -> Iterator[tuple[str, str]]:
    for entry in re.split(r"\n    (?=[A-Z]{2}:)", TOWNS):
        code, _, towns = entry.strip().partition(": ")
        yield from ((" ".join(town.split()), code) for town in towns.split(",") if code)


_CODE = dict(_codes())
_WORD = re.compile(r"[^\W_][\w-]*")
_FIRST = frozenset(_WORD.findall(town)[0] for town in _CODE)
_MOST = max(len(_WORD.findall(town)) for town in _CODE)  # words of the longest name


def towns(text: str) -> list[tuple[int, int, str]]:
    """Return where towns stand in a text, and in which country they are."""
    spans = [found.span() for found in _WORD.finditer(text)]
    found, at = [], 0
    while at < len(spans):
        last = _ends(text, spans, at)
        if last is None:
            at += 1
            continue
        start, end = spans[at][0], spans[last][1]
        found.append((start, end, _CODE[text[start:end]]))
        at = last + 1
    return found


def _ends(text: str, spans: Sequence[tuple[int, int]], at: int) -> int | None:
    """Return the last word of the longest town that begins at a word."""
    start = spans[at][0]
    if text[start : spans[at][1]] not in _FIRST:
        return None
    for last in range(min(at + _MOST, len(spans)) - 1, at - 1, -1):
        town = text[start : spans[last][1]]
        if town in _CODE:
            placed = town not in _ALSO_WORDS or _PLACED.search(text[max(0, start - 12) : start])
            return last if placed else None
    return None
