"""The gateway's application: a factory; everything it owns opens and closes with it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

from aiohttp import ClientSession, web

from bot.conversations.alerting import Alerting
from bot.conversations.asking import Asking
from bot.conversations.commands import Orders
from bot.conversations.data import PersonalData, sweep_for_ever
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.following import Following
from bot.conversations.keeping import Keeping
from bot.conversations.metrics import Metrics
from bot.conversations.notices import Notices
from bot.conversations.rasa_client import RasaClient
from bot.conversations.rates import Rates
from bot.conversations.redact import ours_of
from bot.conversations.return_codes import ReturnCodes
from bot.conversations.sharing import Sharing
from bot.conversations.spool import Spool
from bot.conversations.store import ConversationStore
from bot.conversations.telling import teller
from bot.files import read_yaml
from bot.golive import open_points
from bot.safety import SafetyNet, SafetyTexts
from bot.settings import Settings
from bot.stopping import stop
from bot.web import metrics, pages
from bot.web.answering import HELD, Held
from bot.web.cors import cors, frames
from bot.web.deprecation import say_so
from bot.web.errors import errors_as_json, no_expectation, safe_headers
from bot.web.guesses import Guesses
from bot.web.keys import (
    ALERTING,
    CONVERSATION_RATES,
    DISPATCHER,
    FEEDBACK_RATES,
    GUESSES,
    KEEPING,
    KNOWLEDGE,
    MESSAGE_RATES,
    METRICS,
    NOTICES,
    NOW,
    ON_TRIAL,
    OURS,
    PERSONAL_DATA,
    SEARCH,
    SETTINGS,
    STORE,
    STREAMS,
)
from bot.web.openapi.serving import DESCRIPTION, Description
from bot.web.parts import PARTS
from bot.web.readable import readable
from bot.web.streams import Streams
from knowledge.database import Database, DatabaseAway
from knowledge.live import LiveKnowledge
from knowledge.search.live import LiveSearch
from knowledge.settings import KnowledgeSettings

LARGEST_BODY = 16 * 1024


def utc_now() -> datetime:
    """Return the time; tests hand in another clock."""
    return datetime.now(timezone.utc)


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> web.Application:
    """Build the gateway; the tables must be there (`python -m knowledge load`)."""
    around = [metrics.counted, frames, safe_headers, cors, readable, errors_as_json]
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
    app.cleanup_ctx.append(_own)
    app.on_shutdown.append(_end_streams)
    app[ON_TRIAL] = next(open_points(settings), None) is not None
    privacy = pages.privacy(settings.content_dir, app[NOTICES], settings.retention_days)
    app.add_routes([web.get("/", pages.chat), web.get("/privacy", privacy)])
    app.add_routes([web.get("/static/service.js", pages.service)])
    for part in PARTS:
        app.add_routes(part.routes())
    app[DESCRIPTION] = Description.of(app)
    app.on_response_prepare.extend((no_expectation, say_so))
    return app


async def _own(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    database = Database(settings.database_url, durable=True)
    spool = await asyncio.to_thread(Spool.opened, settings.state_dir / "spool")
    safety = settings.content_dir / "safety"
    app[KNOWLEDGE] = LiveKnowledge(KnowledgeSettings(settings.database_url, settings.content_dir))
    app[SEARCH] = LiveSearch()  # by words alone: the encoder lives in the other process
    app[OURS] = await asyncio.to_thread(_ours, settings.content_dir)
    app[PERSONAL_DATA] = PersonalData(database, settings.retention_days)
    sweeping = asyncio.create_task(sweep_for_ever(app[PERSONAL_DATA], app[NOW], asyncio.sleep))
    async with ClientSession() as session:
        mine = secrets.token_hex(8)
        app[STORE] = ConversationStore(database, mine)
        app[STREAMS] = streams = Streams(Following(database), app[NOW])
        texts = await asyncio.to_thread(SafetyTexts.load, safety)
        counted = app[METRICS]
        failed = counted.rasa_failed
        rasa = RasaClient(session, settings.rasa_urls, settings.rasa_token, failed)
        app[DISPATCHER] = Dispatcher(
            store=app[STORE],
            sharing=Sharing(database, mine),
            asking=Asking(rasa, app[STORE], app[NOTICES], texts),
            net=await asyncio.to_thread(SafetyNet.load, safety, settings.safety_model),
            safety_texts=texts,
            notices=app[NOTICES],
            now=app[NOW],
            metrics=counted,
            orders=await asyncio.to_thread(Orders.load, settings.safety_model),
            codes=await asyncio.to_thread(_codes, app),
            heard=streams.wake,
        )
        app[KEEPING] = Keeping(spool, app[DISPATCHER], counted)
        again = timedelta(minutes=settings.alerts.again_minutes)
        tells = teller(settings.alerts, session, app[NOW]) if settings.desk != "none" else None
        app[ALERTING] = Alerting(
            database, tells, again, app[NOW], counted.alerts_failed.inc, counted.urgent.set
        )
        with suppress(DatabaseAway):  # it is tried again: messages are taken all the same
            await app[DISPATCHER].sharing.join(app[NOW]())
        looking = asyncio.create_task(app[DISPATCHER].look_after())
        keeping = asyncio.create_task(app[KEEPING].look_after())
        following = asyncio.create_task(streams.look_after())
        alerting = asyncio.create_task(app[ALERTING].look_after())
        yield
        await stop((sweeping, looking, keeping, following, alerting))
        await app[DISPATCHER].close()
    await asyncio.to_thread(app[KNOWLEDGE].close)
    await asyncio.to_thread(database.close)


async def _end_streams(app: web.Application) -> None:
    app[STREAMS].close()


def _codes(app: web.Application) -> ReturnCodes:
    settings = app[SETTINGS]
    return ReturnCodes.load(settings.content_dir, app[NOTICES], settings.retention_days)


def _ours(folder: Path) -> frozenset[str]:
    """Return the numbers and addresses that we give ourselves: nobody's, so never removed."""
    contacts = read_yaml(folder / "contacts.yml")
    safety = read_yaml(folder / "safety" / "texts.yml")
    every = (*contacts.values(), *safety["contacts"].values())
    return ours_of(str(one["value"]) for one in every)
