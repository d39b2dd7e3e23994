"""A stand-in of Meta, our adapter that calls it, and the least that a gateway does with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.base import Address, Call, Heard, Outcome, Part, Signed, Status
from bot.channels.messenger import Messenger
from bot.channels.whatsapp import WhatsApp
from tests.channels.metas import NOW, SECRET, TOKEN, settings
from tests.channels.standins.messenger import MessengerStandIn
from tests.channels.standins.whatsapp import WhatsAppStandIn

PHONE, PAGE = "100200300400500", "400500600700800"
AMINA, NUMBER, PSID = "NL.1000000000000001", "99900000002", "7000000000000001"
Channel = WhatsApp | Messenger
StandIn = WhatsAppStandIn | MessengerStandIn


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Gateway:
    """The least that a gateway does with a channel: verify, hear, acknowledge."""

    channel: Channel
    heard: list[Heard | Status] = field(default_factory=list)
    away: int = 0  # how often it answers 503 first
    url: str = ""

    async def post(self, request: web.Request) -> web.Response:
        signed = Signed(self.url, request.headers, await request.read())
        if not self.channel.verified(signed, NOW):
            return web.Response(status=401)
        if self.away:
            self.away -= 1
            return web.Response(status=503)
        self.heard += self.channel.heard(signed)
        return web.Response(text=self.channel.acknowledgement[1])

    async def get(self, request: web.Request) -> web.Response:
        said = self.channel.handshake(request.query)
        return web.Response(text=said) if said else web.Response(status=403)


@dataclass
class House:
    """A stand-in, our adapter that calls it, and a gateway that it brings things to."""

    meta: Any
    channel: Channel
    gateway: Gateway
    session: ClientSession
    clock: Clock
    person: str

    async def make(self, call: Call) -> Outcome:
        async with self.session.post(call.url, data=call.body, headers=call.headers) as answer:
            return self.channel.outcome(answer.status, answer.headers, await answer.read())

    async def say(self, part: Part, person: str = "") -> Outcome:
        return await self.make(self.channel.call(Address(person or self.person, PHONE), part))

    async def bring(self, *said: Any, **more: Any) -> list[int]:
        payload = self.meta.payload(said) if self.channel.name == "whatsapp" else None
        payload = payload or self.meta.payload(*said)
        statuses: list[int] = await self.meta.bring(self.gateway.url, payload, **more)
        return statuses


async def housed(meta: StandIn, channel_of: Any, person: str, clock: Clock) -> AsyncIterator[House]:
    async with meta, ClientSession() as session:
        channel: Channel = channel_of(settings(channel_of.name, meta.api_base))
        gateway = Gateway(channel)
        app = web.Application()
        app.add_routes([web.post("/c", gateway.post), web.get("/c", gateway.get)])
        async with TestServer(app) as server:
            gateway.url = str(server.make_url("/c"))
            yield House(meta, channel, gateway, session, clock, person)


def whatsapp_house(clock: Clock) -> AsyncIterator[House]:
    return housed(WhatsAppStandIn(TOKEN, SECRET, clock, [PHONE]), WhatsApp, AMINA, clock)


def messenger_house(clock: Clock) -> AsyncIterator[House]:
    return housed(MessengerStandIn(TOKEN, SECRET, clock, [PAGE]), Messenger, PSID, clock)
