"""Dates and years of birth."""

from __future__ import annotations

import re
from datetime import date

from knowledge.eligibility.reading.tables import pattern

_MONTHS = (
    "jan|janv|janvier|january",
    "feb|fev|fevrier|february",
    "mar|mars|march",
    "apr|avr|avril|april",
    "may|mai",
    "jun|juin|june",
    "jul|juil|juillet|july",
    "aug|aout|august",
    "sep|sept|septembre|september",
    "oct|octobre|october",
    "nov|novembre|november",
    "dec|decembre|december",
)
_MONTH = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_BORN = r"(?:\bnee?s? |\bborn |\bnaissance |\bbirth |\bdob\b|\bjahr|\bi was born |\bdate )"
_NAMED = re.compile(
    r"\b(\d{1,2})?(?:st|nd|rd|th|er)? ?(?:of )?\b("
    + "|".join(sorted(_MONTH, key=len, reverse=True))
    + r")\b\.? ?(\d{1,2})?(?:st|nd|rd|th)?\b(?!\d)"
)
_WRITTEN = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ]((?:19|20)\d\d)\b")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_BORN_HERE = pattern(_BORN)
_CUT = pattern(
    r"\b(?:j'|je|i|depuis|since|mais|but|et je|puis|came|arrive\w*|naturalis\w*|diplom\w*)\b|;"
)
_NOT_OWN = pattern(
    r"c'est nee?\b|\b(?:before|avant|quand|when|since|depuis) (?:i was|que je|ma|my)\b"
)


def likely(years: int, least: int) -> int | None:
    """Return an age unless it cannot be one."""
    return years if least <= years <= 110 else None


def age_from_birth(text: str, asked: bool, today: date) -> int | None:
    """Return the age that a date or a year of birth comes to."""
    at = _BORN_HERE.search(text)
    if (at is None and not asked) or (
        at and _NOT_OWN.search(text[max(0, at.start() - 12) : at.end() + 8])
    ):
        return None
    span = _CUT.split(text[at.end() : at.end() + 60])[0] if at else text[:60]
    if match := _ISO.search(span):
        return _since(int(match[1]), int(match[2]), int(match[3]), today)
    if match := _WRITTEN.search(span):
        return _since(int(match[3]), int(match[2]), int(match[1]), today)
    year = _YEAR.search(span)
    if year is None:
        return None
    between = span[: year.start()]
    if "," in between and not _NAMED.search(between) and len(between.split()) > 3:
        return None  # "né à Herat, naturalisé en 2015"
    month = _NAMED.search(span.replace(year[0], "    "))
    if month:
        return _since(int(year[0]), _MONTH[month[2]], int(month[1] or month[3] or 1), today)
    # Only the year: most birthdays of a year have been by its end, and a form asks no closer.
    return likely(today.year - int(year[0]), 1)


def _since(year: int, month: int, day: int, today: date) -> int | None:
    if month > 12:  # 03/25/1990 is written the American way
        month, day = day, month
    years = today.year - year - ((today.month, today.day) < (month, day))
    return likely(years, 0)
