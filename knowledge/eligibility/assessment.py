"""From conditions and what is known of a person to a verdict and what to ask next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from knowledge.eligibility.models import Caution, Criterion
from knowledge.eligibility.rules import EMPTY, Truth, Value, kleene_and, once
from knowledge.eligibility.vocabulary import Profile

Result = Literal["met", "not_met", "unknown"]
Verdict = Literal["likely_eligible", "not_eligible", "cannot_tell"]
RESULTS: dict[Truth, Result] = {True: "met", False: "not_met", None: "unknown"}
VERDICTS: dict[Truth, Verdict] = {
    True: "likely_eligible",
    False: "not_eligible",
    None: "cannot_tell",
}
UNKNOWN = Value(None)


@dataclass(frozen=True)
class Judged:
    """A criterion and what it comes to; `missing` are unanswered fields that may change it."""

    criterion: Criterion
    truth: Truth
    missing: tuple[str, ...] = ()
    softened: bool = False  # it would be a no, but for something that no source settles
    in_force: bool = True  # else it is withdrawn or due for review, and unknown for that

    @property
    def result(self) -> Result:
        """Return the result in the words of the contract."""
        return RESULTS[self.truth]


@dataclass(frozen=True)
class Assessment:
    """The fit of a person with the published conditions; whether a programme is open is apart."""

    verdict: Verdict
    judged: tuple[Judged, ...]
    cautions: tuple[tuple[str, Caution], ...]
    missing: tuple[str, ...]

    @property
    def next_question(self) -> str | None:
        """Return the field to ask next, in the author's order; None when nothing can change."""
        return self.missing[0] if self.missing else None

    def of(self, result: Result) -> list[Judged]:
        """Return the criteria with a result."""
        return [one for one in self.judged if one.result == result]


def assess(
    criteria: Sequence[Criterion],
    cautions: Sequence[tuple[str, Caution]],
    profile: Profile,
    dont_know: AbstractSet[str] = EMPTY,
    in_force: Callable[[Criterion], bool] = lambda _: True,
) -> Assessment:
    """Judge every criterion. One that is not `in_force` is unknown, and nothing is asked for it.

    Cautions stand outside the formula: they turn a yes into "cannot tell". So does what softens
    a criterion, its `unless`, with a no.
    """
    judged = tuple(_judged(criteria, profile, dont_know, in_force))
    truth = kleene_and(one.truth for one in judged) if judged else None
    live = () if truth is not None else once(name for one in judged for name in one.missing)
    raised = tuple((key, one) for key, one in cautions if one.rule.value(profile).truth)
    if truth and raised:
        truth = None
    return Assessment(VERDICTS[truth], judged, raised, live)


def _judged(
    criteria: Sequence[Criterion],
    profile: Profile,
    dont_know: AbstractSet[str],
    in_force: Callable[[Criterion], bool],
) -> Iterator[Judged]:
    for criterion in criteria:
        gate = criterion.gate.value(profile, dont_know) if criterion.gate else None
        if gate and gate.truth is False:
            continue
        holds = in_force(criterion)
        if not holds:
            value = UNKNOWN
        elif gate and gate.truth is None:
            value = gate  # first whether it is for this person at all
        else:
            value = criterion.condition.value(profile, dont_know)
        softener = criterion.softener if value.truth is False else None
        softened = softener is not None and softener.value(profile).truth is True
        truth = None if softened else value.truth
        yield Judged(criterion, truth, value.missing, softened, holds)
