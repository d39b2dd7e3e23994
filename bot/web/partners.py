"""Other systems: their keys are looked for again, and what they want to hear of is sent."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress

from aiohttp import ClientSession, DummyCookieJar, web

from bot.conversations.api_keys import Keys
from bot.conversations.hook_calls import poster
from bot.conversations.hook_sending import Sending
from bot.stopping import stop
from bot.web.keys import KEYS, METRICS, NOW, PERSONAL_DATA
from knowledge.database import DatabaseAway


async def served(app: web.Application) -> AsyncIterator[None]:
    """Look after keys and hooks while the gateway runs."""
    database, counted = app[PERSONAL_DATA].database, app[METRICS]
    app[KEYS] = keys = Keys(database, app[NOW])
    with suppress(DatabaseAway):  # it is tried again, every two seconds
        await keys.refresh()

    def tried(number: int, outcome: str) -> None:
        counted.hook_sent.labels(str(number), outcome).inc()

    # A session of its own: what a receiver sets as a cookie comes back to nobody.
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        waits, mine = counted.hook_waiting.set, secrets.token_hex(8)
        sending = Sending(database, mine, poster(session), app[NOW], tried, waits)
        tasks = [asyncio.create_task(one.look_after()) for one in (keys, sending)]
        yield
        await stop(tasks)
        await sending.close()
