"""Bar charts of a report, made by the server; put into a page they take its colours."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bot.desk.reports import FEW, TABLES, Cells, Report
from bot.files import read_yaml
from bot.web.templating import day, filled, typeset
from knowledge.basics import Language

WORDS = Path(__file__).with_name("reports.yml")
# As wide as a small screen, so that it is read there without scrolling aside.
WIDTH, LINE, BAR, GAP, LETTERS = 320, 20, 12, 10, 40
FOR_NUMBERS = 56
MOST_BARS = 15
AS_TOPICS, AS_PROGRAMMES = frozenset({"refused"}), frozenset({"stale"})
Names = Mapping[str, Mapping[str, str]]  # of programmes, in each language


@cache
def words() -> dict[str, Any]:
    """Return the words of reports, read once."""
    found: dict[str, Any] = read_yaml(WORDS)
    return found


def label(table: str, key: str, language: Language, names: Names) -> str:
    """Return how a line of a table is called; a programme by its name, what has none as it is."""
    place = "topics" if table in AS_TOPICS else "programmes" if table in AS_PROGRAMMES else table
    called = words().get(place, {}).get(key) or names.get(key)
    return typeset(called[language], language) if called else key


def number(count: int, language: Language) -> str:
    """Write a count as it is told in a language."""
    grouped = f"{count:,}" if language == "en" else f"{count:,}".replace(",", "\u202f")
    return grouped if count else FEW.replace(" ", "\u00a0")


def chart(made: Report, table: str, language: Language, names: Names) -> str:
    """Return the SVG of one table: bars with their labels, and all of it in words."""
    if table not in TABLES:
        raise KeyError(f"no table of a report is called {table!r}; there are {', '.join(TABLES)}")
    cells = made.tables[table]
    shown = dict(list(cells.items())[:MOST_BARS])
    lines = [
        (label(table, key, language, names), number(count, language), count)
        for key, count in shown.items()
    ]
    drawing = _Drawing(max([*shown.values(), 1]))
    title, days = typeset(words()["titles"][table][language], language), _days(made, language)
    drawing.text(title, bold=True)
    drawing.text(days)
    for name, told, count in lines:
        drawing.bar(name, told, count)
    drawing.height += GAP
    for said in _below(cells, language):
        drawing.text(said)
    described = "; ".join(f"{name}: {told}" for name, told, _ in lines)
    if language == "fr":
        described = described.replace("; ", "\u00a0; ").replace(": ", "\u00a0: ")
    return drawing.svg(f"chart-{table}", f"{title}, {days}", described or _said("none", language))


def figure(made: Report, name: str, language: Language) -> str:
    """Return what follows from the tables, as it is told in a language."""
    value = made.figures()[name]
    if value is None:
        return number(0, language)
    if isinstance(value, str):
        return typeset(words()["within"][value][language], language)
    return str(value) if language == "en" else str(value).replace(".", ",")


def _days(made: Report, language: Language) -> str:
    days = {name: day(getattr(made, name).isoformat(), language) for name in ("since", "until")}
    return _said("days", language, **days)


def _below(cells: Cells, language: Language) -> Iterator[str]:
    if len(cells) > MOST_BARS:
        yield _said("rest", language, many=str(len(cells) - MOST_BARS))
    yield _said("fives" if cells else "none", language)


def _said(name: str, language: Language, **values: str) -> str:
    return typeset(filled(words()["chart"][name][language], **values), language)


class _Drawing:
    """Puts one thing below the other."""

    def __init__(self, longest: int) -> None:
        self.longest, self.height = longest, 0
        self.parts: list[str] = []

    def text(self, text: str, bold: bool = False) -> None:
        weight = ' font-weight="bold"' if bold else ""
        for line in textwrap.wrap(text, LETTERS, break_on_hyphens=False):
            self.height += LINE
            self.parts.append(f'<text x="0" y="{self.height - 5}"{weight}>{escape(line)}</text>')

    def bar(self, name: str, told: str, count: int) -> None:
        self.height += GAP
        self.text(name)
        long = round((WIDTH - FOR_NUMBERS) * count / self.longest)
        if count:
            self.parts.append(
                f'<rect x="0" y="{self.height}" width="{long}" height="{BAR}" fill-opacity="0.6"/>'
            )
        aside = f'x="{long + 6 if count else 0}" y="{self.height + BAR - 1}"'
        self.parts.append(f"<text {aside}>{escape(told)}</text>")
        self.height += BAR + 2

    def svg(self, name: str, title: str, described: str) -> str:
        tall = self.height + GAP
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}"'
            f' width="{WIDTH}" height="{tall}" role="img" fill="currentColor" font-size="14"'
            f' font-family="sans-serif" aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(described)}</desc>{"".join(self.parts)}</svg>\n'
        )
