"""Whether what was said needs a human, and how soon. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PRIORITIES = ("normal", "high", "urgent")
NEVER_HERE = "staff_exploitation"  # goes to IOM's own channel; no case that people here may read
NOT_ANSWERED = frozenset({"not_known", "out_of_scope"})
Reply = Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """A case that is due: why, how soon, and of which kind of danger if any."""

    reason: str  # safety, unanswered, asked_for_human, not_known_twice
    priority: str
    category: str | None = None
    programme: str | None = None


def of_danger(category: str, priority: str) -> Due | None:
    """Return the case of somebody in danger."""
    return None if category == NEVER_HERE else Due("safety", priority, category)


def due(replies: Sequence[Reply], before: str | None, failed: bool) -> Due | None:
    """Return the case that replies make due.

    `before`: the kind of what was said last; `failed`: that Rasa never answered.
    """
    if failed:
        return Due("unanswered", "high")
    kinds = [str(reply["kind"]) for reply in replies]
    programme = next((one["programme"] for one in replies if one.get("programme")), None)
    if "handoff" in kinds:
        return Due("asked_for_human", "normal", programme=programme)
    if kinds and set(kinds) <= NOT_ANSWERED and before in NOT_ANSWERED:
        return Due("not_known_twice", "normal", programme=programme)
    return None


def escalated(held: str, new: str) -> str:
    """Return the more pressing of two priorities."""
    return max(held, new, key=PRIORITIES.index)
