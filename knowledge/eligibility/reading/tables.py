"""Tables of patterns: what words come to. Patterns run over folded text; none may run away.

A pattern never repeats without bound what may also be empty, and gaps between words are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Table = tuple[tuple[re.Pattern[str], Any], ...]

# Pieces that many patterns share. A gap stays within a clause.
PIECES = {
    "GAP": r"(?:[^\s.,;:!?]{1,30} ){0,3}",
    "GAP5": r"(?:[^\s.,;:!?]{1,30} ){0,5}",
    "NOT": r"(?:ne |n'|n )?(?:[^\s.,;:!?]{1,20} )?(?:pas|plus|jamais|not|never|no longer|dont"
    r"|didnt)",
    "I": r"(?:je |j'|j |i |i'm |im |i am |i've |ive |we |we're |we are |we've |on |nous |me |moi )",
    "MY": r"(?:mon|ma|mes|notre|nos|my|our|the|le|la|les|l')",
}
_PIECE = re.compile(r"<([A-Z0-9]+)>")


def words(written: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(written.split())


def pattern(written: str) -> re.Pattern[str]:
    """Compile a pattern, with its <PIECES> put in."""
    return re.compile(_PIECE.sub(lambda found: PIECES[found[1]], written))


def one_of(*written: str) -> re.Pattern[str]:
    """Compile alternatives, one idea each."""
    return pattern("|".join(written))


def table(*rows: tuple[str, Any]) -> Table:
    """Compile rows of (pattern, value); the first that matches wins."""
    return tuple((pattern(written), value) for written, value in rows)


def first(rows: Table, text: str) -> Any:
    """Return the value of the first row that matches, else None."""
    return next((value for found, value in rows if found.search(text)), None)


@dataclass(frozen=True)
class Reading:
    """How one field is read: what settles it anywhere, and what settles it when it is asked."""

    field: str
    anywhere: Table = ()
    asked: Table = ()
    aside: re.Pattern[str] | None = None  # what is left out first

    def of(self, text: str, asked: str | None) -> Any:
        """Return what the text says of the field, else None."""
        if self.aside is not None:
            text = self.aside.sub(_blank, text)
        found = first(self.anywhere, text)
        if found in (None, UNSAID) and asked == self.field:
            return first(self.asked, text)
        return found


def settled(readings: Iterable[Reading], text: str, asked: str | None) -> Iterator[tuple[str, Any]]:
    """Yield each field that the text settles, with its value; "unsaid" settles that it is open."""
    for reading in readings:
        value = reading.of(text, asked)
        if value is not None and value != UNSAID:
            yield reading.field, value


def _blank(found: re.Match[str]) -> str:
    return "." * len(found[0])


UNSAID = "unsaid"  # a row with this value says: these words settle nothing
