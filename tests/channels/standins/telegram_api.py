"""The Bot API with one bot: what it refuses, and what it remembers.

From core.telegram.org/bots/api and /bots/webhooks, the open server tdlib/telegram-bot-api (how an
update is sent again) and unofficial lists of error texts. Of the two readings of "4096
characters" the stricter is taken: UTF-16 units.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.channels.standins.base import Fault, StandIn

BOT = {"id": 999000, "is_bot": True, "first_name": "Essai", "username": "essai_bot"}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{10,}")
NOW = 1_795_867_200  # 28 November 2026, noon
Json = dict[str, Any]


class Refusal(Exception):
    """What the Bot API says no with."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


@dataclass
class BotApi(StandIn):
    """One bot; people are numbers."""

    token: str = "999000:AA-not-a-token-of-anybody"
    webhook: Json = field(default_factory=lambda: {"url": ""})
    known: set[int] = field(default_factory=set)  # who wrote to the bot: it cannot begin
    blocked: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)  # accounts that are no more
    answered: list[str] = field(default_factory=list)  # presses the bot said it has seen

    def __post_init__(self) -> None:
        super().__post_init__()
        self.numbers = itertools.count(1)
        self.queries: set[str] = set()
        self.turns: dict[int, asyncio.Lock] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", "/bot{token}/{method}", self._serve)]

    def failure(self, fault: Fault) -> web.Response:
        names = {429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway"}
        told = names.get(fault.status, "Failed")
        body: Json = {"ok": False, "error_code": fault.status, "description": told}
        if fault.wait is not None:
            body["description"] = f"{told}: retry after {fault.wait}"
            body["parameters"] = {"retry_after": fault.wait}
        return web.json_response(body, status=fault.status)

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            result = await self._called(request)
        except Refusal as no:
            body: Json = {"ok": False, "error_code": no.code, "description": no.description}
            return web.json_response(body, status=no.code)
        return web.json_response({"ok": True, "result": result})

    async def _called(self, request: web.Request) -> Any:
        given = request.match_info["token"]
        if not TOKEN.fullmatch(given):
            raise Refusal(404, "Not Found")
        if given != self.token:
            raise Refusal(401, "Unauthorized")
        methods = {
            "getme": lambda _: BOT,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": self._send,
            "answercallbackquery": self._answer,
        }
        method = methods.get(request.match_info["method"].lower())
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        return method(await _parameters(request))

    def _set_webhook(self, given: Json) -> bool:
        url, secret = str(given.get("url", "")), given.get("secret_token", "")
        if not url.startswith(("https://", "http://127.0.0.1:")):  # the second: we have no TLS here
            raise Refusal(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if secret and not SECRET.fullmatch(secret):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        allowed = given.get("allowed_updates", self.webhook.get("allowed_updates"))
        allowed = json.loads(allowed) if isinstance(allowed, str) else allowed
        self.webhook = {"url": url, "secret_token": secret, "allowed_updates": allowed}
        return True

    def _delete_webhook(self, _: Json) -> bool:
        self.webhook = {"url": ""}
        return True

    def _webhook_info(self, _: Json) -> Json:
        shown = {name: held for name, held in self.webhook.items() if name != "secret_token"}
        waits = sum(lock.locked() for lock in self.turns.values())
        return {"has_custom_certificate": False, "pending_update_count": waits, **shown}

    def _send(self, given: Json) -> Json:
        chat = given.get("chat_id")
        if chat in (None, ""):
            raise Refusal(400, "Bad Request: chat_id is empty")
        text = given.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le", "replace")) > 2 * 4096:
            raise Refusal(400, "Bad Request: message is too long")
        buttons = _buttons(given.get("reply_markup"))
        person = int(chat) if str(chat).lstrip("-").isdecimal() else 0
        if person not in self.known:
            raise Refusal(400, "Bad Request: chat not found")
        if person in self.deleted:
            raise Refusal(403, "Forbidden: user is deactivated")
        if person in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        made = {"to": person, "text": text.strip(), "buttons": buttons, "preview": _preview(given)}
        self.sent.append({**made, "message_id": next(self.numbers)})
        return self.own(self.sent[-1])

    def own(self, sent: Json) -> Json:
        """Return a message of the bot as the Bot API shows it."""
        of_it = {"message_id": sent["message_id"], "from": BOT, "text": sent["text"]}
        return {**of_it, "chat": chat_of(sent["to"]), "date": NOW}

    def _answer(self, given: Json) -> bool:
        query = given.get("callback_query_id")
        if query not in self.queries:
            told = "query is too old and response timeout expired or query ID is invalid"
            raise Refusal(400, f"Bad Request: {told}")
        self.queries.discard(query)
        self.answered.append(query)
        return True


def chat_of(person: int) -> Json:
    """Return somebody's private chat."""
    return {"id": person, "first_name": "Personne", "type": "private"}


def _preview(given: Json) -> bool:
    return not (given.get("link_preview_options") or {}).get("is_disabled", False)


def _buttons(markup: Any) -> list[tuple[str, str]]:
    """Return labels and data; one row must be a list, one button an object."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise Refusal(400, "Bad Request: object expected as reply markup")
    buttons: list[tuple[str, str]] = []
    for row in markup.get("inline_keyboard", []):
        for one in row:
            label, data = one.get("text"), one.get("callback_data")
            if not isinstance(label, str) or not label.strip():
                raise Refusal(400, "Bad Request: text of an inline keyboard button is empty")
            if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            buttons.append((label, data))
    if len(buttons) > 100:
        raise Refusal(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    return buttons


async def _parameters(request: web.Request) -> Json:
    """Return what a call was given: in its address, as a form, or as JSON."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            given |= await request.json()
        except (ValueError, TypeError):
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
    elif request.can_read_body:
        given |= dict(await request.post())
    return given
