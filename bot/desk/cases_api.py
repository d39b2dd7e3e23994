"""The desk's JSON: the queue, a case, and what is done with it; live by server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from aiohttp import web

from bot.conversations import resuming
from bot.conversations.casework import Refused
from bot.conversations.tables import case
from bot.conversations.text import clean
from bot.desk import journal, queue, story
from bot.desk.doing import Bad, Doing, may_touch
from bot.desk.guard import Member, allowed, member_of
from bot.desk.keys import DATABASE, DOING, HEARD
from bot.desk.queue import PAGE, PROTECTED, Filters
from bot.desk.refusals import DeskError
from bot.desk.rights import Action, may
from bot.web.body import body_of
from bot.web.errors import ApiError

ROOT = "/desk/api/cases"
ONE = ROOT + "/{id:[0-9]{1,9}}"
ACTIONS: tuple[Action, ...] = ("take", "assign", "reply", "hand_back", "close", "note", "label")
NAMES = ("taken_by", "priority", "topic", "programme", "office", "reason", "label", "channel")
LONGEST = 100
LOOK = 2.0  # seconds between two looks for something new
SIGN_OF_LIFE = 15.0


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    listed = [web.get(ROOT, cases), web.get(ONE, one), web.get("/desk/api/events", events)]
    return [*listed, *(web.post(f"{ONE}/{name}", acting(name)) for name in ACTIONS)]


@allowed("see_queue")
async def cases(request: web.Request, member: Member) -> web.Response:
    """Return a page of the queue, and how many wait."""
    protection = may(member.role, "see_protection")
    filters, page = asked(request.query, member)
    database = request.app[DATABASE]
    rows = await database.read(lambda c: queue.listed(c, filters, protection, page))
    counts = await database.read(lambda c: queue.counted(c, member.name, protection))
    listed = [story.fields(row) for row in rows[:PAGE]]
    return web.json_response({"cases": listed, "more": len(rows) > PAGE, "counts": counts})


@allowed("see_case")
async def one(request: web.Request, member: Member) -> web.Response:
    """Return a case with its conversation; that it was seen is in the log."""
    return web.json_response({"case": await seen(request, member, number(request))})


async def seen(request: web.Request, member: Member, case_id: int) -> dict[str, Any]:
    """Return a case, noting who sees it; 404 when it is not there for them."""
    protection = may(member.role, "see_protection")

    def work(connection: sa.Connection) -> dict[str, Any] | None:
        told = story.told(connection, case_id, protection)
        if told is not None:
            detail = "protection" if told["protected"] else None
            journal.write(connection, member, "see_case", case_id, detail)
        return told

    told = await request.app[DATABASE].write(work)
    if told is None:
        raise ApiError(404, "not_found")
    return told


def acting(action: Action) -> Any:
    """Return the handler of an action."""

    @allowed(action)
    async def act(request: web.Request, member: Member) -> web.Response:
        """Do it once, and return the case."""
        await done(request, member, action, await body_of(request, may_be_empty=True))
        return web.json_response({"case": await seen(request, member, number(request))})

    return act


async def done(
    request: web.Request, member: Member, action: str, fields: Mapping[str, Any]
) -> None:
    """Do something with a case, in one transaction with its line in the log; ApiError: not done."""
    doing: Doing = request.app[DOING]
    case_id, protection = number(request), may(member.role, "see_protection")
    try:
        part = doing.part(action, fields, member.name, member.now)

        def work(connection: sa.Connection) -> str:
            may_touch(connection, case_id, protection)
            held = part(connection, case_id)
            journal.write(connection, member, action, case_id)
            return str(held["conversation_id"])

        key = await request.app[DATABASE].write(work)
    except (Bad, Refused) as error:
        raise DeskError.of(error) from None
    request.app[HEARD](key)


def number(request: web.Request) -> int:
    """Return the case's number in a path."""
    return int(request.match_info["id"])


def asked(query: Mapping[str, str], member: Member) -> tuple[Filters, int]:
    """Return the filters and the page that an address asks for; words only for who may search."""
    given: dict[str, Any] = {
        name: clean(query[name])[:LONGEST]
        for name in (*NAMES, "words")
        if clean(query.get(name, ""))
    }
    if "words" in given and not may(member.role, "search"):
        del given["words"]
    if query.get("spoken"):  # "language" is that of the page
        given["language"] = query["spoken"][:LONGEST]
    if query.get("mine"):
        given["taken_by"] = member.name
    for name in ("unassigned", "closed"):
        given[name] = bool(query.get(name))
    page = query.get("page", "0")
    number = page.isascii() and page.isdecimal() and len(page) < 6
    return Filters(**given), int(page) if number else 0


async def of_code(request: web.Request, member: Member, code: str) -> int | None:
    """Return the case that a caller's return code leads to; it is not used up by that."""
    database = request.app[DATABASE]
    row = await resuming.found(database, code, member.now)
    if row is None:
        return None
    mine = case.c.conversation_id == row["conversation_id"]
    newest = sa.select(sa.func.max(case.c.id)).where(mine)
    if not member.may("see_protection"):
        newest = newest.where(~PROTECTED)

    def work(connection: sa.Connection) -> int | None:
        case_id: int | None = connection.execute(newest).scalar()
        journal.write(connection, member, "search_code", case_id)
        return case_id

    return await database.write(work)


@allowed("see_queue", moving=False)
async def events(request: web.Request, member: Member) -> web.StreamResponse:
    """Tell, until they leave or their session ends, that something is not as it was."""
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    before, silent, protection = None, 0.0, member.may("see_protection")
    while not _is_gone(request):
        if await member_of(request, moving=False) is None:
            await response.write(b"event: ended\ndata: {}\n\n")
            break
        state = await request.app[DATABASE].read(lambda c: _state(c, protection))
        silent = silent + LOOK if state == before else 0.0
        if before is not None and state != before:
            await response.write(b"event: changed\ndata: {}\n\n")
        elif silent >= SIGN_OF_LIFE:
            await response.write(b": still here\n\n")
            silent = 0.0
        before = state
        await asyncio.sleep(LOOK)
    return response


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _state(connection: sa.Connection, protection: bool) -> tuple[Any, ...]:
    """Return what is another whenever a case is, or its person writes to staff."""
    newest = sa.select(sa.func.max(case.c.changed_at), sa.func.count(), sa.func.max(case.c.id))
    return tuple(connection.execute(newest if protection else newest.where(~PROTECTED)).one())
