"""Conversations and messages in the database. What is acknowledged is on disk."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import return_codes, statements
from bot.conversations.cases import Due
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.moment import utc
from bot.conversations.return_codes import NewCode
from bot.conversations.tables import WAITS, conversation, message
from bot.language import Language
from knowledge.database import Database

IDLE = timedelta(minutes=20)
RECENT = 5_000  # conversations that are known with the database away
Row = Mapping[Any, Any]  # one of SQLAlchemy, or alike
Values = dict[str, Any]


def token_hash(token: str) -> str:
    """Hash a token for storage; 128 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _opened(row: Row | None, token: str, now: datetime) -> Row | None:
    if row is None or not secrets.compare_digest(row["token_hash"], token_hash(token)):
        return None
    return row if now <= utc(row["expires_at"]) else None


class ConversationStore:
    """All reading and writing of conversations; time is an argument."""

    def __init__(self, database: Database, mine: str = "gateway") -> None:
        """Keep the database, and the name under which this gateway takes conversations."""
        self._database, self._mine = database, mine
        self._recent: OrderedDict[str, dict[str, Any]] = OrderedDict()

    async def create(self, language: Language, welcome: Values, now: datetime) -> tuple[str, str]:
        """Open a conversation with its first message; return id and token."""
        key, token = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        values = {
            "id": key,
            "token_hash": token_hash(token),
            "language": language,
            "language_chosen": False,
            "log_odds": 0.0,
            "created_at": now,
            "expires_at": now + IDLE,
            "last_seq": 0,
        }

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.insert(conversation).values(**values))
            statements.append(connection, key, [welcome], language, None, now)

        await self._database.write(work)
        self._remember(key, {**values, "last_seq": 1})
        return key, token

    async def authenticate(self, key: str, token: str, now: datetime) -> Row | None:
        """Return the conversation that this token opens, else None."""
        row = await self.conversation(key)
        if row is not None:
            self._remember(key, row)
        return _opened(row, token, now)

    def recent(self, key: str, token: str, now: datetime) -> Row | None:
        """Return what `authenticate` saw last: for when the database is away."""
        return _opened(self._recent.get(key), token, now)

    def _remember(self, key: str, row: Row) -> None:
        self._recent[key] = dict(row)
        self._recent.move_to_end(key)
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def _saw(self, key: str, seq: int) -> None:
        if held := self._recent.get(key):
            held["last_seq"] = max(held["last_seq"], seq)

    def forget(self, key: str) -> None:
        """Know no token of a conversation any more, until the database is asked."""
        self._recent.pop(key, None)

    async def touch(self, key: str, now: datetime) -> None:
        """Count the idle minutes from now on."""
        moved = {"expires_at": now + IDLE}
        await self._database.write(lambda c: statements.change(c, key, moved))

    async def token_is_known(self, token: str, now: datetime) -> bool:
        """Tell a good token of another conversation from a bad or dead one."""
        good = conversation.c.token_hash == token_hash(token), conversation.c.expires_at >= now
        chosen = sa.select(conversation.c.id).where(*good)
        return await self._database.read(lambda c: c.execute(chosen).first() is not None)

    async def add_incoming(
        self, key: str, incoming: Incoming, now: datetime, at_once: AtOnce | None = None
    ) -> tuple[int, bool]:
        """Store what a person sent; return its number and whether it is new.

        `at_once` is said in the same transaction, before whatever waits in this conversation.
        LookupError when the conversation was erased meanwhile.
        """

        def work(connection: sa.Connection) -> tuple[int, bool]:
            statements.lock(connection, key)  # of two at once one is the first
            known = statements.known(connection, key, incoming.client_message_id)
            if known is not None:
                return known, False
            seq = statements.next_seq(connection, key, expires_at=now + IDLE)
            if at_once:
                statements.detect(connection, key, at_once.changes)
            language = statements.language_of(connection, key)
            values = {
                "conversation_id": key,
                "seq": seq,
                "author": "user",
                "body": {name: getattr(incoming, name) for name in ("text", "under", "removed")},
                "language": language,
                "at": now,
                "client_message_id": incoming.client_message_id,
                "button": incoming.button,
                "state": "done" if at_once else "new",
            }
            connection.execute(sa.insert(message).values(**values))
            if at_once:
                statements.append(connection, key, at_once.replies, str(language), seq, now)
                if at_once.due:
                    statements.open_case(connection, key, seq, at_once.due, now)
            else:
                statements.claim(connection, key, self._mine, now)
            return seq, True

        seq, new = await self._database.write(work)
        self._saw(key, seq)
        return seq, new

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

    async def finish(
        self,
        row: Row,
        replies: Sequence[Values],
        changes: Values,
        state: str,
        now: datetime,
        due: Due | None = None,
        code: NewCode | None = None,
    ) -> Sequence[Row]:
        """Store replies, changes, a case that is due and "handled" in one transaction.

        Return the replies as they are stored: none when another gateway was quicker.
        """
        key = row["conversation_id"]

        def work(connection: sa.Connection) -> Sequence[Row]:
            statements.lock(connection, key)
            if statements.language_of(connection, key) is None:
                statements.erase(connection, key)  # gone meanwhile: Rasa wrote its part again
                return []
            if not statements.is_ours(connection, key, row["seq"], self._mine):
                return []
            chosen = "language_chosen" in changes
            (statements.change if chosen else statements.detect)(connection, key, changes)
            language = str(statements.language_of(connection, key))
            said = statements.append(connection, key, replies, language, row["seq"], now)
            if code:
                return_codes.keep(connection, key, code, said)
            handled = message.c.conversation_id == key, message.c.seq == row["seq"]
            connection.execute(sa.update(message).where(*handled).values(state=state))
            if due:
                statements.open_case(connection, key, row["seq"], due, now)
            statements.release(connection, key)
            return said

        said = await self._database.write(work)
        if said:
            self._saw(key, said[-1]["seq"])
        else:
            await self._database.settle()
        return said

    async def set_language(self, key: str, language: Language) -> None:
        """Remember a language that was chosen."""
        chosen = {"language": language, "language_chosen": True, "log_odds": 0.0}
        await self._database.write(lambda connection: statements.change(connection, key, chosen))

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
        self._saw(key, rows[-1]["seq"])
        return rows[1:] if rows[0]["state"] != "new" else None

    async def said_before(self, key: str, seq: int) -> Row | None:
        """Return what the assistant said last before a message."""
        mine = message.c.conversation_id == key, message.c.author == "assistant"
        chosen = sa.select(message).where(*mine, message.c.seq < seq)
        last = chosen.order_by(message.c.seq.desc()).limit(1)
        return await self._database.read(lambda c: c.execute(last).mappings().first())

    async def erase(self, key: str) -> None:
        """Remove a conversation from every table, and its bytes from the files."""
        self._recent.pop(key, None)
        await self._database.write(lambda connection: statements.erase(connection, key))
        await self._database.settle()

    async def ping(self) -> None:
        """Raise when the database does not answer."""
        await self._database.read(lambda c: c.execute(sa.select(conversation.c.id).limit(1)).all())

    async def _messages(self, *where: sa.ColumnElement[bool]) -> list[Row]:
        chosen = sa.select(message).where(*where).order_by(message.c.seq)
        return await self._database.read(lambda c: list(c.execute(chosen).mappings()))
