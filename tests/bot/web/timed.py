"""A gateway whose clock the tests move, beside a Rasa that hands over to a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.keys import PERSONAL_DATA
from tests.bot.web.gateway import Client, FakeRasa, answered, app_of, start
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
Token = dict[str, str]


class Clock:
    """The time of a gateway, which the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **much: float) -> None:
        self.now += timedelta(**much)


@asynccontextmanager
async def opened(
    rasa: tuple[FakeRasa, str], folder: Path, clock: Clock, desk: str = "none", **environ: str
) -> AsyncIterator[Client]:
    """Start a gateway; `desk` may be what the settings do not take yet."""
    told = {"STATE_DIR": str(folder), "RASA_URLS": rasa[1], **environ}
    settings = replace(Settings.from_environ(told), desk=desk)
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings, clock))) as client:
        yield client


async def handed_over(client: Client, rasa: tuple[FakeRasa, str]) -> tuple[str, Token]:
    """Open a conversation in which a person was asked for: it has an open case."""
    path, token = await start(client)
    rasa[0].extra = {"kind": "handoff"}
    asked = {"text": "a person please"}
    said = await client.post(f"{path}/messages", json=asked, headers=token)
    assert said.status in (200, 202)
    if said.status == 202:
        await answered(client, path, token, 2)
    return path, token


async def refused(answer: Any) -> tuple[int, str]:
    """Return status and code of an error, which speaks both languages."""
    error = (await answer.json())["error"]
    assert " / " in error["message"]
    return answer.status, error["code"]


async def changed(client: Client, statement: Any) -> None:
    """Change the database behind the gateway's back."""
    await app_of(client)[PERSONAL_DATA].database.write(lambda c: c.execute(statement))
