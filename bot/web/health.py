"""Whether this process runs, and whether what it needs answers."""

from __future__ import annotations

from aiohttp import web

from bot.web.keys import DISPATCHER, STORE


def routes() -> list[web.RouteDef]:
    """Return the routes of health."""
    return [web.get("/health/live", live), web.get("/health/ready", ready)]


async def live(request: web.Request) -> web.Response:
    """Say that this process runs."""
    return web.json_response({"live": True})


async def ready(request: web.Request) -> web.Response:
    """Say whether database and Rasa answer; 503 when one does not."""
    state = {"database": True, "rasa": await request.app[DISPATCHER].asking.rasa.healthy()}
    try:
        await request.app[STORE].ping()
    except Exception:
        state["database"] = False
    return web.json_response(state, status=200 if all(state.values()) else 503)
