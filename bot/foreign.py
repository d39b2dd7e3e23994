"""Is a text in neither French nor English, and in which language then? Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.lexicon import ASKING, ELISION, ENGLISH, FRENCH, NO_SIGN_WORDS, WORD, plain

# Written by many who ask here; lingua takes each for French or English when it may name no other.
OTHERS = (
    LinguaLanguage.ALBANIAN,
    LinguaLanguage.BOSNIAN,
    LinguaLanguage.DUTCH,
    LinguaLanguage.GERMAN,
    LinguaLanguage.ITALIAN,
    LinguaLanguage.POLISH,
    LinguaLanguage.PORTUGUESE,
    LinguaLanguage.SOMALI,
    LinguaLanguage.SPANISH,
    LinguaLanguage.SWAHILI,
    LinguaLanguage.TURKISH,
)
OUR_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
ANY_LETTER = re.compile(r"[^\W\d_]")
LONG_WORD = 5
LONG_WORDS = sorted(word for word in FRENCH | ENGLISH if len(word) >= LONG_WORD)
MOST_OURS = 0.2  # share of words of ours that a text in a third language may have
FOREIGN = 0.9  # lingua's confidence
# Scripts and letters that give a language away; the first that fits.
SCRIPTS = (
    # Tigrinya by letters and words that Amharic, written alike, does not have.
    (
        "ti",
        re.compile(r"[\u1250-\u125f\u12a3\u12b8-\u12be]|\u12a5\u12e9|\u12f5\u12e9|\u1293\u12ed"),
    ),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
# Those of OTHERS in which something can be said; the rest is only told which two are spoken here.
SPOKEN = {
    LinguaLanguage.BOSNIAN: "bs",
    LinguaLanguage.DUTCH: "nl",
    LinguaLanguage.SOMALI: "so",
    LinguaLanguage.SPANISH: "es",
}
UNNAMED = "other"


@lru_cache(maxsize=1)
def _wide_detector() -> LanguageDetector:
    ours = (LinguaLanguage.FRENCH, LinguaLanguage.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*ours, *OTHERS).with_low_accuracy_mode().build()


@lru_cache(maxsize=64)
def foreign(text: str) -> str | None:
    """Return the language of a text in neither French nor English; `other`: none with a name.

    By the script, else from four words on, for names and typos look like anything. Half a
    millisecond for a message.
    """
    text = text[:500].replace("’", "'")
    letters = len(ANY_LETTER.findall(text))
    if letters and len(OUR_LETTER.findall(text)) < letters / 2:
        return next((code for code, script in SCRIPTS if script.search(text)), UNNAMED)
    words = [word for word in text.split() if ANY_LETTER.search(word)]
    ours = WORD.findall(plain(text))
    known = sum(word in FRENCH or word in ENGLISH for word in ours)
    if len(words) <= NO_SIGN_WORDS or known >= MOST_OURS * len(words):
        return None
    if ELISION.search(plain(text)) or any(word in ASKING or _typo(word) for word in ours):
        return None
    first = _wide_detector().compute_language_confidence_values(text)[0]
    if first.language not in OTHERS or first.value < FOREIGN:
        return None
    return SPOKEN.get(first.language, UNNAMED)


def _typo(word: str) -> bool:
    """Tell whether a word is one of our longer ones, one letter off."""
    if len(word) < LONG_WORD or word in LONG_WORDS:
        return False
    return (
        process.extractOne(word, LONG_WORDS, scorer=Levenshtein.distance, score_cutoff=1)
        is not None
    )
