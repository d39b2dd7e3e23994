"""Two linear models, one of characters and words, one of meaning, averaged.

Characters carry typos and spelling without accents; the encoder carries paraphrase and puts both
languages in one space. docs/understanding.md has what was tried. No Rasa in here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.names import fold
from knowledge.search.encoder import encode

STEPS = 50  # of the solver; more cost time and gain nothing on the development split


@dataclass(frozen=True)
class Linear:
    """Weights of a multinomial logistic regression: one row a feature, one column an intent."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def fitted(cls, features: Any, intents: Sequence[str], strength: float, seed: int) -> Linear:
        """Learn from rows of features; a greater `strength` fits them closer."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # STEPS are few on purpose
            model = LogisticRegression(C=strength, max_iter=STEPS, random_state=seed).fit(
                features, intents
            )
        return cls(
            np.ascontiguousarray(model.coef_.T, dtype=np.float32),
            model.intercept_.astype(np.float32),
        )

    def chances(self, features: Any) -> NDArray[np.float32]:
        """Return one row of chances a message; each row sums to one."""
        return _softmax(np.vstack([self._scores(row) for row in features]))

    def _scores(self, row: Any) -> NDArray[np.float32]:
        if isinstance(row, csr_matrix):
            # A sentence has some hundred features of tens of thousands: touch only their weights.
            scores: NDArray[np.float32] = (
                row.data.astype(np.float32) @ self.weights[row.indices] + self.bias
            )
            return scores
        return np.asarray(row @ self.weights + self.bias, dtype=np.float32)


@dataclass(frozen=True)
class FusedModel:
    """What tells intents apart; pickled into Rasa's model."""

    intents: list[str]
    vectorizers: tuple[TfidfVectorizer, ...]
    by_form: Linear
    by_meaning: Linear

    @classmethod
    def fitted(
        cls, texts: Sequence[str], intents: Sequence[str], strength: float, seed: int
    ) -> FusedModel:
        """Learn from phrasings and their intents."""
        folded = [fold(text) for text in texts]
        vectorizers = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True).fit(folded),
            TfidfVectorizer(
                ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True
            ).fit(folded),
        )
        return cls(
            sorted(set(intents)),
            vectorizers,
            Linear.fitted(_form(vectorizers, folded), intents, strength, seed),
            Linear.fitted(encode(texts), intents, strength, seed),
        )

    def knows(self, words: str) -> bool:
        """Tell whether all these words stand in the phrasings that were learnt."""
        learnt = self.vectorizers[1].vocabulary_
        return all(word in learnt for word in re.findall(r"\w+", fold(words)))

    def chances(self, texts: Sequence[str], form_weight: float) -> NDArray[np.float32]:
        """Return a row of chances a text, in the order of `intents`."""
        form = self.by_form.chances(_form(self.vectorizers, [fold(text) for text in texts]))
        meaning = self.by_meaning.chances(encode(texts))
        return form_weight * form + (1 - form_weight) * meaning


def _form(vectorizers: Sequence[TfidfVectorizer], folded: Sequence[str]) -> csr_matrix:
    return csr_matrix(hstack([vectorizer.transform(folded) for vectorizer in vectorizers]))


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
