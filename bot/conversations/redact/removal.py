"""What goes from a text, step by step until nothing more is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.conversations.redact.kinds import KINDS, SHORT, marks
from bot.conversations.redact.names import names
from bot.conversations.redact.own import HELPLINES, own_spans
from bot.conversations.redact.papers import (
    ACCOUNT,
    CARD,
    DOCUMENT,
    DOCUMENT_BEFORE,
    IBAN,
    SHAPES,
    is_account,
    is_card,
    is_iban,
    is_paper,
)
from bot.conversations.redact.patterns import EMAIL, HARMLESS, PLACE
from bot.conversations.redact.phones import MOST_PARSES, phones
from bot.conversations.redact.texts import FEWEST, Match, fold, hide
from bot.language import Language

Found = tuple[int, int, str]
# What is hidden may show more beside it; a long text is not looked through over and over.
LETTERS, LEAST_LOOKS = 3000, 2


@dataclass(frozen=True)
class Redacted:
    """A text without what tells who somebody is, and the kinds of what went."""

    text: str
    removed: tuple[str, ...]


def redact(text: str, ours: frozenset[str] = frozenset(), language: Language = "fr") -> Redacted:
    """Replace phone numbers, addresses, papers, accounts, places and told names by marks."""
    left = fold(text)
    left = hide(left, own_spans(left, ours | HELPLINES))
    found: list[Found] = []
    parses = iter(range(MOST_PARSES))
    looks = max(LEAST_LOOKS, LETTERS // max(1, len(left)))
    while looks and (new := list(_look(left, parses))):
        looks -= 1
        found += new
        left = hide(left, [(start, end) for start, end, _ in new])
    found.sort()
    kinds = tuple(dict.fromkeys(kind for _, _, kind in found))
    said = _replaced(text, found, marks(language))
    if len(said) > 2 * len(text):
        said = _replaced(text, found, dict.fromkeys(KINDS, SHORT))
    return Redacted(said, kinds)


def _replaced(text: str, found: list[Found], words: dict[str, str]) -> str:
    pieces, done = [], 0
    for start, end, kind in found:
        pieces += [text[done:start], words[kind]]
        done = end
    return "".join([*pieces, text[done:]])


def _always(match: Match) -> bool:
    return True


STEPS: tuple[tuple[re.Pattern[str], str, Callable[[Match], bool]], ...] = (
    (EMAIL, "email", _always),
    (PLACE, "place", _always),
    (HARMLESS, "", _always),
    (IBAN, "bank", is_iban),
    (CARD, "bank", is_card),
    (ACCOUNT, "bank", is_account),
    (DOCUMENT, "document", is_paper),
    (DOCUMENT_BEFORE, "document", is_paper),
    (SHAPES, "document", _always),
)


def _look(text: str, parses: Iterator[int]) -> Iterator[Found]:
    """Give what tells who somebody is, each once: what is settled is hidden from what follows."""
    has_digits = sum(map(str.isdigit, text)) >= FEWEST
    for pattern, kind, holds in STEPS if has_digits else STEPS[:1]:
        group = "token" if "token" in pattern.groupindex else 0
        spans = [match.span(group) for match in pattern.finditer(text) if holds(match)]
        yield from ((start, end, kind) for start, end in spans if kind)
        text = hide(text, spans)
    numbers = list(phones(text, parses)) if has_digits else []
    yield from ((start, end, "phone") for start, end in numbers)
    yield from ((start, end, "name") for start, end in names(hide(text, numbers)))
