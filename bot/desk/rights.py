"""Who may do what at the desk: a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal["viewer", "agent", "protection", "admin"]
Action = Literal[
    "see_queue",
    "see_case",
    "take",
    "reply",
    "note",
    "label",
    "assign",
    "close",
    "hand_back",
    "search",
    "export",
    "see_reports",
    "review",
    "see_protection",  # cases of people in danger, whose reason is "safety"
    "see_log",
    "manage_staff",
]
ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)
_VIEWER: frozenset[Action] = frozenset(("see_queue", "see_case", "see_reports"))
_CASEWORK: frozenset[Action] = frozenset(
    ("take", "reply", "note", "label", "assign", "close", "hand_back", "search", "review")
)
_ADMIN: frozenset[Action] = frozenset(("manage_staff", "see_log", "see_reports", "export"))
RIGHTS: Mapping[str, frozenset[Action]] = {
    "viewer": _VIEWER,
    "agent": _VIEWER | _CASEWORK,
    "protection": _VIEWER | _CASEWORK | {"see_protection"},
    "admin": _ADMIN,  # who runs the desk reads nobody's case by that
}


def may(role: str, action: Action, protection: bool = False) -> bool:
    """Tell whether a role may do this; `protection`: with a case of somebody in danger."""
    mine = RIGHTS.get(role, frozenset())
    return action in mine and (not protection or "see_protection" in mine)
