"""Whether this process runs, and whether what it needs answers."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.web.keys import ALERTING, DISPATCHER, SETTINGS, STORE
from knowledge.database import DatabaseAway


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
    answer = {**state, **await _urgent(request)}
    return web.json_response(answer, status=200 if all(state.values()) else 503)


async def _urgent(request: web.Request) -> dict[str, Any]:
    """Return how many urgent cases nobody has taken; nothing where nobody could take them."""
    if request.app[SETTINGS].desk == "none":
        return {}
    try:
        count, _ = await request.app[ALERTING].waiting()
    except DatabaseAway:
        return {}
    return {"urgent_cases_waiting": count}
