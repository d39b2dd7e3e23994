"""The side of Meta that WhatsApp and Messenger share: tokens, faults, signed webhooks.

Written from Meta's public documentation. It takes calls as strictly as the vendor says it does,
remembers what it took in order, and brings what people write to a gateway.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.channels.standins.graph import Fault, GraphError, Json, Taken, body_of

Own = TypeVar("Own", bound="MetaStandIn")
WINDOW = timedelta(hours=24)
PAUSES = (0.0, 0.05, 0.1, 0.2)  # Meta's are longer; their number and growth matter here


class MetaStandIn:
    """A server that is Meta to us. `now` is its clock; `accounts` are our numbers or pages."""

    path = ""  # of the call that sends

    def __init__(
        self,
        token: str,
        secret: str,
        now: Callable[[], datetime],
        accounts: Sequence[str],
        version: str = "v23.0",
    ) -> None:
        self.token, self.secret, self.now, self.accounts = token, secret, now, tuple(accounts)
        self.version = version
        self.sent: list[Taken] = []
        self.refused: list[Json] = []  # the errors given, in order
        self.faults: list[Fault] = []
        self.blocked: set[str] = set()  # people who want nothing from us
        self.wrote: dict[str, datetime] = {}  # when people wrote last
        self.deliveries: list[int] = []  # how the gateway answered our webhooks
        self._count = 0

    async def __aenter__(self: Own) -> Own:
        app = web.Application()
        app.router.add_post(f"/{self.version}/{self.path}", self._called)
        self._server = TestServer(app)
        await self._server.start_server()
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._server.close()

    @property
    def api_base(self) -> str:
        """Return what <CHANNEL>_API_BASE is here."""
        return f"http://127.0.0.1:{self._server.port}/{self.version}"

    def fail(
        self,
        code: int,
        status: int = 400,
        subcode: int | None = None,
        after: int | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer the next calls with an error; `after`: Retry-After."""
        headers = {} if after is None else {"Retry-After": str(after)}
        self.faults.append(
            Fault(GraphError(code, "set by a test", subcode, status), headers, times=times)
        )

    async def _called(self, request: web.Request) -> web.StreamResponse:
        fault = self._fault()
        if fault and not fault.taken:
            return await self._goes_wrong(request, fault)
        try:
            self._authorised(request)
            answer = web.json_response(self.take(request, await body_of(request)))
        except GraphError as error:
            self.refused.append(error.body)
            return web.json_response(error.body, status=error.status)
        return await self._goes_wrong(request, fault, answer) if fault else answer

    def _fault(self) -> Fault | None:
        if not self.faults:
            return None
        first = self.faults[0]
        if first.times is not None:
            first.times -= 1
            if first.times <= 0:
                self.faults.pop(0)
        return first

    async def _goes_wrong(
        self, request: web.Request, fault: Fault, answer: web.Response | None = None
    ) -> web.StreamResponse:
        await asyncio.sleep(fault.hangs)
        if fault.cut and request.transport:
            request.transport.close()
        if fault.error:
            self.refused.append(fault.error.body)
            error = fault.error
            return web.json_response(error.body, status=error.status, headers=fault.headers)
        return answer or web.Response(status=502, text="<html>Bad gateway</html>")

    def _authorised(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "")
        if "access_token" in request.query:
            raise GraphError(100, "a token in the address: strict on purpose, logs keep addresses")
        if not given.startswith("Bearer "):
            raise GraphError(
                104, "An access token is required to request this resource.", None, 401
            )
        if given != f"Bearer {self.token}":
            raise GraphError(190, "Invalid OAuth access token.", None, 401)

    def take(self, request: web.Request, body: Json) -> Json:
        """Accept a message and return the answer; GraphError when the vendor would not."""
        raise NotImplementedError

    def new_id(self) -> str:
        """Return an id that was not given before."""
        self._count += 1
        return f"{self._count:08d}"

    def in_window(self, person: str) -> bool:
        """Tell whether a person wrote less than 24 hours ago."""
        wrote = self.wrote.get(person)
        return wrote is not None and self.now() - wrote < WINDOW

    async def bring(
        self, url: str, payload: Json, times: int = 1, pauses: Sequence[float] = PAUSES
    ) -> list[int]:
        """Bring a payload to a gateway, `times` at once, each again until it is taken."""
        raw = json.dumps(payload).encode()
        made = hmac.new(self.secret.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={made}", "Content-Type": "application/json"}
        each = await asyncio.gather(*(self._bring(url, raw, headers, pauses) for _ in range(times)))
        return [status for statuses in each for status in statuses]

    async def _bring(
        self, url: str, raw: bytes, headers: Mapping[str, str], pauses: Sequence[float]
    ) -> list[int]:
        statuses = []
        for pause in pauses:
            await asyncio.sleep(pause)
            async with self._session.post(url, data=raw, headers=headers) as answer:
                statuses.append(answer.status)
            self.deliveries.append(statuses[-1])
            if statuses[-1] == 200:
                break
        return statuses

    async def shake_hands(self, url: str, word: str, challenge: str = "1158201444") -> bool:
        """Tell whether a gateway proves that it is the address that was entered."""
        query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": challenge}
        async with self._session.get(url, params=query) as answer:
            return answer.status == 200 and await answer.text() == challenge
