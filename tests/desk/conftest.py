"""A desk in this process, with staff who sign in, or with people who wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import create_desk
from bot.settings import Settings
from knowledge.database import Database
from tests.desk.staffed import Clock, Person, Staffed
from tests.desk.team import Team
from tests.tables import upgrade


@asynccontextmanager
async def opened(environ: dict[str, str]) -> AsyncIterator[Staffed]:
    settings = Settings.from_environ(environ)
    await asyncio.to_thread(upgrade, settings.database_url)
    database, clock = Database(settings.database_url), Clock()
    app = create_desk(database, settings, clock, lambda key: None)
    async with TestClient(TestServer(app)) as client:
        yield Staffed(client, database, clock)
    database.close()


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "DESK": "always"})
    await asyncio.to_thread(upgrade, settings.database_url)
    database = Database(settings.database_url)
    one = Team(database)
    app = create_desk(database, settings, lambda: one.now, one.heard.append)
    async with TestClient(TestServer(app)) as client:
        one.client = client
        yield one
    database.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Staffed]:
    async with opened({"STATE_DIR": str(tmp_path)}) as one:
        yield one


@pytest.fixture
async def each_desk(tmp_path: Path, database_url: str) -> AsyncIterator[Staffed]:
    """A desk on SQLite, and one on PostgreSQL."""
    async with opened({"STATE_DIR": str(tmp_path), "DATABASE_URL": database_url}) as one:
        yield one


@pytest.fixture
async def amina(desk: Staffed) -> Person:
    """Somebody who has joined, and signed out again."""
    person = await desk.joined("Amina")
    await person.read("/desk/?language=en")
    await person.send("/desk/sign-out", {})
    return person
