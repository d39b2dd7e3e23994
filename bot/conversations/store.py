"""Conversations and messages in the database. What is acknowledged is on disk."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.conversations.tables import conversation, message, tracker_event, tracker_snapshot
from bot.language import Language

IDLE = timedelta(minutes=20)
Row = sa.RowMapping


@dataclass(frozen=True)
class Incoming:
    """What a person sends: text, or a button pressed."""

    text: str
    button: str | None = None
    client_message_id: str | None = None


def open_database(url: str) -> AsyncEngine:
    """Open the database; SQLite with a log written ahead and every commit on disk."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_pre_ping=True)
    engine = create_async_engine(url, connect_args={"timeout": 5})

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def token_hash(token: str) -> str:
    """Hash a token for storage; 128 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class ConversationStore:
    """All reading and writing of conversations; time is an argument."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def create(
        self, language: Language, welcome: dict[str, Any], now: datetime
    ) -> tuple[str, str]:
        """Open a conversation with its first message; return id and token."""
        key, token = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        async with self._engine.begin() as connection:
            await connection.execute(
                sa.insert(conversation).values(
                    id=key,
                    token_hash=token_hash(token),
                    language=language,
                    language_chosen=False,
                    log_odds=0.0,
                    created_at=now,
                    expires_at=now + IDLE,
                    last_seq=0,
                )
            )
            await self._append(connection, key, [welcome], language, None, now)
        return key, token

    async def authenticate(self, key: str, token: str, now: datetime) -> Row | None:
        """Return the conversation that this token opens, moving its expiry; else None."""
        async with self._engine.begin() as connection:
            row = await self._conversation(connection, key)
            if row is None or not secrets.compare_digest(row["token_hash"], token_hash(token)):
                return None
            if _utc(row["expires_at"]) < now:
                return None
            await connection.execute(
                sa.update(conversation)
                .where(conversation.c.id == key)
                .values(expires_at=now + IDLE)
            )
            return row

    async def token_is_known(self, token: str) -> bool:
        """Tell a good token of another conversation from a bad one."""
        chosen = sa.select(conversation.c.id).where(conversation.c.token_hash == token_hash(token))
        async with self._engine.connect() as connection:
            return (await connection.execute(chosen)).first() is not None

    async def add_incoming(self, key: str, incoming: Incoming, now: datetime) -> tuple[int, bool]:
        """Store what a person sent; return its number and whether it is new."""
        async with self._engine.begin() as connection:
            if incoming.client_message_id is not None:
                same = sa.select(message.c.seq).where(
                    message.c.conversation_id == key,
                    message.c.client_message_id == incoming.client_message_id,
                )
                known = (await connection.execute(same)).scalar()
                if known is not None:
                    return int(known), False
            seq = await self._next(connection, key)
            held = await self._conversation(connection, key)
            if held is None:
                raise LookupError("the conversation was erased meanwhile")
            language = held["language"]
            await connection.execute(
                sa.insert(message).values(
                    conversation_id=key,
                    seq=seq,
                    author="user",
                    body={"text": incoming.text},
                    language=language,
                    at=now,
                    client_message_id=incoming.client_message_id,
                    button=incoming.button,
                    state="new",
                )
            )
            return seq, True

    async def next_pending(self, key: str) -> Row | None:
        """Return the oldest message of a conversation that was not handled."""
        chosen = (
            sa.select(message)
            .where(message.c.conversation_id == key, message.c.state == "new")
            .order_by(message.c.seq)
            .limit(1)
        )
        async with self._engine.connect() as connection:
            return (await connection.execute(chosen)).mappings().first()

    async def pending_conversations(self) -> list[str]:
        """Return conversations in which something waits, after a restart for instance."""
        chosen = sa.select(message.c.conversation_id).where(message.c.state == "new").distinct()
        async with self._engine.connect() as connection:
            return list((await connection.execute(chosen)).scalars())

    async def conversation(self, key: str) -> Row | None:
        """Return one conversation."""
        async with self._engine.connect() as connection:
            return await self._conversation(connection, key)

    async def finish(
        self,
        row: Row,
        replies: Sequence[dict[str, Any]],
        changes: dict[str, Any],
        state: str,
        now: datetime,
    ) -> None:
        """Store the replies, the changes to the conversation and "handled" in one transaction."""
        key = row["conversation_id"]
        async with self._engine.begin() as connection:
            if changes:
                await connection.execute(
                    sa.update(conversation).where(conversation.c.id == key).values(**changes)
                )
            held = await self._conversation(connection, key)
            if held is None:
                return  # erased while it was handled
            await self._append(connection, key, replies, held["language"], row["seq"], now)
            await connection.execute(
                sa.update(message)
                .where(message.c.conversation_id == key, message.c.seq == row["seq"])
                .values(state=state)
            )

    async def set_language(self, key: str, language: Language) -> None:
        """Remember a language that was chosen."""
        async with self._engine.begin() as connection:
            await connection.execute(
                sa.update(conversation)
                .where(conversation.c.id == key)
                .values(language=language, language_chosen=True, log_odds=0.0)
            )

    async def history(self, key: str, after: int = 0) -> list[Row]:
        """Return the messages after a number, in order."""
        chosen = sa.select(message).where(message.c.conversation_id == key, message.c.seq > after)
        async with self._engine.connect() as connection:
            return list((await connection.execute(chosen.order_by(message.c.seq))).mappings())

    async def replies_to(self, key: str, seq: int) -> list[Row] | None:
        """Return the replies to a message, or None while it waits."""
        rows = await self.history(key)
        asked = next((row for row in rows if row["seq"] == seq), None)
        if asked is None or asked["state"] == "new":
            return None
        return [row for row in rows if row["in_reply_to"] == seq]

    async def erase(self, key: str) -> None:
        """Remove a conversation from every table."""
        async with self._engine.begin() as connection:
            for table, column in (
                (tracker_event, tracker_event.c.sender),
                (tracker_snapshot, tracker_snapshot.c.sender),
                (message, message.c.conversation_id),
                (conversation, conversation.c.id),
            ):
                await connection.execute(sa.delete(table).where(column == key))

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        async with self._engine.connect() as connection:
            await connection.execute(sa.select(sa.func.count()).select_from(conversation))

    async def _conversation(self, connection: AsyncConnection, key: str) -> Row | None:
        chosen = sa.select(conversation).where(conversation.c.id == key)
        return (await connection.execute(chosen)).mappings().first()

    async def _next(self, connection: AsyncConnection, key: str) -> int:
        # Counting up first takes the write lock, so that two messages never share a number.
        await connection.execute(
            sa.update(conversation)
            .where(conversation.c.id == key)
            .values(last_seq=conversation.c.last_seq + 1)
        )
        chosen = sa.select(conversation.c.last_seq).where(conversation.c.id == key)
        return int((await connection.execute(chosen)).scalar_one())

    async def _append(
        self,
        connection: AsyncConnection,
        key: str,
        replies: Sequence[dict[str, Any]],
        language: str,
        in_reply_to: int | None,
        now: datetime,
    ) -> None:
        for reply in replies:
            await connection.execute(
                sa.insert(message).values(
                    conversation_id=key,
                    seq=await self._next(connection, key),
                    author="assistant",
                    kind=reply["kind"],
                    body=reply,
                    language=language,
                    at=now,
                    in_reply_to=in_reply_to,
                )
            )


def _utc(moment: datetime) -> datetime:
    # SQLite gives times back without their zone.
    from datetime import timezone

    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
