"""The desk's pages: the queue, and a case on one screen. What is done leads back by 303."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.channel_settings import NAMES as CHANNELS
from bot.conversations.cases import PRIORITIES, REASONS
from bot.conversations.casework import OUTCOMES
from bot.desk import queue
from bot.desk.cases_api import ACTIONS, asked, done, number, of_code, seen
from bot.desk.doing import colleagues
from bot.desk.guard import Member, allowed
from bot.desk.keys import CANNED, DATABASE, OFFICES, TOPICS
from bot.desk.pages import language_of, led, page, templates
from bot.desk.queue import PAGE
from bot.desk.reach import reaching
from bot.desk.rights import Action, may
from bot.desk.story import fields
from bot.web.door import form_of
from bot.web.errors import ApiError
from bot.web.templating import OTHER, filled
from bot.web.templating import templates as of_the_web
from knowledge.basics import LANGUAGES

NOT_KEPT = ("page", "language")  # in the links of a queue
HOME, ONE = "/desk/", "/desk/cases/{id:[0-9]{1,9}}"
ALWAYS = {
    "priority": PRIORITIES,
    "reason": REASONS,
    "language": LANGUAGES,
    "channel": (queue.WEB, *CHANNELS),
}
VIEWS = (
    ("all", ""),
    ("urgent", "?priority=urgent"),
    ("unassigned", "?unassigned=1"),
    ("mine", "?mine=1"),
    ("closed", "?closed=1"),
)


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    listed = [web.get(HOME, home), web.get(ONE, one), web.post("/desk/code", by_code)]
    return [*listed, *(web.post(f"{ONE}/{name}", acting(name)) for name in ACTIONS)]


@allowed(None)
async def home(request: web.Request, member: Member) -> web.Response:
    """Show the queue, or to who may not see it what they may do."""
    if not member.may("see_queue"):
        return page(request, "start.html", member=member)
    return await _home(request, member, None)


async def _home(request: web.Request, member: Member, wrong: str | None) -> web.Response:
    protection = may(member.role, "see_protection")
    filters, at = asked(request.query, member)
    database = request.app[DATABASE]
    rows = await database.read(lambda c: queue.listed(c, filters, protection, at))
    counts = await database.read(lambda c: queue.counted(c, member.name, protection))
    chosen = await database.read(lambda c: queue.choices(c, protection))
    query = {name: value for name, value in request.query.items() if name not in NOT_KEPT}
    view = f"?{urlencode(query)}" if query else ""
    twin = urlencode({**query, "language": OTHER[language_of(request)]})
    given = {
        "cases": [_waiting(request, member, fields(row)) for row in rows[:PAGE]],
        "more": len(rows) > PAGE,
        "page": at,
        "before": f"?{urlencode({**query, 'page': at - 1})}",
        "after": f"?{urlencode({**query, 'page': at + 1})}",
        "counts": counts,
        "views": VIEWS,
        "view": view,
        "twin": f"{HOME}?{twin}",
        "filters": filters,
        "filtered": view not in [one for _, one in VIEWS],
        "options": {**chosen, **ALWAYS},
        "may_search": may(member.role, "search"),
        "wrong": wrong,
    }
    return _page(request, member, "queue.html", given)


@allowed("see_case")
async def one(request: web.Request, member: Member) -> web.Response:
    """Show a case."""
    return await _one(request, member, None)


async def _one(
    request: web.Request, member: Member, wrong: ApiError | None, draft: str = ""
) -> web.Response:
    told = await seen(request, member, number(request))
    can = [name for name in ACTIONS if may(member.role, name, told["protected"])]
    given = {
        "one": _waiting(request, member, told),
        "reach": reaching(told["person"], member.now),
        "can": can,
        "canned": request.app[CANNED],
        "colleagues": await request.app[DATABASE].read(lambda c: colleagues(c, told["protected"])),
        "outcomes": OUTCOMES,
        "page_id": secrets.token_hex(8),
        "draft": draft,
        "wrong": _said(request, wrong) if wrong else None,
    }
    return _page(request, member, "case.html", given, wrong.status if wrong else 200)


def acting(action: Action) -> Callable[..., Any]:
    """Return the handler of a form."""

    @allowed(action)
    async def act(request: web.Request, member: Member) -> web.Response:
        """Do it, and lead back to the case; what went wrong is said above it."""
        sent = await form_of(request)
        try:
            await done(request, member, action, sent)
        except ApiError as error:
            if error.status == 404:
                raise
            return await _one(request, member, error, sent.get("text", ""))
        return led(f"/desk/cases/{number(request)}")

    return act


@allowed("search")
async def by_code(request: web.Request, member: Member) -> web.Response:
    """Lead to the case of a caller who tells their return code."""
    sent = await form_of(request)
    found = await of_code(request, member, sent.get("code", ""))
    if found is None:
        return await _home(request, member, _word(request, "code_unknown"))
    return led(f"/desk/cases/{found}")


def _said(request: web.Request, error: ApiError) -> str:
    name = error.code.removeprefix("desk_")
    said = _word(request, name) or _word(request, "bad")
    return filled(said, name=error.detail)


def _word(request: web.Request, name: str) -> str:
    words: Mapping[str, Any] = templates().words["work"]
    return str(words.get(name, {}).get(language_of(request), ""))


def _waiting(request: web.Request, member: Member, told: dict[str, Any]) -> dict[str, Any]:
    """Add for how long a case waits, in words."""
    opened = datetime.fromisoformat(told["opened_at"].replace("Z", "+00:00"))
    minutes = max(0, int((member.now - opened).total_seconds() // 60))
    unit, number = ("minutes", minutes) if minutes < 120 else ("hours", minutes // 60)
    if number >= 48 and unit == "hours":
        unit, number = "days", number // 24
    return {**told, "waited": filled(_word(request, unit), n=str(number))}


def _page(
    request: web.Request, member: Member, name: str, given: dict[str, Any], status: int = 200
) -> web.Response:
    language = language_of(request)
    situations = {key: one[language] for key, one in of_the_web().words["situations"].items()}
    colon = "\u00a0: " if language == "fr" else ": "
    held = {**given, "situations": situations, "word": member.word, "colon": colon}
    if "one" in given:  # what a form was sent to is no page to load again
        held["here"] = f"/desk/cases/{given['one']['id']}"
    elif request.method == "POST":
        held["here"] = HOME
    held["topics"] = request.app[TOPICS][language]
    held["offices"] = {key: one[language] for key, one in request.app[OFFICES].items()}
    return page(request, name, status, member=member, **held)
