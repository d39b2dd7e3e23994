"""Joining with the code of an invitation: a password, then a second factor, shown to work."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.desk import entering, passwords, totp
from bot.desk.accounts import Row, tidy
from bot.desk.door import token_of
from bot.desk.keys import ADDRESSES, DATABASE, NOW, PASSWORDS
from bot.desk.pages import language_of, query, templates
from bot.desk.signing_in import Form, form_page, let_in, own_form, seconds_to_wait, too_soon
from bot.web.templating import OTHER
from knowledge.database import DatabaseAway

JOIN, CONFIRM = "/desk/join", "/desk/join/confirm"


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    return [web.get(JOIN, show), web.post(JOIN, choose), web.post(CONFIRM, confirm)]


async def show(request: web.Request) -> web.Response:
    """Show the form for name, join code and password."""
    return _first(request, 200, None, {})


async def choose(request: web.Request) -> web.Response:
    """Take the password of somebody who was invited, and show them the second factor's secret."""
    known = await _known(request)
    if isinstance(known, web.Response):
        return known
    form, found = known
    if wrong := passwords.fault_of(form, found["name"]):
        return _first(request, 422, wrong, form)
    kept, secret = await request.app[PASSWORDS].hash(form["password"]), totp.new_secret()
    done = await request.app[DATABASE].write(lambda c: entering.prepared(c, found, kept, secret))
    if not done:
        return _first(request, 409, "not_invited", form)
    return _second(request, 200, None, form, secret)


async def confirm(request: web.Request) -> web.Response:
    """Open the account when the app shows the right code, and sign in."""
    known = await _known(request)
    if isinstance(known, web.Response):
        return known
    form, found = known
    secret, now = found["totp_secret"], request.app[NOW]()
    if not secret:  # somebody was given a new invitation in between
        return _first(request, 409, "not_invited", form)
    step = totp.step_of(secret, form.get("code", ""), now, None)
    if step is None:
        return _second(request, 422, "wrong_code", form, secret)
    shown = entering.Shown(step, token_of(request), now)
    token = await request.app[DATABASE].write(lambda c: entering.joined(c, found, shown))
    if token is None:
        return _first(request, 409, "not_invited", form)
    return let_in(request, token, "/desk/" + query(request))


async def _known(request: web.Request) -> tuple[Form, Row] | web.Response:
    """Return a form and whom it belongs to, else the page that says why it is of no use."""
    form = await own_form(request)
    if form is None:
        return _first(request, 409, "stale", {})
    found = await _invited(request, form)
    return found if isinstance(found, web.Response) else (form, found)


async def _invited(request: web.Request, form: Form) -> Row | web.Response:
    """Return whom the join code belongs to, else the page that says that it is nobody's."""
    if wait := seconds_to_wait(request):
        return too_soon(request, "join.html", wait, **_given(request, form))
    database, now = request.app[DATABASE], request.app[NOW]()
    who, code = form.get("name", ""), form.get("join", "")

    def work(connection: Any) -> Row | None:
        row = entering.invited(connection, who, code, now)
        if row is None:
            entering.failed(connection, "join_failed", who, "join_code", now)
        return row

    try:
        row = await database.write(work)
    except DatabaseAway:
        request.app[ADDRESSES].was_right(request.remote or "")
        raise
    if row is None:
        return _first(request, 401, "not_invited", form)
    request.app[ADDRESSES].was_right(request.remote or "")
    return row


def _first(request: web.Request, status: int, wrong: str | None, form: Form) -> web.Response:
    return form_page(request, "join.html", status, wrong, **_given(request, form))


def _second(
    request: web.Request, status: int, wrong: str | None, form: Form, secret: str
) -> web.Response:
    issuer = templates().words["issuer"][language_of(request)]
    link = totp.link(secret, tidy(form["name"]), issuer)
    given = {**_given(request, form), "secret": totp.grouped(secret), "link": link}
    return form_page(request, "confirm.html", status, wrong, **given)


def _given(request: web.Request, form: Form) -> dict[str, Any]:
    """Return what stands in the form again, and the page's twin: that begins anew."""
    twin = JOIN + query(request, language=OTHER[language_of(request)])
    given = {"who": form.get("name", ""), "join": form.get("join", ""), "twin": twin}
    return {**given, **passwords.LIMITS}
