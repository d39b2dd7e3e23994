"""What a caller of the HSDS lists asks for; what makes no sense is refused."""

from __future__ import annotations

import re
from datetime import datetime

from aiohttp import web

from bot.web.errors import ApiError
from bot.web.openapi.hsds import MOST, MOST_PAGES, USUAL
from bot.web.openapi.knowledge import LONGEST_QUERY
from knowledge.export.hsds_finding import Wanted

FLAGS = {"false": False, "true": True}

MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


def wanted_of(request: web.Request) -> Wanted:
    """Return the filters of a list of programmes."""
    ids = ("organization_id", "taxonomy_id", "taxonomy_term_id")
    given = {name: request.query.get(name, "").lower() for name in ids}
    return Wanted(search=search_of(request), modified_after=_moment(request), **given)


def search_of(request: web.Request) -> str:
    """Return the words that are looked for."""
    words = request.query.get("search", "")
    if len(words) > LONGEST_QUERY:
        raise ApiError(422, "text_too_long")
    return words


def flag_of(request: web.Request, name: str) -> bool:
    """Tell whether something is wanted."""
    asked = FLAGS.get(request.query.get(name, "false").lower())
    if asked is None:
        raise _wrong(f"{name}: true or false")
    return asked


def page_asked(request: web.Request, whole: int = 0) -> tuple[int, int]:
    """Return the page and how many records it has; `whole`: so many that all are on the first.

    Also refuses a format other than JSON, and to look near a place.
    """
    for name in ("postcode", "proximity"):
        if name in request.query:  # who leaves such a filter out tells that all is near
            raise _wrong(f"{name}: no postcodes are known here; leave it out")
    if request.query.get("format", "json") != "json":
        raise _wrong("format: json")
    per_page = _number(request, "per_page", max(whole, USUAL), max(whole, MOST))
    return _number(request, "page", 1, MOST_PAGES), per_page


def _number(request: web.Request, name: str, usual: int, most: int) -> int:
    asked = request.query.get(name, str(usual))
    plain = asked.isascii() and asked.isdecimal() and len(asked) <= len(str(most))
    if not plain or not 1 <= int(asked) <= most:
        raise _wrong(f"{name}: 1 to {most}")
    return int(asked)


def _moment(request: web.Request) -> datetime | None:
    asked = request.query.get("modified_after")
    if asked is None:
        return None
    read = MOMENT.fullmatch(asked.upper())
    try:
        day, time, zone = read.groups() if read else ("", None, None)
        # Python 3.10 reads no Z, and parts of a second in threes only.
        zone = "+00:00" if zone in (None, "Z") else zone
        return datetime.fromisoformat(f"{day}T{time or '00:00:00'}{zone}")
    except ValueError:
        raise _wrong("modified_after: such as 2026-11-27 or 2026-11-27T08:00:00Z") from None


def _wrong(detail: str) -> ApiError:
    return ApiError(422, "bad_parameter", detail=detail)
