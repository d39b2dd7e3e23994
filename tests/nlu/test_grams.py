"""Features of one text: the same numbers as scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.grams import Grams, read

TEXTS = ["quels pays sont concernés", "who pays for it", "et la serbie ? la serbie ?", "la la la"]
VECTORIZERS = (
    TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True).fit(TEXTS),
    TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True).fit(TEXTS),
)


@pytest.mark.parametrize("text", [*TEXTS, "la Serbie paie la Serbie", "zzz 中文", "", " ", "la"])
def test_they_are_what_scikit_learn_finds(text: str) -> None:
    theirs = hstack([one.transform([text]) for one in VECTORIZERS]).toarray()[0]
    ours = np.zeros(len(theirs))
    row = read(Grams.of(VECTORIZERS), text)
    ours[row.places] = row.values
    assert len(set(row.places)) == len(row.places)
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
