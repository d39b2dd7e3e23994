"""What the forms of the chat do: begin, send, judge, speak the other language, erase, come back."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from aiohttp import web

from bot.conversations import feedback
from bot.conversations.feedback import Feedback
from bot.conversations.render import served
from bot.web import forms_view as view
from bot.web.api import begin, opened
from bot.web.door import Held, hand_over, is_foreign, take_back
from bot.web.errors import ApiError
from bot.web.forms_pages import Form, draft_in, language_of, page, to_page
from bot.web.forms_view import Look, Wrong
from bot.web.keys import FEEDBACK_RATES, KEEPING, NOW, PERSONAL_DATA, STORE
from bot.web.resume import reopened
from bot.web.taking import Taking
from knowledge.basics import LANGUAGES, Language


async def start(request: web.Request, held: Held, form: Form) -> web.Response:
    """Open a conversation, with a first message when there is one."""
    language: Language = "en" if form.get("language") == "en" else "fr"
    begun = Held(*await begin(request, language, held.opens()))
    try:
        response = await take(request, begun, form) if draft_in(form).strip() else to_page()
    except ApiError as error:
        response = await page(request, begun, Look(), Wrong.of(error, draft_in(form)))
    hand_over(request, response, begun)
    return response


async def send(request: web.Request, held: Held, form: Form) -> web.Response:
    """Take a text, or a button that was pressed."""
    return await take(request, held, form)


async def take(request: web.Request, held: Held, form: Form) -> web.Response:
    """Take a message as the API does, and lead to its answer."""

    async def read() -> Mapping[str, Any]:
        return sent(form)

    language = language_of(request)
    taken = await Taking(request.app, held.key, held.token, language, read).taken()
    said = [served(one) for one in taken.replies or ()]
    if taken.erased:
        return ended(request, said)
    if taken.seq is None:  # it is in a file, and nothing can be shown before the database is back
        return view.last_words(request, language, "kept", said, held=held)
    return to_page("" if taken.replies is not None else "?waiting", taken.seq)


def sent(form: Form) -> dict[str, Any]:
    """Return a form as the contract's message, named so that sent twice it is one.

    The name holds what is sent: "back" may bring the same page again, for another text.
    """
    what = {"button": form["button"]} if "button" in form else {"text": draft_in(form)}
    told = "\0".join((form.get("page", ""), *what, *what.values()))
    name = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return {**what, "client_message_id": f"form-{name}"}


async def speak(request: web.Request, held: Held, form: Form) -> web.Response:
    """Go on in the other language."""
    row = await opened(request.app, held.key, held.token)
    for language in LANGUAGES:
        if form.get("language") == language:
            await request.app[STORE].set_language(row["id"], language)
    return to_page()


async def judge(request: web.Request, held: Held, form: Form) -> web.Response:
    """Keep whether a reply was of use."""
    row = await opened(request.app, held.key, held.token)
    number, now = form.get("seq", ""), request.app[NOW]()
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ApiError(422, "bad_feedback")
    if wait := request.app[FEEDBACK_RATES].seconds_to_wait(row["id"], now):
        raise ApiError(429, "too_many_messages", retry_after=wait)
    seq, given = int(number), Feedback(form.get("useful") == "yes")
    database = request.app[PERSONAL_DATA].database
    author = await database.write(lambda c: feedback.keep(c, row["id"], seq, given, now))
    if author != "assistant":
        raise ApiError(422, "not_a_reply")
    return to_page(f"?thanked={seq}", seq)


async def delete(request: web.Request, held: Held, form: Form) -> web.Response:
    """Remove the conversation from every table."""
    row = await opened(request.app, held.key, held.token)
    await request.app[KEEPING].erase(row)
    return ended(request, [])


def ended(request: web.Request, said: list[dict[str, Any]]) -> web.Response:
    """Say that all is gone, and forget it here as well."""
    response = view.last_words(request, language_of(request), "deleted", said)
    take_back(response)
    return response


async def come_back(request: web.Request, held: Held, form: Form) -> web.Response:
    """Open the conversation of a return code."""
    try:
        found = Held(*await reopened(request, form.get("code", "")))
    except ApiError as error:
        code = "code_unknown" if error.code == "not_found" else error.code
        raise ApiError(error.status, code, headers=error.headers) from None
    response = to_page()
    hand_over(request, response, found)
    return response


async def leave(request: web.Request) -> web.Response:
    """Forget the conversation here, and show a page that says nothing."""
    response = to_page(path="/chat/left")
    if not is_foreign(request):
        take_back(response)
    return response
