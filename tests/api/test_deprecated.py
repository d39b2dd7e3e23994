"""A call that will go says so, in the form of RFC 9745 and RFC 8594; none does today."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.deprecation import NOTICE, Deprecated, deprecated, deprecation_of, say_so
from bot.web.openapi.document import document, routes_of
from bot.web.openapi.operation import Answer, Operation, Tag, described
from bot.web.openapi.shape import Said
from tests.api.contract import operations_of

SINCE = datetime(2026, 12, 1, tzinfo=timezone.utc)
UNTIL = SINCE + NOTICE
OLD = Deprecated(SINCE, UNTIL, "https://chat.example/en/api")
SAID = Said("Un vieil appel.", "An old call.")


def operation(name: str) -> Operation:
    return Operation(name, Tag("old", SAID, SAID), SAID, {204: Answer(SAID)})


@deprecated(OLD)
@described(operation("old"))
async def old(request: web.Request) -> web.Response:
    if "wrong" in request.query:
        raise web.HTTPBadRequest
    return web.Response(status=204)


@deprecated(OLD)
@described(operation("old_stream"))
async def old_stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    return response


@described(operation("new"))
async def new(request: web.Request) -> web.Response:
    return web.Response(status=204)


@pytest.fixture
def app() -> web.Application:
    made = web.Application()
    made.on_response_prepare.append(say_so)
    made.add_routes(
        [
            web.get("/api/v1/old", old),
            web.get("/api/v1/stream", old_stream),
            web.get("/api/v1/new", new),
        ]
    )
    return made


async def test_every_answer_of_a_deprecated_call_says_so(app: web.Application) -> None:
    async with TestClient(TestServer(app)) as client:
        for method, path in (
            ("GET", "/api/v1/old"),
            ("HEAD", "/api/v1/old"),
            ("GET", "/api/v1/old?wrong"),
            ("GET", "/api/v1/stream"),
        ):
            answer = await client.request(method, path)
            # A structured date of RFC 9651: "@" and seconds since 1970.
            assert answer.headers["Deprecation"] == "@1796083200", path
            assert datetime.fromtimestamp(1796083200, timezone.utc) == SINCE
            assert parsedate_to_datetime(answer.headers["Sunset"]) == UNTIL
            assert answer.headers["Sunset"].endswith(" GMT")
            assert answer.headers["Link"] == '<https://chat.example/en/api>; rel="deprecation"'
        for path in ("/api/v1/new", "/api/v1/none"):
            answer = await client.get(path)
            assert not {"Deprecation", "Sunset", "Link"} & set(answer.headers), path


def test_the_description_says_so_too(app: web.Application) -> None:
    told = operations_of(document(app, "en"))
    assert told["GET", "/api/v1/old"]["deprecated"] is True
    assert "deprecated" not in told["GET", "/api/v1/new"]


@pytest.mark.parametrize("days", [-1, 0, 179])
def test_nobody_is_given_less_time_than_promised(days: int) -> None:
    with pytest.raises(ValueError, match="180 days"):
        Deprecated(SINCE, SINCE + timedelta(days=days), "https://chat.example/en/api")


def test_a_date_without_its_zone_shows_at_start() -> None:
    bare = SINCE.replace(tzinfo=None)
    with pytest.raises(ValueError):
        Deprecated(bare, bare + NOTICE, "https://chat.example/en/api")


def test_what_is_not_deprecated_is_none(app: web.Application) -> None:
    found = {path: deprecation_of(route) for _, path, route in routes_of(app)}
    assert found == {"/api/v1/old": OLD, "/api/v1/stream": OLD, "/api/v1/new": None}
