"""What is read of conversations and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.recent import Recent, token_hash
from bot.conversations.staying import is_open
from bot.conversations.tables import WAITS, conversation, message
from knowledge.database import Database

Row = Mapping[Any, Any]  # one of SQLAlchemy, or alike
# What every message asks is put together once.
_KEY: sa.BindParameter[str] = sa.bindparam("key")
_SEQ: sa.BindParameter[int] = sa.bindparam("number")
_ONE = sa.select(conversation).where(conversation.c.id == _KEY)
_IN_TALK = message.c.conversation_id == _KEY
_PENDING = (
    sa.select(message, conversation.c.language_chosen, conversation.c.log_odds)
    .add_columns(conversation.c.language.label("held_language"), conversation.c.protected)
    .join(conversation)
    .where(_IN_TALK, WAITS, conversation.c.held_by == sa.bindparam("mine"))
    .order_by(message.c.seq)
    .limit(1)
)
_AFTER = sa.select(message).where(_IN_TALK, message.c.seq > _SEQ).order_by(message.c.seq)
_THIS = sa.select(message).where(_IN_TALK, message.c.seq == _SEQ)
_ABOUT = (
    sa.select(message)
    .where(_IN_TALK, message.c.seq >= _SEQ)  # replies come later: what was before is not looked at
    .where(sa.or_(message.c.seq == _SEQ, message.c.in_reply_to == _SEQ))
    .order_by(message.c.seq)
)
_SAID_BEFORE = (
    sa.select(message)
    .where(_IN_TALK, message.c.author == "assistant", message.c.seq < _SEQ)
    .order_by(message.c.seq.desc())
    .limit(1)
)


class Finished(NamedTuple):
    """What became of a message that was handled."""

    said: Sequence[Row]  # the replies as they are stored: none when another gateway was quicker
    more: bool  # whether another message may wait


class Reader:
    """All reading; time is an argument."""

    def __init__(self, database: Database, mine: str = "gateway") -> None:
        """Keep the database, and the name under which this gateway takes conversations."""
        self._database, self._mine = database, mine
        self.known = Recent()  # for when the database is away

    async def token_is_known(self, token: str, now: datetime, api_key: str | None = None) -> bool:
        """Tell a good token of another conversation from a bad or dead one."""
        mine = conversation.c.api_key.is_not_distinct_from(api_key)
        good = conversation.c.token_hash == token_hash(token), is_open(now), mine
        chosen = sa.select(conversation.c.id).where(*good)
        return await self._database.read(lambda c: c.execute(chosen).first() is not None)

    async def next_pending(self, key: str) -> Row | None:
        """Return the oldest message that waits for us, with what its conversation is like."""
        return await self._first(_PENDING, key=key, mine=self._mine)

    async def waiting(self) -> tuple[int, datetime | None]:
        """Return how many messages wait, and since when the oldest does."""
        chosen = sa.select(sa.func.count(), sa.func.min(message.c.at)).where(WAITS)
        return await self._database.read(lambda c: tuple(c.execute(chosen).one()))

    async def was_sent(self, key: str, own_id: str | None) -> bool:
        """Tell whether a client's message is stored already."""
        return await self._database.read(lambda c: statements.known(c, key, own_id) is not None)

    async def conversation(self, key: str) -> Row | None:
        """Return one conversation."""
        return await self._first(_ONE, key=key)

    async def history(self, key: str, after: int = 0) -> list[Row]:
        """Return the messages after a number, in order."""
        return await self._all(_AFTER, key=key, number=after)

    async def message(self, key: str, seq: int) -> Row | None:
        """Return one message."""
        return await self._first(_THIS, key=key, number=seq)

    async def replies_to(self, key: str, seq: int) -> list[Row] | None:
        """Return the replies to a message, or None while it waits; LookupError when it is gone."""
        rows = await self._all(_ABOUT, key=key, number=seq)
        if not rows:
            raise LookupError("the conversation was erased meanwhile")
        self.known.saw(key, rows[-1]["seq"])
        return rows[1:] if rows[0]["state"] != "new" else None

    async def said_before(self, key: str, seq: int) -> Row | None:
        """Return what the assistant said last before a message."""
        return await self._first(_SAID_BEFORE, key=key, number=seq)

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        await self._database.read(lambda c: c.execute(sa.select(conversation.c.id).limit(1)).all())

    async def _first(self, chosen: sa.Select[Any], **given: Any) -> Row | None:
        return await self._database.read(lambda c: c.execute(chosen, given).mappings().first())

    async def _all(self, chosen: sa.Select[Any], **given: Any) -> list[Row]:
        return await self._database.read(lambda c: list(c.execute(chosen, given).mappings()))
