"""Anybody else's platform: our own signed JSON, both ways. docs/channels/webhook.md has the form.

What comes and what goes is signed alike, over the time and the bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.channel_settings import ChannelSettings
from bot.channels.base import (
    Address,
    Call,
    Heard,
    Later,
    Option,
    Outcome,
    Part,
    Refused,
    Sent,
    Signed,
    Status,
)
from bot.channels.fields import answered, header, object_of, retry_after, same
from bot.channels.webhook_body import heard_in
from bot.conversations.telling import signature
from bot.conversations.text import is_message_id
from bot.language import Language

TIMESTAMP = re.compile(r"[0-9]{1,12}")
MOST_OFF = timedelta(minutes=5)  # by which two clocks may differ, and a request be late


class Webhook:
    """People on a platform that somebody joins to us."""

    name: ClassVar[str] = "webhook"
    longest: ClassVar[int] = 4000
    longest_with_options: ClassVar[int] = 4000
    window: ClassVar[timedelta | None] = None
    brief: ClassVar[bool] = False
    acknowledgement: ClassVar[tuple[str, str]] = ("application/json", "{}")

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings

    def verified(self, request: Signed, now: datetime) -> bool:
        """Tell whether it is signed with our secret, and of now."""
        at = header(request.headers, "X-Timestamp")
        if not TIMESTAMP.fullmatch(at):
            return False
        made = signature(self._settings.secret, at, request.body)
        genuine = same(header(request.headers, "X-Signature"), made)
        return genuine and abs(now.timestamp() - int(at)) <= MOST_OFF.total_seconds()

    def handshake(self, query: Mapping[str, str]) -> None:
        """Return None: the signature is enough."""

    def heard(self, request: Signed) -> Sequence[Heard | Status]:
        """Return all messages, then all reports on ours."""
        return heard_in(object_of(request.body))

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be buttons: whoever joins us sees to it."""
        return True

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part; ValueError without the time of sending, which is signed."""
        if part.now is None:
            raise ValueError("Part.now: missing; the engine sets it to the time of sending")
        body = json.dumps(_told(to, part)).encode()
        at = str(int(part.now.timestamp()))
        headers = {
            "Authorization": f"Bearer {self._settings.token}",
            "Content-Type": "application/json",
            "X-Timestamp": at,
            "X-Signature": signature(self._settings.secret, at, body),
        }
        return Call(self._settings.api_base, headers, body)

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call."""
        code = str(status)
        if 200 <= status < 300:
            own_id = answered(body).get("id")
            return Sent(own_id if is_message_id(own_id) else None)
        if status in (408, 429) or status >= 500:
            return Later(code, retry_after(headers))
        # A redirect, or our token: it would be the same for everybody.
        return Refused(code, blocked=status == 410, ours=status in (401, 403) or status < 400)

    def pressed(self, heard: Heard) -> None:
        """Return None: the answer to the request tells it."""

    def template(self, to: Address, language: Language, ref: str) -> None:
        """Return None: we may write at any time."""


def _told(to: Address, part: Part) -> dict[str, Any]:
    return {
        "to": to.person,
        "from": to.ours or None,
        "id": part.ref or None,
        "part": part.number,
        "text": part.text,
        "options": [{"id": one.id, "label": one.label} for one in part.options],
        "language": part.language,
        "message": dict(part.message),
    }
