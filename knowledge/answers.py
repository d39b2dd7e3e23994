"""Which unit answers a question. Pure: content in, unit out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.models import SHELF_LIFE, Content, Reviewed, Unit

# The phase that people mean when they name none (POLICIES, "Kinds").
COUNTED = "trqn_pilot"  # the phase whose assignments are published
MEANT: dict[str, str] = {"results": COUNTED}
USUAL = "trqn_ii"
ANY = "any"  # aspect of a unit that its detail alone calls for
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
        "contact_programme",
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
    details: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()  # all that were named; `country` is the first


@dataclass(frozen=True)
class Knowledge:
    """One release in memory."""

    content: Content
    release: str

    def answer(self, question: Question) -> Unit | None:
        """Return the most specific unit that fits; None when the base has no such thing."""
        question = self._summed(self._with_programme(question))
        fitting = [u for u in self.content.units.values() if _fits(u, question)]
        return max(fitting, key=lambda unit: _specificity(unit, question), default=None)

    def unit(self, question: Question) -> Unit:
        """Return the unit that must be there; LookupError when the content lacks it."""
        found = self.answer(question)
        if found is None:
            raise LookupError(f"answers: no unit for aspect {question.aspect}; add one")
        return found

    def _with_programme(self, question: Question) -> Question:
        if question.aspect not in OF_PROGRAMMES or question.programme:
            return question
        return replace(question, programme=MEANT.get(question.aspect, USUAL))

    def _summed(self, question: Question) -> Question:
        if question.aspect != "results" or len(question.countries) < 2:
            return question
        if self.figures(question):
            return replace(question, aspect="results_sum")
        some = self.published(question) and question.programme in (COUNTED, USUAL)
        return replace(question, aspect="results_some") if some else question

    def figures(self, question: Question) -> dict[str, int]:
        """Return the published assignments of the countries named; empty unless all have one."""
        known = self.published(question)
        return known if len(known) == len(question.countries) else {}

    def published(self, question: Question) -> dict[str, int]:
        """Return the published assignments of those of the countries named that have one."""
        counted = self.content.programmes.get(COUNTED)
        known = counted.assignments if counted else {}
        return {country: known[country] for country in question.countries if country in known}

    def total(self) -> int:
        """Return all published assignments of the programme whose figures are known by country."""
        counted = self.content.programmes.get(COUNTED)
        return sum(counted.assignments.values()) if counted else 0

    def stale(self, item: Reviewed, today: date) -> bool:
        """Tell whether a text is past the time in which it may be told without a warning."""
        months = SHELF_LIFE[item.volatility]
        if months is None:
            return False
        passed = (today.year - item.written.year) * 12 + today.month - item.written.month
        return passed > months or (passed == months and today.day > item.written.day)


def _fits(unit: Unit, question: Question) -> bool:
    if unit.aspect not in (question.aspect, ANY) or unit.state == "withdrawn":
        return False
    if unit.programmes and question.programme not in unit.programmes:
        return False
    if unit.detail is not None and unit.detail not in question.details:
        return False
    if unit.country in question.countries:
        question = replace(question, country=unit.country)
    return all(_key_fits(mine, asked) for mine, asked in _keys(unit, question))


def _keys(unit: Unit, question: Question) -> Iterator[tuple[str | None, str | None]]:
    yield unit.country, question.country
    yield unit.office, question.office
    yield unit.person, question.person


def _key_fits(mine: str | None, asked: str | None) -> bool:
    return mine is None or mine == asked or (mine == "*" and asked is not None)


def _specificity(unit: Unit, question: Question) -> tuple[bool, int, int, bool, bool]:
    keys = (unit.country, unit.office, unit.person)
    exact, wild = sum(key not in (None, "*") for key in keys), keys.count("*")
    first = unit.country == question.country
    return unit.detail is not None, exact, wild, len(unit.programmes) > 0, first
