"""One operation of the API, told beside the handler that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web

from bot.web.openapi.shape import Named, Said, Shape

HELD = "described_operation"  # the handler's attribute; `functools.wraps` carries it on
Handler = TypeVar("Handler", bound=Callable[[web.Request], Awaitable[web.StreamResponse]])


@dataclass(frozen=True)
class Tag:
    """A chapter of the description."""

    name: str
    title: Said
    about: Said


@dataclass(frozen=True, eq=False)
class Scheme:
    """How a caller shows that they may; `schema` is OpenAPI's security scheme.

    `errors`: codes with which whoever may not is refused.
    """

    name: str
    schema: Mapping[str, Any]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Param:
    """A parameter of the path, the query or the head."""

    name: str
    about: Said
    shape: Shape
    needed: bool = False


@dataclass(frozen=True)
class Answer:
    """A success: what it means, and its body, if it has one."""

    about: Said
    shape: Shape | None = None
    kind: str = "application/json"
    headers: Mapping[str, Said] = field(default_factory=dict)
    example: Any = None  # where the one made of the parts would not do
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # OpenAPI's


@dataclass(frozen=True)
class Operation:
    """What one method of one path does."""

    name: str  # unique in the API; programs made from the description call it so
    tag: Tag
    does: Said  # in a line
    answers: Mapping[int, Answer]
    more: Said | None = None  # Markdown without headings
    path: tuple[Param, ...] = ()
    query: tuple[Param, ...] = ()
    headers: tuple[Param, ...] = ()
    body: Named | None = None
    body_needed: bool = True
    example: Any = None  # of the body
    errors: tuple[str, ...] = ()  # codes, each of which has its status in `faults`
    secured: Scheme | None = None
    tagged: bool = False  # has an ETag, and answers 304
    public: bool = False  # pages of every origin may read it
    sent: bool = False  # by us, to others: no answer of ours


def described(operation: Operation) -> Callable[[Handler], Handler]:
    """Return a decorator that tells what a handler does; the route tells where."""

    def holds(handler: Handler) -> Handler:
        setattr(handler, HELD, operation)
        return handler

    return holds


def operation_of(route: web.AbstractRoute) -> Operation | None:
    """Return what a route was described as, if it was."""
    found = getattr(route.handler, HELD, None)
    return found if isinstance(found, Operation) else None
