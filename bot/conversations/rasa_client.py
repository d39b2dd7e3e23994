"""The gateway's way to the Rasa process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from bot.logs import tell

log = logging.getLogger("bot.conversations")
Sleep = Callable[[float], Awaitable[None]]
LOOK_AGAIN = 0.5  # seconds
LOOKS = 1200  # ten minutes of them, in which nobody listens
TIMEOUT = ClientTimeout(total=15, connect=2)
CHAT = ("answer", "question", "eligibility", "smalltalk", "notice")
KINDS = frozenset({*CHAT, "not_known", "out_of_scope", "handoff", "safety"})


class RasaUnavailable(RuntimeError):
    """Rasa is slow or could not handle the turn; try again."""


class RasaAway(RasaUnavailable):
    """Nobody listens: Rasa is starting, or gone."""


@dataclass(frozen=True)
class Answer:
    """What Rasa says, what the gateway shall do, and whether the question was clear."""

    replies: list[dict[str, Any]]
    effects: list[dict[str, Any]] = field(default_factory=list)
    sure: bool = True
    state: str = "done"
    intents: tuple[str, ...] = ()  # what was understood
    confidences: tuple[float, ...] = ()  # how surely, from 0 to 1

    @property
    def understood(self) -> list[dict[str, Any]] | None:
        """Return what was understood, and how surely; None when nothing is told of it."""
        both = zip(self.intents, self.confidences, strict=False)
        return [{"intent": name, "confidence": sure} for name, sure in both] or None


@dataclass(frozen=True)
class RasaClient:
    """Sends one turn and returns replies and effects."""

    session: ClientSession
    urls: Sequence[str]
    token: str
    failed: Callable[[str], None] = lambda why: None  # told of each try without an answer

    def url_for(self, conversation: str, tries: int = 0) -> str:
        """Return the process that a conversation goes to; after each try the next one."""
        return self.urls[(crc32(conversation.encode()) + tries) % len(self.urls)]

    async def turn(self, body: dict[str, Any], tries: int = 0) -> Answer:
        """Let Rasa handle one message; RasaUnavailable when it did not."""
        url = self.url_for(body["conversation"], tries)
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.post(
                f"{url}/internal/turn", json=body, headers=headers, timeout=TIMEOUT
            ) as answer:
                if answer.status != 200:
                    raise RasaUnavailable(f"status {answer.status}")
                said = await answer.json()
        except ClientConnectorError as error:
            raise RasaAway(type(error).__name__) from None
        except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from None
        return _read(said)

    async def patiently(
        self, body: dict[str, Any], pauses: Sequence[float], sleep: Sleep
    ) -> Answer | None:
        """Try until Rasa answers, with these pauses in seconds; None when it never did.

        While nobody listens that is no try: a process starts, and nobody shall wait longer.
        """
        looks = tries = 0
        while tries < len(pauses) and looks < LOOKS:
            try:
                return await self.turn(body, tries + looks)
            except RasaAway:
                looks += 1
                self.failed("away")
                await sleep(LOOK_AGAIN)
            except RasaUnavailable as error:
                tries += 1
                self.failed("no answer")
                tell(log, logging.WARNING, "rasa did not answer", why=str(error), tries=tries)
                await sleep(pauses[tries - 1])
        return None

    async def healthy(self) -> bool:
        """Tell whether a Rasa process has a model and answers."""
        return any(await asyncio.gather(*map(self._is_healthy, self.urls)))

    async def _is_healthy(self, url: str) -> bool:
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.get(
                f"{url}/internal/health", headers=headers, timeout=TIMEOUT
            ) as answer:
                return answer.status == 200
        except (ClientError, asyncio.TimeoutError, OSError):
            return False


def _read(said: Any) -> Answer:
    """Take what Rasa's process said; what is no answer is not stored, but asked again."""
    replies = said.get("replies") if isinstance(said, dict) else None
    if not isinstance(replies, list) or not replies or not all(map(_is_reply, replies)):
        raise RasaUnavailable("no reply")
    effects = said.get("effects", [])
    if not isinstance(effects, list) or not all(isinstance(one, dict) for one in effects):
        raise RasaUnavailable("effects that are none")
    intents = tuple(str(one) for one in said.get("intents") or [])
    told = said.get("confidences") or []
    sure = tuple(float(one) for one in told if isinstance(one, (int, float)))
    return Answer(replies, effects, bool(said.get("sure", True)), "done", intents, sure)


def _is_reply(reply: Any) -> bool:
    text = reply.get("text") if isinstance(reply, dict) else None
    spoken = isinstance(text, dict) and all(isinstance(text.get(one), str) for one in ("fr", "en"))
    lists = ("sources", "contacts", "buttons")
    return (
        spoken
        and reply.get("kind") in KINDS
        and all(isinstance(one, dict) for name in lists for one in reply.get(name) or [])
    )
