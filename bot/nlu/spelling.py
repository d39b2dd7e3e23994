"""Short forms and slips of the thumb become the words that phrasings are written in. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.names import fold

SHORTEST = 4  # letters; what is shorter is never taken for a slip
LONG = 10  # letters from which two slips are forgiven
LONGEST = 32  # letters; a chain of more is no word
MOST = 60  # words looked at: nobody waits for the spelling of a page
SHORT_FORMS = Path(__file__).with_name("short_forms.yml")
WORD = re.compile(r"[a-z0-9]+")
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "merciiii"


Short = Mapping[str, Mapping[str, str]]  # by language


def short_forms() -> Short:
    """Return what people shorten, and what it stands for."""
    read: Short = yaml.safe_load(SHORT_FORMS.read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Spelling:
    """The words of the phrasings, and what short forms stand for in each language."""

    known: Mapping[str, int]  # how often each stands there
    right: frozenset[str]  # words that are no slips, though no phrasing has them
    by_length: Mapping[int, list[str]]
    short: Short

    @classmethod
    def of(cls, texts: Iterable[str], short: Short, words: Iterable[str]) -> Spelling:
        """Learn the words of phrasings; `words`: some that are spelt right anyway."""
        known = Counter(word for text in texts for word in WORD.findall(fold(text)))
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in sorted(known):
            if len(word) >= SHORTEST and word.isalpha():
                by_length[len(word)].append(word)
        right = frozenset(fold(word) for word in words if len(word) >= SHORTEST)
        return cls(dict(known), right - known.keys(), dict(by_length), short)

    def plain(self, text: str, language: str, names: frozenset[str] = frozenset()) -> str:
        """Return a text folded and spelt out; `names` are words that are right as they are."""
        short, left = self.short.get(language, {}), MOST

        def spelt(match: re.Match[str]) -> str:
            nonlocal left
            word = match.group()
            if word in names or match.string[match.end() : match.end() + 1] == "'":
                return word  # "c" is short for "c'est", but not in "c'est"
            word = short.get(word, word)
            if self._is_right(word) or " " in word or left == 0:
                return word
            left -= 1
            return self._meant(DRAWN_OUT.sub(r"\1", word))

        return WORD.sub(spelt, fold(text))

    def _is_right(self, word: str) -> bool:
        return word in self.known or word in self.right

    def _meant(self, word: str) -> str:
        """Return the known word that is a slip away, the most frequent of those nearest."""
        if self._is_right(word) or not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return word
        slips = 2 if len(word) >= LONG else 1
        alike = [
            (distance, -self.known[meant], meant)
            for length in range(len(word) - slips, len(word) + slips + 1)
            for meant, distance, _ in process.extract(
                word,
                self.by_length.get(length, []),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=5,
            )
            if meant[0] == word[0]  # another first letter is nearly always another word
        ]
        return min(alike)[-1] if alike else word
