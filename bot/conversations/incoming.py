"""What a person sends, and what is said to it at once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.cases import Due
from bot.safety import Finding

OURS = "~"
OUR_NAME = re.compile(OURS + "[0-9a-f]{16}")


@dataclass(frozen=True)
class Incoming:
    """What a person sends: text, or a button pressed."""

    text: str
    button: str | None = None
    client_message_id: str | None = None
    danger: Finding | None = None  # what kind of safety message is due
    under: str | None = None  # the programme of the answer that the button stood under
    removed: tuple[str, ...] = ()  # kinds of what was taken out of the text
    follows: str | None = None  # the client's name of the message that must come before
    captioned: bool = False  # it stood under a picture or a file, which is not kept
    edits: str | None = None  # the name of the message that these words take the place of
    written: str | None = None  # when, as a platform says: `moment.written`

    @property
    def body(self) -> dict[str, Any]:
        """Return what is stored of it."""
        told = {"text": self.text, "under": self.under, "removed": self.removed}
        more = {"captioned": self.captioned, "edits": self.edits, "written": self.written}
        return {**told, **{name: value for name, value in more.items() if value}}


@dataclass(frozen=True)
class AtOnce:
    """Replies that wait for nothing, and what changes in the conversation with them."""

    replies: Sequence[dict[str, Any]]
    changes: dict[str, Any]
    due: Due | None = None  # a case
    lets_read: bool = False  # staff may read the talk of somebody in danger


def unnamed() -> str:
    """Return a name for a message whose client gave none."""
    return OURS + secrets.token_hex(8)


def client_name(own_id: str | None) -> str | None:
    """Return the name that a client gave a message, if it did."""
    return None if own_id is None or OUR_NAME.fullmatch(own_id) else own_id
