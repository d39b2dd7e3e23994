"""A person's text as plain words, so that lists need each danger word once. Pure."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+|[€$£]")
# Written out, so that "don't", "dont" and "do not" are one.
CONTRACTIONS = (
    (re.compile(r"\b(ca)n't\b"), r"\1n not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(i)'m\b"), r"\1 am"),
    (re.compile(r"'(re)\b"), " are"),
    (re.compile(r"'(ve)\b"), " have"),
    (re.compile(r"'(ll)\b"), " will"),
    (re.compile(r"\b(he|she|it)'s\b"), r"\1 is"),
    (re.compile(r"\btik tok\b"), "tiktok"),  # its "tok" is no "took"
)
ONE_WAY = str.maketrans({"’": "'", "‘": "'", "`": "'", "œ": "oe", "æ": "ae"})
STRETCHED = re.compile(r"(.)\1{2,}")


def plain_words(text: str) -> list[str]:
    """Return lower-case words without accents."""
    lowered = text.lower().translate(ONE_WAY)
    for pattern, full in CONTRACTIONS:
        lowered = pattern.sub(full, lowered)
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return WORD.findall(STRETCHED.sub(r"\1\1", bare))
