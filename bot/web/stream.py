"""The event stream of a conversation: what was missed, then what comes."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from functools import partial
from typing import Any

from aiohttp import web

from bot.conversations.coming import Waiting, due_for_notice
from bot.conversations.reading import Row
from bot.conversations.render import served
from bot.conversations.statements import spoken
from bot.web.api import ROOT, conversation_of
from bot.web.api_keys import caller_of
from bot.web.cors import allowed_headers
from bot.web.errors import SAFE, ApiError
from bot.web.keys import KEYS, NOTICES, NOW, STREAMS
from bot.web.openapi import reading
from bot.web.openapi.operation import described
from bot.web.streams import Reader
from knowledge.database import DatabaseAway

HEARTBEAT = 15.0  # seconds of silence after which a comment shows that we are there
PATIENCE = 10.0  # seconds for which we wait for who does not read
PAGE = 50  # messages taken from the database at a time
UNHEARD = 30_000  # milliseconds after which a connection is dead whose far end confirms nothing
LAST = "Last-Event-ID"
HEAD = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


def routes() -> list[web.RouteDef]:
    """Return the one route; a HEAD would never end."""
    return [web.get(ROOT + "/{id}/events", events, allow_head=False)]


@described(reading.EVENTS)
async def events(request: web.Request) -> web.StreamResponse:
    """Send the messages after a number, then each that comes, until the conversation closes."""
    # Coming back after a cut is the machine's doing: no sign that somebody is there, so the idle
    # minutes run on. Else a forgotten tab on a poor link would stay open for ever.
    back = LAST in request.headers
    row = await conversation_of(request, moving=not back)
    after = _after(request)
    now = request.app[NOW]()
    reader = Reader(
        key=row["id"],
        token_hash=row["token_hash"],
        seen=min(after, row["last_seq"]),
        since=now if back else None,
        connection=request.transport,
    )
    if caller := caller_of(request):
        reader.may_go_on = partial(request.app[KEYS].lives, caller)
    streams = request.app[STREAMS]
    if not streams.enter(reader):
        raise ApiError(429, "too_many_streams", retry_after=int(HEARTBEAT))
    try:
        response = web.StreamResponse(headers={**SAFE, **HEAD, **allowed_headers(request)})
        await response.prepare(request)
        _give_up_on_the_dead(request)
        # Who is slow or gone is let go: what was missed comes with the next stream.
        with suppress(ConnectionError, asyncio.TimeoutError):
            await _Telling(request, response, reader).to_the_end()
    finally:
        streams.leave(reader)
    return response


def _after(request: web.Request) -> int:
    told = [value for value in (request.headers.get(LAST), request.query.get("after")) if value]
    if any(not (one.isascii() and one.isdecimal() and len(one) < 10) for one in told):
        raise ApiError(422, "bad_after")
    return int(told[0]) if told else 0


def _give_up_on_the_dead(request: web.Request) -> None:
    """Let the system notice a far end that is gone without a word, as on a phone out of reach."""
    held = request.get_extra_info("socket")
    if held is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            held.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD)


class _Telling:
    """Writes to one reader; nothing is queued for it: the database holds what it has not read."""

    def __init__(self, request: web.Request, response: web.StreamResponse, reader: Reader) -> None:
        self._app, self._response, self._reader = request.app, response, reader
        self._told: set[int] = set()  # messages for which the notice came

    async def to_the_end(self) -> None:
        await self._write(": open\n\n")
        reader = self._reader
        while not reader.ended:
            try:
                await asyncio.wait_for(reader.news.wait(), HEARTBEAT)
            except asyncio.TimeoutError:
                await self._write(": here\n\n")
                continue
            reader.news.clear()
            if not reader.ended:
                with suppress(DatabaseAway):  # the next look calls again
                    await self._new()
        if reader.erased:
            await self._write("event: erased\ndata: {}\n\n")

    async def _new(self) -> None:
        reader, answered = self._reader, set()
        following, state = self._app[STREAMS].following, reader.state
        while state and reader.seen < state.last_seq and not reader.ended:
            rows = await following.after(reader.key, reader.seen, PAGE)
            if not rows:
                return
            for row in rows:
                await self._message(row)
                reader.seen = row["seq"]
                answered.add(row["in_reply_to"])
        for one in self._due():
            self._told.add(one.seq)
            if one.seq not in answered:  # it was not when we looked, but it is now
                await self._notice(one)

    def _due(self) -> list[Waiting]:
        reader = self._reader
        waiting = reader.state.waiting if reader.state else ()
        due = due_for_notice(waiting, self._app[NOW](), reader.since)
        return [one for one in due if one.seq not in self._told]

    async def _message(self, row: Row) -> None:
        await self._write(f"id: {row['seq']}\nevent: message\ndata: {json.dumps(served(row))}\n\n")

    async def _notice(self, about: Waiting) -> None:
        # No number, no id: it is no part of the history, and coming back goes on from the last
        # message. `client_message_id` says which message it is about, if that was named.
        reply = self._app[NOTICES].reply("coming")
        row: dict[str, Any] = spoken(reply, 0, about.language, self._app[NOW]())
        row["client_message_id"] = about.client_message_id
        told = {**served(row), "seq": None}
        await self._write(f"event: message\ndata: {json.dumps(told)}\n\n")

    async def _write(self, text: str) -> None:
        reader = self._reader
        reader.writing = True
        try:
            await asyncio.wait_for(self._response.write(text.encode()), PATIENCE)
        except asyncio.TimeoutError:
            reader.cut()  # what is buffered for it goes as well
            raise
        finally:
            reader.writing = False
