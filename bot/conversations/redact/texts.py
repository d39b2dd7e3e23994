"""Texts made alike, letter by letter, and what is settled hidden in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

Match = re.Match[str]
Span = tuple[int, int]
HIDDEN = "["  # stands for each letter of what is settled; no pattern reads across it
FEWEST = 4  # digits of a number that tells anything
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """Return a text of the same length with the digits, dashes and blanks of ASCII."""
    return BEYOND_ASCII.sub(lambda match: _folded(match[0]), text)


@lru_cache(maxsize=1024)
def _folded(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if unicodedata.category(letter) in {"Zs", "Cf"}:
        return " "
    if unicodedata.category(letter) == "Pd":
        return "-"
    simple = unicodedata.normalize("NFKC", letter)
    return "'" if letter in "’ʼ‘" else simple if len(simple) == 1 else letter


def hide(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length where nothing more is found in these spans."""
    for start, end in spans:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return text


def digits_of(text: str) -> str:
    """Return the digits of a text, with the plus that it begins with."""
    return ("+" if text.startswith("+") else "") + re.sub(r"\D", "", text)
