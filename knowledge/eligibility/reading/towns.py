"""Towns that the names layer leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from knowledge.names import fold

_PLACED = re.compile(r"\b(?:in|a|to|from|de|at|near|pres de|vers|te|is)\s+$|^\W*$|[,.]\s*$")


COUNTRIES = Path(__file__).parents[2] / "content" / "countries.yml"
_READ: dict[str, dict[str, list[str]]] = yaml.load(COUNTRIES.read_text("utf-8"), yaml.CSafeLoader)


def _codes(kind: str) -> dict[str, str]:
    return {fold(town): code for code, names in _READ.items() for town in names.get(kind, ())}


# A town that is also a word is one only after a word that names a place.
_ALSO_WORDS = _codes("also_words")
_CODE = _codes("towns") | _ALSO_WORDS
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
