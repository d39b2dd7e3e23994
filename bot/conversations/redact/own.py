"""The assistant's own contacts and the helplines: what stays in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import phonenumbers

from bot.conversations.redact.patterns import GAP
from bot.conversations.redact.texts import FEWEST, Span, digits_of, fold

HELPLINES = frozenset({"09008844", "08002000", "08000113", "08000188", "08000432"})
PHONE_ONLY = re.compile(r"\+?[\d .\-/()]+")


def ours_of(contacts: Iterable[str]) -> frozenset[str]:
    """Return what to leave alone, of the values of the assistant's own contacts."""
    values = (fold(value).strip() for value in contacts)
    folded = {digits_of(v) if PHONE_ONLY.fullmatch(v) else v.lower() for v in values}
    return frozenset(value for value in folded if len(value) >= FEWEST)


def own_spans(text: str, ours: frozenset[str]) -> Iterator[Span]:
    """Give where our own contacts stand, numbers in any usual writing."""
    for match in _own_numbers(ours).finditer(text):
        yield match.span()
    low = text.lower() if "@" in text else ""
    for address in ours:
        if address in low:
            whole = rf"(?<![\w.+%'@-]){re.escape(address)}(?![\w@-])"
            yield from (match.span() for match in re.finditer(whole, text, re.I))


@lru_cache(maxsize=8)
def _own_numbers(ours: frozenset[str]) -> re.Pattern[str]:
    numbers = sorted(one for one in ours if one.lstrip("+").isdigit())
    return re.compile(rf"(?<![\d+])(?=[\d+])(?:{'|'.join(map(_writings, numbers))})(?!\d)")


def _writings(number: str) -> str:
    if not number.startswith("+"):
        return GAP.join(number)
    parsed = phonenumbers.parse(number)
    code = rf"(?:\+|00)?{GAP}{GAP.join(str(parsed.country_code))}{GAP}(?:0{GAP})?"
    return rf"(?:{code}|0{GAP}){GAP.join(str(parsed.national_number))}"
