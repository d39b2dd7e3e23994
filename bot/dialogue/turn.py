"""One message and what was said to it, as the stored events tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]
# What shows, right after a fright, that a message is a question for us and not about it. A detail
# does not: its words ("still there") are those of people who are afraid, too.
CLEAR_NAMES = frozenset({"programme", "office", "person"})
# How somebody speaks who is afraid of a person: by the intent alone "he is still there" asks for a
# status. "Can she take part" and "faut-il" stay questions.
FRIGHT = re.compile(
    r"\b((he|she|they)('s|’s|'ll|’ll|'re|’re| (still|is|are|was|were|has|have|will|may|might|can|"
    r"come|comes|came|want|wants|know|knows|keep|keeps|say|says|find|finds|found|took|takes)\b)"
    r"|(?<!-)(il|elle|ils|elles) ((est|sont|était|a|ont|va|vont|vient|viennent|revient|reviennent|"
    r"veut|veulent|sait|savent|peut|peuvent|dit|disent|attend|attendent|me|nous|la|les)\b|m['’])"
    r"|(un)?safe(ly|ty)?\b|afraid\b|scared\b|police\b|danger|hurt|hid(e|es|ing)\b|threat|deport"
    r"|arrest|peur\b|sécurité\b|securite\b|cach(e|é|er|ée)\b|menac|expuls|arrêt(er|é|ée|ent)\b)",
    re.IGNORECASE,
)
SURE = 0.5  # confidence of an intent
LINES = frozenset({"ask_contact_office", "ask_contact_headquarters"})
SURE_OF_LINES = 0.3  # who asks for a number is given it, also right after a fright
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

    @property
    def intent(self) -> str:
        """Return what Rasa understood."""
        parsed = self.heard.get("parse_data") or {}
        return str((parsed.get("intent") or {}).get("name") or "none")

    @property
    def confidence(self) -> float:
        """Return how sure Rasa was of that, from 0 to 1."""
        parsed = self.heard.get("parse_data") or {}
        return float((parsed.get("intent") or {}).get("confidence") or 0.0)

    def sure(self) -> bool:
        """Tell whether the message is clearly a question for us."""
        if any(payload.get("understood") for payload in self.payloads):
            return True  # it answered a question of a check
        parsed = self.heard.get("parse_data") or {}
        named = {entity["entity"] for entity in parsed.get("entities") or []}
        if named & CLEAR_NAMES:
            return True
        intent = (parsed.get("intent") or {}).get("name")
        sure = SURE_OF_LINES if intent in LINES else SURE
        return is_clear(parsed, sure=sure) and not FRIGHT.search(str(self.heard.get("text") or ""))


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
