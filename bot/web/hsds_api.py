"""The knowledge as an HSDS 3.0 directory (Open Referral): read-only, public, in one language.

docs/hsds.md says what stands for what, and what is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from aiohttp import web

from bot.web.answering import Body, answer_in, one_language
from bot.web.conditional import Encoded
from bot.web.errors import ApiError
from bot.web.hsds_asked import flag_of, page_asked, search_of, wanted_of
from bot.web.openapi import hsds as told_as
from bot.web.openapi.operation import described
from knowledge.export.hsds import META, Hsds, pair_id
from knowledge.export.hsds_finding import page_of
from knowledge.export.hsds_parts import ORGANIZATION, Json, ident

ROOT = "/api/v1/hsds"
OURS = '</api/v1/openapi.json>; rel="service-desc"; type="application/json"'
Entry = TypeVar("Entry")


def routes() -> list[web.RouteDef]:
    """Return the routes that HSDS names."""
    return [
        web.get(ROOT, root),
        web.get(f"{ROOT}/", about),
        web.get(f"{ROOT}/services", services),
        web.get(ROOT + "/services/{id}", service),
        web.get(f"{ROOT}/organizations", organizations),
        web.get(ROOT + "/organizations/{id}", organization),
        web.get(f"{ROOT}/service_at_locations", at_locations),
        web.get(ROOT + "/service_at_locations/{id}", at_location),
    ]


@described(told_as.ABOUT)
async def about(request: web.Request) -> web.Response:
    """Say which version of HSDS this is."""
    response = Encoded.of(json.dumps(META).encode()).response(request)
    response.headers["Link"] = OURS
    return response


@described(told_as.ROOT)
async def root(request: web.Request) -> web.Response:
    """Say it without the slash, too."""
    return await about(request)


@described(told_as.SERVICES)
async def services(request: web.Request) -> web.Response:
    """List the programmes; `minimal`: ids and days only, all on one page."""

    def listed(hsds: Hsds) -> Body:
        found = hsds.services(wanted_of(request))
        if flag_of(request, "minimal"):
            return page_of(found, *page_asked(request, len(found)), hsds.minimal)
        told = hsds.whole_service if flag_of(request, "full") else hsds.service
        return page_of(found, *page_asked(request), told)

    return await _told(request, listed)


@described(told_as.SERVICE)
async def service(request: web.Request) -> web.Response:
    """Return one programme with all that belongs to it."""

    def told(hsds: Hsds) -> Body:
        every = hsds.knowledge.content.programmes.values()
        return hsds.whole_service(_one(request, every, lambda one: ident("service", one.id)))

    return await _told(request, told)


@described(told_as.ORGANIZATIONS)
async def organizations(request: web.Request) -> web.Response:
    """List IOM, the one organization."""

    def listed(hsds: Hsds) -> Body:
        full, full_service = flag_of(request, "full"), flag_of(request, "full_service")

        def told(found: Json) -> Json:
            return hsds.whole_organization(full_service) if full or full_service else found

        found = hsds.organizations(search_of(request))
        return page_of(found, *page_asked(request), told)

    return await _told(request, listed)


@described(told_as.ORGANIZATION)
async def organization(request: web.Request) -> web.Response:
    """Return IOM with its offices and programmes."""

    def told(hsds: Hsds) -> Body:
        _one(request, [ORGANIZATION], str)
        return hsds.whole_organization(flag_of(request, "full_service"))

    return await _told(request, told)


@described(told_as.AT_LOCATIONS)
async def at_locations(request: web.Request) -> web.Response:
    """List which programme is told of in which office."""

    def listed(hsds: Hsds) -> Body:
        found = hsds.at_locations(wanted_of(request))
        told = hsds.whole_at_location if flag_of(request, "full") else hsds.at_location
        return page_of(found, *page_asked(request), told)

    return await _told(request, listed)


@described(told_as.AT_LOCATION)
async def at_location(request: web.Request) -> web.Response:
    """Return one programme in one office, with all of both."""

    def told(hsds: Hsds) -> Body:
        return hsds.whole_at_location(_one(request, hsds.pairs(), pair_id))

    return await _told(request, told)


async def _told(request: web.Request, build: Callable[[Hsds], Body]) -> web.Response:
    language = one_language(request)
    return await answer_in(request, language, lambda held, day: build(Hsds(held, language, day)))


def _one(request: web.Request, every: Iterable[Entry], named: Callable[[Entry], str]) -> Entry:
    wanted = request.match_info["id"].lower()  # a UUID means the same in capitals
    for one in every:
        if named(one) == wanted:
            return one
    raise ApiError(404, "not_found")
