"""What a person sends, and what is said to it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.cases import Due
from bot.safety import Finding


@dataclass(frozen=True)
class Incoming:
    """What a person sends: text, or a button pressed."""

    text: str
    button: str | None = None
    client_message_id: str | None = None
    danger: Finding | None = None  # what kind of safety message is due
    under: str | None = None  # the programme of the answer that the button stood under
    removed: tuple[str, ...] = ()  # kinds of what was taken out of the text


@dataclass(frozen=True)
class AtOnce:
    """Replies that wait for nothing, and what changes in the conversation with them."""

    replies: Sequence[dict[str, Any]]
    changes: dict[str, Any]
    due: Due | None = None  # a case
