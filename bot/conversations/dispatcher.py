"""Handles stored messages, one at a time a conversation: Rasa, then the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import cases
from bot.conversations.asking import PAUSES, Asking, Changes
from bot.conversations.cases import Due
from bot.conversations.correspondents import channel_of
from bot.conversations.moment import utc
from bot.conversations.rasa_client import Answer, Sleep
from bot.conversations.reading import Row
from bot.conversations.reception import Reception
from bot.conversations.return_codes import NewCode, ReturnCodes
from bot.conversations.sharing import Sharing
from bot.logs import short_id, tell
from bot.stopping import stop
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.conversations")
LOOK_AGAIN = 1.0  # seconds
BEAT = 3.0  # seconds between two looks at what nobody handles
MOST_TRIES = 8  # times that a message is taken up before it is given up
Replies = list[dict[str, Any]]


@dataclass(kw_only=True)
class Dispatcher(Reception):
    """One task a conversation with something to do; `wake` starts it."""

    sharing: Sharing
    asking: Asking
    sleep: Sleep = asyncio.sleep
    codes: ReturnCodes | None = None  # None: none is given, as on a platform
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _woken: set[str] = field(default_factory=set)  # conversations to look at once more
    _closed: bool = False
    _broken: set[str] = field(default_factory=set)  # conversations whose task failed
    _news: dict[tuple[str, int], asyncio.Event] = field(default_factory=dict)
    _said: dict[tuple[str, int], Sequence[Row]] = field(default_factory=dict)

    async def look_after(self) -> None:
        """Go on, for ever, with what an earlier process, another gateway or a fault left."""
        while True:
            try:
                await self.sharing.beat(self.now())
                waiting = await self.sharing.take_waiting(self.now())
            except Exception as error:  # most of all a database that is away: look again
                tell(log, logging.ERROR, "no look at what waits", kind=type(error).__name__)
                waiting = []
            broken, self._broken = self._broken, set()
            for key in {*broken, *waiting}:
                self.wake(key)
            with suppress(DatabaseAway):
                await self._measure()
            await asyncio.sleep(BEAT)

    def wake(self, key: str) -> None:
        """See to it that a conversation's messages are handled, unless we stop."""
        if self._closed:
            return
        if key in self._tasks:
            self._woken.add(key)  # that task may just have seen that nothing waits
        else:
            task = asyncio.create_task(self._work(key))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))

    def _finished(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)
        woken = key in self._woken
        self._woken.discard(key)
        if task.cancelled():
            return
        if task.exception() is not None:
            self._broken.add(key)
            kind = type(task.exception()).__name__
            tell(log, logging.ERROR, "dispatcher stopped", conversation=short_id(key), kind=kind)
        elif woken:
            self.wake(key)

    async def wait(self, key: str, seq: int, seconds: float) -> Sequence[Row] | None:
        """Return the replies to a message, or None when they take longer than `seconds`."""
        news = self._news.setdefault((key, seq), asyncio.Event())
        end = asyncio.get_running_loop().time() + seconds
        try:
            while (left := end - asyncio.get_running_loop().time()) > 0:
                self.wake(key)
                with suppress(asyncio.TimeoutError):  # another process may answer: look again
                    await asyncio.wait_for(news.wait(), min(left, LOOK_AGAIN))
                if (replies := self._said.get((key, seq))) is None:
                    replies = await self.store.replies_to(key, seq)
                if replies is not None:
                    return replies
        finally:
            self._news.pop((key, seq), None)
            self._said.pop((key, seq), None)
        return None

    async def close(self) -> None:
        """Stop; what was not handled waits in the database."""
        self._closed = True
        await stop(list(self._tasks.values()))
        with suppress(DatabaseAway):  # without a goodbye others wait a few seconds
            await self.sharing.leave()
            await self.store.tally()

    async def _work(self, key: str) -> None:
        more = True
        while more and (row := await self.store.next_pending(key)) is not None:
            more = await self._handle(row)
            if news := self._news.get((key, row["seq"])):
                news.set()

    async def _handle(self, row: Row) -> bool:
        """Answer a message; return whether another may wait in its conversation."""
        changes: Changes = {}
        if row["button"] is None:
            changes = await self.language_of(row, row["body"]["text"], row["held_language"])
        answer = self.asking.given_up
        if row["tries"] < MOST_TRIES:
            answer = await self.asking.answer(row, changes)
        for effect in answer.effects:
            if effect["type"] == "set_language":
                changes = {"language": effect["language"], "language_chosen": True, "log_odds": 0.0}
        return await self._store(row, answer, changes, await self._due(row, answer))

    async def _due(self, row: Row, answer: Answer) -> Due | None:
        before = None
        if any(reply["kind"] in cases.MAY_BE_DUE for reply in answer.replies):
            last = await self.store.said_before(row["conversation_id"], row["seq"])
            before = last["body"] if last else None
        topic = next(iter(answer.intents), None)
        return cases.due(answer.replies, before, answer.state == "failed", topic)

    def _tell(self, row: Row, said: Sequence[Row]) -> None:
        """Hand the replies to whoever waits for them."""
        waited_for = row["conversation_id"], row["seq"]
        self.heard(row["conversation_id"])
        if said and waited_for in self._news:  # else it stands in the database: look there
            self._said[waited_for] = said

    async def _store(self, row: Row, answer: Answer, changes: Changes, due: Due | None) -> bool:
        for pause in PAUSES:
            try:
                now = self.now()
                replies, code = await self._with_code(row, answer, changes, now)
                values = (replies, changes, answer.state, now, due, code, answer.understood)
                finished = await self.store.finish(row, *values)
                self._measured(row, answer, finished.said, due, now)
                self._tell(row, finished.said)
                return finished.more
            except SQLAlchemyError as error:
                tell(log, logging.ERROR, "reply not stored yet", kind=type(error).__name__)
                await self.sleep(pause)
        raise RuntimeError("the database does not take replies")

    async def _with_code(
        self, row: Row, answer: Answer, changes: Changes, now: datetime
    ) -> tuple[Replies, NewCode | None]:
        if self.codes is None or channel_of(row["conversation_id"]):
            return answer.replies, None
        language = str(changes.get("language", row["held_language"]))
        return await self.codes.told(answer.replies, language, now)

    def _measured(
        self, row: Row, answer: Answer, said: Sequence[Row], due: Due | None, now: datetime
    ) -> None:
        if not said:
            return  # another gateway was quicker, or it was erased
        seconds = (now - utc(row["at"])).total_seconds()
        self.metrics.seconds.observe(seconds)
        self.metrics.said(answer.replies, said[0]["language"], answer.intents)
        self.metrics.due(due)
        self.metrics.given_up.inc(failed := answer.state == "failed")
        tell(
            log,
            logging.ERROR if failed else logging.INFO,
            "given up" if failed else "answered",
            conversation=short_id(row["conversation_id"]),
            seq=row["seq"],
            seconds=round(seconds, 3),
            kinds=[reply["kind"] for reply in answer.replies],
        )

    async def _measure(self) -> None:
        await self.store.tally()
        waiting, oldest = await self.store.waiting()
        self.metrics.waiting.set(waiting)
        age = (self.now() - utc(oldest)).total_seconds() if oldest else 0
        self.metrics.oldest.set(max(0, age))
