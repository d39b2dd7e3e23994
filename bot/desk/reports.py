"""What people ask and get, in numbers from which nobody can be made out.

Every number is a count since the beginning, in full fives, less the same at the day before the
range: so no two ranges differ by less than five, whichever they are, and what was left of a five
comes in a later one. There are no totals: fives of the parts would tell what is hidden.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.cases import REASONS
from bot.conversations.counting import OPINIONS, OUTCOMES, VERDICTS, WITHIN
from bot.conversations.review_tables import count_day
from knowledge.basics import LANGUAGES

STEP = 5
FEW = "< 5"
ENOUGH = 2 * STEP  # cases of which a tenth is no single one
MOST_REFUSED = 10
# The tables, by what is counted, with the keys that are always told; others are told once they
# came to five at any time.
TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "languages": ("language", LANGUAGES),
    "outcomes": ("outcome", OUTCOMES),
    "topics": ("topic", ()),
    "refused": ("refused", ()),
    "programmes": ("programme", ()),
    "verdicts": ("verdict", VERDICTS),
    "checks": ("check", ("asked",)),
    "feedback": ("feedback", OPINIONS),
    "stale": ("stale", ()),
    "cases": ("case", REASONS),
    "safety": ("safety", ()),
    "waiting": ("taken", tuple(WITHIN)),
}
ORDERED = frozenset({"languages", "outcomes", "verdicts", "feedback", "waiting"})  # as they stand
Cells = dict[str, int]  # 0: fewer than five


class BadRange(ValueError):
    """No report can be made of these days."""


@dataclass(frozen=True)
class Report:
    """The tables of a range of days, both included, and what follows from them."""

    since: date
    until: date
    tables: Mapping[str, Cells]

    @property
    def questions_per_verdict(self) -> float | None:
        """Return how many questions a verdict took; None when there are too few of either."""
        told, asked = sum(self.tables["verdicts"].values()), self.tables["checks"]["asked"]
        return round(asked / told, 1) if told and asked else None

    def waited(self, share: float) -> str | None:
        """Return within which time a share of cases was taken; None when there are too few."""
        cells = self.tables["waiting"]
        wanted = share * sum(cells.values())
        if sum(cells.values()) < ENOUGH:
            return None
        so_far = 0
        for name in WITHIN:
            so_far += cells[name]
            if so_far >= wanted:
                return name
        return None

    def figures(self) -> dict[str, Any]:
        """Return what follows from the tables; None where there are too few."""
        return {
            "questions_per_verdict": self.questions_per_verdict,
            "taken_median": self.waited(0.5),
            "taken_p90": self.waited(0.9),
        }


def report(connection: sa.Connection, since: date, until: date, today: date) -> Report:
    """Make the report of the days from `since` to `until`; a day counts when it is over.

    BadRange when none of them is.
    """
    last = min(until, today - timedelta(days=1))
    if since > last:
        raise BadRange(f"{since} to {until}: choose a day that is over, and the first one first")
    counts = _fives(connection, since, last)
    return Report(since, last, {name: _table(name, counts) for name in TABLES})


def _fives(connection: sa.Connection, since: date, last: date) -> dict[tuple[str, str], int]:
    """Return what came to five at any time, with the fives that were filled in these days."""
    before = sa.case((count_day.c.day < since, count_day.c.count), else_=0)
    in_all = sa.case((count_day.c.day <= last, count_day.c.count), else_=0)
    cells = count_day.c.what, count_day.c.key
    sums = sa.func.sum(before), sa.func.sum(in_all)
    chosen = sa.select(*cells, *sums).where(count_day.c.day <= last).group_by(*cells)
    return {
        (what, key): max(0, in_fives(end) - in_fives(start))
        for what, key, start, end in connection.execute(chosen).tuples()
        if end >= STEP
    }


def in_fives(count: int) -> int:
    """Return how much of a count stands in full fives."""
    return STEP * (int(count) // STEP)


def _table(name: str, counts: Mapping[tuple[str, str], int]) -> Cells:
    counted, always = TABLES[name]
    cells = dict.fromkeys(always, 0)
    cells |= {key: many for (what, key), many in counts.items() if what == counted}
    if name in ORDERED:
        return cells
    most = sorted(cells.items(), key=lambda one: (-one[1], one[0]))
    return dict(most if name != "refused" else [one for one in most if one[1]][:MOST_REFUSED])


def told(count: int) -> int | str:
    """Return a count as it is told."""
    return count or FEW


def as_json(made: Report) -> str:
    """Write a report for programs."""
    tables = {
        name: {key: told(count) for key, count in cells.items()}
        for name, cells in made.tables.items()
    }
    days = {"since": made.since.isoformat(), "until": made.until.isoformat(), "step": STEP}
    return json.dumps({**days, "tables": tables, "figures": made.figures()}, indent=2) + "\n"


def as_csv(made: Report) -> str:
    """Write a report for a spreadsheet: one line a count."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["since", "until", "table", "key", "count"])
    days = [made.since.isoformat(), made.until.isoformat()]
    writer.writerows([*days, *line] for line in _lines(made))
    return file.getvalue()


def _lines(made: Report) -> Iterator[tuple[str, str, Any]]:
    for name, cells in made.tables.items():
        yield from ((name, key, told(count)) for key, count in cells.items())
    for name, figure in made.figures().items():
        yield "figures", name, FEW if figure is None else figure
