"""`python -m bot.serve`: the gateway process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from typing import Any, cast

from aiohttp import web

from bot.conversations import casework
from bot.logs import start_logs
from bot.settings import Settings, SettingsError
from bot.web.app import create_app
from bot.web.errors import JsonProtocol
from bot.web.keys import DISPATCHER, NOW, PERSONAL_DATA
from bot.web.knowledge_api import warm
from knowledge.database import DatabaseAway

GOODBYE = 5.0  # seconds for requests under way when we are asked to stop
IDLE = 75.0  # seconds for which a connection without a request is kept


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop`; SettingsError when that is not possible with these."""
    app = create_app(settings)
    runner = web.AppRunner(app, shutdown_timeout=GOODBYE / 2)  # aiohttp waits for it twice
    await runner.setup()
    warming = asyncio.create_task(warm(app))
    try:
        async with _desk(settings, app):
            with closing(await _listen(settings, settings.port, cast(web.Server, runner.server))):
                await stop.wait()
    finally:
        warming.cancel()
        await runner.cleanup()


@asynccontextmanager
async def _desk(settings: Settings, app: web.Application) -> AsyncIterator[None]:
    """Serve the desk beside, on a port of its own, where people answer."""
    database, heard = app[PERSONAL_DATA].database, app[DISPATCHER].heard
    if settings.desk == "none":
        with suppress(DatabaseAway):  # nobody is there to hand back what is taken
            await database.write(lambda c: casework.let_go(c, app[NOW]()))
        yield
        return
    from bot.desk.app import create_desk  # what it needs is not loaded where nobody answers

    desk = create_desk(database, settings, app[NOW], heard)
    runner = web.AppRunner(desk, shutdown_timeout=GOODBYE / 2)
    await runner.setup()
    try:
        server = cast(web.Server, runner.server)
        with closing(await _listen(settings, settings.desk_port, server)):
            yield
    finally:
        await runner.cleanup()


async def _listen(settings: Settings, port: int, server: web.Server) -> asyncio.Server:
    """Do what aiohttp's site does, with a protocol that answers in JSON what is no HTTP."""
    loop = asyncio.get_running_loop()
    no_log: Any = None  # paths hold conversation ids

    def protocol() -> JsonProtocol:
        return JsonProtocol(server, loop=loop, access_log=no_log, keepalive_timeout=IDLE)

    try:
        return await loop.create_server(protocol, settings.host, port, backlog=128)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {port}: {error.strerror or error}; choose another port or HOST"
        ) from None


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(settings, stop)


if __name__ == "__main__":
    os.umask(0o077)  # database, spool and logs are nobody else's
    start_logs()
    try:
        asyncio.run(_main(Settings.from_environ(os.environ)))
        sys.stderr.flush()
        os._exit(0)  # all is closed; a thread that still warms up a search need not end first
    except SettingsError as error:
        sys.exit(f"gateway: {error}")
    except OSError as error:
        sys.exit(f"gateway: a file cannot be used: {error}; check STATE_DIR and CONTENT_DIR")
