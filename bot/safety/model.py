"""A second look at every message: a linear model of letters and words. Pure, deterministic, numpy.

Word lists hear what is said plainly; this one has learnt from thousands of sentences how people
tell of danger otherwise. `python -m bot.nlu.danger` makes its file.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.names import fold

HARMLESS = "harmless"
ORDERS = "orders_"  # before the names of the other model in the file
LETTERS = (2, 5)  # lengths of the pieces of words that are counted
WORDS = (1, 2)  # of the runs of words
LONGEST = 1000  # characters that are read
LONG = 160  # characters from which each sentence is read as well
FEW = 4  # words of a sentence that is read by itself
SENTENCE = re.compile(r"(?<=[.?!…;])\s+|\n+")
WORD = re.compile(r"\w+")
BRIEF = 3  # words from which a text is read at all; fewer are mostly answers, which lists know


@dataclass(frozen=True)
class Chances:
    """How likely a text tells of danger, and of which kinds, the likeliest first."""

    danger: float
    kinds: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class DangerModel:
    """Features and what each says for each category; of two families that count alike."""

    features: tuple[Mapping[str, int], Mapping[str, int]]  # pieces of words, words
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    categories: tuple[str, ...]

    @classmethod
    def load(cls, path: Path, what: str = "") -> DangerModel:
        """Read a model out of a file, which holds another under "orders_"."""
        with np.load(path, allow_pickle=False) as file:
            held = {n.removeprefix(what): file[n] for n in file.files if n.startswith(what)}
            pieces, words = (str(held[name]).split("\n") for name in ("pieces", "words"))
            start = len(pieces)
            return cls(
                (
                    {piece: number for number, piece in enumerate(pieces)},
                    {word: number for number, word in enumerate(words, start)},
                ),
                held["rarity"].astype(np.float32),
                held["weights"].astype(np.float32),
                held["bias"].astype(np.float32),
                tuple(str(held["categories"]).split("\n")),
            )

    def read(self, text: str) -> Chances | None:
        """Return the chances of a text, None of a brief one; in a long one a sentence may tell."""
        if len(WORD.findall(text[:LONGEST])) < BRIEF:
            return None
        every = [self._chances(one) for one in whole_and_parts(text[:LONGEST])]
        none = self.categories.index(HARMLESS)
        worst = min(every, key=lambda chances: float(chances[none]))
        order = [int(at) for at in worst.argsort()[::-1] if at != none]
        kinds = tuple((self.categories[at], float(worst[at])) for at in order)
        return Chances(float(1.0 - worst[none]), kinds)

    def chance_of(self, text: str) -> dict[str, float]:
        """Return how likely each category is of a text, however brief."""
        chances = self._chances(text[:LONGEST])
        return dict(zip(self.categories, map(float, chances), strict=True))

    def _chances(self, text: str) -> NDArray[np.float32]:
        folded = plain(text)
        scores = self.bias.copy()
        for known, counted in zip(
            self.features, (pieces_of(folded), words_of(folded)), strict=True
        ):
            scores += self._scores(known, Counter(counted))
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum(), dtype=np.float32)

    def _scores(self, known: Mapping[str, int], counted: Mapping[str, int]) -> NDArray[np.float32]:
        found = [(known[one], 1.0 + math.log(n)) for one, n in counted.items() if one in known]
        if not found:
            return np.zeros_like(self.bias)
        rows = np.fromiter((row for row, _ in found), dtype=np.int64, count=len(found))
        values = np.fromiter((n for _, n in found), dtype=np.float32, count=len(found))
        values *= self.rarity[rows]
        scores: NDArray[np.float32] = (values / np.linalg.norm(values)) @ self.weights[rows]
        return scores


def whole_and_parts(text: str) -> list[str]:
    """Return a text, and its sentences when it is long."""
    parts = [part for part in SENTENCE.split(text) if len(part.split()) >= FEW]
    return [text, *parts] if len(text) > LONG and len(parts) > 1 else [text]


def plain(text: str) -> str:
    """Return a text as it is read: without capitals and accents, "don't" as people type it."""
    return fold(text).replace("n't", "nt").replace("n’t", "nt")


def pieces_of(text: str) -> Iterator[str]:
    """Yield the pieces of a text's words, each word with its edges."""
    for word in text.split():
        edged = f" {word[:LONGEST]} "
        for length in range(LETTERS[0], LETTERS[1] + 1):
            yield edged[:length]
            yield from (edged[at : at + length] for at in range(1, len(edged) - length + 1))
            if length >= len(edged):
                break


def words_of(text: str) -> Iterable[str]:
    """Return a text's words and pairs of words."""
    words = WORD.findall(text)
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]
