"""Who holds which conversation in the chat without a script, and whether a form is really ours.

Id and token lie in a cookie that no script reads, that no other site's page sends, and that goes
to `/chat` only: the API takes no cookies. So nothing that opens a conversation stands in an
address, in the history or in a page. A form carries a word made from the token: who cannot read
the page cannot write the form.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from bot.conversations.store import IDLE
from bot.web.api import ID
from bot.web.body import WITHIN
from bot.web.errors import ApiError

NAME, PATH = "chat", "/chat"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 10
NONE_YET = "none"  # in place of the id: the notice was read, and nothing is opened


@dataclass(frozen=True)
class Held:
    """A conversation's id and the token that opens it."""

    key: str
    token: str

    @classmethod
    def new(cls) -> Held:
        """Return what ties the first form to the browser that was shown it."""
        return cls(NONE_YET, secrets.token_urlsafe(16))

    def opens(self) -> tuple[str, str]:
        """Return id and token of the conversation that the notice leads to.

        A button that is pressed twice opens one conversation: both presses bring this cookie.
        """
        key, token = (self._made(what)[:16] for what in ("id", "token"))
        return _text(key), _text(token)

    @property
    def begun(self) -> bool:
        """Tell whether there is a conversation yet."""
        return self.key != NONE_YET

    @property
    def word(self) -> str:
        """Return what a form of this conversation carries; the token cannot be told from it."""
        return self._made("form").hex()[:32]

    def _made(self, what: str) -> bytes:
        return hashlib.sha256(f"{what} {self.token}".encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def held_by(request: web.Request) -> Held | None:
    """Return what the cookie holds, if it looks like anything of ours."""
    key, _, token = request.cookies.get(NAME, "").partition(".")
    return Held(key, token) if ID.fullmatch(key) and ID.fullmatch(token) else None


def hand_over(request: web.Request, response: web.Response, held: Held) -> None:
    """Let the browser hold a conversation for the idle minutes from now on."""
    response.set_cookie(
        NAME,
        f"{held.key}.{held.token}",
        # One may read the notice for as long as one likes.
        max_age=int(IDLE.total_seconds()) if held.begun else None,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=is_https(request),
    )


def take_back(response: web.Response) -> None:
    """Let the browser forget the conversation."""
    response.del_cookie(NAME, path=PATH, httponly=True, samesite="Strict")


def is_https(request: web.Request) -> bool:
    """Tell whether the browser came by https."""
    # TLS ends at the proxy. Who forges this header only makes a cookie stricter, and their own.
    return request.secure or request.headers.get("X-Forwarded-Proto", "").lower() == "https"


def is_foreign(request: web.Request) -> bool:
    """Tell whether another site's page sent this.

    Our pages send no referrer, so their forms may name their origin "null", as may those of
    others: then the word in the form decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc.lower() != request.host.lower()
    except ValueError:  # no browser writes such a one
        return True


def is_led_here(request: web.Request) -> bool:
    """Tell whether a link of another site led here: then the browser has kept the cookie back."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and NAME not in request.cookies


def is_of(held: Held, form: Mapping[str, str]) -> bool:
    """Tell whether a form was made for this conversation."""
    return secrets.compare_digest(held.word.encode(), form.get("word", "").encode())


async def form_of(request: web.Request) -> dict[str, str]:
    """Return the fields of a form; ApiError when it comes too slowly, is too big or is none."""
    try:
        raw = await asyncio.wait_for(request.read(), WITHIN)
    except asyncio.TimeoutError:
        raise ApiError(408, "too_slow", headers={"Connection": "close"}) from None
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "body_too_large") from None
    if request.content_type != FORM:
        raise ApiError(415, "bad_request")
    try:
        fields = parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise ApiError(400, "bad_request") from None
    return dict(fields)
