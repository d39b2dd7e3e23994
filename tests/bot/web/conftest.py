"""A gateway in this process, with a Rasa that the test plays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.app import create_app
from tests.bot.web.gateway import Client, FakeRasa
from tests.bot.web.hands import Hands, Sits
from tests.bot.web.host import Guest, Host, hosting
from tests.bot.web.process import Gateway, started
from tests.bot.web.seeing import Setting
from tests.bot.web.talking import Tab
from tests.bot.web.visit import Visit
from tests.tables import upgrade


@pytest.fixture
async def rasa() -> AsyncIterator[tuple[FakeRasa, str]]:
    fake = FakeRasa()
    app = web.Application()
    app.add_routes([web.post("/internal/turn", fake.turn)])
    async with TestServer(app) as server:
        yield fake, str(server.make_url("")).rstrip("/")


@pytest.fixture
async def client(rasa: tuple[FakeRasa, str], tmp_path: Path) -> AsyncIterator[Client]:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1]})
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as opened:
        yield opened


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Share one gateway process among the tests of a module; it lives to the end of them."""
    with started(tmp_path_factory.mktemp("gateway")) as opened:
        yield opened
        assert opened.process.poll() is None, opened.printed()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosting() as one:
        yield one


@pytest.fixture(scope="module")
def welcoming(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Iterator[Gateway]:
    """A gateway whose operator put the host on the list."""
    folder = tmp_path_factory.mktemp("welcoming")
    with started(folder, ALLOWED_ORIGINS=f"https://aid.example,{host.origin}") as gateway:
        yield gateway


@pytest.fixture
def guest(browser: Any, host: Host) -> Iterator[Guest]:
    one = Guest(browser, host)
    yield one
    one.context.close()


@pytest.fixture
def sits(browser: Any, gateway: Gateway) -> Iterator[Sits]:
    """Return what opens the chat for a person with a keyboard."""
    opened: list[Visit] = []

    def down(setting: Setting) -> Hands:
        visit = Visit(browser, gateway, **{**setting.context(), "has_touch": False})
        opened.append(visit)
        return Hands(visit.opens())

    yield down
    for one in opened:
        one.context.close()
    gateway.rasa.extra = {}


@pytest.fixture
def context(browser: Any, gateway: Gateway) -> Iterator[Any]:
    """Return a browser of its own: nothing stored, offline at will."""
    opened = browser.new_context(locale="en-GB")
    yield opened
    opened.close()
    gateway.rasa.extra = {}


@pytest.fixture
def tab(context: Any, gateway: Gateway) -> Tab:
    """Return a tab in which a conversation without a screen stands open."""
    return Tab(context, gateway).open()
