"""Help numbers: one page in both languages with every number first, then what to do by situation.

Nobody in danger chooses a language before the number: `/help-now` has both, the browser's first.
What to do in each situation is a page a language, one step further.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.language import accepted_language
from bot.safety import SafetyTexts
from bot.web.forward import framed, language_of, page_response
from bot.web.keys import DISPATCHER
from bot.web.templating import OTHER, templates
from knowledge.basics import LANGUAGES, Language
from knowledge.export.data import in_language

FIRST = "emergency"  # of the contacts, told before and above all
Given = dict[str, Any]


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    listed = [web.get("/help-now", numbers)]
    return listed + [web.get(f"/{language}/help-now", situations) for language in LANGUAGES]


async def numbers(request: web.Request) -> web.Response:
    """Serve all numbers, in both languages."""
    language = accepted_language(request.headers.get("Accept-Language")) or "fr"
    response = await _served(request, "help.html", language, all_numbers)
    response.headers["Vary"] = "Accept-Language"
    return response


async def situations(request: web.Request) -> web.Response:
    """Serve what to do in each situation, in one language."""
    return await _served(request, "situations.html", language_of(request), all_situations)


async def _served(request: web.Request, name: str, language: Language, given: Any) -> web.Response:
    texts = request.app[DISPATCHER].safety_texts

    def written() -> str:
        held = {**framed(request, language), **given(texts, language)}
        return templates().page(name, language, **held)

    return page_response(request, await asyncio.to_thread(written))


def all_numbers(texts: SafetyTexts, language: Language) -> Given:
    """Return the contacts of the safety content that hold today, and where they come from."""
    held = texts.held["contacts"]
    now = {key: one for key, one in held.items() if one["current"]}
    cited = dict.fromkeys(source for one in now.values() for source in one["sources"])
    both = {
        one: {
            "sentences": [texts.held[name][one] for name in ("emergency", "elsewhere")],
            "contacts": [in_language(held, one) for key, held in now.items() if key != FIRST],
        }
        for one in (language, OTHER[language])
    }
    return {
        "title": templates().words["help_title"][language],
        "emergency": now[FIRST],
        "said": both,
        "sources": _sources(texts, cited, language),
        "version": str(texts.held["version"]),
    }


def all_situations(texts: SafetyTexts, language: Language) -> Given:
    """Return the fixed text of each situation, in the order of the headings."""
    words = templates().words
    told = [(key, texts.words(key, language)) for key in words["situations"]]
    return {
        "title": words["help_title"][language],
        "told": told,
        "emergency": texts.held["contacts"][FIRST],
        "twin": f"/{OTHER[language]}/help-now",
        "path": f"/{language}/help-now",
        "version": str(texts.held["version"]),
    }


def _sources(texts: SafetyTexts, ids: Iterable[str], language: Language) -> list[Given]:
    fields = ("title", "url", "published", "note")
    listed = ({field: texts.sources[key].get(field) for field in fields} for key in ids)
    return [in_language(one, language) for one in listed]
