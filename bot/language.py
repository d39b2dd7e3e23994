"""French or English? Pure; the same for the gateway and for Rasa."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lingua import ConfidenceValue, LanguageDetector, LanguageDetectorBuilder
from lingua import Language as LinguaLanguage
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

Language = Literal["fr", "en"]
# Function words that the other language does not have: "plus", "on", "a" and "an" are in both.
FRENCH = frozenset(
    """
    je tu il elle nous vous ils le la les une des du au aux et est sont suis avez quel quelle
    quels quelles qui que quoi comment combien pourquoi quand dans pour avec sur pas mon ma mes
    ce cette ces c'est bonjour bonsoir salut merci svp oui non peux puis peut faut pays depuis
    chez ca bjr slt stp cc dure toujours encore aide sommes etes avait etait ont ai aurai
    leur leurs notre votre vos nos sa ses moi toi lui eux qu'est d'ou est-ce sans sous entre
    apres avant pendant tres bien aussi alors donc parce puisque comme faire fait dit veux veut
    voudrais peuvent doit dois allez aller travail personne ici maintenant aujourd'hui rien tout
    tous toute toutes jamais meme quelqu'un cela celui celle ceux y jsuis jveux koi ki ke pk
    pkoi tjr mnt
    """.split()
)
ENGLISH = frozenset(
    """
    i you he she we they the of and or is are am have has do does did what which who how many
    much why when where in for with not my your this that these it its hello hi hey thanks thank
    please yes no can could may still from to was were will would u r pls there help about his
    her their our them him us than then if because but so all any some nobody someone anyone
    something nothing been being be had having should must shall want wants need get got take
    give make know think tell say said new old more most here now today only also too very just
    who's what's whose whom between after before during without until doesn't don't isn't can't
    i'm i've it's that's
    """.split()
)
# One of these is enough: names and typos around it may look like anything.
ASKING = frozenset(
    """
    qui quel quelle quels quelles quoi comment combien pourquoi
    what who how why which where when
    """.split()
)
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
ELISION = re.compile(r"\b(?:l|d|j|qu|n|s|c|m|t)'[a-z]")
LEXICON_WEIGHT = 1.6
ACCENT_WEIGHT = 1.2
# Written by many who ask here; lingua takes each for French or English when it may name no other.
OTHERS = (
    LinguaLanguage.ALBANIAN,
    LinguaLanguage.BOSNIAN,
    LinguaLanguage.DUTCH,
    LinguaLanguage.GERMAN,
    LinguaLanguage.ITALIAN,
    LinguaLanguage.PORTUGUESE,
    LinguaLanguage.SOMALI,
    LinguaLanguage.SPANISH,
    LinguaLanguage.TURKISH,
)
OUR_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
ANY_LETTER = re.compile(r"[^\W\d_]")
CLEAR = 2.2  # log-odds at which one message decides
NO_SIGN_WORDS = 3
LONG_WORD = 5
LONG_WORDS = sorted(word for word in FRENCH | ENGLISH if len(word) >= LONG_WORD)
MOST_OURS = 0.2  # share of words of ours that a text in a third language may have
FOREIGN = 0.9  # lingua's confidence


@dataclass(frozen=True)
class Decision:
    """The language to answer in, and the evidence so far (positive: French)."""

    language: Language
    log_odds: float


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    pair = (LinguaLanguage.FRENCH, LinguaLanguage.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*pair).with_low_accuracy_mode().build()


@lru_cache(maxsize=1)
def _wide_detector() -> LanguageDetector:
    ours = (LinguaLanguage.FRENCH, LinguaLanguage.ENGLISH)
    return LanguageDetectorBuilder.from_languages(*ours, *OTHERS).with_low_accuracy_mode().build()


@lru_cache(maxsize=64)
def foreign(text: str) -> bool:
    """Tell whether a text is in neither French nor English: by its script, else from four words on.

    Half a millisecond for a message.
    """
    text = text[:500].replace("’", "'")
    if ANY_LETTER.search(text) and not OUR_LETTER.search(text):
        return True
    words = [word for word in text.split() if ANY_LETTER.search(word)]
    plain = WORD.findall(_plain(text))
    known = sum(word in FRENCH or word in ENGLISH for word in plain)
    if len(words) <= NO_SIGN_WORDS or known >= MOST_OURS * len(words):
        return False
    if ELISION.search(_plain(text)) or any(word in ASKING or _typo(word) for word in plain):
        return False
    first = _wide_detector().compute_language_confidence_values(text)[0]
    return first.language in OTHERS and first.value >= FOREIGN


def _typo(word: str) -> bool:
    """Tell whether a word is one of our longer ones, one letter off."""
    if len(word) < LONG_WORD or word in LONG_WORDS:
        return False
    return (
        process.extractOne(word, LONG_WORDS, scorer=Levenshtein.distance, score_cutoff=1)
        is not None
    )


class LanguageIdentifier:
    """Weighs function words, accents and elisions, and lingua for the rest."""

    def log_odds(self, text: str) -> float:
        """Return how much speaks for French (positive) or English (negative)."""
        text = text[:500].replace("’", "'")
        plain = _plain(text)
        words = WORD.findall(plain)
        score = LEXICON_WEIGHT * (
            sum(w in FRENCH for w in words) - sum(w in ENGLISH for w in words)
        )
        score += ACCENT_WEIGHT * (2 * len(ELISION.findall(plain)))
        score += ACCENT_WEIGHT * min(3, sum(c in "éèêàùçœîôû" for c in text.lower()))
        if len(words) > NO_SIGN_WORDS:
            # Without one known word it may be a name, of which letters prove little.
            score += _lingua(text) * (1.0 if score else 0.5)
        return score

    def choose(self, held: Language, log_odds: float, text: str) -> Decision:
        """Keep the conversation's language unless this message clearly is in the other."""
        if foreign(text):
            return Decision(held, log_odds)
        found = self.log_odds(text)
        if abs(found) < CLEAR:
            return Decision(held, log_odds + found)
        return Decision("fr" if found > 0 else "en", found)


def _lingua(text: str) -> float:
    values: list[ConfidenceValue] = _detector().compute_language_confidence_values(text)
    chances = {value.language: value.value for value in values}
    french = min(max(chances.get(LinguaLanguage.FRENCH, 0.5), 0.02), 0.98)
    return math.log(french / (1 - french))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def accepted_language(header: str | None) -> Language | None:
    """Return the first of French and English in an Accept-Language header."""
    for part in (header or "").lower().split(","):
        code = part.split(";")[0].strip()[:2]
        if code == "fr":
            return "fr"
        if code == "en":
            return "en"
    return None
