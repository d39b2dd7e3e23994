"""Where messaging platforms call: checked by their signature, taken, acknowledged at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from bot.channels.base import BadPayload, Channel, Signed
from bot.conversations.spool import SpoolFull
from bot.web.body import WITHIN
from bot.web.errors import LATER, ApiError
from bot.web.keys import CHANNELS, METRICS, NOW

LARGEST = {"whatsapp": 4 * 1024 * 1024, "messenger": 4 * 1024 * 1024}  # batches up to 3 MB
USUAL = 128 * 1024
BIG = 32 * 1024  # from which checking takes milliseconds


def routes() -> list[web.RouteDef]:
    """Return the one door of all platforms."""
    return [web.get("/channels/{name}", handshake), web.post("/channels/{name}", knock)]


async def handshake(request: web.Request) -> web.Response:
    """Prove to a platform that this is the address that was entered there."""
    channel = _channel(request)
    proof = channel.handshake(request.query)
    if proof is None:
        _refuse(request, channel, "handshake")
        raise ApiError(403, "forbidden")
    return web.Response(text=proof)


async def knock(request: web.Request) -> web.Response:
    """Take what a platform brings; 200 means that it is on disk."""
    channel = _channel(request)
    url = f"{request.scheme}://{request.host}{request.raw_path}"  # as it came: it is signed over
    async with _room(request):
        signed = Signed(url, request.headers, await _body(request, channel))
        if not await _verified(channel, signed, request.app[NOW]()):
            _refuse(request, channel, "signature")
            raise ApiError(401, "unauthorized", detail="The platform's signature does not fit.")
    try:
        await request.app[CHANNELS].door.take(channel, signed)
    except BadPayload as error:
        _refuse(request, channel, "payload")
        raise ApiError(422, "bad_payload", detail=str(error)) from None
    except SpoolFull:
        raise ApiError(503, "database_away", retry_after=LATER) from None
    kind, text = channel.acknowledgement
    return web.Response(text=text, content_type=kind)


@asynccontextmanager
async def _room(request: web.Request) -> AsyncIterator[None]:
    """Let only so many large bodies be in memory before we know who sends them."""
    length = request.content_length
    if length is not None and length <= USUAL:
        yield
        return
    large = request.app[CHANNELS].door.large
    if large.locked():
        raise ApiError(429, "too_many_messages", retry_after=LATER)
    async with large:
        yield


def _channel(request: web.Request) -> Channel:
    found = request.app[CHANNELS].door.channels.get(request.match_info["name"])
    if found is None:
        raise ApiError(404, "not_found")
    return found


def _refuse(request: web.Request, channel: Channel, why: str) -> None:
    request.app[METRICS].refused.labels(channel.name, why).inc()


async def _verified(channel: Channel, signed: Signed, now: datetime) -> bool:
    if len(signed.body) > BIG:
        return await asyncio.to_thread(channel.verified, signed, now)
    return channel.verified(signed, now)


async def _body(request: web.Request, channel: Channel) -> bytes:
    """Return the bytes as they came: signatures are made over them."""
    try:
        most = LARGEST.get(channel.name, USUAL)
        return await asyncio.wait_for(request.clone(client_max_size=most).read(), WITHIN)
    except asyncio.TimeoutError:
        raise ApiError(408, "too_slow", headers={"Connection": "close"}) from None
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "body_too_large") from None
