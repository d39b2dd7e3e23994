"""One message and what was said to it, as the stored events tell. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]
# What shows, right after a fright, that a message is a question for us and not about it.
CLEAR_NAMES = frozenset({"programme", "office", "person", "detail"})
SURE = 0.5  # confidence of an intent
VAGUE = frozenset(
    {
        "affirm",
        "ask_menu",
        "deny",
        "follow_up",
        "greet",
        "nlu_fallback",
        "out_of_scope",
        "talk_to_human",
    }
)


@dataclass(frozen=True)
class Turn:
    """What somebody said, as Rasa keeps it, and what was said to it."""

    heard: Event
    payloads: list[dict[str, Any]]

    def sure(self) -> bool:
        """Tell whether the message is clearly a question for us."""
        parsed = self.heard.get("parse_data") or {}
        named = {entity["entity"] for entity in parsed.get("entities") or []}
        return is_clear(parsed) or bool(named & CLEAR_NAMES)


def is_clear(parsed: Mapping[str, Any], vague: frozenset[str] = VAGUE, sure: float = SURE) -> bool:
    """Tell whether an intent was understood for sure, and one that is not `vague`."""
    intent = parsed.get("intent") or {}
    return intent.get("name") not in vague and (intent.get("confidence") or 0.0) >= sure


def turn_of(events: Sequence[Event], message_id: str) -> Turn | None:
    """Return how a message was handled; None when it was not, or nothing was said to it.

    The last try counts: one whose action failed is kept as well, and nothing was said then.
    """
    said: list[dict[str, Any]] = []
    for event in reversed(events):
        if event["event"] == "bot" and (event.get("data") or {}).get("custom"):
            said.insert(0, event["data"]["custom"])
        elif event["event"] == "user":
            if event.get("message_id") == message_id:
                return Turn(event, said) if said else None
            said = []
    return None
