"""The gateway's way to the Rasa process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

log = logging.getLogger("bot.conversations")
Sleep = Callable[[float], Awaitable[None]]
LOOK_AGAIN = 0.5  # seconds
TIMEOUT = ClientTimeout(total=15, connect=2)


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


@dataclass(frozen=True)
class RasaClient:
    """Sends one turn and returns replies and effects."""

    session: ClientSession
    url: str
    token: str

    async def turn(self, body: dict[str, Any]) -> Answer:
        """Let Rasa handle one message; RasaUnavailable when it did not."""
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.post(
                f"{self.url}/internal/turn", json=body, headers=headers, timeout=TIMEOUT
            ) as answer:
                if answer.status != 200:
                    raise RasaUnavailable(f"status {answer.status}")
                said = await answer.json()
        except ClientConnectorError as error:
            raise RasaAway(type(error).__name__) from None
        except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from None
        if not said.get("replies"):
            raise RasaUnavailable("no reply")
        return Answer(said["replies"], said.get("effects", []), said.get("sure", True))

    async def patiently(
        self, body: dict[str, Any], pauses: Sequence[float], sleep: Sleep
    ) -> Answer | None:
        """Try until Rasa answers, with these pauses in seconds; None when it never did."""
        for pause in pauses:
            try:
                return await self.turn(body)
            except RasaAway:
                await self._until_back(pause, sleep)
            except RasaUnavailable as error:
                log.warning("rasa did not answer, trying again: %s", error)
                await sleep(pause)
        return None

    async def _until_back(self, longest: float, sleep: Sleep) -> None:
        """Wait for Rasa to listen again, so that nobody waits longer than it takes to start."""
        waited = 0.0
        while waited < longest:
            await sleep(min(LOOK_AGAIN, longest - waited))
            waited += LOOK_AGAIN
            if await self.healthy():
                return

    async def healthy(self) -> bool:
        """Tell whether Rasa has a model and answers."""
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.get(
                f"{self.url}/internal/health", headers=headers, timeout=TIMEOUT
            ) as answer:
                return answer.status == 200
        except (ClientError, asyncio.TimeoutError, OSError):
            return False
