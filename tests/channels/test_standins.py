"""The stand-ins themselves: what tests of the whole gateway rely on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.base import Address, Later, Part, Sent
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from tests.channels.hands import NOW, make
from tests.channels.payloads import settings_of
from tests.channels.standins.base import Fault
from tests.channels.standins.telegram import TelegramStandIn
from tests.channels.standins.twilio import TwilioStandIn
from tests.channels.standins.webhook import WebhookStandIn

ANNE, BEN = 99900001, 99900002


class Gateway:
    """Takes everything in order, but says no to the bodies that hold a word."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.refuses: dict[bytes, int] = {}  # how often
        application = web.Application()
        application.add_routes([web.post("/in", self._take)])
        self.server = TestServer(application)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/in"))

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        for word, times in self.refuses.items():
            if word in body and times:
                self.refuses[word] -= 1
                return web.Response(status=503)
        self.got.append(body)
        return web.Response()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    async with made.server:
        yield made


async def test_telegram_brings_an_update_again_and_keeps_the_order_of_a_chat(
    gateway: Gateway,
) -> None:
    async with TelegramStandIn() as telegram:
        telegram.webhook["url"] = gateway.url
        gateway.refuses[b"un"] = 2
        first, then = telegram.message(ANNE, text="un"), telegram.message(ANNE, text="deux")
        told = asyncio.gather(telegram.deliver(first), telegram.deliver(then))
        await telegram.says(BEN, "trois")
        tries, once = await told
    assert [one.status for one in tries] == [503, 503, 200] and [one.ok for one in once] == [True]
    said = [json.loads(one)["message"]["text"] for one in gateway.got]
    assert [one for one in said if one != "trois"] == ["un", "deux"] and "trois" in said
    assert len({json.loads(one)["update_id"] for one in gateway.got}) == 3


async def test_telegram_brings_what_was_asked_for_only(gateway: Gateway) -> None:
    async with TelegramStandIn() as telegram:
        telegram.webhook |= {"url": gateway.url, "allowed_updates": ["message"]}
        edit = telegram.edit(telegram.message(ANNE, text="un"), text="deux")
        assert await telegram.deliver(edit) == []
        again = await telegram.deliver_at_once(*[telegram.message(ANNE, text="x")] * 3)
        assert [one.status for one in again] == [200] * 3 and len(gateway.got) == 3


async def test_twilio_tries_once(gateway: Gateway) -> None:
    async with TwilioStandIn(webhook=gateway.url) as twilio:
        gateway.refuses[b"Bonjour"] = 1
        assert [one.status for one in await twilio.says("+99900000001", "Bonjour")] == [503]
        assert gateway.got == []
        await twilio.says("+99900000001", "stop")
        assert twilio.own_answers == [("+99900000001", "STOP")]
        assert b"OptOutType" not in gateway.got[-1]


async def test_a_call_may_hang_be_taken_and_lost_or_find_nobody(gateway: Gateway) -> None:
    async with TwilioStandIn() as twilio:
        channel = Twilio(settings_of("twilio", api_base=twilio.url, token=twilio.token))
        to = Address("+99900000001", f"{twilio.account} {twilio.number}")
        twilio.fails(Fault(hangs=True), None, Fault(504, hangs=True, taken=True))
        hung = asyncio.create_task(make(channel, channel.call(to, Part("un"))))
        await twilio.hung()
        assert isinstance(await make(channel, channel.call(to, Part("deux"))), Sent)
        lost = asyncio.create_task(make(channel, channel.call(to, Part("trois"))))
        await twilio.hung()
        assert twilio.texts() == ["deux", "trois"] and not hung.done() and not lost.done()
        twilio.release()
        assert [await hung, await lost] == [Later("20500"), Later("20500")]
        twilio.down = Fault(503)
        for _ in range(2):
            assert await make(channel, channel.call(to, Part("x"))) == Later("20500")
        assert twilio.answers == [201, 500, 504, 503, 503]
    async with WebhookStandIn(webhook="http://127.0.0.1:1/in") as partner:
        assert (await partner.says("anne", "Bonjour")).status == 0


async def test_telegram_lets_no_bot_begin(gateway: Gateway) -> None:
    async with TelegramStandIn(webhook={"url": gateway.url, "secret_token": "s"}) as telegram:
        channel = Telegram(settings_of("telegram", api_base=telegram.url, token=telegram.token))
        call = channel.call(Address(str(ANNE)), Part("x"))
        assert not isinstance(await make(channel, call), Sent)
        await telegram.says(ANNE, "Bonjour")
        assert isinstance(await make(channel, call), Sent)
        await telegram.blocks(ANNE)
        assert not isinstance(await make(channel, call), Sent)
        await telegram.unblocks(ANNE)
        assert isinstance(await make(channel, call), Sent)
    assert NOW.timestamp() == json.loads(gateway.got[0])["message"]["date"]
