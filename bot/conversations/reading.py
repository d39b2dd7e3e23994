"""What is read of conversations and messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.recent import Recent, token_hash
from bot.conversations.staying import is_open
from bot.conversations.tables import WAITS, conversation, message
from knowledge.database import Database

Row = Mapping[Any, Any]  # one of SQLAlchemy, or alike


class Reader:
    """All reading; time is an argument."""

    def __init__(self, database: Database, mine: str = "gateway") -> None:
        """Keep the database, and the name under which this gateway takes conversations."""
        self._database, self._mine = database, mine
        self.known = Recent()  # for when the database is away

    async def token_is_known(self, token: str, now: datetime) -> bool:
        """Tell a good token of another conversation from a bad or dead one."""
        good = conversation.c.token_hash == token_hash(token), is_open(now)
        chosen = sa.select(conversation.c.id).where(*good)
        return await self._database.read(lambda c: c.execute(chosen).first() is not None)

    async def next_pending(self, key: str) -> Row | None:
        """Return the oldest message that waits for us, with the language of its conversation."""
        held = (conversation.c.language_chosen, conversation.c.log_odds)
        chosen = (
            sa.select(message, *held, conversation.c.language.label("held_language"))
            .join(conversation)
            .where(message.c.conversation_id == key, message.c.state == "new")
            .where(conversation.c.held_by == self._mine)
            .order_by(message.c.seq)
            .limit(1)
        )
        return await self._database.read(lambda c: c.execute(chosen).mappings().first())

    async def waiting(self) -> tuple[int, datetime | None]:
        """Return how many messages wait, and since when the oldest does."""
        chosen = sa.select(sa.func.count(), sa.func.min(message.c.at)).where(WAITS)
        return await self._database.read(lambda c: tuple(c.execute(chosen).one()))

    async def was_sent(self, key: str, own_id: str | None) -> bool:
        """Tell whether a client's message is stored already."""
        return await self._database.read(lambda c: statements.known(c, key, own_id) is not None)

    async def conversation(self, key: str) -> Row | None:
        """Return one conversation."""
        chosen = sa.select(conversation).where(conversation.c.id == key)
        return await self._database.read(lambda c: c.execute(chosen).mappings().first())

    async def history(self, key: str, after: int = 0) -> list[Row]:
        """Return the messages after a number, in order."""
        return await self._messages(message.c.conversation_id == key, message.c.seq > after)

    async def message(self, key: str, seq: int) -> Row | None:
        """Return one message."""
        rows = await self._messages(message.c.conversation_id == key, message.c.seq == seq)
        return rows[0] if rows else None

    async def replies_to(self, key: str, seq: int) -> list[Row] | None:
        """Return the replies to a message, or None while it waits; LookupError when it is gone."""
        about = sa.or_(message.c.seq == seq, message.c.in_reply_to == seq)
        rows = await self._messages(message.c.conversation_id == key, about)
        if not rows:
            raise LookupError("the conversation was erased meanwhile")
        self.known.saw(key, rows[-1]["seq"])
        return rows[1:] if rows[0]["state"] != "new" else None

    async def said_before(self, key: str, seq: int) -> Row | None:
        """Return what the assistant said last before a message."""
        mine = message.c.conversation_id == key, message.c.author == "assistant"
        chosen = sa.select(message).where(*mine, message.c.seq < seq)
        last = chosen.order_by(message.c.seq.desc()).limit(1)
        return await self._database.read(lambda c: c.execute(last).mappings().first())

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        await self._database.read(lambda c: c.execute(sa.select(conversation.c.id).limit(1)).all())

    async def _messages(self, *where: sa.ColumnElement[bool]) -> list[Row]:
        chosen = sa.select(message).where(*where).order_by(message.c.seq)
        return await self._database.read(lambda c: list(c.execute(chosen).mappings()))
