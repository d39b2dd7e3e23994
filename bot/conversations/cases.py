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
    office: str | None = None  # whose line was given, or that was asked about


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
    about = {
        "programme": _first("programme", *replies, before or {}),
        # A reply that hands over gives the general line: what was talked of before knows better.
        "office": _first("office", before or {}, *replies),
        "topic": topic,
    }
    last = before["kind"] if before else None
    if "handoff" in kinds:
        reason = "undecided" if before and _undecided(before) else "asked_for_human"
        return Due(reason, "normal", **about)
    if kinds and kinds <= NOT_ANSWERED and last in NOT_ANSWERED:
        return Due("not_known_twice", "normal", **about)
    return None


def _first(name: str, *said: Reply) -> str | None:
    return next((one[name] for one in said if one.get(name)), None)


def _undecided(said: Reply) -> bool:
    check = said.get("eligibility") or {}
    return check.get("verdict") == "cannot_tell"


def of_feedback(useful: bool, said: Reply) -> Due | None:
    """Return the case of a reply that was of no use."""
    about = {name: said.get(name) for name in ("programme", "office")}
    return None if useful else Due("negative_feedback", "normal", **about)


def escalated(held: str, new: str) -> str:
    """Return the more pressing of two priorities."""
    return max(held, new, key=PRIORITIES.index)
