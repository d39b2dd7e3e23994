"""A person who writes without end: numbered messages, some sent twice, each until acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import ClientError, ClientSession

CHATS = "/api/v1/conversations"
ACKNOWLEDGED = (200, 202)
IN_FLIGHT, LATER = 0.15, 0.15  # shares of messages sent again: while under way, and afterwards
AT_ONCE = 3  # messages that a hasty person has under way
PAUSE = (0.2, 1.0)  # seconds before trying again
AWAY = 0  # instead of a status: the connection broke
Told = tuple[int, str]  # number and text of a reply


@dataclass
class Sent:
    """One message and what came back, for all times that it was sent."""

    own_id: str
    text: str
    first_at: float
    acknowledged_at: float | None = None
    requests: int = 0
    gateways: set[int] = field(default_factory=set)  # all that it was sent to
    kept_by: dict[int, float] = field(default_factory=dict)  # who may have kept it in files: when
    told: list[tuple[Told, ...]] = field(default_factory=list)  # each 200's replies
    follows: str | None = None  # the message before, by whichever gateway it goes


@dataclass
class Talk:
    """One conversation; it moves to the next gateway when its own is away."""

    session: ClientSession
    gateways: Sequence[str]
    name: str
    questions: Sequence[str]
    hasty: bool
    dice: Random
    statuses: Counter[str]
    again: Counter[str]
    key: str = ""
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    _at: int = 0  # which gateway
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self) -> None:
        """Open the conversation."""
        while True:
            status, body = await self._ask("POST", CHATS, {"language": "en"}, self._at)
            if status == 201:
                self.key, self.token = body["conversation_id"], body["token"]
                return
            await self._try_again(status, self._at)

    async def speak(self, enough: asyncio.Event) -> None:
        """Write until it is enough; return when all is acknowledged."""
        under_way: set[asyncio.Task[None]] = set()
        while not enough.is_set():
            under_way.add(asyncio.create_task(self._say()))
            most = AT_ONCE if self.hasty else 1
            if len(under_way) >= most:
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            await asyncio.sleep(self.dice.uniform(0.0, 0.3))
        await asyncio.gather(*under_way)
        await asyncio.gather(*self._later)

    async def history(self) -> list[dict[str, Any]]:
        """Read the conversation."""
        while True:
            status, body = await self._ask("GET", f"{self._path}/messages", None, self._at)
            if status == 200:
                return list(body["messages"])
            await self._try_again(status, self._at)

    @property
    def _path(self) -> str:
        return f"{CHATS}/{self.key}"

    async def _say(self) -> None:
        number = len(self.sent) + 1
        question = self.questions[number % len(self.questions)]
        text = f"{question} ({self.name}, {number})"
        follows = self.sent[-1].own_id if self.sent else None
        sent = Sent(f"{self.name}-{number}", text, time.time(), follows=follows)
        self.sent.append(sent)
        fate = self.dice.random()
        if fate < IN_FLIGHT:
            await asyncio.gather(self._deliver(sent), self._at_the_same_time(sent))
        else:
            await self._deliver(sent)
        if IN_FLIGHT <= fate < IN_FLIGHT + LATER:
            self._later.add(asyncio.create_task(self._afterwards(sent)))

    async def _at_the_same_time(self, sent: Sent) -> None:
        await asyncio.sleep(self.dice.uniform(0.0, 0.05))
        self.again["in flight"] += 1
        await self._deliver(sent, self.dice.randrange(len(self.gateways)))

    async def _afterwards(self, sent: Sent) -> None:
        await asyncio.sleep(self.dice.uniform(0.0, 3.0))
        self.again["later"] += 1
        await self._deliver(sent, self.dice.randrange(len(self.gateways)))

    async def _deliver(self, sent: Sent, at: int | None = None) -> None:
        """Send until it is acknowledged."""
        while True:
            chosen = self._at if at is None else at
            if await self._posted(sent, chosen):
                return
            at = None if at is None else (at + 1) % len(self.gateways)
            self.again["after a fault"] += 1

    async def _posted(self, sent: Sent, at: int) -> bool:
        sent.requests += 1
        sent.gateways.add(at)
        body = {"text": sent.text, "client_message_id": sent.own_id}
        if sent.follows:
            body["follows"] = sent.follows
        status, said = await self._ask("POST", f"{self._path}/messages", body, at)
        if status not in ACKNOWLEDGED:
            await self._try_again(status, at)
            return False
        if status == 202:
            sent.kept_by.setdefault(at, time.time())
        sent.acknowledged_at = sent.acknowledged_at or time.time()
        if status == 200:
            sent.told.append(tuple((one["seq"], one["text"]) for one in said["messages"]))
        return True

    async def _try_again(self, status: int, at: int) -> None:
        if status == AWAY and at == self._at:
            self._at = (at + 1) % len(self.gateways)
        await asyncio.sleep(self.dice.uniform(*PAUSE))

    async def _ask(self, method: str, path: str, body: Any, at: int) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.gateways[at]}{path}"
        try:
            async with self.session.request(method, url, json=body, headers=headers) as answer:
                said = await answer.json()
        except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            self.statuses[type(error).__name__] += 1
            return AWAY, {}
        code = said["error"]["code"] if "error" in said else ""
        self.statuses[f"{answer.status} {code}".strip()] += 1
        return answer.status, said
