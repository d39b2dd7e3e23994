"""Several questions in one message: where it may be cut, and which cuts are worth making. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.turn import is_clear
from bot.nlu.asking import ASKING, NO_QUESTION, QUESTION
from knowledge.names import fold

LONG = 12  # words
AT_ONCE = re.compile(
    rf"^\W*(?:(?:et|and|mais|but|ok|so|donc|alors)\s+)?{ASKING}"
    rf"|\b(?:savoir|know|dire|tell|expliquer|explain)\b.{{0,20}}\b{ASKING}"
)
MOST = 3  # questions answered in one message; who sends more gets these, and may ask on
CUT = re.compile(rf"(?<=[.?!…;])\s+|\n+|,?\s+(?:et|and)\s+(?={ASKING})", re.IGNORECASE)
BARE = re.compile(
    rf"\W*(?:(?:et|and)\s+)?{ASKING}(?:\s+(?:year|date|day|annee|jour))?\W*"
)  # "since when?" is half a question
AROUND = NO_QUESTION | {"nlu_fallback"}
SURE = 0.35  # a piece is short, so less sure; chosen on data/development/two.yml
# Questions whose answer is the same for everybody, whoever asks.
ON_FACTS = frozenset(
    {
        "ask_programme",
        "ask_countries",
        "ask_status",
        "ask_results",
        "ask_funding",
        "ask_duration",
        "ask_sectors",
        "ask_successor",
        "ask_contact_office",
        "ask_address_hours",
        "ask_iom",
        "ask_iom_figures",
    }
)
BESIDE = {"country", "profession", "sector"}  # what somebody names who says who they are
POINTING = re.compile(
    r"\b(?:it|its|that|this|these|those|there|they|them|their|he|she|his|her|him|one|so"
    r"|il|elle|ils|elles|y|en|ca|cela|ce|cet|cette|ces|leur|leurs|lui|son|sa|ses|celui|celle)\b"
)
Parsed = Mapping[str, Any]


def pieces(text: str) -> list[str]:
    """Return the pieces between which a message may be cut."""
    folded = fold(text)  # of the same length: cut where the folded text shows it
    cuts = [(0, 0), *(match.span() for match in CUT.finditer(folded)), (len(text), len(text))]
    between = (text[cuts[i][1] : cuts[i + 1][0]].strip() for i in range(len(cuts) - 1))
    return [piece for piece in between if re.search(r"\w", piece)]


def questions(pieces: Sequence[str], parsed: Sequence[Parsed]) -> list[str]:
    """Return the questions of a message, each with what was said before it; none: ask it whole.

    A piece counts as a question when it is clear on its own and asks something else than the one
    before it: "How many went to Sudan? And to Serbia?" is one.
    """
    found: list[str] = []
    said: list[str] = []
    asked: set[str] = set()
    for piece, reading in zip(pieces, parsed, strict=True):
        said.append(piece)
        intent = reading["intent"]["name"]
        if intent not in asked and is_clear(reading, AROUND, SURE) and _asks(piece, intent):
            found.append(" ".join(said))
            asked.add(intent)
            said = []
    if len(found) < 2:
        return _alone(pieces, parsed)
    found[-1] = " ".join([found[-1], *said])
    return found[:MOST]


def _alone(pieces: Sequence[str], parsed: Sequence[Parsed]) -> list[str]:
    """Return the one question on facts beside which a person only says who they are."""
    asking = [n for n, piece in enumerate(pieces) if QUESTION.search(fold(piece))]
    if len(asking) != 1 or POINTING.search(fold(pieces[asking[0]])):
        return []
    reading = parsed[asking[0]]
    around = (e["entity"] for n, r in enumerate(parsed) if n != asking[0] for e in r["entities"])
    if reading["intent"]["name"] not in ON_FACTS or not set(around) <= BESIDE:
        return []
    return [pieces[asking[0]]] if is_clear(reading, AROUND) else []


def _asks(piece: str, intent: str) -> bool:
    folded = fold(piece)
    if BARE.fullmatch(folded):
        return False
    if intent == "switch_language" or "?" in piece:
        return True
    # In a long sentence "who" and "which" mostly tell of somebody: "a man who worked there".
    long = len(folded.split()) > LONG
    return (AT_ONCE if long else QUESTION).search(folded) is not None
