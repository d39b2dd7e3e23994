"""Telegram's Bot API: one update a request, JSON out; docs/channels/telegram.md: how to join."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from bot.channel_settings import ChannelSettings
from bot.channels.base import (
    Address,
    BadPayload,
    Call,
    Heard,
    Later,
    Option,
    Outcome,
    Part,
    Refused,
    Sent,
    Signed,
)
from bot.channels.fields import answered, header, object_of, retry_after, same, seconds
from bot.channels.telegram_updates import PRESS, Updates
from bot.language import Language

HEADER = "X-Telegram-Bot-Api-Secret-Token"
DATA = 64  # bytes that a button may give back
LABEL = 60  # characters; of more the apps show the beginning only
BUTTONS = 100  # under one message
GONE = ("chat not found", "user not found", "peer_id_invalid")


class Telegram:
    """People in private chats with our bot."""

    name: ClassVar[str] = "telegram"
    # 4096; whether an emoji counts once or twice is told both ways, and the rest is for those.
    longest: ClassVar[int] = 4000
    longest_with_options: ClassVar[int] = 4000
    window: ClassVar[timedelta | None] = None
    brief: ClassVar[bool] = False
    acknowledgement: ClassVar[tuple[str, str]] = ("application/json", "{}")

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._updates = Updates(settings.token.partition(":")[0])

    def verified(self, request: Signed, now: datetime) -> bool:
        """Tell whether it brings the secret that Telegram was given with our address."""
        return same(header(request.headers, HEADER), self._settings.secret)

    def handshake(self, query: Mapping[str, str]) -> None:
        """Return None: setWebhook is enough."""

    def heard(self, request: Signed) -> Sequence[Heard]:
        """Return what an update says: one thing at most."""
        found = self._updates.heard(object_of(request.body))
        return [found] if found else []

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be buttons."""
        return len(options) <= BUTTONS and all(
            0 < len(one.id.encode()) <= DATA and 0 < len(one.label) <= LABEL for one in options
        )

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part: as plain text, since markup could make it be refused."""
        body: dict[str, Any] = {
            "chat_id": int(to.person),
            "text": part.text,
            "link_preview_options": {"is_disabled": True},
        }
        if part.options:
            rows = [[{"text": one.label, "callback_data": one.id}] for one in part.options]
            body["reply_markup"] = {"inline_keyboard": rows}
        return self._call("sendMessage", body)

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call."""
        answer, code = answered(body), str(status)
        if 200 <= status < 300:
            return Sent(self._own_id(answer.get("result")))
        if status in (408, 429) or status >= 500:
            asked = answer.get("parameters")
            wait = seconds(asked.get("retry_after")) if isinstance(asked, dict) else None
            return Later(code, wait if wait is not None else retry_after(headers))
        if status == 403:
            return Refused(code, blocked=True)
        told = str(answer.get("description", "")).lower()
        if gone := next((one for one in GONE if one in told), None):
            return Refused(f"{code} {gone}", blocked=True)
        # A redirect, no such bot, no such method: our address or token is wrong.
        return Refused(code, ours=status in (401, 404) or status < 400)

    def _own_id(self, message: Any) -> str | None:
        try:
            return self._updates.message_id(message) if isinstance(message, dict) else None
        except BadPayload:
            return None  # sent all the same

    def pressed(self, heard: Heard) -> Call | None:
        """Return what ends the little clock on a button."""
        if not heard.own_id.startswith(PRESS):
            return None
        query = {"callback_query_id": heard.own_id.removeprefix(PRESS)}
        return self._call("answerCallbackQuery", query)

    def template(self, to: Address, language: Language, ref: str) -> None:
        """Return None: we may write at any time."""

    def _call(self, method: str, body: Mapping[str, Any]) -> Call:
        url = f"{self._settings.api_base}/bot{self._settings.token}/{method}"
        return Call(url, {"Content-Type": "application/json"}, json.dumps(body).encode())
