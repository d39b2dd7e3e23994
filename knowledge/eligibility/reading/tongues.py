"""Languages that people say they speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.eligibility.reading.tongue_names import ANY_LANGUAGE, BETWEEN, LANGUAGES, language_of

_WORD = re.compile(r"[\w'-]+|[.;:!?,]")
_SPEAK = re.compile(
    r"\b(?:parl(?:e|er|ons|ant)|speaks?|speaking|spoken|fluent(?: in)?|fluency|couramment"
    r"|bilingue|bilingual|trilingue|trilingual|"
    r"langues?(?: maternelles?)?|languages?|mother tongue|native|maitrise|comprends?"
    r"|understand|write|good in|good at|"
    r"niveau (?:a|b|c)[12]|learn(?:ing|t|ed)?|apprends|apprendre|my|mon|l')\b"
)
_WEAK = frozenset({"my", "mon", "l'"})
_NOT = re.compile(
    r"\b(?:faut|must|need|needs|require\w*|qui parlent?|who speaks?|that speaks|prefere|mieux"
    r"|better|can we|write in|dois|doit|should|please|plz|svp|pas(?! parfait| mal)"
    r"|not(?! perfect| bad)|don't|dont|do not|can't"
    r"|cannot|aucun|no|ni|zero|nul|nulle|neither|never|jamais|doesn't|sans(?! accent))\b"
)
_LEARNS = re.compile(r"\b(?:learn|learning|apprends|apprendre)\b")


def languages(text: str, asked: bool) -> list[str]:
    """Return the languages that are said to be spoken; `asked` makes bare ones count."""
    spans = [(0, len(text))] if asked else _from_verbs(text)
    found: list[str] = []
    for low, high in spans:
        for clause in _CLAUSE.split(text[low:high]):
            if not _NOT.search(clause) and not _LEARNS.search(clause):
                found += [name for word in _words(clause) if (name := language_of(word))]
    return list(dict.fromkeys(found))


def regions(text: str) -> list[tuple[int, int]]:
    """Return where a text lists languages, so that these are not taken for people."""
    return list(_lists(text))


def is_language(word: str) -> bool:
    """Tell whether a word may name a language."""
    return word in LANGUAGES


def _from_verbs(text: str) -> list[tuple[int, int]]:
    """Return the lists, each from the beginning of the clause with its verb."""
    return [(max(_ends(text, low), low - 45), high) for low, high in _lists(text)]


def _ends(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in ".,;!?") + 1


_CLAUSE = re.compile(
    r"[,.;:!?]|\b(?:mais|but|seulement|only|juste|just|although|though)\b|(?=\band not\b"
    r"|\bet pas\b)"
)


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretch after each word of speaking that has languages and words between only."""
    last = 0
    for verb in _SPEAK.finditer(text):
        if verb.start() < last:
            continue
        low, high, skipped = None, verb.end(), 0
        for word in _WORD.finditer(text, verb.end()):
            if language_of(word[0]):
                low = word.start() if low is None else low
                high, skipped = word.end(), 0
            elif word[0] not in BETWEEN or skipped > 4:
                break
            else:
                skipped += 1
        if low is not None and verb[0] not in _WEAK:
            yield low, high
            last = high
    for found in _BEFORE.finditer(text):
        if found.start() >= last:
            yield found.start(), found.start("cue")


def _words(text: str) -> list[str]:
    return [found[0] for found in _WORD.finditer(text)]


# "dari is my mother tongue", "mon anglais est bon"
_BEFORE = re.compile(
    rf"\b{ANY_LANGUAGE}(?: (?:et|and) {ANY_LANGUAGE})?(?P<cue> (?:is|are|est|sont|c'est) (?:my"
    rf"|native|not perfect|not bad"
    rf"|ma|mon|tres |good|fluent|bon|correct|ok|parfait|excellent))"
)
