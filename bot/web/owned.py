"""What the gateway owns while it runs: database, spool, the parts that work by themselves."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientSession, web

from bot.channels.house import House
from bot.conversations.alerting import Alerting
from bot.conversations.asking import Asking
from bot.conversations.commands import Orders
from bot.conversations.data import PersonalData, sweep_for_ever
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.following import Following
from bot.conversations.keeping import Keeping
from bot.conversations.rasa_client import RasaClient
from bot.conversations.redact import ours_of
from bot.conversations.return_codes import ReturnCodes
from bot.conversations.sharing import Sharing
from bot.conversations.spool import Spool
from bot.conversations.store import ConversationStore
from bot.conversations.telling import teller
from bot.files import read_yaml
from bot.safety import SafetyNet, SafetyTexts
from bot.stopping import stop
from bot.web.keys import (
    ALERTING,
    CHANNELS,
    DISPATCHER,
    KEEPING,
    KNOWLEDGE,
    MESSAGE_RATES,
    METRICS,
    NOTICES,
    NOW,
    OURS,
    PERSONAL_DATA,
    SEARCH,
    SETTINGS,
    STORE,
    STREAMS,
)
from bot.web.streams import Streams
from knowledge.database import Database, DatabaseAway
from knowledge.live import LiveKnowledge
from knowledge.search.live import LiveSearch
from knowledge.settings import KnowledgeSettings


async def owned(app: web.Application) -> AsyncIterator[None]:
    """Open what the gateway holds, and close it in the end."""
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

        def heard(key: str) -> None:
            streams.wake(key)
            app[CHANNELS].sending.wake(key)

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
            heard=heard,
        )
        app[KEEPING] = Keeping(spool, app[DISPATCHER], counted)
        app[CHANNELS] = channels = await House.opened(
            settings,
            session,
            database,
            app[DISPATCHER],
            app[MESSAGE_RATES],
            app[OURS],
            app[NOW],
            mine,
        )
        channels.start()
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
        await channels.close()
    await asyncio.to_thread(app[KNOWLEDGE].close)
    await asyncio.to_thread(database.close)


async def end_streams(app: web.Application) -> None:
    """End what would keep a connection open when we stop."""
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
