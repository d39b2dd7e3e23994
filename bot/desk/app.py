"""The desk's application: a factory. Its own port, its own cookie, no other site's pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.conversations.notices import Notices
from bot.desk import (
    cases_api,
    cases_export,
    cases_pages,
    charts,
    insight_pages,
    joining,
    own_password,
    signing_in,
)
from bot.desk.doing import Doing
from bot.desk.keys import (
    ADDRESSES,
    CANNED,
    DATABASE,
    DOING,
    HEARD,
    NAMES,
    NOW,
    OFFICES,
    PASSWORDS,
    SETTINGS,
    TOPICS,
)
from bot.desk.pages import led, private, query, readable
from bot.desk.passwords import Passwords
from bot.desk.waits import Addresses
from bot.files import read_yaml
from bot.settings import Settings
from bot.web.assets import TYPES, Asset
from bot.web.errors import ApiError, errors_as_json, no_expectation, safe_headers
from bot.web.proxies import seen_through
from knowledge.basics import LANGUAGES, Language
from knowledge.database import Database

LARGEST_BODY = 16 * 1024
START = "/desk/"
STATIC = Path(__file__).parent / "static"
PARTS = (signing_in, joining, own_password, cases_api, cases_pages, cases_export, insight_pages)


class Topics(dict[str, str]):
    """The names of intents in one language, as reports have them."""

    def __init__(self, language: Language) -> None:
        """Take them from the words of reports."""
        super().__init__({key: one[language] for key, one in charts.words()["topics"].items()})

    def __missing__(self, intent: str) -> str:
        """Name one that has no name."""
        return intent.replace("_", " ")


def create_desk(
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
    heard: Callable[[str], None],
) -> web.Application:
    """Build the desk; who calls owns the database. `heard`: wakes a conversation's streams."""
    seen = seen_through(settings.proxies)
    around = [seen, private, safe_headers, readable, errors_as_json]
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=around)
    app[DATABASE], app[SETTINGS], app[NOW], app[HEARD] = database, settings, now, heard
    app[ADDRESSES] = Addresses()
    desk = settings.desk, settings.desk_hours
    notices = Notices.load(settings.content_dir, settings.operator_name, *desk)
    app[DOING] = Doing(notices)
    named: dict[str, Topics] = {one: Topics(one) for one in LANGUAGES}
    app[TOPICS] = named
    app[NAMES] = _each(settings.content_dir / "programmes", "name")
    app[OFFICES] = _each(settings.content_dir / "offices", "city")
    app[CANNED] = read_yaml(settings.content_dir / "canned.yml")
    app.cleanup_ctx.append(_own)
    app.add_routes([web.get("/", to_start), web.get("/desk", to_start)])
    app.add_routes([static()])
    for part in PARTS:
        app.add_routes(part.routes())
    app.on_response_prepare.append(no_expectation)
    return app


def _each(folder: Path, field: str) -> dict[str, dict[str, str]]:
    """Return one field of each file in a folder, in both languages."""
    held = {path.stem: read_yaml(path)[field] for path in sorted(folder.glob("*.yml"))}
    return {
        key: dict.fromkeys(LANGUAGES, one) if isinstance(one, str) else one
        for key, one in held.items()
    }


async def to_start(request: web.Request) -> web.Response:
    """Lead to the first page."""
    return led(START + query(request))


def static() -> web.RouteDef:
    """Return the route of scripts and styles, which are read once."""
    held = {one.name: Asset.read(one) for one in sorted(STATIC.iterdir()) if one.suffix in TYPES}

    async def serve(request: web.Request) -> web.Response:
        """Serve one file, to our own pages."""
        asset = held.get(request.match_info["name"])
        if asset is None:
            raise ApiError(404, "not_found")
        response = asset.response(request)
        for name in ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy"):
            del response.headers[name]
        return response

    return web.get("/desk/static/{name}", serve)


async def _own(app: web.Application) -> AsyncIterator[None]:
    app[PASSWORDS] = Passwords()
    yield
    app[PASSWORDS].close()
