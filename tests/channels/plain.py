"""The plainest platform there could be: what the shared engine is tested with."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, ClassVar

from aiohttp import web
from aiohttp.test_utils import TestServer

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
    Status,
)
from bot.language import Language
from bot.web.keys import CHANNELS
from tests.bot.web.gateway import Client, app_of

SECRET = "a secret of the platform"  # pragma: allowlist secret


class Plain:
    """JSON in, JSON out; buttons up to three."""

    name: ClassVar[str] = "telegram"
    longest: ClassVar[int] = 600
    longest_with_options: ClassVar[int] = 500
    window: ClassVar[timedelta | None] = None
    brief: ClassVar[bool] = False
    acknowledgement: ClassVar[tuple[str, str]] = ("text/plain", "ok")

    def __init__(self, settings: ChannelSettings) -> None:
        self.settings = settings

    def verified(self, request: Signed, now: datetime) -> bool:
        return hmac.compare_digest(request.headers.get("X-Secret", ""), self.settings.secret)

    def handshake(self, query: Mapping[str, str]) -> str | None:
        return query.get("proof") if query.get("token") == self.settings.secret else None

    def heard(self, request: Signed) -> Sequence[Heard | Status]:
        try:
            return [_event(one) for one in json.loads(request.body)]
        except (ValueError, KeyError, TypeError):
            raise BadPayload("events: a list of objects") from None

    def shows(self, options: Sequence[Option]) -> bool:
        return len(options) <= 3

    def call(self, to: Address, part: Part) -> Call:
        told = {"to": to.person, "text": part.text, "ref": part.ref}
        told["options"] = [asdict(one) for one in part.options]
        return Call(self.settings.api_base, {}, json.dumps(told).encode())

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        if status == 200:
            return Sent(json.loads(body)["id"])
        if status == 429 or status >= 500:
            after = headers.get("Retry-After")
            return Later(str(status), float(after) if after else None)
        return Refused(str(status), **json.loads(body or b"{}"))

    def pressed(self, heard: Heard) -> Call | None:
        return None

    def template(self, to: Address, language: Language, ref: str) -> Call | None:
        return None


class Strict(Plain):
    """Writes within a day, and tells by a template that something waits; no buttons."""

    name: ClassVar[str] = "whatsapp"
    window: ClassVar[timedelta | None] = timedelta(hours=24)

    def shows(self, options: Sequence[Option]) -> bool:
        return False

    def template(self, to: Address, language: Language, ref: str) -> Call | None:
        told = {"to": to.person, "text": f"template {language}", "ref": ref, "options": []}
        return Call(self.settings.api_base, {}, json.dumps(told).encode())


def _event(told: dict[str, Any]) -> Heard | Status:
    if "reached" in told:
        return Status(told["id"], told["reached"], told.get("code"), told.get("ref"))
    at = told.get("at")
    return Heard(
        Address(told["from"], "we"),
        told["id"],
        told.get("kind", "text"),
        told.get("text", ""),
        told.get("button"),
        told.get("about"),
        told.get("language"),
        datetime.fromisoformat(at) if at else None,
    )


class Platform:
    """The other end: takes what is sent, or does what a test says instead."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answers: list[web.Response] = []  # given first, one each
        self.down = False
        self.asked = 0  # calls, with those that were not taken
        self.news = asyncio.Event()
        self.client: Client  # the gateway
        self.count = 0

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if self.down:
            return web.Response(status=503)
        if self.answers:
            return self.answers.pop(0)
        told = await request.json()
        self.got.append(told)
        self.news.set()
        return web.json_response({"id": f"p{len(self.got)}"})

    def texts(self, to: str = "+999001") -> list[str]:
        return [one["text"] for one in self.got if one["to"] == to]

    async def until(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many were sent."""

        async def enough() -> None:
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()

        await asyncio.wait_for(enough(), 60)
        return self.got

    async def tried(self, count: int) -> None:
        """Wait until so many calls were made, and what became of them is noted."""
        tasks = app_of(self.client)[CHANNELS].sending._tasks
        for _ in range(3000):
            if self.asked >= count and not tasks:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{self.asked} calls, {len(tasks)} people being written to")

    async def sends(self, *events: dict[str, Any], name: str = "telegram") -> int:
        """Bring events to the gateway; return what it answers."""
        told = [{"from": "+999001", "id": self._id(), **one} for one in events]
        headers = {"X-Secret": SECRET}
        answer = await self.client.post(f"/channels/{name}", json=told, headers=headers)
        await answer.read()
        return answer.status

    def _id(self) -> str:
        self.count += 1
        return f"m{self.count}"


async def served(platform: Platform) -> TestServer:
    app = web.Application()
    app.add_routes([web.post("/", platform.take)])
    return TestServer(app)
