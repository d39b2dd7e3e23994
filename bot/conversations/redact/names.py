"""Names that people tell as theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conversations.redact.no_names import ADJECTIVE, NO_NAMES, PLACES
from bot.conversations.redact.texts import Span, hide
from bot.lexicon import plain

SAYS_NAME = re.compile(
    r"(?:\bje?\W{0,2}m\W{0,2}ap+el+e?s?\b|\bmon (?:vrai |pr[ée]|sur)?nom(?: complet| de famille)?"
    r" (?:est|c\W?est)|\bmoi,? c\W?est|\bmy (?:\w+ )?name(?:'?s| is)|\bi(?:\W?a?m) called"
    r"|\b(?:ana )?(?:ismi|smiti)|(?:(?<!\w )|(?<=mon )|(?<=my ))\b(?:nom|name|pr[ée]nom)(?= ?:))"
    r" ?:? ?[\"«“(]? ?(?:(?:mr|mrs|ms|mme|m|dr|madame|monsieur|sheikh)\b\.? ?)?",
    re.I,
)
SPEAKS = re.compile(
    r"\bthis is ((?:[^\W\d_][\w'-]*\.? ){1,4}?)(?:here |also )?(?:speaking|calling|writing)\b", re.I
)
NAME = re.compile(r"[^\W\d_](?:[\w'-]*\w)?")
ELIDED = re.compile(r"(?:[jlscJLSC]|[dmntDMNT](?='[a-zàâéêèëîïôùûç])|[Qq]u)'")
MOST_WORDS = 4
BETWEEN = "van der den von el al ben bin bint ould abu abou di da dos ter"
PARTICLES = frozenset(BETWEEN.split())


def names(text: str) -> Iterator[Span]:
    shouting, done = text.isupper(), 0
    for said in SAYS_NAME.finditer(text):
        wary = said[0].lower().startswith("moi")
        if said.end() >= done and (end := _name_end(text, said.end(), shouting, wary)):
            yield said.end(), end
            text, done = hide(text, [(said.end(), end)]), end
    for said in SPEAKS.finditer(text):
        if plain(said[1].split()[0]) not in NO_NAMES:
            yield said.start(1), said.start(1) + len(said[1].rstrip())


def _name_end(text: str, start: int, shouting: bool, wary: bool) -> int | None:
    """Return where the name ends that begins here; None: it is no name."""
    place, end, words = start, None, 0
    while words < MOST_WORDS and (word := NAME.match(text, place)):
        if end is None or plain(word[0]) not in PARTICLES:
            capital = word[0][0].isupper() and not shouting
            if not _named(word[0], capital, wary or end is not None):
                break
            end, words = word.end(), words + 1
        if text[word.end() : word.end() + 1] != " ":
            break
        place = word.end() + 1
    return end


def _named(word: str, capital: bool, wary: bool) -> bool:
    """Tell whether a word can be part of a name; `wary`: where other words are as likely."""
    bare = plain(word)
    if ELIDED.match(word) or bare in NO_NAMES or (wary and bare in PLACES):
        return False
    return capital or not (wary and ADJECTIVE.search(bare))
