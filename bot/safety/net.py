"""Recognises danger by words that stand near one another. Deterministic, linear in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NEAR = 14  # words within which all groups of a pattern must occur
LANGUAGES = ("fr", "en")
WORD = re.compile(r"[^\W_]+")


class SafetyContentError(ValueError):
    """A word list does not do what its own examples say."""


@dataclass(frozen=True)
class Finding:
    """What kind of danger, and how soon somebody must see it."""

    category: str
    priority: str


@dataclass(frozen=True)
class _Pattern:
    finding: Finding
    groups: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]


@dataclass(frozen=True)
class SafetyNet:
    """Patterns of both languages in the order in which they win."""

    patterns: tuple[_Pattern, ...]

    @classmethod
    def load(cls, folder: Path) -> SafetyNet:
        """Read the word lists and hold them to their own examples."""
        lists = [
            yaml.safe_load((folder / f"words_{language}.yml").read_text(encoding="utf-8"))
            for language in LANGUAGES
        ]
        net = cls(tuple(_in_order(lists)))
        for words in lists:
            net._check(words)
        return net

    def recognise(self, text: str) -> Finding | None:
        """Return the first danger found, else None."""
        words = _words(text)
        joined = f" {' '.join(words)} "
        for pattern in self.patterns:
            if any(f" {phrase} " in joined for phrase in pattern.unless):
                continue
            if _near(joined, pattern.groups):
                return pattern.finding
        return None

    def _check(self, words: dict[str, Any]) -> None:
        for category, entry in words["categories"].items():
            for example in entry["examples"]:
                found = self.recognise(example)
                if found is None or found.category != category:
                    told = found.category if found else "nothing"
                    raise SafetyContentError(
                        f"safety words: {category}: {example!r} is taken for {told}; add its words"
                    )
        for look_alike in words["look_alikes"]:
            found = self.recognise(look_alike)
            if found is not None:
                raise SafetyContentError(
                    f"safety words: {found.category}: {look_alike!r} is no danger; narrow the words"
                )


def _in_order(lists: list[dict[str, Any]]) -> Iterator[_Pattern]:
    # Languages share words ("suicide"), so the exceptions of one hold for the other.
    unless = tuple(_plain(phrase) for words in lists for phrase in words["unless"])
    for category in lists[0]["categories"]:
        for words in lists:
            entry = words["categories"][category]
            for groups in entry["patterns"]:
                yield _Pattern(
                    Finding(category, entry["priority"]),
                    tuple(tuple(_plain(choice) for choice in group) for group in groups),
                    unless,
                )


def _plain(phrase: str) -> str:
    return " ".join(_words(phrase))


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


def _near(joined: str, groups: tuple[tuple[str, ...], ...]) -> bool:
    places = [list(_places(joined, group)) for group in groups]
    if not all(places):
        return False
    return any(
        all(any(abs(other - start) <= NEAR for other in group) for group in places[1:])
        for start in places[0]
    )


def _places(joined: str, group: tuple[str, ...]) -> Iterator[int]:
    for phrase in group:
        at = joined.find(f" {phrase} ")
        while at != -1:
            yield joined.count(" ", 0, at + 1)
            at = joined.find(f" {phrase} ", at + 1)
