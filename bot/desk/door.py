"""The cookie of the desk, and whether what is sent comes from a page that we gave.

Before somebody signs in the cookie holds a token that opens nothing: it ties the form to the
browser that was shown it. At each sign-in a new one takes its place.
"""

from __future__ import annotations

import hashlib
import secrets

from aiohttp import web

from bot.desk.sessions import TOKEN
from bot.web.door import FORM, form_of, is_foreign, is_https
from bot.web.errors import ApiError

HEADER, FIELD = "X-Desk-Word", "word"
READS = ("GET", "HEAD")


def token_of(request: web.Request) -> str | None:
    """Return the token of the cookie, if it looks like one of ours."""
    token = request.cookies.get(_name(request), "")
    return token if TOKEN.fullmatch(token) else None


def hand_over(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Let the browser hold a token until it is closed; no script reads it."""
    secure = is_https(request)
    response.set_cookie(
        _name(request), token, path="/", httponly=True, samesite="Strict", secure=secure
    )


def take_back(request: web.Request, response: web.StreamResponse) -> None:
    """Let the browser forget the token, and whatever else it keeps of us."""
    secure = is_https(request)
    response.del_cookie(_name(request), path="/", httponly=True, samesite="Strict", secure=secure)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def _name(request: web.Request) -> str:
    # With this prefix no other host of the domain can have set it; browsers want https for that.
    return "__Host-desk" if is_https(request) else "desk"


def word_of(token: str) -> str:
    """Return what a form of this session carries; the token cannot be told from it."""
    return hashlib.sha256(f"desk form {token}".encode()).hexdigest()[:32]


async def fault_of(request: web.Request, token: str | None) -> str | None:
    """Return why a request must not change anything: `foreign`, or `word`; None if it may."""
    if request.method in READS:
        return None
    if is_foreign(request):
        return "foreign"
    given = request.headers.get(HEADER) or (await _form(request)).get(FIELD, "")
    said = given.encode("utf-8", "replace")  # a header may hold bytes that are no text
    known = token is not None and secrets.compare_digest(word_of(token).encode(), said)
    return None if known else "word"


async def _form(request: web.Request) -> dict[str, str]:
    if request.content_type != FORM:
        return {}
    try:
        return await form_of(request)
    except ApiError as error:
        if error.status == 400:  # no form after all, so no word in it
            return {}
        raise
