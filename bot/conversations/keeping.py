"""What is sent while the database is away: kept in files, and handled when it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from bot.conversations.dispatcher import Dispatcher
from bot.conversations.incoming import Incoming
from bot.conversations.metrics import Metrics
from bot.conversations.reading import Row
from bot.conversations.reception import Accepted
from bot.conversations.spool import Spool, hash_of
from bot.conversations.statements import spoken
from bot.logs import tell
from bot.safety import Finding

log = logging.getLogger("bot.conversations")
SIDE_BY_SIDE = 8  # conversations whose files are handed over at a time
LOOK = 2.0  # seconds between two tries to hand over what is kept
LOOKS = 10  # in that time, for a message that another one follows
PATIENCE = timedelta(minutes=1)  # for which what is kept waits for what it follows


class EarlierMissing(RuntimeError):
    """The message that this one follows is with another gateway."""


@dataclass
class Keeping:
    """Puts messages into the spool, and from there into the inbox."""

    spool: Spool
    dispatcher: Dispatcher
    metrics: Metrics
    _busy: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def accept(self, row: Row, incoming: Incoming) -> Accepted:
        """Store what a person sent, after what of theirs is kept in files.

        EarlierMissing when what it follows is kept by another gateway, not yet handed over.
        """
        if self.spool.holds(row["id"]):
            await self.hand_over(hash_of(row["id"]))
        for _ in range(LOOKS):
            if await self._may_come(row["id"], incoming):
                break
            await asyncio.sleep(LOOK / LOOKS)
        else:
            raise EarlierMissing("what this follows is not here yet")
        return await self.dispatcher.accept(row, incoming)

    async def _may_come(self, key: str, incoming: Incoming) -> bool:
        earlier = incoming.follows
        return earlier is None or await self.dispatcher.store.was_sent(key, earlier)

    async def keep(self, row: Row, incoming: Incoming) -> Sequence[Row]:
        """Keep a message in a file; return what can be said at once, which is little.

        SpoolFull when it cannot be kept.
        """
        now = self.dispatcher.now()
        values = {**asdict(incoming), "at": now.isoformat()}
        own_id = str(incoming.client_message_id)
        if await asyncio.to_thread(self.spool.keep, row["id"], own_id, values):
            self.metrics.spooled.inc()
        replies = self.dispatcher.at_once(incoming)
        # The numbers that these will have, unless another gateway takes something meanwhile.
        first = row["last_seq"] + self.spool.holds(row["id"]) + 1
        return [
            spoken(reply, seq, row["language"], now) for seq, reply in enumerate(replies, first)
        ]

    async def erase(self, row: Row) -> list[Row]:
        """Erase a conversation, files included; return the last words, stored nowhere."""
        self.spool.forget(row["id"])
        return await self.dispatcher.erase(row)

    async def hand_over(self, of: str) -> None:
        """Hand what is kept of a conversation, named by its hash, to the inbox, oldest first.

        What follows a message that another gateway keeps stays. DatabaseAway when the database is
        not back.
        """
        async with self._busy.setdefault(of, asyncio.Lock()):
            before = None
            while (kept := await asyncio.to_thread(self.spool.kept, of)) and len(kept) != before:
                before = len(kept)
                for path, values in kept:
                    with suppress(EarlierMissing):  # perhaps it stands further down
                        await self._into_inbox(values)
                        await asyncio.to_thread(self.spool.done, path)

    async def _into_inbox(self, values: dict[str, Any]) -> None:
        key = values.pop("conversation")
        at = datetime.fromisoformat(values.pop("at"))
        row = await self.dispatcher.store.conversation(key)
        if row is None:  # erased since: then this is nobody's any more
            return
        danger = values.pop("danger")
        values["removed"] = tuple(values["removed"])
        incoming = Incoming(**values, danger=Finding(**danger) if danger else None)
        if self.dispatcher.now() - at < PATIENCE and not await self._may_come(key, incoming):
            raise EarlierMissing("what this follows is not here yet")
        try:
            await self.dispatcher.accept(row, incoming, at)
        except LookupError:
            return
        self.dispatcher.wake(key)

    async def look_after(self) -> None:
        """Hand over, for ever, what is kept."""
        while True:
            waiting = self.spool.conversations()
            while waiting:
                some, waiting = waiting[:SIDE_BY_SIDE], waiting[SIDE_BY_SIDE:]
                over = await asyncio.gather(*map(self.hand_over, some), return_exceptions=True)
                if failed := [one for one in over if isinstance(one, Exception)]:
                    kept, kind = len(self.spool), type(failed[0]).__name__
                    tell(log, logging.WARNING, "spool not handed over", kept=kept, kind=kind)
                    break
            self.metrics.in_spool.labels("web").set(len(self.spool))
            await asyncio.sleep(LOOK)
