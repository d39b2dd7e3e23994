"""How a conversation stands, and keeping it on this device for some days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from bot.conversations import staying
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.render import instant
from bot.conversations.store import IDLE
from bot.web.api import ROOT, conversation_of
from bot.web.body import body_of
from bot.web.contact import may_leave
from bot.web.errors import ApiError
from bot.web.keys import NOW, PERSONAL_DATA, SETTINGS, STORE
from bot.web.openapi import own_data
from bot.web.openapi.operation import described

CHOICES = (staying.DAYS, 0)


def routes() -> list[web.RouteDef]:
    """Return both routes."""
    one = ROOT + "/{id}"
    return [web.get(one, stands), web.put(one + "/keep", keep)]


@described(own_data.STANDS)
async def stands(request: web.Request) -> web.Response:
    """Say what a page needs to know to offer what is possible."""
    row = await conversation_of(request)
    now, database = request.app[NOW](), request.app[PERSONAL_DATA].database
    case = await database.read(lambda c: staying.newest_case(c, row["id"]))
    waits = case is not None and staying.is_open_case(case)
    return web.json_response(
        {
            "conversation_id": row["id"],
            "language": row["language"],
            "expires_at": instant(_open_until(row, now)),
            "case": _case(case) if case else None,
            "kept": row["kept_until"] is not None and now <= utc(row["kept_until"]),
            "may_leave_contact": waits and may_leave(request),
            "contact_left": case is not None and case["contact"] is not None,
        }
    )


def _case(case: Row) -> dict[str, Any]:
    state = "open" if staying.is_open_case(case) else "closed"
    return {"opened_at": instant(case["opened_at"]), "state": state}


def _open_until(row: Row, now: datetime) -> datetime:
    return staying.open_until({**row, "expires_at": now + IDLE})  # this call counts, too


@described(own_data.KEEP)
async def keep(request: web.Request) -> web.Response:
    """Keep the conversation on this device for days, or for the idle minutes again."""
    row = await conversation_of(request)
    days = (await body_of(request, "days")).get("days")
    if type(days) is not int or days not in CHOICES:  # True is 1, and 7.0 is 7
        raise ApiError(422, "bad_days")
    now, store = request.app[NOW](), request.app[STORE]
    until = staying.latest(now, request.app[SETTINGS].retention_days) if days else None
    database = request.app[PERSONAL_DATA].database
    if not await database.write(lambda c: staying.keep(c, row["id"], until)):
        raise ApiError(422, "no_case")
    kept = {**row, "kept_until": until}
    store.known.remember(row["id"], kept)  # for when the database is away
    return web.json_response({"expires_at": instant(_open_until(kept, now))})
