"""Two linear models, one of characters and words, one of meaning, multiplied.

Characters carry what spelling leaves wrong; the encoder carries paraphrase and puts both languages
in one space. An intent must be likely to both: the geometric mean of their chances. docs/nlu has
what was tried. No Rasa in here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.asking import asking_sentence
from bot.nlu.grams import Grams, Row, read
from bot.nlu.spelling import Short, Spelling
from knowledge.names import fold
from knowledge.search.encoder import encode, words

FIRST = 300  # characters of a message that are read, beside the sentence that asks
ASKED = 0.6  # what the sentence that asks counts, in a message of several
TINY = 1e-9  # so that a chance of nothing has a logarithm
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
        if isinstance(row, Row):
            # A sentence has some hundred features of tens of thousands: touch only their weights.
            scores: NDArray[np.float32] = row.values @ self.weights[row.places] + self.bias
            return scores
        return np.asarray(row @ self.weights + self.bias, dtype=np.float32)


class Said(NamedTuple):
    """A message: its language, and the words in it that are names and so spelt right."""

    text: str
    language: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FusedModel:
    """What tells intents apart; pickled into Rasa's model."""

    intents: list[str]
    spelling: Spelling
    vectorizers: tuple[TfidfVectorizer, ...]
    by_form: Linear
    by_meaning: Linear

    @classmethod
    def fitted(
        cls, texts: Sequence[str], intents: Sequence[str], strength: float, seed: int, short: Short
    ) -> FusedModel:
        """Learn from phrasings and their intents; `short`: short forms and what they stand for."""
        folded = [fold(text) for text in texts]
        vectorizers = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True).fit(folded),
            TfidfVectorizer(
                ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True
            ).fit(folded),
        )
        return cls(
            sorted(set(intents)),
            Spelling.of(texts, short, words()),
            vectorizers,
            Linear.fitted(_form(vectorizers, folded), intents, strength, seed),
            Linear.fitted(encode(folded), intents, strength, seed),
        )

    @cached_property
    def _grams(self) -> tuple[Grams, ...]:
        return Grams.of(self.vectorizers)

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def knows(self, name: str) -> bool:
        """Tell whether all these words stand in the phrasings that were learnt."""
        learnt = self.vectorizers[1].vocabulary_
        return all(word in learnt for word in re.findall(r"\w+", fold(name)))

    def chances(self, messages: Sequence[Said], form_weight: float) -> NDArray[np.float32]:
        """Return a row of chances a message, in the order of `intents`."""
        asking = {
            number: one._replace(text=sentence)
            for number, one in enumerate(messages)
            if (sentence := asking_sentence(one.text))
        }
        chances = self._read([*messages, *asking.values()], form_weight)
        whole, asked = chances[: len(messages)], chances[len(messages) :]
        whole[list(asking)] = _both(asked, whole[list(asking)], ASKED)
        return whole

    def _read(self, messages: Sequence[Said], form_weight: float) -> NDArray[np.float32]:
        plain = [self.spelling.plain(one.text[:FIRST], one.language, one.names) for one in messages]
        form = self.by_form.chances([read(self._grams, text) for text in plain])
        return _both(form, self.by_meaning.chances(encode(plain)), form_weight)


def _form(vectorizers: Sequence[TfidfVectorizer], folded: Sequence[str]) -> csr_matrix:
    return csr_matrix(hstack([vectorizer.transform(folded) for vectorizer in vectorizers]))


def _both(
    one: NDArray[np.float32], other: NDArray[np.float32], weight: float
) -> NDArray[np.float32]:
    """Return the geometric mean of chances, `weight` being that of the first."""
    return _softmax(weight * np.log(one + TINY) + (1 - weight) * np.log(other + TINY))


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
