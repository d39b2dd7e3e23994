"""What is sent while the database is away: kept in files, and handled when it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.conversations.dispatcher import Dispatcher
from bot.conversations.incoming import Incoming
from bot.conversations.metrics import Metrics
from bot.conversations.spool import Spool
from bot.conversations.statements import spoken
from bot.conversations.store import Row
from bot.logs import tell
from bot.safety import Finding
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.conversations")
LOOK = 2.0  # seconds between two tries to hand over what is kept


@dataclass
class Keeping:
    """Puts messages into the spool, and from there into the inbox."""

    spool: Spool
    dispatcher: Dispatcher
    metrics: Metrics
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def accept(self, row: Row, incoming: Incoming) -> tuple[int, bool]:
        """Store what a person sent, after what of theirs is kept in files."""
        if self.spool.holds(row["id"]):
            await self.hand_over(row["id"])
        return await self.dispatcher.accept(row, incoming)

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

    async def hand_over(self, conversation: str | None = None) -> None:
        """Hand what is kept to the inbox, oldest first; DatabaseAway when it is not back."""
        async with self._one_at_a_time:
            while kept := await asyncio.to_thread(self.spool.oldest, conversation):
                path, values = kept
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
        try:
            await self.dispatcher.accept(row, incoming, at)
        except LookupError:
            return
        self.dispatcher.wake(key)

    async def look_after(self) -> None:
        """Hand over, for ever, what is kept."""
        while True:
            if len(self.spool):
                try:
                    await self.hand_over()
                    tell(log, logging.WARNING, "spool handed over")
                except DatabaseAway:
                    tell(log, logging.WARNING, "database away", kept=len(self.spool))
                except Exception as error:
                    tell(log, logging.ERROR, "spool not handed over", kind=type(error).__name__)
            self.metrics.in_spool.set(len(self.spool))
            await asyncio.sleep(LOOK)
