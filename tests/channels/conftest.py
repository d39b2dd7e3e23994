"""A gateway in this process with a plain platform, and a Rasa that the test plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import coming, house
from bot.settings import Settings
from bot.web.app import create_app
from tests.bot.web.conftest import rasa as rasa
from tests.bot.web.gateway import FakeRasa
from tests.channels.plain import SECRET, Plain, Platform, Strict, served
from tests.tables import upgrade


class Clock:
    """The time, which tests move."""

    def __init__(self) -> None:
        self.gone = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(timezone.utc) + self.gone


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine an answer may take five seconds; that this is told has tests of its own."""
    monkeypatch.setattr(coming, "SLOW", timedelta(minutes=30))


@pytest.fixture
def settings(tmp_path: Path, rasa: tuple[FakeRasa, str]) -> dict[str, str]:
    told = {"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1], "DESK": "always"}
    for name in ("TELEGRAM", "WHATSAPP"):
        told |= {f"{name}_TOKEN": "token of ours", f"{name}_SECRET": SECRET}
    return told


@pytest.fixture
async def platform(
    settings: dict[str, str], clock: Clock, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Platform]:
    monkeypatch.setattr(house, "KINDS", (Plain, Strict))
    one = Platform()
    async with await served(one) as server:
        base = f"http://127.0.0.1:{server.port}"
        told = {**settings, "TELEGRAM_API_BASE": base, "WHATSAPP_API_BASE": base}
        read = Settings.from_environ(told)
        await asyncio.to_thread(upgrade, read.database_url)
        async with TestClient(TestServer(create_app(read, clock))) as client:
            one.client = client
            yield one
