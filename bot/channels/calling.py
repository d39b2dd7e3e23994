"""One call to a platform, and what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
)

from bot.channels.base import Address, Call, Channel, Later, Outcome, Part, Refused, Sent
from bot.channels.breaker import Breaker
from bot.channels.options import as_options, buttons_of
from bot.channels.wording import Words, parts_of
from bot.conversations.metrics import Metrics
from bot.conversations.reading import Row
from bot.logs import tell

log = logging.getLogger("bot.channels")
SECONDS = ClientTimeout(total=15)
LARGEST = 64 * 1024  # of an answer
UNSURE = "no_answer"  # it may have arrived all the same
AT_ONCE = 16  # calls to one platform


@dataclass(kw_only=True)
class Calling:
    """Speaks with platforms; network and time are arguments."""

    session: ClientSession
    now: Callable[[], datetime]
    metrics: Metrics
    words: Words
    breakers: dict[str, Breaker] = field(default_factory=dict)
    _rooms: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    _told: set[asyncio.Task[None]] = field(default_factory=set)

    def breaker(self, channel: Channel) -> Breaker:
        """Return what knows whether a platform answers."""
        return self.breakers.setdefault(channel.name, Breaker())

    async def send(self, channel: Channel, to: Address, part: Part) -> Outcome:
        """Send one part."""
        return await self.post(channel, channel.call(to, replace(part, now=self.now())))

    async def post(self, channel: Channel, call: Call) -> Outcome:
        """Make a call; whatever goes wrong is an outcome."""
        async with self._rooms.setdefault(channel.name, asyncio.Semaphore(AT_ONCE)):
            outcome = await self._posted(channel, call)
        self._count(channel, outcome)
        return outcome

    async def say(self, channel: Channel, to: Address, row: Row) -> Outcome:
        """Send a message that stands in no conversation, as far as that goes."""
        held = buttons_of(row)
        fits = channel.shows(as_options(held, row["language"]))
        outcome: Outcome = Sent(None)
        for part in parts_of(row, held if fits else (), channel, self.words):
            outcome = await self.send(channel, to, part)
            if not isinstance(outcome, Sent):
                break
        return outcome

    def tell(self, channel: Channel, call: Call) -> None:
        """Make a call whose outcome matters to nobody."""

        async def told() -> None:
            await self.post(channel, call)

        task = asyncio.create_task(told())
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    async def _posted(self, channel: Channel, call: Call) -> Outcome:
        sent = self.session.post(
            call.url, data=call.body, headers=call.headers, timeout=SECONDS, allow_redirects=False
        )
        try:
            async with sent as answer:
                return channel.outcome(answer.status, answer.headers, await _body(answer))
        except ClientConnectorError:  # nobody was there
            return Later("unreachable")
        except (asyncio.TimeoutError, ClientError, OSError, ValueError):
            return Later(UNSURE)

    def _count(self, channel: Channel, outcome: Outcome) -> None:
        how = type(outcome).__name__.lower()
        self.metrics.sent.labels(channel.name, how).inc()
        if not isinstance(outcome, Sent):
            bad = isinstance(outcome, Refused) and outcome.ours
            level = logging.ERROR if bad else logging.WARNING
            code = outcome.code[:40]
            tell(log, level, "not sent", channel=channel.name, outcome=how, code=code)
        if _says_it_is_ill(outcome):
            self.breaker(channel).failed(self.now())
        else:
            self.breaker(channel).worked()


async def _body(answer: ClientResponse) -> bytes:
    """Return a body to its end, which may come in pieces; what is too long is cut."""
    held = bytearray()
    async for piece in answer.content.iter_any():
        held += piece
        if len(held) >= LARGEST:
            break
    return bytes(held[:LARGEST])


def _says_it_is_ill(outcome: Outcome) -> bool:
    """Tell whether others would fare alike: it does not answer, or knows us no more."""
    if isinstance(outcome, Later):
        return outcome.seconds is None
    return isinstance(outcome, Refused) and outcome.ours
