"""Conversations and messages in the database. What is acknowledged is on disk."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import opening, return_codes, reviewing, statements, withdrawn
from bot.conversations.beginning import IDLE as IDLE
from bot.conversations.beginning import begin, new_values
from bot.conversations.cases import Due
from bot.conversations.counting import Tally
from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.reading import Finished, Reader, Row
from bot.conversations.recent import opened
from bot.conversations.return_codes import NewCode
from bot.conversations.tables import message
from bot.language import Language
from knowledge.database import Database

Values = dict[str, Any]


class _SentBefore(Exception):
    """A message was stored under this name before."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


class ConversationStore(Reader):
    """All reading and writing of conversations; time is an argument."""

    def __init__(self, database: Database, mine: str = "gateway") -> None:
        """Keep the database, and the name of this gateway; count from nothing."""
        super().__init__(database, mine)
        self._tally = Tally()

    async def tally(self) -> None:
        """Store what was counted since the last time."""
        await self._tally.flush(self._database)

    async def create(
        self,
        language: Language,
        welcome: Values,
        now: datetime,
        named: tuple[str, str] | None = None,
        api_key: str | None = None,
    ) -> tuple[str, str]:
        """Open a conversation with its first message; return id and token.

        `named`: as which to open it, unless that was done already. `api_key`: whose it is.
        """
        key, token = named or (secrets.token_urlsafe(16), secrets.token_urlsafe(16))
        values = {**new_values(key, token, language, now), "api_key": api_key}
        try:
            await self._database.write(lambda c: begin(c, values, welcome))
        except sa.exc.IntegrityError:
            if named is None:
                raise
            return key, token
        self.known.remember(key, {**values, "last_seq": 1})
        return key, token

    async def authenticate(
        self, key: str, token: str, now: datetime, api_key: str | None = None
    ) -> Row | None:
        """Return the conversation that this token opens, with its API key if it has one."""
        if row := await self.conversation(key):
            self.known.remember(key, row)
        return opened(row, token, now, api_key)

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

        def work(connection: sa.Connection) -> int:
            mine = None if at_once else self._mine
            seq, language, silent = statements.arrive(connection, key, now + IDLE, mine, now)
            known = statements.known(connection, key, incoming.client_message_id)
            if known is not None:
                raise _SentBefore(known)  # which takes back that it was counted
            if at_once and at_once.changes:
                statements.detect(connection, key, at_once.changes)
                language = str(statements.language_of(connection, key))
            values = {
                "conversation_id": key,
                "seq": seq,
                "author": "user",
                "body": incoming.body,
                "language": language,
                "at": now,
                "client_message_id": incoming.client_message_id,
                "button": incoming.button,
                "state": "done" if at_once or silent else "new",
            }
            connection.execute(sa.insert(message), values)
            if silent:
                opening.touch(connection, key, now)
                statements.release(connection, key)
            if at_once:
                statements.append(connection, key, at_once.replies, language, seq, now)
                if at_once.lets_read:
                    opening.let_read(connection, key, seq, now)
                if at_once.due:
                    opening.open_case(connection, key, seq, at_once.due, now)
            return seq

        try:
            seq = await self._database.write(work)
        except _SentBefore as before:
            return before.seq, False
        self.known.saw(key, seq)
        return seq, True

    async def finish(
        self,
        row: Row,
        replies: Sequence[Values],
        changes: Values,
        state: str,
        now: datetime,
        due: Due | None = None,
        code: NewCode | None = None,
        heard: list[Values] | None = None,
    ) -> Finished:
        """Store replies, changes, a case that is due and "handled" in one transaction.

        `heard`: what was understood.
        """
        key = row["conversation_id"]

        def work(connection: sa.Connection) -> Finished:
            if not statements.is_ours(connection, key, row["seq"], self._mine):
                if statements.language_of(connection, key) is None:
                    statements.erase(connection, key)  # gone meanwhile: Rasa wrote its part again
                else:
                    withdrawn.forget_if_gone(connection, key, row["seq"])
                return Finished((), True)
            chosen = "language_chosen" in changes
            if changes:
                (statements.change if chosen else statements.detect)(connection, key, changes)
            language, silent = statements.speaks(connection, key)
            if silent:  # somebody of the staff took it meanwhile: nothing is said beside them
                return Finished((), statements.handled(connection, key, row["seq"], state, heard))
            said = statements.append(connection, key, replies, language, row["seq"], now)
            if code:
                return_codes.keep(connection, key, code, said)
            if due:
                opening.open_case(connection, key, row["seq"], due, now)
            reviewing.noted(connection, row, said, heard)
            return Finished(said, statements.handled(connection, key, row["seq"], state, heard))

        finished = await self._database.write(work)
        self._tally.answered(finished.said, heard, state == "failed", now)
        if finished.said:
            self.known.saw(key, finished.said[-1]["seq"])
        else:
            await self._database.settle()
        return finished

    async def set_language(self, key: str, language: Language) -> None:
        """Remember a language that was chosen."""
        chosen = {"language": language, "language_chosen": True, "log_odds": 0.0}
        await self._database.write(lambda connection: statements.change(connection, key, chosen))

    async def erase(self, key: str) -> None:
        """Remove a conversation from every table, and its bytes from the files."""
        self.known.forget(key)
        await self._database.write(lambda connection: statements.erase(connection, key))
        await self._database.settle()
