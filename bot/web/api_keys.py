"""`X-API-Key`: which system calls, and whether it may. Nothing here is for browsers."""

from __future__ import annotations

from aiohttp import web

from bot.conversations.api_keys import ApiKey
from bot.web.cors import API
from bot.web.errors import ApiError, Handler
from bot.web.keys import KEYS, METRICS, NOW

HEADER = "X-API-Key"
CHATS = ("/api/v1/conversations", "/api/v1/resume")
CALLER: web.RequestKey[ApiKey] = web.RequestKey("caller", ApiKey)


@web.middleware
async def keyed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a call with a key come in only if that is good, and good for this."""
    if HEADER in request.headers and request.path.startswith(API):
        request[CALLER] = _caller(request)
    return await handler(request)


def caller_of(request: web.Request) -> ApiKey | None:
    """Return the key of a call; None for one without, as browsers make them."""
    return request.get(CALLER)


def _caller(request: web.Request) -> ApiKey:
    told = request.headers.getall(HEADER)
    key = request.app[KEYS].opened(told[0]) if len(told) == 1 else None
    if key is None:
        raise _refused(request, "wrong", ApiError(401, "unauthorized", detail=f"[{HEADER}]"))
    scope = "chat" if request.path.startswith(CHATS) else "read"
    if scope not in key.scopes:
        detail = f"[{HEADER}: scope {scope}]"
        raise _refused(request, "scope", ApiError(403, "forbidden", detail=detail))
    request.app[METRICS].key_calls.labels(key.name, scope).inc()
    if scope == "read" and (wait := key.reads.seconds_to_wait(key.id, request.app[NOW]())):
        raise _refused(request, "limit", ApiError(429, "too_many_messages", retry_after=wait))
    return key


def _refused(request: web.Request, why: str, error: ApiError) -> ApiError:
    request.app[METRICS].key_refused.labels(why).inc()
    return error
