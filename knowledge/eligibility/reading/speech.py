"""Whose words are whose: clauses about the speaker, about others, and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.eligibility.reading.asked_for import (
    FOR_OTHER,
    OF_MYSELF,
    OPENS_QUESTION,
    of_the_one,
)
from knowledge.eligibility.reading.questions import (
    ASKS,
    ASKS_MARKED,
    LIKE_ME,
    STATES,
    SUPPOSED,
    SUPPOSES,
)
from knowledge.eligibility.reading.subjects import about_other

SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|[;\n]")
SEGMENT = re.compile(
    r"[,:()]+| [-–—]+ |\b(?:mais|but)\b|(?<=\w )(?=(?:est[- ]ce qu|combien|can (?:i|you|they"
    r"|we|he|she)\b|could (?:i|you|he|she)\b|(?:peut|pourrait)[- ](?:il|elle)\b|"
    r"how (?:do|can|to|does|much|many|long)\b|do i\b|am i\b|would (?:they|you|it)\b"
    r"|will (?:they|you|it)\b|pouvez[- ]vous|"
    r"puis[- ]je|is (?:it|there)\b|are there\b|when do|where (?:do|can)|what (?:is|are|do)"
    r"|comment (?:faire|je|on|puis|obtenir|avoir)))"
)
UNIT = re.compile(
    r"(?<![-\w])(?:et|and|e|though|although|whereas|while|tandis que|alors que|because"
    r"|parce que|car|donc|so|puis)(?![-\w])"
    r"|(?<![-'\w])(?=(?:je|j'|jsuis|jsui|jhabite|jviens|i|i'm|im|i've|moi|nous|we|we're"
    r"|on (?:a|est|veut|va|vit|habite|attend|peut|voudrait|n'a|n'est|ne|etait|travaille"
    r"|cherche|souhaite|vient)) ?\b)"
)


@dataclass(frozen=True)
class Unit:
    """A piece of a sentence with one subject."""

    start: int
    end: int
    mine: bool


@dataclass(frozen=True)
class Speech:
    """A message, folded: `mine` has only what is said of the speaker, `said` all but questions.

    All three have the same length; what is left out is written as full stops.
    """

    folded: str
    said: str
    mine: str
    units: tuple[Unit, ...]
    for_other: bool  # what is said of the one other person counts
    asks_for_other: bool  # this message asks for one other person


def speech_of(folded: str, asked: str | None, other: bool = False) -> Speech:
    """Take a message apart; `other`: the check is for another person."""
    asks_for_other = bool(FOR_OTHER.search(folded)) and not OF_MYSELF.search(folded)
    for_other = asks_for_other or other
    stated = [
        piece
        for sentence in _sentences(folded)
        for piece in _stated(folded, *sentence, asked, for_other)
    ]
    units = tuple(_units(folded, stated, for_other))
    said = _only(folded, [(start, end) for start, end, _ in stated])
    mine = _only(folded, [(unit.start, unit.end) for unit in units if unit.mine])
    return Speech(folded, said, mine, units, for_other, asks_for_other)


def _only(text: str, kept: list[tuple[int, int]]) -> str:
    out, last = [], 0
    for start, end in kept:
        out += ["." * (start - last), text[start:end]]
        last = end
    return "".join([*out, "." * (len(text) - last)])


def _cut(text: str, start: int, end: int, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the pieces between matches; a separator stands at the end of the piece before it."""
    last = start
    for found in at.finditer(text, start, end):
        if found.end() > last or (found.end() == found.start() > last):
            yield last, found.end()
            last = found.end()
    if last < end:
        yield last, end


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for found in SENTENCE.finditer(text):
        yield last, found.end()
        last = found.end()
    if last < len(text):
        yield last, len(text)


def _stated(
    text: str, start: int, end: int, asked: str | None, for_other: bool
) -> Iterator[tuple[int, int, bool]]:
    """Yield what is no question of a sentence, and whether it opens the sentence."""
    marked = "?" in text[max(start, end - 4) : end]
    like_me = marked and LIKE_ME.search(text, start, end)
    asking, opens = False, True
    pieces = list(_cut(text, start, end, SEGMENT))
    asks_at = _last_asking(text, pieces) if marked else start
    bare = asked is not None and len(text[start:end].split()) <= 4
    for low, high in pieces:
        piece = text[low:high]
        states = bool(STATES.search(piece))
        # "Ghanaian nurse here, could I take part?": what comes before the question is told.
        states = states or (low < asks_at and len(piece.split()) > 1)
        if for_other:
            if opening := OPENS_QUESTION.match(piece):
                low, piece = low + opening.end(), piece[opening.end() :]
            states = True
        if not marked and SUPPOSES.match(piece):
            opens = False
            continue
        if ASKS.match(piece) or SUPPOSES.match(piece) or (marked and ASKS_MARKED.match(piece)):
            asking = True
        elif states or not (marked and not bare):
            asking = asking and not states
        else:
            asking = True
        if like_me or not asking:
            yield low, _unsupposed(text, low, high), opens
        opens = False


def _last_asking(text: str, pieces: list[tuple[int, int]]) -> int:
    """Return where the last piece that asks begins."""
    return max((low for low, high in pieces if ASKS.match(text[low:high])), default=-1)


def _unsupposed(text: str, low: int, high: int) -> int:
    found = SUPPOSED.search(text, low, high)
    return found.start() if found else high


def _units(text: str, stated: list[tuple[int, int, bool]], for_other: bool) -> Iterator[Unit]:
    other = False
    before = ""
    for low, high, opens in stated:
        fresh = opens
        for start, end in _cut(text, low, high, UNIT):
            piece = text[start:end]
            if for_other:
                other = of_the_one(piece, other, fresh)
            else:
                other = about_other(piece, before, other, fresh)
            yield Unit(start, end, other == for_other)
            fresh = fresh and not piece.strip()
            before = piece if piece.strip() else before
