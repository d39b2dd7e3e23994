"""Which other sites' pages may read the API, call the chat or frame it.

What is public is for every page; the chat for those of the operator's list. Never with cookies.
"""

from __future__ import annotations

from aiohttp import web

from bot.web.errors import SAFE, Handler
from bot.web.keys import SETTINGS
from bot.web.openapi.operation import operation_of

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


EXPOSED = "ETag, Retry-After, Deprecation, Sunset, Link"
EVERYBODY = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a page of an allowed origin read the answer; never with cookies, there are none."""
    if not request.path.startswith(API):
        return await handler(request)
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    more = EVERYBODY if await _is_public(request, asks) else allowed_headers(request)
    known = "Access-Control-Allow-Origin" in more
    response: web.StreamResponse
    response = (
        web.Response(status=204, headers=PREFLIGHT) if known and asks else (await handler(request))
    )
    response.headers.update(more)
    return response


async def _is_public(request: web.Request, asks: bool) -> bool:
    """Tell whether every page may have the answer to this call, or to the one that it asks for."""
    found = request.match_info
    if asks:
        method = request.headers["Access-Control-Request-Method"]
        found = await request.app.router.resolve(request.clone(method=method))
    operation = operation_of(found.route)
    return operation is not None and operation.public


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
        told["Access-Control-Expose-Headers"] = EXPOSED
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
