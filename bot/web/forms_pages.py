"""Which page of the chat without a script follows: the talk, the notice, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.language import accepted_language
from bot.web import forms_view as view
from bot.web.answering import knowledge_of
from bot.web.api import opened
from bot.web.door import Held, hand_over, held_by
from bot.web.errors import ApiError
from bot.web.forms_view import Look, Wrong
from bot.web.forward import framed
from bot.web.keys import STORE
from bot.web.pages import forms_of
from bot.web.templating import filled, templates
from knowledge.basics import LANGUAGES, Language
from knowledge.database import DatabaseAway

CHAT = "/chat"
GONE = ("unauthorized", "not_found")  # what the cookie held is no conversation any more
Form = Mapping[str, str]


async def page(
    request: web.Request, held: Held, look: Look, wrong: Wrong | None, draft: str = ""
) -> web.Response:
    """Return the page of a conversation; ApiError when it is closed."""
    # A page that loads again by itself is no sign that somebody is there.
    row = await opened(request.app, held.key, held.token, moving=not look.waiting)
    rows = await request.app[STORE].history(row["id"])
    response = view.conversation(request, held, row, rows, look, wrong, draft)
    if not look.waiting:
        hand_over(request, response, held)
    return response


def before(request: web.Request, wrong: Wrong | None, draft: str = "") -> web.Response:
    """Return the page before a conversation; its form can be sent by who was given it only."""
    held = held_by(request)
    fresh = held if held and not held.begun else Held.new()
    response = view.start(request, language_of(request), fresh, wrong, draft)
    hand_over(request, response, fresh)
    return response


def once_more(request: web.Request) -> web.Response:
    """Load the page again, from ours this time: the cookie comes along, if there is one.

    Without this the notice would be shown, and its new cookie would end a conversation.
    """
    language, here = language_of(request), forms_of(request.query)
    given = {**framed(request, language), "title": templates().words["chat"][language]}
    text = templates().page("here.html", language, **given, here=here, wrong=None)
    headers = {"Cache-Control": "no-store", "Refresh": f"0; url={here}"}
    return web.Response(text=text, content_type="text/html", headers=headers)


def expired(request: web.Request, word: str, draft: str) -> web.Response:
    """Say that the conversation is closed; what was typed is still there."""
    response = view.start(request, language_of(request), fresh := Held.new(), Wrong(word, draft))
    hand_over(request, response, fresh)
    return response


async def again(request: web.Request, held: Held | None, wrong: Wrong) -> web.Response:
    """Return the page from which something was sent, with what went wrong."""
    try:
        if held is None or not held.begun:
            return before(request, wrong)
        if wrong.code in GONE:
            return expired(request, "expired", wrong.draft)
        if wrong.word == "away":
            raise DatabaseAway
        return await page(request, held, Look(), wrong)
    except ApiError:
        return expired(request, "expired", wrong.draft)
    except DatabaseAway:
        return view.away(request, language_of(request), held, wrong.draft, wrong.messages)


def to_page(query: str = "", seq: int | None = None, path: str = CHAT) -> web.Response:
    """Lead to the page, at a message."""
    where = f"{path}{query}" + (f"#m{seq}" if seq else "")
    return web.Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})


def draft_in(form: Form) -> str:
    """Return the text of a form; browsers write its line breaks in their own way."""
    return form.get("text", "").replace("\r\n", "\n")


def language_of(request: web.Request) -> Language:
    """Return the language asked for in the address, else the browser's, else French."""
    for language in LANGUAGES:
        if request.query.get("language") == language:
            return language
    return accepted_language(request.headers.get("Accept-Language")) or "fr"


async def about(request: web.Request) -> str:
    """Return a question about the programme that the address names, if there is such a one."""
    key = request.query.get("programme", "")
    found = (await knowledge_of(request)).content.programmes.get(key) if key else None
    if found is None:
        return ""
    language = language_of(request)
    text = templates().words["about_programme"][language]
    return filled(text, name=getattr(found.name, language))
