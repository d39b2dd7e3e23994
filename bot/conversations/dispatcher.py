"""Handles stored messages one at a time a conversation: safety net, then Rasa, then the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.incoming import AtOnce, Incoming
from bot.conversations.notices import Notices
from bot.conversations.rasa_client import Answer, RasaClient, Sleep
from bot.conversations.statements import spoken
from bot.conversations.store import ConversationStore, Row
from bot.language import Language, LanguageIdentifier
from bot.safety import Finding, SafetyNet, SafetyTexts

log = logging.getLogger("bot.conversations")
PAUSES = (0.25, 0.5, 1, 2, 4, 8, 16, 28)  # seconds between eight tries: one minute in all
LOOK_AGAIN = 1.0  # seconds
GOING_HOME = "rean"
LONG = 300  # characters from which reading a text takes milliseconds: it goes to a thread
Replies = list[dict[str, Any]]
Changes = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Dispatcher:
    """One task a conversation with something to do; `wake` starts it."""

    store: ConversationStore
    rasa: RasaClient
    net: SafetyNet
    safety_texts: SafetyTexts
    notices: Notices
    now: Callable[[], datetime]
    sleep: Sleep = asyncio.sleep
    identifier: LanguageIdentifier = field(default_factory=LanguageIdentifier)
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _news: dict[tuple[str, int], asyncio.Event] = field(default_factory=dict)
    _said: dict[tuple[str, int], Sequence[Row]] = field(default_factory=dict)

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
        if not task.cancelled() and task.exception() is not None:
            log.error("dispatcher stopped kind=%s", type(task.exception()).__name__)

    async def wait(self, key: str, seq: int, seconds: float) -> Sequence[Row] | None:
        """Return the replies to a message, or None when they take longer than `seconds`."""
        news = self._news.setdefault((key, seq), asyncio.Event())
        end = asyncio.get_running_loop().time() + seconds
        try:
            while (left := end - asyncio.get_running_loop().time()) > 0:
                self.wake(key)
                with suppress(asyncio.TimeoutError):  # another process may answer: look again
                    await asyncio.wait_for(news.wait(), min(left, LOOK_AGAIN))
                replies = self._said.get((key, seq))
                if replies is None:
                    replies = await self.store.replies_to(key, seq)
                if replies is not None:
                    return replies
        finally:
            self._news.pop((key, seq), None)
            self._said.pop((key, seq), None)
        return None

    async def accept(self, row: Row, incoming: Incoming) -> tuple[int, bool]:
        """Store what a person sent in a conversation; who is in danger is answered with that.

        Return its number and whether it is new. LookupError when the conversation is gone.
        """
        at_once = None
        if incoming.danger is not None:
            changes = await self._language_of(row, incoming.text, row["language"])
            at_once = AtOnce([self.safety_texts.reply(incoming.danger)], changes)
        return await self.store.add_incoming(row["id"], incoming, self.now(), at_once)

    async def danger_in(self, text: str) -> Finding | None:
        """Return the danger that a text tells of."""
        return await _read(text, self.net.recognise, text)

    async def close(self) -> None:
        """Stop; what was not handled waits in the database."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, key: str) -> None:
        while (row := await self.store.next_pending(key)) is not None:
            await self._handle(row)
            if news := self._news.get((key, row["seq"])):
                news.set()

    async def _handle(self, row: Row) -> None:
        changes: Changes = {}
        if row["button"] is None:
            changes = await self._language_of(row, row["body"]["text"], row["held_language"])
        answer = await self._answer(row, changes)
        for effect in answer.effects:
            if effect["type"] == "set_language":
                changes = {"language": effect["language"], "language_chosen": True, "log_odds": 0.0}
            elif effect["type"] == "erase":
                await self._erase(row, answer.replies, changes)
                return
        await self._store(row, answer, changes)

    async def _erase(self, row: Row, replies: Replies, changes: Changes) -> None:
        """Erase everything; who waits still reads the last words, which are stored nowhere."""
        key = row["conversation_id"]
        language = str(changes.get("language", row["held_language"]))
        await self.store.erase(key)
        now = self.now()
        self._tell(
            row,
            [spoken(reply, row["seq"] + n, language, now) for n, reply in enumerate(replies, 1)],
        )

    def _tell(self, row: Row, said: Sequence[Row]) -> None:
        """Hand the replies to whoever waits for them."""
        waited_for = row["conversation_id"], row["seq"]
        if waited_for in self._news:
            self._said[waited_for] = said

    async def _store(self, row: Row, answer: Answer, changes: Changes) -> None:
        for pause in PAUSES:
            try:
                finished = row, answer.replies, changes, answer.state, self.now()
                return self._tell(row, await self.store.finish(*finished))
            except SQLAlchemyError as error:
                log.error("reply not stored yet kind=%s", type(error).__name__)
                await self.sleep(pause)
        raise RuntimeError("the database does not take replies")

    async def _language_of(self, row: Row, text: str, language: Language) -> Changes:
        if row["language_chosen"]:
            return {}
        held = language, row["log_odds"], text
        decision = await _read(text, self.identifier.choose, *held)
        if (decision.language, decision.log_odds) == held[:2]:
            return {}
        return {"language": decision.language, "log_odds": decision.log_odds}

    async def _answer(self, row: Row, changes: Changes) -> Answer:
        answer = await self._asked(row, changes)
        goes_home = any(reply.get("programme") == GOING_HOME for reply in answer.replies)
        if row["button"] or (answer.sure and not goes_home):
            return answer
        # Right after a fright, what is no clear question is about it: the numbers again. They also
        # stand under the help to go home, which may be asked because of it.
        before = await self.store.said_before(row["conversation_id"], row["seq"])
        if before is None or before["kind"] != "safety":
            return answer
        again = self.safety_texts.reply(before["body"]["category"])
        return replace(answer, replies=[*(answer.replies if answer.sure else ()), again])

    async def _asked(self, row: Row, changes: Changes) -> Answer:
        body: dict[str, Any] = {
            "conversation": row["conversation_id"],
            "message_id": f"{row['conversation_id']}.{row['seq']}",
            "language": changes.get("language", row["held_language"]),
        }
        said = row["body"]
        if row["button"]:
            body.update(button=row["button"], programme=said.get("under"))
        else:
            body["text"] = said["text"]
        answer = await self.rasa.patiently(body, PAUSES, self.sleep)
        return answer or Answer([self.notices.reply("outage")], state="failed")


async def _read(text: str, reader: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Let a pure function read a text, beside the loop when that takes long."""
    if len(text) < LONG:
        return reader(*given, **named)
    return await asyncio.to_thread(reader, *given, **named)
