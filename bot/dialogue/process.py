"""The Rasa process: loads a model and serves the internal channel."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

import structlog
from aiohttp import web
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints

from bot.dialogue.channel import create_app
from bot.dialogue.defaults import check_defaults
from bot.dialogue.runner import run_graph_directly
from bot.logs import start_logs
from bot.settings import DialogueSettings
from knowledge.live import live_knowledge
from knowledge.search.live import live_search

# The second is in a third language, which has a detector of its own.
WARM_UP = ("Quels pays sont concernés ?", "Guten Morgen, ich habe eine Frage")
ROOT = Path(__file__).resolve().parents[2]


def quiet_logs() -> None:
    """Let our own lines through only: Rasa's print what people wrote."""
    start_logs(logging.CRITICAL)
    for name in ("rasa", "rasa_sdk", "aiohttp", "tensorflow"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


async def load(model: Path) -> Agent:
    """Load the model and take Rasa's fail-safe off: it hides lost turns."""
    run_graph_directly()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = await load_agent(model_path=str(model), endpoints=endpoints)
    if not agent.is_ready() or agent.processor is None:
        raise SystemExit(f"the model {model} could not be loaded; run `make train`")
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    agent.tracker_store = store
    agent.processor.tracker_store = store
    # The first parse builds what the model left for later, seconds of it: not while somebody waits.
    for text in WARM_UP:
        await agent.processor.parse_message(UserMessage(text))
    await live_search().warm(await live_knowledge().refresh())
    return agent


async def serve(settings: DialogueSettings) -> None:
    """Serve until SIGTERM or SIGINT."""
    quiet_logs()
    agent = await load(settings.model)
    quiet_logs()  # loading configures Rasa's own logging again
    check_defaults(agent)
    runner = web.AppRunner(create_app(agent, settings.tokens), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.bind, settings.port).start()
    print(f"rasa: listening on {settings.bind}:{settings.port}", flush=True)
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    await stop.wait()
    await runner.cleanup()
