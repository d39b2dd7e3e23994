"""Everything around the platforms, put together: what a gateway starts and stops as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientSession

from bot.channel_settings import ChannelSettings
from bot.channels.base import Channel
from bot.channels.calling import Calling
from bot.channels.door import Door
from bot.channels.hearing import Hearing
from bot.channels.messenger import Messenger
from bot.channels.posting import Posting
from bot.channels.receiving import Receiving
from bot.channels.sealing import Sealer
from bot.channels.sending import Sending
from bot.channels.summary import Summary
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from bot.channels.webhook import Webhook
from bot.channels.whatsapp import WhatsApp
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.rates import Rates
from bot.conversations.spool import Spool
from bot.settings import Settings
from bot.stopping import stop
from knowledge.database import Database

KINDS: tuple[type[Channel], ...] = (WhatsApp, Telegram, Messenger, Twilio, Webhook)


def channels_of(settings: Mapping[str, ChannelSettings]) -> dict[str, Channel]:
    """Return the platforms that are set up, by name."""
    return {one.name: one(settings[one.name]) for one in KINDS if one.name in settings}


@dataclass
class House:
    """The door to platforms, and the way out."""

    door: Door
    sending: Sending
    _tasks: tuple[asyncio.Task[None], ...] = ()

    @classmethod
    async def opened(
        cls,
        settings: Settings,
        session: ClientSession,
        database: Database,
        dispatcher: Dispatcher,
        rates: Rates,
        ours: frozenset[str],
        now: Callable[[], datetime],
        mine: str,
    ) -> House:
        """Put all together; OSError when the state folder cannot be used."""
        channels = channels_of(settings.channels)
        sealer = await asyncio.to_thread(Sealer.opened, settings.channel_key, settings.state_dir)
        notices = dispatcher.notices
        words = notices.texts["words"]
        summary = await asyncio.to_thread(Summary.load, settings.content_dir, notices)
        calling = Calling(session=session, now=now, metrics=dispatcher.metrics, words=words)
        posting = Posting(
            database=database,
            channels=channels,
            sealer=sealer,
            calling=calling,
            mine=mine,
            now=now,
        )
        sending = Sending(posting=posting, notices=dispatcher.notices)
        receiving = Receiving(
            database=database,
            dispatcher=dispatcher,
            sealer=sealer,
            hearing=Hearing(database, dispatcher, ours, rates, summary),
            page=f"{settings.public_url}/privacy" if settings.public_url else "",
        )
        spool = await asyncio.to_thread(Spool.opened, settings.state_dir / "spool-channels")
        door = Door(
            channels=channels,
            receiving=receiving,
            sending=sending,
            spool=spool,
            metrics=dispatcher.metrics,
        )
        return cls(door, sending)

    def start(self) -> None:
        """Hand over what is kept, and send what waits, from now on."""
        if self.door.channels:
            looks = self.door.look_after(), self.sending.look_after()
            self._tasks = tuple(asyncio.create_task(one) for one in looks)

    async def close(self) -> None:
        """Stop; what was not done waits."""
        await stop(self._tasks)
        await self.sending.close()
