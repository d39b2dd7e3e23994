"""The gateway's application: a factory; everything it owns opens and closes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from aiohttp import web

from bot.conversations.metrics import Metrics
from bot.conversations.notices import Notices
from bot.conversations.rates import Rates
from bot.golive import open_points
from bot.settings import Settings
from bot.web import metrics, pages, partners
from bot.web.answering import HELD, Held
from bot.web.api_keys import keyed
from bot.web.cors import cors, frames
from bot.web.deprecation import say_so
from bot.web.errors import errors_as_json, no_expectation, safe_headers
from bot.web.guesses import Guesses
from bot.web.keys import (
    CONVERSATION_RATES,
    FEEDBACK_RATES,
    GUESSES,
    MESSAGE_RATES,
    METRICS,
    NOTICES,
    NOW,
    ON_TRIAL,
    SETTINGS,
)
from bot.web.openapi.hooks import HOOKS
from bot.web.openapi.serving import DESCRIPTION, Description
from bot.web.owned import end_streams, owned
from bot.web.parts import PARTS
from bot.web.proxies import seen_through
from bot.web.readable import readable

LARGEST_BODY = 16 * 1024


def utc_now() -> datetime:
    """Return the time; tests hand in another clock."""
    return datetime.now(timezone.utc)


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> web.Application:
    """Build the gateway; the tables must be there (`python -m knowledge load`)."""
    known, seen = [readable, errors_as_json, keyed], seen_through(settings.proxies)
    around = [metrics.counted, seen, frames, safe_headers, cors, *known]
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=around)
    app[SETTINGS] = settings
    app[NOW] = now
    app[METRICS] = Metrics()
    desk = settings.desk, settings.desk_hours
    app[NOTICES] = Notices.load(settings.content_dir, settings.operator_name, *desk)
    app[MESSAGE_RATES] = Rates(settings.messages_per_minute)
    app[CONVERSATION_RATES] = Rates(settings.conversations_per_minute)
    app[FEEDBACK_RATES] = Rates(settings.messages_per_minute)
    app[GUESSES] = Guesses()
    app[HELD] = Held()
    app.cleanup_ctx.extend((owned, partners.served))
    app.on_shutdown.append(end_streams)
    app[ON_TRIAL] = next(open_points(settings), None) is not None
    folder, channels = settings.content_dir, sorted(settings.channels)
    privacy = pages.privacy(folder, app[NOTICES], settings.retention_days, channels)
    app.add_routes([web.get("/", pages.chat), web.get("/privacy", privacy)])
    app.add_routes([web.get("/static/service.js", pages.service)])
    for part in PARTS:
        app.add_routes(part.routes())
    app[DESCRIPTION] = Description.of(app, HOOKS)
    app.on_response_prepare.extend((no_expectation, say_so))
    return app
