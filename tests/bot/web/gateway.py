"""A gateway's other half that the tests play: Rasa, and a person who opens a conversation."""

from __future__ import annotations

import asyncio
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
    for _ in range(10):
        made = await client.post(ROOT, json={"language": "en"})
        if made.status != 503:  # on a busy machine a disk may take its time: try again
            break
    assert made.status == 201
    body = await made.json()
    assert body["messages"][0]["kind"] == "notice"
    return f"{ROOT}/{body['conversation_id']}", {"Authorization": f"Bearer {body['token']}"}


async def answered(client: Client, path: str, token: dict[str, str], after: int) -> list[str]:
    """Wait until something is said after a message, and return it.

    On a busy machine a call may end before its answer is there (202); that follows.
    """
    for _ in range(600):
        told = await client.get(f"{path}/messages?after={after}", headers=token)
        if said := (await told.json()).get("messages"):
            return [one["text"] for one in said]
        await asyncio.sleep(0.1)
    raise AssertionError("it was not answered")


def app_of(client: Client) -> web.Application:
    """Return the application that a client speaks with."""
    assert client.app is not None
    return client.app
