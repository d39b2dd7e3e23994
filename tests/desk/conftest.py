"""A desk in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import create_desk
from bot.settings import Settings
from knowledge.database import Database
from knowledge.migrate import upgrade
from tests.desk.team import Team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    given = {"STATE_DIR": str(tmp_path), "DESK": "always"}
    settings = Settings.from_environ(given)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    one = Team(database, None)  # type: ignore[arg-type]
    desk = create_desk(database, settings, lambda: one.now, one.heard.append)
    async with TestClient(TestServer(desk)) as client:
        one.client = client
        yield one
    database.close()
