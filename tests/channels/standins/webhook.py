"""The side of somebody who joins their own platform, as docs/channels/webhook.md asks of them."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from aiohttp import web

from tests.channels.standins.base import Acknowledged, Fault, StandIn

REF = re.compile(r"[0-9a-f]{32}")
FIELDS = {"to", "from", "id", "part", "text", "options", "language", "message"}
Json = dict[str, Any]


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass
class WebhookStandIn(StandIn):
    """A platform that checks what it gets, and gives each message a number."""

    token: str = "not-a-token-of-anybody"
    secret: str = "not-a-secret-of-anybody"
    webhook: str = ""  # the gateway's address
    now: Callable[[], datetime] = _now
    gone: set[str] = field(default_factory=set)  # who takes nothing more
    wrong: list[str] = field(default_factory=list)  # why calls were refused

    def __post_init__(self) -> None:
        super().__post_init__()
        self._count = 0

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/", self._take)]

    def failure(self, fault: Fault) -> web.Response:
        headers = {} if fault.wait is None else {"Retry-After": str(fault.wait)}
        return web.json_response({"error": "failed"}, status=fault.status, headers=headers)

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return self._refuse(401, "token")
        if not self._is_signed(request, raw):
            return self._refuse(401, "signature")
        given = json.loads(raw)
        if problem := _problem(given):
            return self._refuse(422, problem)
        if given["to"] in self.gone:
            return self._refuse(410, "gone")
        same = (one for one in self.sent if given["id"] and one["ref"] == given["id"])
        known = next(same, None)
        if known is None:  # what comes again is shown once
            shown = {"to": given["to"], "text": given["text"], "options": given["options"]}
            known = {**shown, "ref": given["id"], "id": f"wh-{len(self.sent) + 1}", "given": given}
            self.sent.append(known)
        return web.json_response({"id": known["id"]})

    def _refuse(self, status: int, why: str) -> web.Response:
        self.wrong.append(why)
        return web.json_response({"error": why}, status=status)

    def _is_signed(self, request: web.Request, raw: bytes) -> bool:
        at = request.headers.get("X-Timestamp", "")
        fresh = at.isdecimal() and abs(self.now().timestamp() - int(at)) <= 300
        made = self._signed(at, raw)
        return fresh and hmac.compare_digest(request.headers.get("X-Signature", ""), made)

    def _signed(self, at: str, raw: bytes) -> str:
        made = hmac.new(self.secret.encode(), at.encode() + b"." + raw, hashlib.sha256)
        return "sha256=" + made.hexdigest()

    async def says(self, person: str, text: str, **more: Any) -> Acknowledged:
        """Let somebody write."""
        return await self.brings(self.message(person, text=text, **more))

    async def presses(self, person: str, label: str) -> Acknowledged:
        """Let somebody press a button that they have; LookupError when they have no such."""
        for sent in reversed(self.sent):
            for one in sent["options"]:
                if sent["to"] == person and one["label"] == label:
                    return await self.brings(self.message(person, button=one["id"]))
        raise LookupError(label)

    def message(self, person: str, **content: Any) -> Json:
        """Return a message with a new id; it is not brought yet."""
        self._count += 1
        return {"from": person, "id": f"in-{self._count}", **content}

    async def brings(self, *messages: Json) -> Acknowledged:
        """Bring messages in one request."""
        return await self.post({"messages": list(messages)})

    async def reports(self, *statuses: Json) -> Acknowledged:
        """Tell how far messages of ours came."""
        return await self.post({"statuses": list(statuses)})

    async def post(self, body: Json) -> Acknowledged:
        """Bring any body, signed."""
        raw, at = json.dumps(body).encode(), str(int(self.now().timestamp()))
        headers = {"X-Timestamp": at, "X-Signature": self._signed(at, raw)}
        return await self.call(self.webhook, raw, {**headers, "Content-Type": "application/json"})


def _problem(given: Json) -> str | None:
    """Return what is wrong with a message of ours."""
    checks = {
        "fields": given.keys() == FIELDS,
        "to": isinstance(given.get("to"), str) and bool(given["to"]),
        "from": given.get("from") is None or isinstance(given["from"], str),
        "id": given.get("id") is None
        or (isinstance(given["id"], str) and bool(REF.fullmatch(given["id"]))),
        "part": type(given.get("part")) is int and given["part"] >= 0,
        "text": isinstance(given.get("text"), str) and 0 < len(given["text"]) <= 4000,
        "language": given.get("language") in ("fr", "en"),
        "options": all(
            one.keys() == {"id", "label"} and one["id"] and one["label"]
            for one in given.get("options", [{}])
        ),
        "message": isinstance(given.get("message"), dict),
    }
    return next((name for name, fits in checks.items() if not fits), None)
