"""`/metrics`, for the operator's Prometheus; and the count of responses."""

from __future__ import annotations

import hmac

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.web.errors import ApiError, Handler
from bot.web.keys import METRICS, SETTINGS

LOOPBACK = ("127.0.0.1", "::1")
BEHIND_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.get("/metrics", metrics)]


async def metrics(request: web.Request) -> web.Response:
    """Return the counters to who has METRICS_TOKEN; without that setting, to this machine."""
    if not _may_read(request):
        raise ApiError(404, "not_found")  # to the world there is nothing here
    body = request.app[METRICS].text()
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read(request: web.Request) -> bool:
    token = request.app[SETTINGS].metrics_token
    if token:
        told = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(told, b"Bearer " + token.encode())
    # A proxy on this machine speaks for the world.
    told_on = any(name in request.headers for name in BEHIND_A_PROXY)
    return request.remote in LOOPBACK and not told_on


@web.middleware
async def counted(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count responses by the pattern of their route, never by the path that was asked for."""
    response = await handler(request)
    resource = request.match_info.route.resource
    route = resource.canonical if resource else "none"
    request.app[METRICS].responses.labels(route, response.status).inc()
    return response
