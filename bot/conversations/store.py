"""Conversations and messages in the database. What is acknowledged is on disk."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import return_codes, statements
from bot.conversations.cases import Due
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.reading import Reader, Row
from bot.conversations.recent import opened, token_hash
from bot.conversations.return_codes import NewCode
from bot.conversations.tables import conversation, message
from bot.language import Language

IDLE = timedelta(minutes=20)
Values = dict[str, Any]


class ConversationStore(Reader):
    """All reading and writing of conversations; time is an argument."""

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
            "kept_until": None,
            "last_seq": 0,
        }

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.insert(conversation).values(**values))
            statements.append(connection, key, [welcome], language, None, now)

        await self._database.write(work)
        self.known.remember(key, {**values, "last_seq": 1})
        return key, token

    async def authenticate(self, key: str, token: str, now: datetime) -> Row | None:
        """Return the conversation that this token opens, else None."""
        row = await self.conversation(key)
        if row is not None:
            self.known.remember(key, row)
        return opened(row, token, now)

    async def touch(self, key: str, now: datetime) -> None:
        """Count the idle minutes from now on."""
        moved = {"expires_at": now + IDLE}
        await self._database.write(lambda c: statements.change(c, key, moved))

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
        self.known.saw(key, seq)
        return seq, new

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
            self.known.saw(key, said[-1]["seq"])
        else:
            await self._database.settle()
        return said

    async def set_language(self, key: str, language: Language) -> None:
        """Remember a language that was chosen."""
        chosen = {"language": language, "language_chosen": True, "log_odds": 0.0}
        await self._database.write(lambda connection: statements.change(connection, key, chosen))

    async def erase(self, key: str) -> None:
        """Remove a conversation from every table, and its bytes from the files."""
        self.known.forget(key)
        await self._database.write(lambda connection: statements.erase(connection, key))
        await self._database.settle()
