"""Dates as people write them, the month in words. Pure."""

from __future__ import annotations

from knowledge.basics import Language

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def in_words(day: str | None, language: Language) -> str:
    """Write "2011-05-31", "2008-04" or "2020" as exactly as it is known; nothing for None."""
    year, *rest = (day or "").split("-")
    if not rest:
        return year
    month = MONTHS[language].split()[int(rest[0]) - 1]
    days = [str(int(number)) for number in rest[1:]]
    first = ["1er"] if days == ["1"] and language == "fr" else days
    return " ".join([*first, month, year])
