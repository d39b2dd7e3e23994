"""An answer is stored, the word of that is lost once: it is told to who waits, and told once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations.reading import Row
from bot.conversations.store import ConversationStore
from bot.settings import Settings
from bot.web.app import create_app
from knowledge.database import DatabaseAway
from tests.bot.web.gateway import FakeRasa, start
from tests.tables import upgrade

ASKED = {"text": "how long does it take", "client_message_id": "one"}


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lose the word of the first answer that is stored; return the numbers of all."""
    finish, heard = ConversationStore.finish, []

    async def and_lose_it(self: ConversationStore, row: Row, *given: Any) -> Sequence[Row]:
        said = await finish(self, row, *given)
        heard.append(int(row["seq"]))
        if len(heard) == 1:
            raise DatabaseAway("no answer in time")
        return said

    monkeypatch.setattr(ConversationStore, "finish", and_lose_it)
    return heard


async def test_who_waits_is_told_an_answer_whose_commit_nobody_heard_of(
    lost: list[int], tmp_path: Path
) -> None:
    fake, app = FakeRasa(), web.Application()
    app.add_routes([web.post("/internal/turn", fake.turn)])
    async with TestServer(app) as server:
        given = {"STATE_DIR": str(tmp_path), "RASA_URLS": str(server.make_url("")).rstrip("/")}
        settings = Settings.from_environ(given)
        await asyncio.to_thread(upgrade, settings.database_url)
        async with TestClient(TestServer(create_app(settings))) as client:
            path, token = await start(client)
            for _ in range(2):  # the second time it is a repetition
                answer = await client.post(f"{path}/messages", json=ASKED, headers=token)
                assert answer.status == 200
                assert [one["kind"] for one in (await answer.json())["messages"]] == ["answer"]
            assert len(lost) == 2
            history = await client.get(f"{path}/messages", headers=token)
            assert len((await history.json())["messages"]) == 3
            assert len(fake.turns) == 1
