"""What the pages of the chat without a script show. No network, no database: rows in, pages out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.conversations.reading import Row
from bot.conversations.render import served
from bot.conversations.text import LONGEST
from bot.web.door import Held
from bot.web.errors import ApiError
from bot.web.forward import framed
from bot.web.keys import DISPATCHER, NOTICES
from bot.web.templating import OTHER, filled, templates
from knowledge.basics import LANGUAGES, Language
from knowledge.export.data import in_language

SHOWN = 30  # messages of a page; the earlier ones are one click away
AGAIN = 5  # seconds after which a page that waits loads again
CLOSED = 1210  # seconds after which the screen clears: the token is dead by then
NUMBERS = ("emergency", "iom", "return_line")
Given = dict[str, Any]
# What an error of the contract is called here.
SAID = {
    "text_too_long": "too_long",
    "body_too_large": "too_large",
    "too_many_messages": "too_many",
    "too_many_codes": "too_many",
    "text_empty": "empty",
    "database_away": "away",
    "earlier_missing": "away",
    "button_unknown": "not_offered",
    "bad_code": "code_unknown",
    "code_unknown": "code_unknown",
    "other_page": "other_page",
}


@dataclass(frozen=True)
class Wrong:
    """Something to say above all else; `draft` is what was typed and shall not be lost."""

    word: str
    draft: str = ""
    count: int = 0
    status: int = 200
    messages: Sequence[Given] = ()
    code: str = ""  # of the contract

    @classmethod
    def of(cls, error: ApiError, draft: str = "") -> Wrong:
        """Return what to say of an error."""
        retry = int(error.headers.get("Retry-After", "0"))
        word = SAID.get(error.code, "failed")
        count = len(draft) if word == "too_long" else retry
        said = error.more.get("messages", ())
        return cls(word, draft, count, error.status, said, error.code)

    def given(self, language: Language) -> Given:
        """Return it in words."""
        text = templates().words[self.word][language]
        return {"text": filled(text, count=str(self.count)), "messages": self.messages}


@dataclass(frozen=True)
class Look:
    """What a person asked to see of the conversation."""

    other: int = 0  # the message to show in the other language
    thanked: int = 0  # the message that was judged just now
    waiting: bool = False  # the page loads again by itself
    stopped: bool = False  # it shall not
    all: bool = False

    @classmethod
    def at(cls, request: web.Request) -> Look:
        """Read it from the address."""
        asked = request.query
        return cls(
            other=_number(asked.get("other", "")),
            thanked=_number(asked.get("thanked", "")),
            waiting="waiting" in asked,
            stopped="stopped" in asked,
            all="all" in asked,
        )


def conversation(
    request: web.Request,
    held: Held,
    row: Row,
    rows: Sequence[Row],
    look: Look,
    wrong: Wrong | None,
    draft: str,
) -> web.Response:
    """Return the conversation's page."""
    language: Language = row["language"]
    waits = any(one["author"] == "user" and one["state"] == "new" for one in rows)
    refreshes = waits and not look.stopped and wrong is None
    said = rows if look.all else rows[-SHOWN:]
    given = {
        "title": templates().words["chat"][language],
        "messages": [_message(one, look) for one in said],
        "earlier": len(rows) - len(said),
        "thanked": look.thanked,
        "waits": waits,
        "refreshes": refreshes,
        **_composer(held, wrong.draft if wrong else draft),
    }
    response = _page(request, "chat.html", language, given, wrong)
    again = f"{AGAIN}; url=/chat?waiting" if refreshes else f"{CLOSED}; url=/chat"
    response.headers["Refresh"] = again
    return response


def start(
    request: web.Request, language: Language, held: Held, wrong: Wrong | None, draft: str = ""
) -> web.Response:
    """Return the page before a conversation: the notice, in both languages."""
    given = {
        "title": templates().words["before"][language],
        "order": (language, OTHER[language]),
        "welcome": request.app[NOTICES].reply("welcome")["text"],
        **_composer(held, wrong.draft if wrong else draft),
    }
    return _page(request, "start.html", language, given, wrong)


def last_words(
    request: web.Request,
    language: Language,
    word: str,
    said: Sequence[Given] = (),
    held: Held | None = None,
    draft: str = "",
    status: int = 200,
) -> web.Response:
    """Return a page that ends or interrupts: what is the matter, and numbers to keep.

    With `held` one may send from there again.
    """
    contacts = request.app[DISPATCHER].safety_texts.held["contacts"]
    given = {
        "title": templates().words[word][language],
        "messages": said,
        "numbers": [in_language(contacts[key], language) for key in NUMBERS],
        "open": held is not None and held.begun,
        **_composer(held, draft),
    }
    response = _page(request, "ended.html", language, given, None)
    response.set_status(status)
    return response


def away(
    request: web.Request,
    language: Language,
    held: Held | None,
    draft: str,
    said: Sequence[Given] = (),
) -> web.Response:
    """Say that the service does not answer; what was typed is still there."""
    return last_words(request, language, "away", said, held, draft, status=503)


def _composer(held: Held | None, draft: str) -> Given:
    return {
        "word": held.word if held else "",
        "page": secrets.token_hex(8),  # names what is sent from this page: sent twice it is one
        "draft": draft,
        "most": LONGEST,
    }


def _page(
    request: web.Request, name: str, language: Language, given: Given, wrong: Wrong | None
) -> web.Response:
    around = {**framed(request, language), "wrong": wrong and wrong.given(language)}
    text = templates().page(name, language, **around, **given)
    status = wrong.status if wrong else 200
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def _message(row: Row, look: Look) -> Given:
    shown = served(row)
    if row["seq"] != look.other or row["author"] == "user":
        return shown
    other = next(one for one in LANGUAGES if one != shown["language"])
    return served(row, other)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
