"""Whether what was said needs a human, and how soon. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PRIORITIES = ("normal", "high", "urgent")
NEVER_HERE = "staff_exploitation"  # goes to IOM's own channel; no case that people here may read
REASONS = (
    "safety",
    "unanswered",
    "asked_for_human",
    "undecided",
    "not_known_twice",
    "negative_feedback",
)
NOT_ANSWERED = frozenset({"not_known", "out_of_scope"})
MAY_BE_DUE = NOT_ANSWERED | {"handoff"}
Reply = Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """A case that is due: why, how soon, and of which kind of danger if any."""

    reason: str  # one of REASONS
    priority: str
    category: str | None = None
    programme: str | None = None
    topic: str | None = None  # the intent that was understood


def of_danger(category: str, priority: str) -> Due | None:
    """Return the case of somebody in danger."""
    return None if category == NEVER_HERE else Due("safety", priority, category)


def due(
    replies: Sequence[Reply], before: Reply | None, failed: bool, topic: str | None = None
) -> Due | None:
    """Return the case that replies make due.

    `before`: what was said last; `failed`: that Rasa never answered; `topic`: the intent.
    """
    if failed:
        return Due("unanswered", "high")
    kinds = {str(reply["kind"]) for reply in replies}
    about = next(
        (one["programme"] for one in (*replies, before or {}) if one.get("programme")), None
    )
    last = before["kind"] if before else None
    if "handoff" in kinds:
        reason = "undecided" if before and _undecided(before) else "asked_for_human"
        return Due(reason, "normal", programme=about, topic=topic)
    if kinds and kinds <= NOT_ANSWERED and last in NOT_ANSWERED:
        return Due("not_known_twice", "normal", programme=about, topic=topic)
    return None


def _undecided(said: Reply) -> bool:
    check = said.get("eligibility") or {}
    return check.get("verdict") == "cannot_tell"


def of_feedback(useful: bool, programme: str | None) -> Due | None:
    """Return the case of a reply that was of no use."""
    return None if useful else Due("negative_feedback", "normal", programme=programme)


def escalated(held: str, new: str) -> str:
    """Return the more pressing of two priorities."""
    return max(held, new, key=PRIORITIES.index)
