"""How gateways share the work: who is alive, and who takes what nobody handles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.tables import WAITS, conversation, gateway, message
from knowledge.database import Database

ALIVE = timedelta(seconds=10)  # for which one sign of life counts
FOR_EVER = timedelta(days=36500)
MANY = 200  # conversations taken at a time


@dataclass
class Sharing:
    """One gateway among those of a database, under a name that is only its own."""

    database: Database
    mine: str
    _joined: bool = False

    @property
    def alone(self) -> bool:
        """Tell whether no other gateway may be there: SQLite is the file of one machine."""
        return self.database.engine.dialect.name == "sqlite"

    async def join(self, now: datetime) -> None:
        """Be there; on SQLite whoever was there before is gone."""

        def work(connection: sa.Connection) -> None:
            gone = sa.true() if self.alone else gateway.c.alive_until < now
            connection.execute(sa.delete(gateway).where(gone))
            until = now + (FOR_EVER if self.alone else ALIVE)
            connection.execute(sa.insert(gateway).values(id=self.mine, alive_until=until))

        await self.database.write(work)
        self._joined = True

    async def beat(self, now: datetime) -> None:
        """Give a sign of life; be there first, if the database was away at the start."""
        if not self._joined:
            await self.join(now)
        if self.alone:
            return

        def work(connection: sa.Connection) -> None:
            mine = sa.update(gateway).where(gateway.c.id == self.mine)
            if connection.execute(mine.values(alive_until=now + ALIVE)).rowcount == 0:
                values = {"id": self.mine, "alive_until": now + ALIVE}
                connection.execute(sa.insert(gateway).values(values))

        await self.database.write(work)

    async def leave(self) -> None:
        """Be gone, so that others take over at once."""
        mine = sa.delete(gateway).where(gateway.c.id == self.mine)
        await self.database.write(lambda connection: connection.execute(mine))

    async def take_waiting(self, now: datetime) -> list[str]:
        """Return conversations in which something waits and which are ours, or nobody's alive.

        Each taking counts as a try: a message that takes its gateway down is given up in the end.
        """
        held = conversation.c.held_by
        mine = sa.select(conversation.c.id).join(message).where(WAITS, held == self.mine).distinct()
        alive = sa.select(gateway.c.id).where(gateway.c.alive_until >= now)
        free = sa.or_(held.is_(None), held.not_in(alive))
        waiting = (
            sa.select(conversation.c.id, sa.func.min(message.c.seq))
            .join(message)
            .where(WAITS, free)
            .group_by(conversation.c.id)
            .limit(MANY)
        )

        def work(connection: sa.Connection) -> list[str]:
            taken = []
            for key, seq in connection.execute(waiting).all():
                if statements.claim(connection, key, self.mine, now):
                    _count_try(connection, key, seq)
                    taken.append(str(key))
            return taken

        # Ours, too: the word of an earlier taking may have been lost.
        ours, free_ones = await self.database.read(
            lambda c: (list(c.execute(mine).scalars()), c.execute(waiting).first())
        )
        return [*ours, *(await self.database.write(work) if free_ones else [])]


def _count_try(connection: sa.Connection, key: str, seq: int) -> None:
    """Count that a message is taken up once more."""
    mine = message.c.conversation_id == key, message.c.seq == seq
    connection.execute(sa.update(message).where(*mine).values(tries=message.c.tries + 1))
