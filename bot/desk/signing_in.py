"""Signing in with name, password and code, and signing out."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.desk import entering, journal, sessions, totp
from bot.desk.accounts import Row
from bot.desk.door import fault_of, hand_over, take_back, token_of, word_of
from bot.desk.guard import SIGN_IN, WAY, Member, allowed, member_of
from bot.desk.keys import ADDRESSES, DATABASE, NOW, PASSWORDS
from bot.desk.pages import language_of, led, page, query
from bot.web.door import form_of
from bot.web.errors import ApiError
from knowledge.database import DatabaseAway

SAID = ("signed_out", "ended")  # what the page may be asked to say
Form = dict[str, str]


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    listed = [web.get(SIGN_IN, show), web.post(SIGN_IN, sign_in)]
    return [*listed, web.post("/desk/sign-out", sign_out)]


async def show(request: web.Request) -> web.Response:
    """Show the form, or lead on who is signed in."""
    if await member_of(request):
        return led(_way(request))
    said = request.query.get("said")
    return form_page(request, "sign_in.html", said=said if said in SAID else None, who="")


async def sign_in(request: web.Request) -> web.Response:
    """Let somebody in who has all three; what of it was wrong is not told."""
    form = await own_form(request)
    if form is None:
        return form_page(request, "sign_in.html", 409, "stale", said=None, who="")
    name = form.get("name", "")
    if wait := seconds_to_wait(request):
        return too_soon(request, "sign_in.html", wait, said=None, who=name)
    try:
        token = await _entered(request, name, form)
    except DatabaseAway:
        request.app[ADDRESSES].was_right(request.remote or "")
        raise
    if token is None:
        return form_page(request, "sign_in.html", 401, "not_in", said=None, who=name)
    request.app[ADDRESSES].was_right(request.remote or "")
    return let_in(request, token, _way(request))


@allowed(None)
async def sign_out(request: web.Request, member: Member) -> web.Response:
    """End the session, and let the browser forget what it holds."""
    token = token_of(request) or ""

    def work(connection: Any) -> None:
        sessions.end(connection, token)
        journal.write(connection, member, "signed_out")

    await request.app[DATABASE].write(work)
    response = led(SIGN_IN + query(request, said="signed_out"))
    take_back(request, response)
    return response


async def own_form(request: web.Request) -> Form | None:
    """Return a form that this browser was given; None when it is older than its cookie."""
    fault = await fault_of(request, token_of(request))
    if fault == "foreign":
        raise ApiError(403, "forbidden")
    return None if fault else await form_of(request)


def form_page(
    request: web.Request, name: str, status: int = 200, wrong: str | None = None, **given: Any
) -> web.Response:
    """Make a page with a form, which only the browser that gets it can send."""
    token = token_of(request) or sessions.new_token()
    given |= {"word": word_of(token), "action": query(request)}
    response = page(request, name, status, wrong=wrong, **given)
    hand_over(request, response, token)
    return response


def seconds_to_wait(request: web.Request) -> int:
    """Count a try of an address; return 0, or how long it has to wait."""
    return request.app[ADDRESSES].seconds_to_wait(request.remote or "", request.app[NOW]())


def too_soon(request: web.Request, name: str, wait: int, **given: Any) -> web.Response:
    """Say how long to wait."""
    response = form_page(request, name, 429, "too_soon", seconds=str(wait), **given)
    response.headers["Retry-After"] = str(wait)
    return response


def let_in(request: web.Request, token: str, where: str) -> web.Response:
    """Lead on who has shown who they are."""
    response = led(where)
    hand_over(request, response, token)
    return response


async def _entered(request: web.Request, name: str, form: Form) -> str | None:
    """Return the token of a new session; None, and an entry in the log, when they are not let in.

    A name that nobody has, or that has to wait, costs what a wrong password costs.
    """
    database, now = request.app[DATABASE], request.app[NOW]()
    row, why = await database.write(lambda c: entering.tried(c, name, now))
    kept = row["password_hash"] if row else None
    fits, fresh = await request.app[PASSWORDS].fits(kept, form.get("password", ""))
    step = _step(row, form, request) if row and fits else None
    if row and step is not None:
        shown = entering.Shown(step, token_of(request), now)
        token = await database.write(lambda c: entering.entered(c, row, shown, fresh))
        if token is not None:
            return token
    told = why or ("code" if fits else "password")
    await database.write(lambda c: entering.failed(c, "sign_in_failed", name, told, now))
    return None


def _step(row: Row, form: Form, request: web.Request) -> int | None:
    code, now = form.get("code", ""), request.app[NOW]()
    return totp.step_of(row["totp_secret"], code, now, row["last_totp_step"])


def _way(request: web.Request) -> str:
    """Return the page that somebody wanted, else the first one."""
    wanted = request.query.get("to", "")
    end = f"?language={language_of(request)}" if "language" in request.query else ""
    return (wanted if WAY.fullmatch(wanted) else "/desk/") + end
