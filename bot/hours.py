"""When staff answer: as an operator writes it ("Mo-Fr 09:00-17:00"), as it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SHORT = ("mo", "tu", "we", "th", "fr", "sa", "su")
DAYS: Mapping[str, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
AT = r"([01][0-9]|2[0-4]):([0-5][0-9])"
PART = re.compile(rf"([A-Za-z]{{2}})(?:-([A-Za-z]{{2}}))? {AT}-{AT}")
LAST = "24:00"  # the end of a day


class HoursError(ValueError):
    """Hours that cannot be read."""


@dataclass(frozen=True)
class Span:
    """From one day of the week to another (Monday: 0), from one time to another."""

    first: int
    last: int
    opens: str  # HH:MM
    closes: str


@dataclass(frozen=True)
class Hours:
    """The hours of a desk, in one time zone."""

    spans: tuple[Span, ...]
    zone: str

    @classmethod
    def read(cls, text: str, zone: str) -> Hours:
        """Read what an operator wrote; HoursError says what is wrong with it."""
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise HoursError(f"{zone!r} is no time zone such as Europe/Amsterdam") from None
        return cls(tuple(_span(one.strip()) for one in text.split(";") if one.strip()), zone)

    def are_now(self, now: datetime) -> bool:
        """Tell whether the desk is open at a moment."""
        here = now.astimezone(ZoneInfo(self.zone))
        at = f"{here:%H:%M}"
        return any(
            one.first <= here.weekday() <= one.last and one.opens <= at < one.closes
            for one in self.spans
        )

    def said(self, language: str) -> str:
        """Say them in a language, with the town whose time it is."""
        town = self.zone.rpartition("/")[2].replace("_", " ")
        spans = (" ; " if language == "fr" else "; ").join(
            _said(one, language) for one in self.spans
        )
        if language == "en":
            return f"{spans} ({town} time)"
        of = "d'" if town[0].lower() in "aeiouyhéèâ" else "de "
        return f"{spans} (heure {of}{town})"


def _span(text: str) -> Span:
    read = PART.fullmatch(text)
    if read is None:
        raise HoursError(f"{text!r} is not like Mo-Fr 09:00-17:00")
    first, last, *at = read.groups()
    days = [
        SHORT.index(one.lower()) if one.lower() in SHORT else -1 for one in (first, last or first)
    ]
    opens, closes = f"{at[0]}:{at[1]}", f"{at[2]}:{at[3]}"
    if -1 in days or days[0] > days[1]:
        raise HoursError(f"{text!r}: the days are Mo, Tu, We, Th, Fr, Sa, Su, in this order")
    if not opens < closes <= LAST:
        raise HoursError(f"{text!r}: it must close after it opens, and by {LAST}")
    return Span(days[0], days[1], opens, closes)


def _said(span: Span, language: str) -> str:
    names = DAYS[language]
    first, last = names[span.first], names[span.last]
    times = [_time(one, language) for one in (span.opens, span.closes)]
    if language == "fr":
        days = f"le {first}" if span.first == span.last else f"du {first} au {last}"
        return f"{days}, de {times[0]} à {times[1]}"
    days = first if span.first == span.last else f"{first} to {last}"
    return f"{days}, {times[0]} to {times[1]}"


def _time(at: str, language: str) -> str:
    hour, minute = at.split(":")
    if language == "fr":
        return f"{int(hour)} h" + (f" {minute}" if minute != "00" else "")
    return f"{int(hour)}:{minute}"
