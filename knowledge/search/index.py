"""Search over the units of one release: words, and meaning where it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.basics import LANGUAGES, Language
from knowledge.models import Content, Term, Unit
from knowledge.search.documents import gist, heading, searchable
from knowledge.search.lexical import LexicalIndex, Scores
from knowledge.search.words import stems_of

WORDS = 0.4  # the share of the words where the meaning is known too
TELLS = 0.05  # what an answer is ahead of "not known"
LOOKED_AT = 60  # units among which equal texts are put together
WORTH = 0.2  # below, nothing is worth a look
# What score and lead together must reach for the first hit to be told as the answer, by words alone
# and with meaning: chosen on data/development, docs/search.md has the curves.
SURE = {"words": 1.4, "both": 0.8}

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Gists = dict[Language, NDArray[np.float32]]


@dataclass(frozen=True)
class Hit:
    """A unit and how well it fits, about 0 to 1."""

    unit: Unit
    score: float


@dataclass(frozen=True)
class Found:
    """The hits, best first, each text once, and the language that they were found in.

    `sure`: the first may be told as the answer, for it fits well and the next one less.
    """

    hits: tuple[Hit, ...]
    language: Language
    sure: bool
    certainty: float  # the score of the first and its lead over the next, whatever that is


@dataclass(frozen=True)
class Meaning:
    """The gists of all units as the encoder has them, and the encoder for the question."""

    gists: Gists
    encode: Encode


@dataclass(frozen=True)
class Search:
    """The searchable units of a release, with an index a language."""

    units: tuple[Unit, ...]
    lexical: dict[Language, LexicalIndex]
    meaning: Meaning | None = None

    @classmethod
    def of(cls, content: Content) -> Search:
        """Index a release by its words; 0.6 to 0.9 s for a thousand units."""
        units = searchable(content)
        return cls(tuple(units), {lang: _lexical(units, content, lang) for lang in LANGUAGES})

    def with_meaning(self, gists: Gists, encode: Encode) -> Search:
        """Return the same that knows meaning too."""
        return replace(self, meaning=Meaning(gists, encode))

    def find(
        self,
        text: str,
        language: Language | None = None,
        limit: int = 10,
        told: Mapping[str, Unit] | None = None,
    ) -> Found:
        """Return what fits a question; without a language, what fits better in one of them.

        `told`: the units that may be told by now, when they may differ from what was indexed.
        """
        languages = (language,) if language else LANGUAGES
        found = [self._found(text, one, limit, told) for one in languages]
        return max(found, key=lambda one: one.hits[0].score if one.hits else 0.0)

    def _found(
        self, text: str, language: Language, limit: int, told: Mapping[str, Unit] | None
    ) -> Found:
        best = self._best(self.scores(text, language), language)
        ranked = [Hit(unit, round(score, 3)) for unit, score in best]
        hits = [hit for hit in ranked if hit.score >= WORTH and _may(hit.unit, told)][:limit]
        # Something that fits better but may not be told: then the next one is not the answer.
        first = bool(hits) and hits[0] is ranked[0]
        lead = [hit.score for hit in ranked[:2]] + [0.0, 0.0]
        certainty = 2 * lead[0] - lead[1] if first else 0.0
        sure = certainty >= SURE["both" if self.meaning else "words"]
        return Found(tuple(hits), language, sure, certainty)

    def scores(self, text: str, language: Language) -> Scores:
        """Return a score for each unit."""
        words = self.lexical[language].scores(stems_of(text, language))
        if self.meaning is None:
            return words + self._tells
        meant = self.meaning.gists[language] @ self.meaning.encode([text])[0]
        return WORDS * words + np.float32(1 - WORDS) * meant + self._tells

    @cached_property
    def _tells(self) -> Scores:
        return np.array([TELLS * (unit.kind == "answer") for unit in self.units], np.float32)

    def _best(self, scores: Scores, language: Language) -> Iterator[tuple[Unit, float]]:
        """Yield units from the best on, one for each text."""
        few = min(LOOKED_AT, len(scores))
        rows = np.argpartition(-scores, few - 1)[:few] if few else np.array([], np.int64)
        seen: set[str] = set()
        for row in sorted(rows.tolist(), key=lambda one: (-scores[one], one)):
            said: str = getattr(self.units[row].text, language)
            if said not in seen:
                seen.add(said)
                yield self.units[row], float(scores[row])


def _may(unit: Unit, told: Mapping[str, Unit] | None) -> bool:
    return told is None or told.get(unit.id) == unit


def gists_of(units: Sequence[Unit], content: Content, language: Language) -> list[str]:
    """Return the texts whose meaning stands for the units."""
    return [gist(unit, content, language) for unit in units]


def _lexical(units: Sequence[Unit], content: Content, language: Language) -> LexicalIndex:
    headings = [stems_of(heading(unit, content, language), language) for unit in units]
    bodies = [stems_of(getattr(unit.text, language), language) for unit in units]
    terms = content.glossary.values()
    synonyms = [[stems_of(words, language) for words in _same(term, language)] for term in terms]
    return LexicalIndex(headings, bodies, synonyms)


def _same(term: Term, language: Language) -> tuple[str, ...]:
    return (getattr(term.name, language), *getattr(term.synonyms, language))
