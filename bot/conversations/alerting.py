"""Tells staff of urgent cases that nobody has taken: within the minute, then again and again.

An alert names the case, never what anybody wrote. It is sent at least once: who stops between
sending and noting that it was sent makes the next one tell it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.moment import utc
from bot.conversations.tables import case
from bot.logs import tell
from knowledge.database import Database

log = logging.getLogger("bot.conversations")
EVERY = 10.0  # seconds between two looks
MINE = timedelta(seconds=60)  # for which a case is one gateway's to tell
WITHIN = 20.0  # seconds for one alert
MOST = 5  # cases of one look, so that a flood of them is no flood of mail
OPEN = case.c.state == "open", case.c.priority == "urgent"


@dataclass(frozen=True)
class Alert:
    """What staff are told of a case."""

    case: int
    category: str | None
    language: str
    opened_at: datetime
    times: int  # how often it was told before


Send = Callable[[Alert], Awaitable[None]]


@dataclass(frozen=True)
class Alerting:
    """Looks for cases to tell of, and tells; time and network are arguments."""

    database: Database
    send: Send | None  # None: there is nobody to tell
    again: timedelta  # after which a case that nobody took is told again
    now: Callable[[], datetime]
    failed: Callable[[], None] = lambda: None
    waits: Callable[[float], None] = lambda count: None  # told how many nobody has taken

    async def look(self) -> int:
        """Tell of what is due now; return how many were told."""
        if self.send is None:
            return 0
        due = await self.database.write(lambda c: self._claimed(c, self.now()))
        told = await asyncio.gather(*(self._told(self.send, one) for one in due))
        return sum(told)

    async def waiting(self) -> tuple[int, datetime | None]:
        """Return how many urgent cases nobody has taken, and since when the oldest waits."""
        chosen = sa.select(sa.func.count(), sa.func.min(case.c.opened_at)).where(*OPEN)
        count, oldest = await self.database.read(lambda c: tuple(c.execute(chosen).one()))
        return count, utc(oldest) if oldest else None

    async def look_after(self) -> None:
        """Look for ever; what fails is tried again."""
        while True:
            try:
                await self.look()
                self.waits((await self.waiting())[0])
            except Exception as error:  # whatever it is: the next look may work
                tell(log, logging.ERROR, "no look at urgent cases", kind=type(error).__name__)
            await asyncio.sleep(EVERY)

    def _claimed(self, connection: sa.Connection, now: datetime) -> Sequence[Alert]:
        at = sa.or_(case.c.alerted_at.is_(None), case.c.alerted_at <= now - self.again)
        free = sa.or_(case.c.alerting_until.is_(None), case.c.alerting_until <= now)
        due = sa.select(case).where(*OPEN, at, free).order_by(case.c.id).limit(MOST)
        rows = connection.execute(due.with_for_update(skip_locked=True)).mappings().all()
        if rows:
            mine = sa.update(case).where(case.c.id.in_([one["id"] for one in rows]))
            connection.execute(mine.values(alerting_until=now + MINE))
        return [_alert(one) for one in rows]

    async def _told(self, send: Send, alert: Alert) -> bool:
        try:
            await asyncio.wait_for(send(alert), WITHIN)
        except Exception as error:  # whatever the mail server says: it is claimed again in a minute
            self.failed()
            tell(log, logging.ERROR, "alert not sent", case=alert.case, kind=type(error).__name__)
            return False
        done: dict[str, Any] = {"alerted_at": self.now(), "alerting_until": None}
        done["alerts"] = case.c.alerts + 1
        mine = sa.update(case).where(case.c.id == alert.case).values(**done)
        await self.database.write(lambda c: c.execute(mine).rowcount)
        tell(log, logging.INFO, "alerted", case=alert.case, times=alert.times + 1)
        return True


def _alert(row: Any) -> Alert:
    return Alert(row["id"], row["category"], row["language"], utc(row["opened_at"]), row["alerts"])
