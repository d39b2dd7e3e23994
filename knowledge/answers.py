"""Which unit answers a question. Pure: content in, unit out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.models import SHELF_LIFE, Content, Reviewed, Unit

# The phase that people mean when they name none (POLICIES, "Kinds").
MEANT: dict[str, str] = {"results": "trqn_pilot"}
USUAL = "trqn_ii"
# Aspects that are about a programme, so that one is assumed when none is named.
OF_PROGRAMMES = frozenset(
    [
        "programme",
        "countries",
        "country",
        "funding",
        "duration",
        "results",
        "sectors",
        "status",
        "successor",
        "compare",
        "background",
        "quote",
        "assignment_length",
        "benefits",
        "apply",
        "eligibility",
    ]
)


@dataclass(frozen=True)
class Question:
    """What was asked: the aspect and the things named."""

    aspect: str
    programme: str | None = None
    country: str | None = None
    office: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Knowledge:
    """One release in memory."""

    content: Content
    release: str

    def answer(self, question: Question) -> Unit | None:
        """Return the most specific unit that fits; None when the base has no such thing."""
        question = self._with_programme(question)
        fitting = [u for u in self.content.units.values() if _fits(u, question)]
        return max(fitting, key=_specificity, default=None)

    def _with_programme(self, question: Question) -> Question:
        if question.aspect not in OF_PROGRAMMES or question.programme:
            return question
        return replace(question, programme=MEANT.get(question.aspect, USUAL))

    def stale(self, item: Reviewed, today: date) -> bool:
        """Tell whether a text is past the time in which it may be told without a warning."""
        months = SHELF_LIFE[item.volatility]
        if months is None:
            return False
        passed = (today.year - item.written.year) * 12 + today.month - item.written.month
        return passed > months or (passed == months and today.day > item.written.day)


def _fits(unit: Unit, question: Question) -> bool:
    if unit.aspect != question.aspect or unit.state == "withdrawn":
        return False
    if unit.programmes and question.programme not in unit.programmes:
        return False
    return all(_key_fits(mine, asked) for mine, asked in _keys(unit, question))


def _keys(unit: Unit, question: Question) -> Iterator[tuple[str | None, str | None]]:
    yield unit.country, question.country
    yield unit.office, question.office
    yield unit.person, question.person


def _key_fits(mine: str | None, asked: str | None) -> bool:
    return mine is None or mine == asked or (mine == "*" and asked is not None)


def _specificity(unit: Unit) -> tuple[int, int, int]:
    exact = sum(key not in (None, "*") for key in (unit.country, unit.office, unit.person))
    wild = sum(key == "*" for key in (unit.country, unit.office, unit.person))
    return exact, wild, len(unit.programmes) > 0
