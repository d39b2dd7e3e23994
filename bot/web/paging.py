"""Lists in pages: how many, after which, and where the next ones are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from aiohttp import web

from bot.web.errors import ApiError
from bot.web.openapi.paging import MOST, USUAL


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Return what it is known by."""


T = TypeVar("T", bound=Identified)

READ = frozenset(
    "lang q country status limit after search page per_page modified_after format minimal full "
    "full_service organization_id taxonomy_id taxonomy_term_id postcode proximity".split()
)


@dataclass(frozen=True)
class Page:
    """A part of a list."""

    request: web.Request
    limit: int
    after: str | None

    @classmethod
    def of(cls, request: web.Request, most: int = MOST, usual: int = USUAL) -> Page:
        """Read what is asked for; ApiError when it is no part of a list."""
        limit = _number(request.query.get("limit"), usual)
        if not 1 <= limit <= most:
            raise ApiError(422, "bad_page")
        return cls(request, limit, request.query.get("after"))

    @property
    def rank(self) -> int:
        """Return `after` as a rank; ApiError when it is none."""
        return _number(self.after, 0)

    def cut(self, found: Iterable[T]) -> tuple[list[T], str | None]:
        """Return this part, by id, and the path of the next.

        It begins behind an id whether or not that is still there: a release may come in between.
        """
        rest = sorted((one for one in found if one.id > (self.after or "")), key=lambda one: one.id)
        part = rest[: self.limit]
        return part, self.next(part[-1].id) if len(rest) > self.limit else None

    def next(self, after: str) -> str:
        """Return the path of the part behind this."""
        return str(self.request.rel_url.with_query({**dict(read_of(self.request)), "after": after}))


def read_of(request: web.Request) -> list[tuple[str, str]]:
    """Return the parameters of a reading call that somebody reads; others change nothing."""
    return sorted((name, request.query[name]) for name in READ & request.query.keys())


def _number(asked: str | None, usual: int) -> int:
    if asked is None:
        return usual
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise ApiError(422, "bad_page")
    return int(asked)
