"""What can be learnt: messages that were answered badly, to be decided upon, and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from aiohttp import web

from bot.conversations import reviewing
from bot.conversations.casework import Refused, Staff
from bot.conversations.reviewing import Decision, Filters, UnknownIntent
from bot.conversations.text import clean
from bot.desk import charts, journal, reports
from bot.desk.cases_api import number
from bot.desk.guard import Member, allowed
from bot.desk.keys import DATABASE, NAMES, TOPICS
from bot.desk.pages import language_of, led, page, templates
from bot.desk.reports import TABLES, BadRange, Report
from bot.web.door import form_of
from bot.web.templating import filled

REVIEWS, REPORTS = "/desk/reviews", "/desk/reports"
PAGE = 30
DAYS = 30  # of a report, unless others are asked for
LONGEST_GAP = 500


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    return [
        web.get(REVIEWS, review),
        web.post(REVIEWS + "/{id:[0-9]{1,9}}", decide),
        web.get(REPORTS, report),
        web.get(REPORTS + ".csv", as_csv),
        web.get(REPORTS + ".json", as_json),
    ]


@allowed("review")
async def review(request: web.Request, member: Member) -> web.Response:
    """Show what waits for a decision."""
    return await _review(request, member, None)


async def _review(
    request: web.Request, member: Member, wrong: str | None, status: int = 200
) -> web.Response:
    asked, after = request.query, request.query.get("after", "0")
    chosen = Filters(reason=asked.get("reason") or None, language=asked.get("spoken") or None)
    first = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0

    def work(connection: sa.Connection) -> tuple[list[dict[str, Any]], dict[str, int]]:
        listed = reviewing.listing(connection, chosen, PAGE + 1, first)
        return listed, reviewing.waiting(connection)

    rows, waiting = await request.app[DATABASE].read(work)
    language = language_of(request)
    named = request.app[TOPICS][language]
    given = {
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1]["id"] if len(rows) > PAGE else None,
        "waiting": waiting,
        "chosen": chosen,
        "topics": named,
        "intents": sorted(reviewing.intents(), key=lambda one: named[one].casefold()),
        "wrong": wrong,
        "word": member.word,
        "colon": "\u00a0: " if language == "fr" else ": ",
    }
    return page(request, "reviews.html", status, member=member, **given)


@allowed("review")
async def decide(request: web.Request, member: Member) -> web.Response:
    """Decide upon a message."""
    form = await form_of(request)
    try:
        decision = Decision(
            intent=form.get("intent") or None,
            gap=clean(form.get("gap", ""))[:LONGEST_GAP] or None,
            drop=form.get("drop") == "1",
            no_person=form.get("no_person") == "1",
        )
        by, one = Staff(member.name, member.now), number(request)

        def work(connection: sa.Connection) -> None:
            reviewing.decide(connection, one, by, decision)
            journal.write(connection, member, "review")

        await request.app[DATABASE].write(work)
    except (UnknownIntent, ValueError):
        return await _review(request, member, _word(request, "choose_one"), 422)
    except Refused as refused:
        told = filled(_word(request, f"review_{refused.why}"), name=refused.who or "")
        return await _review(request, member, told, 409)
    return led(f"{REVIEWS}?after={one}" if form.get("stay") is None else REVIEWS)


@allowed("see_reports")
async def report(request: web.Request, member: Member) -> web.Response:
    """Show the report of some days."""
    return await _report(request, member)


async def _report(request: web.Request, member: Member) -> web.Response:
    since, until = _days(request, member)
    language, names = language_of(request), request.app[NAMES]
    made = await _made(request, member)
    given: dict[str, Any] = {"since": since.isoformat(), "until": until.isoformat()}
    given["wrong"] = _word(request, "bad_range") if made is None else None
    given["svgs"] = [charts.chart(made, one, language, names) for one in TABLES] if made else []
    given["figures"] = (
        {one: charts.figure(made, one, language) for one in made.figures()} if made else {}
    )
    given["called"] = {key: one[language] for key, one in charts.words()["figures"].items()}
    return page(request, "reports.html", 200 if made else 422, member=member, **given)


@allowed("see_reports")
async def as_csv(request: web.Request, member: Member) -> web.Response:
    """Hand out a report as a table."""
    return await _file(request, member, reports.as_csv, "text/csv", "csv")


@allowed("see_reports")
async def as_json(request: web.Request, member: Member) -> web.Response:
    """Hand out a report as data."""
    return await _file(request, member, reports.as_json, "application/json", "json")


async def _file(
    request: web.Request, member: Member, write: Any, kind: str, ending: str
) -> web.Response:
    made = await _made(request, member)
    if made is None:
        return await _report(request, member)
    await request.app[DATABASE].write(lambda c: journal.write(c, member, "export_report"))
    name = f"iom-assistant-{made.since}-{made.until}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=write(made), content_type=kind, charset="utf-8", headers=headers)


async def _made(request: web.Request, member: Member) -> Report | None:
    since, until = _days(request, member)
    today = member.now.date()
    try:
        return await request.app[DATABASE].read(lambda c: reports.report(c, since, until, today))
    except BadRange:
        return None


def _days(request: web.Request, member: Member) -> tuple[date, date]:
    yesterday = member.now.date() - timedelta(days=1)
    usual = {"since": yesterday - timedelta(days=DAYS - 1), "until": yesterday}
    asked = request.query
    return _day(asked, "since", usual["since"]), _day(asked, "until", usual["until"])


def _day(query: Mapping[str, str], name: str, usual: date) -> date:
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return usual


def _word(request: web.Request, name: str) -> str:
    return str(templates().words["insight"][name][language_of(request)])
