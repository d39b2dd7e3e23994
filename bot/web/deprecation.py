"""Calls that will go: said in each answer, long before, in the form of RFC 9745 and RFC 8594."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

from bot.web.openapi.operation import Handler

HELD = "deprecated_since"  # the handler's attribute
NOTICE = timedelta(days=180)  # between the two dates at the least; docs/api.md promises it


@dataclass(frozen=True)
class Deprecated:
    """From when on a call should not be used, when it goes, and where it says what to use."""

    since: datetime
    until: datetime
    instead: str

    def __post_init__(self) -> None:
        if self.until - self.since < NOTICE:
            days = NOTICE.days
            raise ValueError(f"a call goes {days} days after it was deprecated, at the earliest")
        self.headers()  # a date without its zone shows at start

    def headers(self) -> dict[str, str]:
        """Return what each answer says of it."""
        return {
            "Deprecation": f"@{int(self.since.timestamp())}",
            "Sunset": format_datetime(self.until, usegmt=True),
            "Link": f'<{self.instead}>; rel="deprecation"',
        }


def deprecated(told: Deprecated) -> Callable[[Handler], Handler]:
    """Return a decorator that says that a handler's route will go."""

    def holds(handler: Handler) -> Handler:
        setattr(handler, HELD, told)
        return handler

    return holds


def deprecation_of(route: web.AbstractRoute) -> Deprecated | None:
    """Return since when a route is deprecated, if it is."""
    found = getattr(route.handler, HELD, None)
    return found if isinstance(found, Deprecated) else None


async def say_so(request: web.Request, response: web.StreamResponse) -> None:
    """Say it when an answer begins, so that a stream says it too."""
    told = deprecation_of(request.match_info.route)
    if told is not None:
        response.headers.update(told.headers())
