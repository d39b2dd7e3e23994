"""BM25 over two fields, heading and body, each with lengths of its own. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

SATURATION = 1.2  # k1: how soon more of the same word counts no more
BY_LENGTH = {"heading": 0.3, "body": 0.5}  # b: how much a long text loses
WHOLE = 1.5  # times its rarity: what a word brings that stands in heading and body
MOST = 1.5  # a score beyond says nothing more
SHORTEST_TYPO, CLOSE_ENOUGH = 5, 80.0  # letters of a word; likeness in per cent
MISTYPED = 0.8  # share of a word that was only guessed
SYNONYM = 0.3  # share of another word for the same thing

Scores: TypeAlias = NDArray[np.float32]
Words: TypeAlias = Sequence[str]


@dataclass(frozen=True)
class Postings:
    """Where a word stands, and how much it says there."""

    rows: NDArray[np.int32]
    impact: Scores


class Field:
    """One field of all documents."""

    def __init__(self, documents: Sequence[Words], by_length: float) -> None:
        self._size = len(documents)
        lengths = np.array([len(words) for words in documents], dtype=np.float32)
        mean = float(lengths.mean()) if self._size else 1.0
        self._norms = SATURATION * (1 - by_length + by_length * lengths / max(mean, 1.0))
        self.postings = {word: self._posted(found) for word, found in _places(documents).items()}

    def rarity(self, word: str) -> float:
        """Return what finding a word says, whichever document it stands in."""
        posted = self.postings.get(word)
        return self._rarity(0 if posted is None else len(posted.rows))

    def _rarity(self, count: int) -> float:
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5)))

    def _posted(self, found: Sequence[tuple[int, int]]) -> Postings:
        rows, counts = np.array(found, dtype=np.int32).T
        often = counts * (SATURATION + 1) / (counts + self._norms[rows])
        impact = (self._rarity(len(rows)) * often).astype(np.float32)
        return Postings(np.ascontiguousarray(rows), impact)

    def add_to(self, scores: Scores, query: Mapping[str, float]) -> None:
        """Add what each word of a query says for each document."""
        for word, share in query.items():
            posted = self.postings.get(word)
            if posted is not None:
                scores[posted.rows] += share * posted.impact


class LexicalIndex:
    """All documents of one language.

    `headings` and `bodies` are stems, a document each; `synonyms`: groups of stems of words that
    mean the same.
    """

    def __init__(
        self,
        headings: Sequence[Words],
        bodies: Sequence[Words],
        synonyms: Sequence[Sequence[Words]] = (),
    ) -> None:
        self._size = len(bodies)
        # A heading is a list of names: a word counts once however many of them hold it.
        once = [tuple(dict.fromkeys(words)) for words in headings]
        self._heading = Field(once, BY_LENGTH["heading"])
        self._body = Field(bodies, BY_LENGTH["body"])
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in {**self._heading.postings, **self._body.postings}:
            self._by_letter[word[0]].append(word)
        self._synonyms = [[frozenset(words) for words in group if words] for group in synonyms]

    def scores(self, stems: Words) -> Scores:
        """Return a score for each document: 1 where a query's words stand in heading and body."""
        scores = np.zeros(self._size, dtype=np.float32)
        asked, whole = self._asked(stems)
        if not whole:
            return scores
        query = self._with_synonyms(asked)
        self._heading.add_to(scores, query)
        self._body.add_to(scores, query)
        return np.minimum(scores / whole, np.float32(MOST))

    def _asked(self, stems: Words) -> tuple[dict[str, float], float]:
        """Return the words known here with their shares, and what finding them all would bring.

        A word that is known nowhere counts too: a question on something else must not score.
        """
        asked: dict[str, float] = {}
        whole = 0.0
        for stem in dict.fromkeys(stems):
            known = self._known(stem)
            if known:
                word, share = known
                asked[word] = max(share, asked.get(word, 0.0))
            whole += WHOLE * self._body.rarity(known[0] if known else stem)
        return asked, whole

    def _known(self, stem: str) -> tuple[str, float] | None:
        if stem in self._heading.postings or stem in self._body.postings:
            return stem, 1.0
        if len(stem) < SHORTEST_TYPO:
            return None
        near = process.extractOne(
            stem, self._by_letter[stem[0]], scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
        )
        return (near[0], MISTYPED) if near else None

    def _with_synonyms(self, asked: Mapping[str, float]) -> dict[str, float]:
        query = dict(asked)
        for group in self._synonyms:
            if any(words <= asked.keys() for words in group):
                for words in group:
                    for word in words - asked.keys():
                        query[word] = max(query.get(word, 0.0), SYNONYM / len(words) ** 0.5)
        return query


def _places(documents: Iterable[Words]) -> dict[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, words in enumerate(documents):
        for word, count in Counter(words).items():
            places[word].append((row, count))
    return places
