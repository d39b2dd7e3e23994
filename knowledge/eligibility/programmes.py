"""The assessment of a programme of the current release. Pure: the day is an argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from knowledge.answers import Knowledge
from knowledge.eligibility.assessment import Assessment, assess
from knowledge.eligibility.models import Asked, Caution, Criterion, Eligibility
from knowledge.eligibility.rules import EMPTY, once
from knowledge.models import Programme

OPEN: Mapping[str, bool | None] = {"active": True, "ended": False, "unknown": None}


def assess_programme(
    knowledge: Knowledge,
    programme: Programme,
    profile: Mapping[str, Any],
    dont_know: AbstractSet[str] = EMPTY,
    today: date | None = None,
) -> Assessment:
    """Judge a profile, as the vocabulary read it, by the published conditions of a programme.

    A criterion that is withdrawn, or past its review date `today`, counts as unknown.
    """

    def in_force(criterion: Criterion) -> bool:
        return criterion.servable and not (today and knowledge.stale(criterion, today))

    criteria = list(criteria_of(knowledge, programme))
    cautions = list(_cautions(knowledge, programme))
    known = {**presumed(knowledge, programme), **profile}
    return assess(criteria, cautions, known, dont_know, in_force)


def criteria_of(knowledge: Knowledge, programme: Programme) -> Iterator[Criterion]:
    """Yield the conditions in the author's order; those of what it comes on top of go first."""
    for held in _held(knowledge, programme):
        yield from held.criteria


def presumed(knowledge: Knowledge, programme: Programme) -> dict[str, Any]:
    """Return what goes without saying of who asks about a programme."""
    found: dict[str, Any] = {}
    for held in _held(knowledge, programme):
        found.update(held.presumed)
    return found


def fields_of(knowledge: Knowledge, programme: Programme) -> list[str]:
    """Return the fields that may be asked, in the author's order."""
    conditions = (
        rule.fields
        for criterion in criteria_of(knowledge, programme)
        for rule in (criterion.gate, criterion.condition)
        if rule is not None
    )
    unasked = presumed(knowledge, programme)
    return [one for one in once(f for fields in conditions for f in fields) if one not in unasked]


def asked_as(knowledge: Knowledge, programme: Programme | None, name: str) -> Asked:
    """Return how a field is asked: in a programme's own words, else in the usual ones."""
    usual = knowledge.content.profile[name]
    criteria = criteria_of(knowledge, programme) if programme else ()
    own = next((one.asks[name] for one in criteria if name in one.asks), Asked())
    return Asked(
        question=own.question or usual.question,
        why_we_ask=own.why_we_ask or usual.why_we_ask,
        how_to_find_out=own.how_to_find_out or usual.how_to_find_out,
    )


def _held(knowledge: Knowledge, programme: Programme) -> Iterator[Eligibility]:
    held = programme.eligibility
    if held is None:
        return
    below = knowledge.content.programmes.get(held.on_top_of or "")
    if below is not None:
        yield from _held(knowledge, below)
    yield held


def _cautions(knowledge: Knowledge, programme: Programme) -> Iterator[tuple[str, Caution]]:
    for held in _held(knowledge, programme):
        for key in held.cautions:
            if key in knowledge.content.cautions:
                yield key, knowledge.content.cautions[key]
