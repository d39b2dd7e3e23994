"""Handles stored messages one at a time a conversation: safety net, then Rasa, then the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.notices import Notices
from bot.conversations.rasa_client import RasaClient, RasaUnavailable
from bot.conversations.store import ConversationStore, Row
from bot.language import LanguageIdentifier
from bot.safety import SafetyNet, SafetyTexts

log = logging.getLogger("bot.conversations")
PAUSES = (0.25, 0.5, 1, 2, 4, 8, 16, 28)  # seconds between eight tries: one minute in all
Replies = list[dict[str, Any]]
Changes = dict[str, Any]


@dataclass
class Dispatcher:
    """One task a conversation with something to do; `wake` starts it."""

    store: ConversationStore
    rasa: RasaClient
    net: SafetyNet
    safety_texts: SafetyTexts
    notices: Notices
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    identifier: LanguageIdentifier = field(default_factory=LanguageIdentifier)
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _done: dict[str, asyncio.Event] = field(default_factory=dict)

    async def resume(self) -> None:
        """Go on with what an earlier process left."""
        for key in await self.store.pending_conversations():
            self.wake(key)

    def wake(self, key: str) -> None:
        """See to it that a conversation's messages are handled."""
        if key not in self._tasks:
            task = asyncio.create_task(self._work(key))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))

    def _finished(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)
        self._done.pop(key, asyncio.Event()).set()
        if not task.cancelled() and task.exception() is not None:
            log.error("dispatcher stopped kind=%s", type(task.exception()).__name__)

    async def wait(self, key: str, seq: int, seconds: float) -> list[Row] | None:
        """Return the replies to a message, or None when they take longer than `seconds`."""
        end = asyncio.get_running_loop().time() + seconds
        while (replies := await self.store.replies_to(key, seq)) is None:
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return None
            self.wake(key)
            news = self._done.setdefault(key, asyncio.Event())
            try:
                await asyncio.wait_for(news.wait(), min(left, 1.0))
            except asyncio.TimeoutError:
                continue
        return replies

    async def close(self) -> None:
        """Stop; what was not handled waits in the database."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, key: str) -> None:
        while (row := await self.store.next_pending(key)) is not None:
            await self._handle(row)
            self._done.pop(key, asyncio.Event()).set()

    async def _handle(self, row: Row) -> None:
        changes: Changes = {}
        if row["button"] is None:
            changes = await self._language_of(row)
        replies, effects, state = await self._replies(row, changes)
        for effect in effects:
            if effect["type"] == "set_language":
                changes = {"language": effect["language"], "language_chosen": True, "log_odds": 0.0}
        await self._store(row, replies, changes, state)

    async def _store(self, row: Row, replies: Replies, changes: Changes, state: str) -> None:
        for pause in PAUSES:
            try:
                return await self.store.finish(row, replies, changes, state, self.now())
            except SQLAlchemyError as error:
                log.error("reply not stored yet kind=%s", type(error).__name__)
                await self.sleep(pause)
        raise RuntimeError("the database does not take replies")

    async def _language_of(self, row: Row) -> Changes:
        held = await self.store.conversation(row["conversation_id"])
        if held is None or held["language_chosen"]:
            return {}
        text = row["body"]["text"]
        decision = await asyncio.to_thread(
            self.identifier.choose, held["language"], held["log_odds"], text
        )
        return {"language": decision.language, "log_odds": decision.log_odds}

    async def _replies(
        self, row: Row, changes: Changes
    ) -> tuple[Replies, list[dict[str, Any]], str]:
        text = row["body"]["text"]
        found = self.net.recognise(text) if row["button"] is None else None
        if found is not None:
            return [self.safety_texts.reply(found.category)], [], "done"
        body: dict[str, Any] = {
            "conversation": row["conversation_id"],
            "message_id": f"{row['conversation_id']}.{row['seq']}",
            "language": changes.get("language", row["language"]),
        }
        body.update({"button": row["button"]} if row["button"] else {"text": text})
        for pause in PAUSES:
            try:
                return (*await self.rasa.turn(body), "done")
            except RasaUnavailable as error:
                log.warning("rasa did not answer, trying again: %s", error)
                await self.sleep(pause)
        return [self.notices.reply("outage")], [], "failed"
