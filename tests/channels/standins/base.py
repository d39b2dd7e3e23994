"""A platform's side on loopback: what every stand-in has. The vendors' public documentation says
what each does; a test says when it fails."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

Handler = Any
S = TypeVar("S", bound="StandIn")


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call."""

    status: int = 500
    wait: int | None = None  # seconds that the platform asks for
    hangs: bool = False  # there is no answer until the test says `release`
    taken: bool = False  # it took the message, and only its answer is lost


@dataclass(frozen=True)
class Acknowledged:
    """What the gateway answered to one delivery."""

    status: int
    content_type: str
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class StandIn:
    """A server that remembers what was sent to people, in order, and calls a gateway."""

    sent: list[dict[str, Any]] = field(default_factory=list)  # what reached people
    answers: list[int] = field(default_factory=list)  # the status of every call to it
    delivered: list[Acknowledged] = field(default_factory=list)  # what the gateway answered
    down: Fault | None = None  # how every call fails, until it is None again

    def __post_init__(self) -> None:
        self._faults: deque[Fault | None] = deque()
        self._released = asyncio.Event()
        self._hung = asyncio.Semaphore(0)
        application = web.Application(middlewares=[self._meddle])
        application.add_routes(self.routes())
        self._server = TestServer(application)

    def routes(self) -> list[web.RouteDef]:
        """Return what the vendor serves."""
        raise NotImplementedError

    def failure(self, fault: Fault) -> web.Response:
        """Return a failure in the vendor's form."""
        raise NotImplementedError

    async def __aenter__(self: S) -> S:
        await self._server.start_server()
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await self._session.close()
        await self._server.close()

    @property
    def url(self) -> str:
        """Return what <CHANNEL>_API_BASE is to be."""
        return str(self._server.make_url("")).rstrip("/")

    def fails(self, *faults: Fault | None) -> None:
        """Let the next calls fail so, one each; None: that one works."""
        self._faults.extend(faults)

    async def hung(self) -> None:
        """Wait until one more call hangs."""
        await self._hung.acquire()

    def release(self) -> None:
        """Let the calls that hang come to an end, and no more hang."""
        self._released.set()

    def texts(self, person: object = None) -> list[str]:
        """Return what was sent, to one person or to all."""
        return [one["text"] for one in self.sent if person in (None, one["to"])]

    @web.middleware
    async def _meddle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.down or (self._faults.popleft() if self._faults else None)
        if fault is None:
            answer = await handler(request)
        else:
            if fault.taken:
                await handler(request)
            if fault.hangs:
                self._hung.release()
                await self._released.wait()
            answer = self.failure(fault)
        self.answers.append(answer.status)
        return answer

    async def call(self, url: str, body: bytes, headers: Mapping[str, str]) -> Acknowledged:
        """Call the gateway once; status 0 when it is not there."""
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                made = Acknowledged(answer.status, answer.content_type, await answer.read())
        except OSError:
            made = Acknowledged(0, "", b"")
        self.delivered.append(made)
        return made
