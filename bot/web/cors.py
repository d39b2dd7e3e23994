"""Which other sites' pages may call the API or frame the chat: those that the operator named."""

from __future__ import annotations

from aiohttp import web

from bot.web.errors import SAFE, Handler
from bot.web.keys import SETTINGS

API = "/api/v1/"
# No other page may stand in a frame. Nor may /chat: in another site's frame a browser sends no
# cookie there, so that it could hold no conversation.
FRAMED = "/"
POLICY, OLD_RULE = "Content-Security-Policy", "X-Frame-Options"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a page of an allowed origin read the answer; never with cookies, there are none."""
    allowed = request.app[SETTINGS].allowed_origins
    if not allowed or not request.path.startswith(API):
        return await handler(request)
    more = allowed_headers(request)
    known = "Access-Control-Allow-Origin" in more
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    response: web.StreamResponse
    response = (
        web.Response(status=204, headers=PREFLIGHT) if known and asks else (await handler(request))
    )
    response.headers.update(more)
    return response


def allowed_headers(request: web.Request) -> dict[str, str]:
    """Return what an answer of the API says to other sites' pages.

    A stream says it itself: its head is out before any middleware sees it.
    """
    allowed = request.app[SETTINGS].allowed_origins
    if not allowed:
        return {}
    told = {"Vary": "Origin"}  # a cache must not hand one site's answer to another
    if request.headers.get("Origin") in allowed:
        told["Access-Control-Allow-Origin"] = request.headers["Origin"]
        told["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return told


@web.middleware
async def frames(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let pages of the allowed origins show the chat in a frame."""
    response = await handler(request)
    allowed = sorted(request.app[SETTINGS].allowed_origins)
    if allowed and request.path == FRAMED and not response.prepared:
        told = response.headers.get(POLICY, SAFE[POLICY])
        these = f"frame-ancestors {' '.join(allowed)}"
        response.headers[POLICY] = told.replace("frame-ancestors 'none'", these)
        response.headers.popall(OLD_RULE, None)  # it knows no list
    return response
