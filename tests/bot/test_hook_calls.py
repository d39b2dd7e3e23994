"""One call of a webhook: which addresses, no redirect, when to come again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.conversations import hooks
from bot.conversations.hook_calls import Answer, poster, wished
from bot.conversations.hooks import HookProblem
from tests.bot.hooking import NOW
from tests.bot.hooking import house as house


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("120", 120),
        ("9" * 400, 86400),
        ("Sat, 28 Nov 2026 12:05:00 GMT", 300),
        ("Fri, 27 Nov 2026 12:05:00 GMT", 0),
        ("Sat, 28 Nov 2099 12:05:00 GMT", 86400),
    ],
    ids=["none", "empty", "word", "negative", "seconds", "huge", "date", "past", "far"],
)
def test_retry_after_is_seconds_or_a_date(told: str | None, seconds: int) -> None:
    assert wished(told, NOW) == timedelta(seconds=seconds)


async def test_the_network_follows_no_redirect_and_reads_no_answer() -> None:
    got: list[str] = []

    async def moved(request: web.Request) -> web.Response:
        got.append("moved")
        raise web.HTTPTemporaryRedirect("/there")

    async def endless(request: web.Request) -> web.StreamResponse:
        got.append("endless")
        response = web.StreamResponse(headers={"Retry-After": "7"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            await asyncio.sleep(0)

    app = web.Application()
    app.add_routes([web.post("/moved", moved), web.post("/endless", endless)])
    async with TestServer(app) as server, ClientSession() as session:
        post = poster(session)
        assert await post(str(server.make_url("/moved")), {}, b"") == Answer(307)
        assert await post(str(server.make_url("/endless")), {}, b"") == Answer(200, "7")
    assert got == ["moved", "endless"]


GOOD = [
    "https://a.example/x?y=1",
    "https://10.0.0.1:8443/",
    "http://127.0.0.1:9/x",
    "http://[::1]/",
]
BAD = [
    "http://a.example/",
    "http://10.0.0.1/",
    "ftp://a.example/",
    "https://",
    "https:///x",
    "https://u:p@a.example/",
    "https://a.example/#x",
    "https://a.example/a b",
    "https://a.example:99999/",
    "https://a.example/é",
    "https://[a/",
    "https://a.example/" + "x" * 500,
]


@pytest.mark.parametrize("url", GOOD, ids=GOOD)
def test_an_https_address_or_this_machine_may_be_told(url: str) -> None:
    assert hooks.checked(url) == url


@pytest.mark.parametrize("url", BAD, ids=[one[:30] for one in BAD])
def test_another_address_may_not(url: str) -> None:
    with pytest.raises(HookProblem):
        hooks.checked(url)
