"""Recognises danger by words that stand near one another. Deterministic, linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety.words import plain_words
from knowledge.names import closest

NEAR = 12  # words within which all sets of a pattern must occur
LONG = 8  # letters from which a typo is forgiven
LANGUAGES = ("fr", "en")
Words = re.Pattern[str]  # any phrase of a set
Sets = Mapping[str, Sequence[str]]
ELIDED = re.compile(r"[ldjmnstc][aeiouyh]\w{4}")


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
    wanted: tuple[Words, ...]
    unwanted: tuple[Words, ...]
    within: int


@dataclass(frozen=True)
class _Spelling:
    """How one language's short forms and typos become the words of its lists."""

    short: Mapping[str, str]
    known: Words
    long: tuple[str, ...]

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> _Spelling:
        phrases = [phrase for phrases in words["sets"].values() for phrase in phrases]
        if odd := [phrase for phrase in phrases if not isinstance(phrase, str)]:
            raise SafetyContentError(f"safety words: {odd[0]!r} is no text; write it in quotes")
        every = {word for phrase in phrases for word in phrase.split()}
        long = sorted(word for word in every if word.isalpha() and len(word) >= LONG)
        return cls(words["spelling"], _one_of(sorted(every)), tuple(long))

    def joined(self, text: str) -> str:
        """Return the words between single blanks."""
        return f" {' '.join(self._right(word) for word in plain_words(text, self.short))} "

    def _right(self, word: str) -> str:
        if self._knows(word):
            return word
        if ELIDED.match(word) and self._knows(word[1:]):
            return f"{word[0]} {word[1:]}"  # "lagence"
        # A typo in a long word must not hide it; short ones would turn into each other.
        return (closest(word, self.long) if len(word) >= LONG else None) or word

    def _knows(self, word: str) -> bool:
        return bool(self.known.fullmatch(f" {word} ", 1, len(word) + 1))


@dataclass(frozen=True)
class SafetyNet:
    """Patterns of both languages in the order in which they win."""

    patterns: tuple[_Pattern, ...]
    spellings: Mapping[str, _Spelling]

    @classmethod
    def load(cls, folder: Path) -> SafetyNet:
        """Read the word lists and hold them to their own examples."""
        lists = {
            language: yaml.safe_load((folder / f"words_{language}.yml").read_text(encoding="utf-8"))
            for language in LANGUAGES
        }
        spellings = {language: _Spelling.of(words) for language, words in lists.items()}
        net = cls(tuple(_in_order(lists)), spellings)
        if faults := [fault for words in lists.values() for fault in net._faults(words)]:
            raise SafetyContentError("\n".join(faults))
        return net

    def recognise(self, text: str) -> Finding | None:
        """Return the first danger found, else None."""
        heard = {language: _Heard.of(s.joined(text)) for language, s in self.spellings.items()}
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


@dataclass(frozen=True)
class _Heard:
    """A text as one language reads it, and where its words begin."""

    joined: str
    starts: Sequence[int]

    @classmethod
    def of(cls, joined: str) -> _Heard:
        return cls(joined, [place for place, letter in enumerate(joined) if letter == " "])

    def places(self, pattern: Words) -> list[int]:
        """Return the numbers of the words at which a set begins."""
        return [bisect_right(self.starts, found.start()) for found in pattern.finditer(self.joined)]


def _in_order(lists: Mapping[str, dict[str, Any]]) -> Iterator[_Pattern]:
    # Languages mix in one message, so what makes one harmless does so in both.
    never = _one_of([phrase for words in lists.values() for phrase in words["sets"]["never"]])
    for category in next(iter(lists.values()))["categories"]:
        for language, words in lists.items():
            entry = words["categories"][category]
            finding = Finding(category, entry["priority"])
            for line in entry["patterns"]:
                yield _pattern(finding, language, line, words["sets"], never)


def _pattern(finding: Finding, language: str, line: str, sets: Sets, never: Words) -> _Pattern:
    """Read "holder + takes + papers - official within 8"."""
    told, _, within = line.partition(" within ")
    wanted, *unwanted = told.split(" - ")
    try:
        return _Pattern(
            finding,
            language,
            tuple(_one_of(sets[name.strip()]) for name in wanted.split("+")),
            (never, *(_one_of(sets[name.strip()]) for name in unwanted)),
            int(within or NEAR),
        )
    except KeyError as error:
        raise SafetyContentError(
            f"safety words: {finding.category}: {line!r} names a set {error} that is not there"
        ) from None


def _one_of(phrases: Sequence[str]) -> Words:
    """Match any phrase between blanks; `*` stands for a word's end, `#` for a number.

    Many write "ma pris" for "m'a pris".
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    choices = (
        re.escape(phrase)
        .replace(r"\ ", " ")
        .replace("m a ", "m ?a ")
        .replace(r"\*", r"\w*")
        .replace(r"\#", r"\d+")
        for phrase in longest_first
    )
    return re.compile(rf"(?<= )(?:{'|'.join(choices)})(?= )")


def _stands(pattern: _Pattern, heard: _Heard) -> bool:
    places = [heard.places(one) for one in pattern.wanted]
    if not all(places):
        return False
    barred = sorted(place for one in pattern.unwanted for place in heard.places(one))
    return any(
        all(_near(first, more, pattern.within) for more in places[1:])
        and not _near(first, barred, pattern.within)
        for first in places[0]
    )


def _near(place: int, others: Sequence[int], within: int) -> bool:
    """Tell whether one of `others`, which are in order, is close; quick in long texts."""
    following = bisect_left(others, place - within)
    return following < len(others) and others[following] <= place + within
