"""Behind a proxy of the operator's, tries are counted by who calls, and by nothing made up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings, SettingsError
from bot.web.app import create_app
from bot.web.guesses import A_MINUTE
from bot.web.proxies import caller
from tests.bot.web.gateway import Client, FakeRasa
from tests.tables import upgrade

OURS = tuple(map(ip_network, ("10.0.0.0/24", "192.0.2.1", "2001:db8::/32")))


@pytest.mark.parametrize(
    ("peer", "told", "who"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: it may say what it will
        ("10.0.0.7", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "made.up, 6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "198.51.100.1, 192.0.2.1,10.0.0.8", "198.51.100.1"),
        ("10.0.0.7", "10.0.0.9, 192.0.2.1", "10.0.0.9"),  # somebody in our own house
        ("::ffff:10.0.0.7", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::7", "2606:4700::1", "2606:4700::1"),
        ("10.0.0.7", "unknown", "10.0.0.7"),
        ("10.0.0.7", "198.51.100.1, _hidden", "10.0.0.7"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("", "198.51.100.1", ""),  # a socket file
    ],
)
def test_who_called_is_the_first_that_is_no_proxy(peer: str, told: str, who: str) -> None:
    assert caller(peer, told, OURS) == who


@pytest.mark.parametrize("wrong", ["proxy", "10.0.0.7/24", "10.0.0.7;10.0.0.8", "*"])
def test_what_is_no_network_is_refused_with_its_name(tmp_path: Path, wrong: str) -> None:
    told = {"STATE_DIR": str(tmp_path), "TRUSTED_PROXIES": f"192.0.2.1,{wrong}"}
    with pytest.raises(SettingsError, match=r"TRUSTED_PROXIES.*comma-separated"):
        Settings.from_environ(told)


@pytest.fixture(params=["127.0.0.1, 10.0.0.0/24", ""])
async def client(
    rasa: tuple[FakeRasa, str], tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Client, bool]]:
    told = {"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1], "TRUSTED_PROXIES": request.param}
    settings = Settings.from_environ(told)
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as opened:
        yield opened, bool(request.param)


async def test_a_strangers_tries_keep_nobody_else_out(client: tuple[Client, bool]) -> None:
    async def tries(*addresses: str) -> int:
        headers = [("X-Forwarded-For", one) for one in addresses]
        sent = {"code": "maison-tulipe-jardin-0427"}
        answer = await client[0].post("/api/v1/resume", json=sent, headers=headers)
        return answer.status

    for number in range(A_MINUTE):
        assert await tries(f"6.6.6.{number}, 198.51.100.1", "10.0.0.9") == 404
    assert await tries("6.6.6.9, 198.51.100.1", "10.0.0.9") == 429, "made up, but for the last"
    trusted = client[1]
    assert await tries("198.51.100.2", "10.0.0.9") == (404 if trusted else 429)
