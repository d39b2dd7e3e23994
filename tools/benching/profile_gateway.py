"""`python -m tools.benching.profile_gateway`: where the gateway spends the time of one message.

Prints JSON: milliseconds and calls a message, by part. Rasa is played here and answers at once;
what that takes is a part of its own.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations.commands import Orders
from bot.conversations.rasa_client import RasaClient
from bot.safety import SafetyNet
from bot.settings import Settings
from bot.web import taking
from bot.web.app import create_app
from knowledge.database import Database
from knowledge.migrate import upgrade
from tests.bot.web.gateway import FakeRasa, start
from tools.benching.stopwatch import Stopwatch
from tools.benching.talks import QUESTIONS

TURNS, WARM_UP = 200, 20


async def main(model: str | None) -> None:
    """Watch one conversation; print. `model`: what hears danger, if it is there."""
    watch = Stopwatch()
    watch.watch("database, reading", Database, "read")
    watch.watch("database, writing to disk", Database, "write")
    watch.watch("Rasa, which answers at once here", RasaClient, "turn")
    watch.watch("danger", SafetyNet, "recognise")
    watch.watch("orders about one's data", Orders, "heard")
    watch.watch("names and numbers removed", taking, "redact")
    rasa = web.Application()
    rasa.add_routes([web.post("/internal/turn", FakeRasa().turn)])
    with tempfile.TemporaryDirectory() as folder:
        async with TestServer(rasa) as played:
            environ = {
                "STATE_DIR": folder,
                "RASA_URLS": str(played.make_url("")).rstrip("/"),
                "MESSAGES_PER_MINUTE": "0",
            }
            if model:
                environ["SAFETY_MODEL"] = model
            settings = Settings.from_environ(environ)
            await asyncio.to_thread(upgrade, settings.database_url)
            async with TestClient(TestServer(create_app(settings))) as client:
                path, token = await start(client)
                for number in range(-WARM_UP, TURNS):
                    if number == 0:
                        watch.clear()
                    with watch.part("HTTP, both ends, and the rest"):
                        body = {"text": QUESTIONS[number % len(QUESTIONS)]}
                        url = f"{path}/messages"
                        async with client.post(url, json=body, headers=token) as answer:
                            if answer.status != 200:
                                raise SystemExit(f"the gateway said {answer.status}")
                            await answer.read()
    print(json.dumps(watch.each(TURNS)))


if __name__ == "__main__":
    asyncio.run(main(max(map(str, Path("models").glob("danger-*.npz")), default=None)))
