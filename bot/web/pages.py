"""The public pages: the chat, and what becomes of what one writes there."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.conversations.notices import Notices
from bot.files import read_yaml
from bot.web.assets import TYPES, Asset
from bot.web.errors import ApiError
from bot.web.keys import NOTICES, ON_TRIAL, SETTINGS

STATIC = Path(__file__).parent / "static"
ANSWER = "personal_data"  # what the chat says about this, too
LANGUAGES = ("fr", "en")
PROGRAMME = re.compile("[a-z0-9_]{1,64}")
Page = Callable[[web.Request], Awaitable[web.Response]]


async def chat(request: web.Request) -> web.Response:
    """Serve the chat page; what it says before its script runs names who runs it."""
    notices = request.app[NOTICES]
    parts = {f"operator_{language}": escape(notices.by(language)) for language in LANGUAGES}
    return _page("index.html", {**parts, "forms": escape(forms_of(request.query))})


def forms_of(asked: Mapping[str, str]) -> str:
    """Return where the chat goes on without a script: about the same programme, in the language.

    It is only written when it looks like an id; whether there is such a one, that page finds out.
    """
    told = {}
    if PROGRAMME.fullmatch(asked.get("programme", "")):
        told["programme"] = asked["programme"]
    if asked.get("language") in LANGUAGES:
        told["language"] = asked["language"]
    return "/chat" + (f"?{urlencode(told)}" if told else "")


async def service(request: web.Request) -> web.Response:
    """Tell the chat, on whatever site it stands, who runs it, and whether it is on trial."""
    operator = request.app[SETTINGS].operator_name or ""
    told = {"operator": operator, "trial": request.app[ON_TRIAL]}
    lines = "".join(f"export const {name} = {json.dumps(one)};\n" for name, one in told.items())
    return Asset.of(lines.encode(), TYPES[".js"]).response(request)


def privacy(folder: Path, notices: Notices, days: int, channels: Sequence[str]) -> Page:
    """Return the privacy page's handler; content is read now: a fault shows at start.

    `channels`: the platforms on which people may write.
    """
    parts = privacy_parts(folder, notices, days, channels)

    async def serve(request: web.Request) -> web.Response:
        if not parts:
            raise ApiError(404, "not_found")
        return _page("privacy.html", parts)

    return serve


def privacy_parts(
    folder: Path, notices: Notices, days: int, channels: Sequence[str] = ()
) -> dict[str, str]:
    """Return what fills the privacy page's gaps; nothing when the text is withdrawn."""
    answers = read_yaml(folder / "answers" / "privacy.yml")
    told = [one for one in answers if one["id"] == ANSWER and one["state"] != "withdrawn"]
    if not told:
        return {}
    sources = read_yaml(folder / "sources.yml")
    cited = [sources[citation["id"]] for citation in told[0]["sources"]]
    parts = {}
    for language in LANGUAGES:
        parts[f"operator_{language}"] = escape(notices.by(language))
        lines = [line for line in told[0]["text"][language].splitlines() if line.strip()]
        parts[f"text_{language}"] = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
        seen = (notices.texts["platform"][name][language] for name in channels)
        gaps = {"operator": notices.by(language), "days": str(days), "platforms": " ".join(seen)}
        sections = read_yaml(folder / "privacy.yml")["sections"]
        full = [_as_desk(one, notices) for one in sections if channels or "only" not in one]
        parts[f"full_{language}"] = "\n".join(_section(one, language, gaps) for one in full)
        parts[f"sources_{language}"] = "\n".join(_source(one, language) for one in cited)
    return parts


def _as_desk(section: dict[str, Any], notices: Notices) -> dict[str, Any]:
    """Say what holds where people answer, if that is another thing."""
    return {**section, "text": section["desk"]} if notices.people and "desk" in section else section


def _section(section: dict[str, Any], language: str, gaps: dict[str, str]) -> str:
    text = section["text"][language]
    for name, value in gaps.items():
        text = text.replace(f"{{{name}}}", value)
    return f"<h3>{escape(section['title'][language])}</h3>\n<p>{escape(text)}</p>"


def _source(source: dict[str, Any], language: str) -> str:
    title, url = escape(source["title"]), source["url"]
    if url and url.startswith(("http://", "https://")):
        title = f'<a href="{escape(url)}" rel="noopener noreferrer">{title}</a>'
    dated = source["published"] or (source["note"] or {}).get(language, "")
    return f"<li>{title} – {escape(dated)}</li>"


def _page(name: str, parts: dict[str, str]) -> web.Response:
    html = (STATIC / name).read_text(encoding="utf-8")
    for key, value in parts.items():
        html = html.replace(f"{{{key}}}", value)
    return web.Response(text=html, content_type="text/html")
