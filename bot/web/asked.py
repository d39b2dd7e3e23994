"""Which language a caller wants data in."""

from __future__ import annotations

from aiohttp import web

from bot.language import accepted_language
from bot.web.errors import ApiError
from knowledge.basics import LANGUAGES, Language


def language_asked(request: web.Request) -> Language | None:
    """Return the `lang` of a call, if it has one; ApiError when we do not speak it."""
    asked = request.query.get("lang")
    if asked is None:
        return None
    for language in LANGUAGES:
        if asked == language:
            return language
    raise ApiError(422, "bad_language")


def one_language(request: web.Request) -> Language:
    """Return the language for what is told in one only: asked for, else the browser's, else fr."""
    accepted = accepted_language(request.headers.get("Accept-Language"))
    return language_asked(request) or accepted or "fr"


def told_in(response: web.Response, language: Language) -> web.Response:
    """Say in which language an answer is, and that another caller may get another."""
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return response
