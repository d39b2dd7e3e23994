"""Short forms and slips of one letter become the words of the lists. Linear, pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONG = 8  # letters from which any word of the lists may lack a letter or have one too many
LONGER = 10  # letters from which one may also be wrong, or two neighbours exchanged
FORGIVEN = 6  # the same for words of the sets that a list names as forgiven
SHORTEST = 5  # what is shorter is never taken for a slip: it would be too many words
LONGEST = 32  # letters; a chain of more is no word
ELIDED = re.compile(r"[ldjmnstc][aeiouyh]\w{4}")
Lists = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """Words, and the beginnings of words that may end in any way."""

    words: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Known:
        every = frozenset(words)
        stems = frozenset(word[:-1] for word in every if word.endswith("*")) - {""}
        return cls(every, stems)

    def has(self, word: str) -> bool:
        """Tell whether a list has the word."""
        if word in self.words or word.isdigit():
            return True
        return any(word[:end] in self.stems for end in range(1, min(len(word), LONGEST) + 1))


@dataclass(frozen=True)
class Spelling:
    """How one language's short forms and slips become the words of its lists."""

    short: Mapping[str, str]
    ours: Known
    right: Known  # in any language: no slips
    whole: frozenset[str]  # words in which a slip is forgiven
    lacking: Mapping[str, Sequence[str]]  # without a letter: the words that lack it
    wrong: Mapping[str, Sequence[str]]  # the same of those with a letter wrong or two exchanged

    @classmethod
    def of(cls, lists: Lists, every: Iterable[Lists]) -> Spelling:
        """Read a language's words, and in `every` language's lists what is a word of its own."""
        words = _words_in(lists["sets"].values())
        dear = _words_in(lists["sets"][name] for name in lists.get("forgiven", ()))
        close = _of_letters(dear, FORGIVEN) | _of_letters(words, LONGER)
        whole = close | _of_letters(words, LONG)
        lacking = close | _of_letters(words, LONG + 1)  # what is typed has LONG letters, too
        right = {word for one in every for word in _right_in(one)}
        known = Known.of(words), Known.of(right)
        return cls(lists["spelling"], *known, whole, _less(lacking), _less(close))

    def of_lists(self, words: Sequence[str]) -> list[str]:
        """Return a text's words as the lists write them; `short` maps one to several."""
        meant = {word: self._parts(word) for word in set(words)}
        return [part for word in words for part in meant[word]]

    def _parts(self, word: str) -> list[str]:
        full = self.short.get(word, word).split()
        return [part for each in full for part in self._right(each).split()]

    def _right(self, word: str) -> str:
        if self.ours.has(word):
            return word
        if ELIDED.match(word) and self.ours.has(word[1:]):
            return f"{word[0]} {word[1:]}"  # "lagence"
        if not SHORTEST <= len(word) <= LONGEST or self.right.has(word):
            return word
        # A different first letter is nearly always a different word.
        return next((meant for meant in self._meant(word) if meant[0] == word[0]), word)

    def _meant(self, word: str) -> Iterator[str]:
        yield from self.lacking.get(word, ())
        shorter = list(_shorter(word))
        yield from (one for one in shorter if one in self.whole)
        meant = (full for one in shorter for full in self.wrong.get(one, ()))
        yield from (full for full in meant if _one_wrong(word, full))


def _right_in(lists: Lists) -> frozenset[str]:
    return _words_in(lists["sets"].values()) | frozenset(lists.get("everyday", ()))


def _words_in(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(word for phrases in sets for phrase in phrases for word in phrase.split())


def _of_letters(words: Iterable[str], least: int) -> frozenset[str]:
    """Return the words long enough; where any end is allowed, the bare word and its plural."""
    forms = {form for word in words for form in _forms(word)}
    return frozenset(form for form in forms if form.isalpha() and len(form) >= least)


def _forms(word: str) -> tuple[str, ...]:
    return (word[:-1], f"{word[:-1]}s") if word.endswith("*") else (word,)


def _less(words: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):  # the first in the alphabet wins, always
        for less in set(_shorter(word)):
            found[less].append(word)
    return dict(found)


def _one_wrong(word: str, meant: str) -> bool:
    """Tell whether words as long as each other differ by a letter, or by two exchanged."""
    differing = sum(one != other for one, other in zip(word, meant, strict=True))
    return differing == 1 or (differing == 2 and sorted(word) == sorted(meant))


def _shorter(word: str) -> Iterator[str]:
    """Give the word without each of its letters."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
