"""The gateway's application: a factory; everything it owns opens and closes with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timezone

from aiohttp import ClientSession, web

from bot.conversations.dispatcher import Dispatcher
from bot.conversations.notices import Notices
from bot.conversations.rasa_client import RasaClient
from bot.conversations.store import ConversationStore
from bot.safety import SafetyNet, SafetyTexts
from bot.settings import Settings
from bot.web import api, eligibility_api, health, knowledge_api, pages
from bot.web.errors import errors_as_json, safe_headers
from bot.web.keys import (
    CONVERSATION_RATES,
    DISPATCHER,
    KNOWLEDGE,
    MESSAGE_RATES,
    NOTICES,
    NOW,
    SEARCH,
    SETTINGS,
    STORE,
)
from bot.web.rates import Rates
from knowledge.database import Database
from knowledge.live import LiveKnowledge
from knowledge.search.live import LiveSearch
from knowledge.settings import KnowledgeSettings

LARGEST_BODY = 16 * 1024


def utc_now() -> datetime:
    """Return the time; tests hand in another clock."""
    return datetime.now(timezone.utc)


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> web.Application:
    """Build the gateway; the tables must be there (`python -m knowledge load`)."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[safe_headers, errors_as_json])
    app[SETTINGS] = settings
    app[NOW] = now
    app[NOTICES] = Notices.load(settings.content_dir, settings.operator_name)
    app[MESSAGE_RATES] = Rates(settings.messages_per_minute)
    app[CONVERSATION_RATES] = Rates(settings.conversations_per_minute)
    app.cleanup_ctx.append(_own)
    privacy = pages.privacy(settings.content_dir, app[NOTICES])
    app.add_routes([web.get("/", pages.chat), web.get("/privacy", privacy)])
    app.add_routes([web.get("/static/{name}", pages.static), *api.routes(), *health.routes()])
    app.add_routes(knowledge_api.routes())
    app.add_routes(eligibility_api.routes())
    return app


async def _own(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    database = Database(settings.database_url, durable=True)
    safety = settings.content_dir / "safety"
    app[KNOWLEDGE] = LiveKnowledge(KnowledgeSettings(settings.database_url, settings.content_dir))
    app[SEARCH] = LiveSearch()  # by words alone: the encoder lives in the other process
    async with ClientSession() as session:
        app[STORE] = ConversationStore(database)
        app[DISPATCHER] = Dispatcher(
            store=app[STORE],
            rasa=RasaClient(session, settings.rasa_url, settings.rasa_token),
            net=SafetyNet.load(safety),
            safety_texts=SafetyTexts.load(safety),
            notices=app[NOTICES],
            now=app[NOW],
        )
        await app[DISPATCHER].resume()
        yield
        await app[DISPATCHER].close()
    await asyncio.to_thread(app[KNOWLEDGE].close)
    await asyncio.to_thread(database.close)
