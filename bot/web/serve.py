"""`python -m bot.web.serve`: the gateway process."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys

from aiohttp import web

from bot.settings import Settings, SettingsError
from bot.web.app import create_app


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop`; OSError when the port is taken."""
    runner = web.AppRunner(create_app(settings), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        await stop.wait()
    finally:
        await runner.cleanup()


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(settings, stop)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    try:
        asyncio.run(_main(Settings.from_environ(os.environ)))
    except SettingsError as error:
        sys.exit(f"gateway: {error}")
    except OSError as error:
        sys.exit(f"gateway: cannot listen: {error.strerror or error}; choose another PORT")
