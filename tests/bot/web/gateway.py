"""A gateway's other half that the tests play: Rasa, and a person who opens a conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

ROOT = "/api/v1/conversations"
Client = TestClient[web.Request, web.Application]


class FakeRasa:
    """Echoes; refuses the first `failures` turns."""

    def __init__(self) -> None:
        self.turns: list[dict[str, Any]] = []
        self.failures = 0
        self.effects: list[dict[str, Any]] = []
        self.sure = True
        self.extra: dict[str, Any] = {}
        self.meanwhile: Callable[[dict[str, Any]], Awaitable[None]] | None = None  # in each turn

    async def turn(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.failures:
            self.failures -= 1
            return web.json_response({}, status=503)
        self.turns.append(body)
        if self.meanwhile:
            await self.meanwhile(body)
        said = body.get("text") or body["button"]
        text = {"fr": f"fr {said}", "en": f"en {said}"}
        reply = {"kind": "answer", "text": text, **self.extra}
        said_by_rasa = {"replies": [reply], "effects": self.effects, "sure": self.sure}
        said_by_rasa["intents"] = ["greet"]
        return web.json_response(said_by_rasa)


async def start(client: Client) -> tuple[str, dict[str, str]]:
    made = await client.post(ROOT, json={"language": "en"})
    assert made.status == 201
    body = await made.json()
    assert body["messages"][0]["kind"] == "notice"
    return f"{ROOT}/{body['conversation_id']}", {"Authorization": f"Bearer {body['token']}"}


def app_of(client: Client) -> web.Application:
    """Return the application that a client speaks with."""
    assert client.app is not None
    return client.app
