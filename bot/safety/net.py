"""Recognises danger by words that stand near one another. Deterministic, linear in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety.phrases import Phrases, Places, near
from bot.safety.spelling import Spelling
from bot.safety.words import plain_words

NEAR = 12  # words within which all sets of a pattern must occur
LANGUAGES = ("fr", "en")
NEVER = "never"  # the set that makes harmless whatever it stands beside
Sets = Mapping[str, Sequence[str]]


class SafetyContentError(ValueError):
    """A word list does not do what its own examples say."""


@dataclass(frozen=True)
class Finding:
    """What kind of danger, and how soon somebody must see it."""

    category: str
    priority: str


@dataclass(frozen=True)
class _Pattern:
    """Sets that must stand near one another, and sets that must not stand beside them."""

    finding: Finding
    language: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    within: int


@dataclass(frozen=True)
class SafetyNet:
    """Patterns of both languages in the order in which they win."""

    patterns: tuple[_Pattern, ...]
    spellings: Mapping[str, Spelling]
    phrases: Mapping[str, Phrases]

    @classmethod
    def load(cls, folder: Path) -> SafetyNet:
        """Read the word lists and hold them to their own examples."""
        lists = {
            language: yaml.safe_load((folder / f"words_{language}.yml").read_text(encoding="utf-8"))
            for language in LANGUAGES
        }
        every = [_checked(words) for words in lists.values()]
        # Languages mix in one message, so what makes one harmless does so in both.
        never = [phrase for words in every for phrase in words["sets"][NEVER]]
        net = cls(
            tuple(_in_order(lists)),
            {language: Spelling.of(words, every) for language, words in lists.items()},
            {name: Phrases({**words["sets"], NEVER: never}) for name, words in lists.items()},
        )
        if faults := [fault for words in every for fault in net._faults(words)]:
            raise SafetyContentError("\n".join(faults))
        return net

    def recognise(self, text: str) -> Finding | None:
        """Return the first danger found, else None."""
        words = plain_words(text)
        heard = {
            language: phrases.places(self.spellings[language].of_lists(words))
            for language, phrases in self.phrases.items()
        }
        for pattern in self.patterns:
            if _stands(pattern, heard[pattern.language]):
                return pattern.finding
        return None

    def _faults(self, words: dict[str, Any]) -> Iterator[str]:
        entries = words["categories"].items()
        expected = [(text, category) for category, entry in entries for text in entry["examples"]]
        for text, category in [*expected, *((look, None) for look in words["look_alikes"])]:
            found = self.recognise(text)
            if (found.category if found else None) != category:
                told = found.category if found else "nothing"
                wrong = f"taken for {told}, not for {category or 'nothing'}"
                yield f"safety words: {text!r} is {wrong}; add or narrow words"


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    phrases = [phrase for phrases in words["sets"].values() for phrase in phrases]
    if odd := [one for one in [*phrases, *words.get("everyday", ())] if not isinstance(one, str)]:
        raise SafetyContentError(f"safety words: {odd[0]!r} is no text; write it in quotes")
    return words


def _in_order(lists: Mapping[str, dict[str, Any]]) -> Iterator[_Pattern]:
    for category in next(iter(lists.values()))["categories"]:
        for language, words in lists.items():
            entry = words["categories"][category]
            finding = Finding(category, entry["priority"])
            for line in entry["patterns"]:
                yield _pattern(finding, language, line, words["sets"])


def _pattern(finding: Finding, language: str, line: str, sets: Sets) -> _Pattern:
    """Read "holder + takes + papers - official within 8"."""
    told, _, within = line.partition(" within ")
    first, *barred = told.split(" - ")
    wanted = tuple(name.strip() for name in first.split("+"))
    unwanted = (NEVER, *(name.strip() for name in barred))
    if missing := [name for name in (*wanted, *unwanted) if name not in sets]:
        told = f"{line!r} names a set {missing[0]!r} that is not there"
        raise SafetyContentError(f"safety words: {finding.category}: {told}")
    return _Pattern(finding, language, wanted, unwanted, int(within or NEAR))


def _stands(pattern: _Pattern, heard: Places) -> bool:
    places = [heard.get(name) for name in pattern.wanted]
    if not all(places):
        return False
    first, *others = (place for place in places if place)
    barred = [heard[name] for name in pattern.unwanted if name in heard]
    return any(
        all(near(place, more, pattern.within) for more in others)
        and not any(near(place, more, pattern.within) for more in barred)
        for place in first
    )
