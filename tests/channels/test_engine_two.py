"""Two gateways on one PostgreSQL: whoever takes a message, it is answered once and in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.channels import house
from bot.conversations.channel_tables import correspondent
from bot.conversations.tables import conversation
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.keys import PERSONAL_DATA
from tests.bot.web.gateway import Client, FakeRasa, app_of
from tests.channels.conftest import Clock
from tests.channels.plain import SECRET, Plain, Platform, Strict, served
from tests.channels.test_engine_in import rows_of
from tests.tables import upgrade

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def two(
    settings: dict[str, str],
    clock: Clock,
    database_url: str,
    tmp_path: Path,
    unhurried: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[Platform, list[Client]]]:
    monkeypatch.setattr(house, "KINDS", (Plain, Strict))
    platform, clients = Platform(), []
    await asyncio.to_thread(upgrade, database_url)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(await served(platform))
        base = f"http://127.0.0.1:{server.port}"
        told = {**settings, "TELEGRAM_API_BASE": base, "WHATSAPP_API_BASE": base}
        told |= {"DATABASE_URL": database_url, "CHANNEL_KEY": "k" * 32}
        for name in ("one", "other"):
            read = Settings.from_environ({**told, "STATE_DIR": str(tmp_path / name)})
            client = TestClient(TestServer(create_app(read, clock)))
            clients.append(await stack.enter_async_context(client))
        platform.client = clients[0]
        yield platform, clients


async def brings(client: Client, name: str, text: str) -> int:
    told = [{"from": "+999001", "id": name, "text": text, "language": "en"}]
    headers = {"X-Secret": SECRET}
    return (await client.post("/channels/telegram", json=told, headers=headers)).status


async def test_each_message_is_answered_once_whoever_takes_it(
    two: tuple[Platform, list[Client]], rasa: tuple[FakeRasa, str]
) -> None:
    platform, clients = two
    for number in range(8):
        text = f"Hello, question number {number}"
        every = [brings(one, f"m{number}", text) for one in (*clients, *clients)]
        assert set(await asyncio.gather(*every)) == {200}, "brought to both, twice"
    await platform.until(9)
    await asyncio.sleep(1)
    assert platform.texts()[1:] == [f"en Hello, question number {n}" for n in range(8)]
    database = app_of(clients[0])[PERSONAL_DATA].database
    for table in (conversation, correspondent):
        count = sa.select(sa.func.count()).select_from(table)
        assert await database.read(lambda c, q=count: c.execute(q).scalar()) == 1


async def test_when_one_is_gone_the_other_sends_what_it_left(
    two: tuple[Platform, list[Client]], rasa: tuple[FakeRasa, str], clock: Clock
) -> None:
    platform, clients = two
    platform.down = True
    assert await brings(clients[0], "m1", "Hello, what is REAN?") == 200
    for _ in range(600):  # till the answer is there and was tried
        (held,) = await rows_of(platform, conversation)
        if held["last_seq"] == 3 and platform.asked:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("it was not tried")
    await clients[0].close()
    platform.down, clock.gone = False, timedelta(minutes=2)
    await platform.until(2)
    assert platform.texts()[1] == "en Hello, what is REAN?"
    assert await brings(clients[1], "m1", "Hello, what is REAN?") == 200, "it came again"
    await asyncio.sleep(0.5)
    assert len(platform.got) == 2
