"""Which unit answers a question. Pure: content in, unit out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from knowledge.basics import SHELF_LIFE, Reviewed
from knowledge.models import Content, Unit

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
    details: tuple[str, ...] = ()  # the longest words first
    countries: tuple[str, ...] = ()  # all that were named; `country` is the first


def question_for(unit: Unit) -> Question:
    """Return the question that a unit answers by itself."""
    country = unit.country if unit.country != "*" else None
    programme = unit.programmes[0] if unit.programmes else None
    return Question(unit.aspect, programme, country, countries=(country,) if country else ())


def example_for(unit: Unit) -> Question:
    """Return a question to show a unit with: one that fits any country is asked about Sudan."""
    question = question_for(unit)
    if unit.country == "*" or "{" in unit.text.fr:
        return replace(question, country="SD", countries=("SD", "AF"))
    return question


@dataclass(frozen=True)
class Knowledge:
    """One release in memory.

    `loaded_at` is None when it was read from the files; `current` is false when the database,
    which may hold a newer one, cannot be asked.
    """

    content: Content
    release: str
    loaded_at: datetime | None = None
    current: bool = True

    @cached_property
    def _shelves(self) -> dict[tuple[str, str | None], list[tuple[int, Unit]]]:
        """Return the units by aspect and programme, numbered in their order."""
        shelves: dict[tuple[str, str | None], list[tuple[int, Unit]]] = defaultdict(list)
        for number, unit in enumerate(self.content.units.values()):
            if unit.servable:
                for programme in unit.programmes or (None,):
                    shelves[unit.aspect, programme].append((number, unit))
        return dict(shelves)

    @cached_property
    def _days(self) -> dict[date, Knowledge]:
        return {}

    @cached_property
    def _bounded(self) -> list[Unit]:
        return [u for u in self.content.units.values() if u.valid_from or u.valid_to]

    def on(self, day: date) -> Knowledge:
        """Return what may be told on a day: texts have a first and a last one."""
        if day not in self._days:
            self._days.clear()  # one day is enough, and yesterday is over
            self._days[day] = self._on(day)
        return self._days[day]

    def _on(self, day: date) -> Knowledge:
        gone = {unit.id for unit in self._bounded if not _valid(unit, day)}
        if not gone:
            return self
        kept = {key: unit for key, unit in self.content.units.items() if key not in gone}
        return replace(self, content=self.content.model_copy(update={"units": kept}))

    def answer(self, question: Question) -> Unit | None:
        """Return the most specific unit that fits; None when the base has no such thing."""
        question = self._summed(self._with_programme(question))
        fitting = [unit for unit in self._near(question) if _fits(unit, question)]
        return max(fitting, key=lambda unit: _specificity(unit, question), default=None)

    def _near(self, question: Question) -> list[Unit]:
        keys = [(a, p) for a in (question.aspect, ANY) for p in {question.programme, None}]
        found = [one for key in keys for one in self._shelves.get(key, [])]
        return [unit for _, unit in sorted(found, key=lambda one: one[0])]

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
        since = min(item.written.fr, item.written.en)
        passed = (today.year - since.year) * 12 + today.month - since.month
        return passed > months or (passed == months and today.day > since.day)


def _valid(unit: Unit, day: date) -> bool:
    return (unit.valid_from or day) <= day <= (unit.valid_to or day)


def _fits(unit: Unit, question: Question) -> bool:
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


def _specificity(unit: Unit, question: Question) -> tuple[bool, int, int, int, bool, bool]:
    keys = (unit.country, unit.office, unit.person)
    exact, wild = sum(key not in (None, "*") for key in keys), keys.count("*")
    first = unit.country == question.country
    rank = -question.details.index(unit.detail) if unit.detail else 0
    return unit.detail is not None, rank, exact, wild, len(unit.programmes) > 0, first
