"""Who may come to a page or an address of the desk: `allowed` stands before each handler.

Handlers ask `demand` again once they know of which case it is.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import NoReturn
from urllib.parse import urlencode

from aiohttp import web

from bot.desk import journal, sessions
from bot.desk.door import READS, fault_of, token_of, word_of
from bot.desk.keys import DATABASE, NOW
from bot.desk.pages import led, once_more
from bot.desk.rights import Action, may
from bot.web.errors import ApiError
from bot.web.errors import Handler as Plain

API = "/desk/api/"
SIGN_IN = "/desk/sign-in"
LOOK = "X-Desk-Look"
WAY = re.compile(r"/desk/[a-z0-9/_-]{1,100}")  # a page to which one may come back


@dataclass(frozen=True)
class Member:
    """Somebody of the staff who is signed in, at one request."""

    id: int
    name: str
    role: str
    now: datetime
    word: str  # what their forms carry

    def may(self, action: Action, protection: bool = False) -> bool:
        """Tell whether they may do this; `protection`: with a case of somebody in danger."""
        return may(self.role, action, protection)


Handler = Callable[[web.Request, Member], Awaitable[web.StreamResponse]]


def allowed(action: Action | None, moving: bool = True) -> Callable[[Handler], Plain]:
    """Let only those pass who may do it; None: whoever is signed in.

    `moving` False: for what a page asks by itself; that is no sign that somebody is there.
    """

    def around(handler: Handler) -> Plain:
        @wraps(handler)
        async def handle(request: web.Request) -> web.StreamResponse:
            if _is_led_here(request):
                return once_more(request)
            by_itself = LOOK in request.headers  # a page that is live asks, not a person
            member = await member_of(request, moving and not by_itself)
            fault = await fault_of(request, token_of(request))
            if member is None:
                return _sign_in_first(request, fault)
            if fault:
                await refuse(request, member, fault)
            if action:
                await demand(request, member, action)
            return await handler(request, member)

        return handle

    return around


async def member_of(request: web.Request, moving: bool = True) -> Member | None:
    """Return who is signed in; a stream asks again from time to time, for sessions end."""
    token, now, database = token_of(request), request.app[NOW](), request.app[DATABASE]
    if token is None:
        return None
    row = await database.read(lambda c: sessions.holder(c, token, now))
    if row is None:
        return None
    if moving and sessions.is_due(row, now):
        await database.write(lambda c: sessions.move(c, token, now))
    return Member(row["id"], row["name"], row["role"], now, word_of(token))


async def demand(
    request: web.Request,
    member: Member,
    action: Action,
    case_id: int | None = None,
    protection: bool = False,
) -> None:
    """Go on only if they may; ApiError 403, or 404 for a case of which they may not even know.

    Say `protection` also of a case that is not there: then both are told, and take, the same.
    """
    if protection and not member.may("see_protection"):
        await refuse(request, member, action, case_id, ApiError(404, "not_found"))
    if not member.may(action, protection):
        await refuse(request, member, action, case_id)


async def refuse(
    request: web.Request,
    member: Member,
    what: str,
    case_id: int | None = None,
    error: ApiError | None = None,
) -> NoReturn:
    """Log a refusal, then raise it."""
    await request.app[DATABASE].write(lambda c: journal.write(c, member, "refused", case_id, what))
    raise error or ApiError(403, "forbidden")


def _sign_in_first(request: web.Request, fault: str | None) -> web.Response:
    if fault == "foreign":
        raise ApiError(403, "forbidden")
    if request.path.startswith(API):
        raise ApiError(401, "unauthorized")
    told = {"said": "ended"} if token_of(request) else {}
    if request.method in READS and WAY.fullmatch(request.path):
        told["to"] = request.path
    if "language" in request.query:
        told["language"] = request.query["language"]
    return led(f"{SIGN_IN}?{urlencode(told)}" if told else SIGN_IN)


def _is_led_here(request: web.Request) -> bool:
    """Tell whether a link of another site led here: then the browser has kept the cookie back."""
    foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    page = request.method in READS and not request.path.startswith(API)
    return foreign and page and token_of(request) is None
