"""French or English? Pure; the same for the gateway and for Rasa."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lingua import ConfidenceValue, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as LinguaLanguage

from bot.asked_language import asked_for
from bot.foreign import foreign
from bot.lexicon import ELISION, ENGLISH, FRENCH, NO_SIGN_WORDS, WORD, plain

Language = Literal["fr", "en"]
LEXICON_WEIGHT = 1.6
ACCENT_WEIGHT = 1.2
CLEAR = 1.7  # log-odds at which a sentence in one language decides
DOUBTFUL = 2.2  # the same for up to three words, or with words of both
FIRST = 1.0  # the same for the first message
MOST = 6.0  # log-odds that weak signs may sum to, and those of a language asked for


@dataclass(frozen=True)
class Decision:
    """The language to answer in, and the evidence so far (positive: French)."""

    language: Language
    log_odds: float


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    pair = (LinguaLanguage.FRENCH, LinguaLanguage.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*pair).with_low_accuracy_mode().build()


class LanguageIdentifier:
    """Weighs function words, accents and elisions, and lingua for the rest."""

    def log_odds(self, text: str) -> float:
        """Return how much speaks for French (positive) or English (negative)."""
        text = text[:500].replace("’", "'")
        folded = plain(text)
        words = WORD.findall(folded)
        score = LEXICON_WEIGHT * (
            sum(w in FRENCH for w in words) - sum(w in ENGLISH for w in words)
        )
        score += ACCENT_WEIGHT * (2 * len(ELISION.findall(folded)))
        score += ACCENT_WEIGHT * min(3, sum(c in "éèêàùçœîôû" for c in text.lower()))
        if len(words) > NO_SIGN_WORDS:
            # Without one known word it may be a name, of which letters prove little.
            score += _lingua(text) * (1.0 if score else 0.5)
        return score

    def choose(self, held: Language, log_odds: float, text: str) -> Decision:
        """Keep the conversation's language unless this message clearly is in the other.

        Before anything was said the language is only guessed: the first sign decides. A language
        asked for or accepted wins over the one it is asked in.
        """
        if wished := asked_for(text):
            return Decision(wished, MOST if wished == "fr" else -MOST)
        if foreign(text):
            return Decision(held, log_odds)
        found = self.log_odds(text)
        clear = DOUBTFUL if _is_doubtful(text) else CLEAR
        if abs(found) < (clear if log_odds else FIRST):
            found = max(-MOST, min(MOST, log_odds + found))
            if abs(found) < CLEAR:
                return Decision(held, found)
        return Decision("fr" if found > 0 else "en", found)


def _is_doubtful(text: str) -> bool:
    words = set(WORD.findall(plain(text[:500].replace("’", "'"))))
    return len(text.split()) <= NO_SIGN_WORDS or bool(words & FRENCH and words & ENGLISH)


def _lingua(text: str) -> float:
    values: list[ConfidenceValue] = _detector().compute_language_confidence_values(text)
    chances = {value.language: value.value for value in values}
    french = min(max(chances.get(LinguaLanguage.FRENCH, 0.5), 0.02), 0.98)
    return math.log(french / (1 - french))


def accepted_language(header: str | None) -> Language | None:
    """Return the first of French and English in an Accept-Language header."""
    for part in (header or "").lower().split(","):
        code = part.split(";")[0].strip()[:2]
        if code == "fr":
            return "fr"
        if code == "en":
            return "en"
    return None
