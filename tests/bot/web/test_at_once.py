"""Danger is answered at once, and what a person chose or sent is not lost in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.app import create_app
from tests.bot.web.gateway import Client, FakeRasa, start
from tests.tables import upgrade

DANGER = {"text": "my boss took my passport"}


class HeldRasa(FakeRasa):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.free = asyncio.Event(), asyncio.Event()

    async def turn(self, request: web.Request) -> web.Response:
        self.asked.set()
        await self.free.wait()
        return await super().turn(request)


@pytest.fixture
async def held(tmp_path: Path) -> AsyncIterator[tuple[Client, HeldRasa]]:
    fake, app = HeldRasa(), web.Application()
    app.add_routes([web.post("/internal/turn", fake.turn)])
    async with TestServer(app) as server:
        given = {"STATE_DIR": str(tmp_path), "RASA_URLS": str(server.make_url("")).rstrip("/")}
        settings = Settings.from_environ({**given, "MESSAGES_PER_MINUTE": "2"})
        await asyncio.to_thread(upgrade, settings.database_url)
        async with TestClient(TestServer(create_app(settings))) as client:
            yield client, fake
            fake.free.set()


async def test_danger_is_answered_before_what_waits(held: tuple[Client, HeldRasa]) -> None:
    client, rasa = held
    path, token = await start(client)
    waiting = asyncio.create_task(
        client.post(f"{path}/messages", json={"text": "which countries?"}, headers=token)
    )
    await rasa.asked.wait()
    urgent = await client.post(f"{path}/messages", json=DANGER, headers=token)
    assert [said["kind"] for said in (await urgent.json())["messages"]] == ["safety"]
    assert not waiting.done()
    rasa.free.set()
    assert [said["kind"] for said in (await (await waiting).json())["messages"]] == ["answer"]


async def test_a_language_chosen_while_a_message_is_handled_stays(
    held: tuple[Client, HeldRasa],
) -> None:
    client, rasa = held
    path, token = await start(client)
    french = {"text": "Quels pays sont concernés par le programme ?"}
    waiting = asyncio.create_task(client.post(f"{path}/messages", json=french, headers=token))
    await rasa.asked.wait()
    chosen = await client.put(f"{path}/language", json={"language": "en"}, headers=token)
    assert chosen.status == 200
    rasa.free.set()
    assert (await (await waiting).json())["messages"][0]["language"] == "en"
    later = await client.post(f"{path}/messages", json={"text": "Soudan"}, headers=token)
    assert (await later.json())["messages"][0]["language"] == "en"


async def test_too_many_messages_keep_neither_danger_nor_a_replay_out(
    held: tuple[Client, HeldRasa],
) -> None:
    client, rasa = held
    rasa.free.set()
    path, token = await start(client)
    sent = [{"text": f"hello {n}", "client_message_id": f"m{n}"} for n in range(3)]
    answers = [await client.post(f"{path}/messages", json=one, headers=token) for one in sent]
    assert [answer.status for answer in answers] == [200, 200, 429]
    again = await client.post(f"{path}/messages", json=sent[0], headers=token)
    assert again.status == 200
    assert await again.json() == await answers[0].json()
    urgent = await client.post(f"{path}/messages", json=DANGER, headers=token)
    assert (await urgent.json())["messages"][0]["category"] == "trafficking"
