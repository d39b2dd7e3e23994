"""How the knowledge is answered: of one release, known by a tag, made once a release and day."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.language import accepted_language
from bot.web.conditional import Encoded
from bot.web.errors import ApiError
from bot.web.keys import KNOWLEDGE, NOW
from bot.web.paging import read_of
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.export import data

Body = Mapping[str, Any]
Build = Callable[[Knowledge, date], Body]
MOST, LARGEST = 512, 16 * 1024 * 1024  # answers held, and bytes of them


@dataclass
class Held:
    """The answers of one release and day by what was asked; the longest unasked goes first."""

    most: int = MOST
    largest: int = LARGEST
    _of: Hashable = None
    _size: int = 0
    _answers: OrderedDict[str, Encoded] = field(default_factory=OrderedDict)

    def get(self, of: Hashable, asked: str) -> Encoded | None:
        """Return an answer of this release and day, if it is held."""
        found = self._answers.get(asked) if of == self._of else None
        if found is not None:
            self._answers.move_to_end(asked)
        return found

    def keep(self, of: Hashable, asked: str, made: Encoded) -> None:
        """Hold an answer; those of another release or day go."""
        if of != self._of:
            self._answers.clear()
            self._of, self._size = of, 0
        if asked in self._answers or made.size > self.largest:
            return
        self._answers[asked] = made
        self._size += made.size
        while len(self._answers) > self.most or self._size > self.largest:
            self._size -= self._answers.popitem(last=False)[1].size


HELD: web.AppKey[Held] = web.AppKey("held_answers", Held)


async def knowledge_of(request: web.Request) -> Knowledge:
    """Return what may be told today."""
    found = await request.app[KNOWLEDGE].refresh()
    return found.on(request.app[NOW]().date())


async def answer(
    request: web.Request, build: Build, read: Knowledge | None = None, keep: bool = True
) -> web.Response:
    """Return what is held for this call, else build it in a thread; 304 when the caller has it.

    `read`: the release that the body is about already, for another may come in between.
    `keep`: the same call gets the same answer until there is another release or day.
    """
    language, knowledge = language_of(request), read or await knowledge_of(request)

    def whole(knowledge: Knowledge, today: date) -> Any:
        body = {"release": data.release_of(knowledge), **build(knowledge, today)}
        return data.in_language(body, language)

    return _told(request, await _made(request, knowledge, _asked(request), whole, keep))


async def answer_in(
    request: web.Request, language: Language, build: Build, kind: str = "application/json"
) -> web.Response:
    """Return what is told in one language, and to another caller perhaps in the other."""
    knowledge = await knowledge_of(request)
    made = await _made(request, knowledge, f"{language} {_asked(request)}", build)
    response = made.response(request, kind)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return response


def held_answer(request: web.Request, knowledge: Knowledge) -> web.Response | None:
    """Return what is held for this call, if anything is."""
    made = request.app[HELD].get(_version(request, knowledge), _asked(request))
    return None if made is None else _told(request, made)


def language_of(request: web.Request) -> Language | None:
    """Return the language that `lang` asks for; None: both."""
    asked = request.query.get("lang")
    if asked is None:
        return None
    for language in LANGUAGES:
        if asked == language:
            return language
    raise ApiError(422, "bad_language")


def one_language(request: web.Request) -> Language:
    """Return the language for what is told in one only: asked for, else the browser's, else fr."""
    accepted = accepted_language(request.headers.get("Accept-Language"))
    return language_of(request) or accepted or "fr"


def _asked(request: web.Request) -> str:
    """Return what tells one call from another: what nobody reads would only fill what is held."""
    return f"{request.path}?{urlencode(read_of(request))}"


def _version(request: web.Request, knowledge: Knowledge) -> Hashable:
    today = request.app[NOW]().date()
    return knowledge.release, knowledge.loaded_at, knowledge.current, today


async def _made(
    request: web.Request, knowledge: Knowledge, asked: str, build: Build, keep: bool = True
) -> Encoded:
    held, of = request.app[HELD], _version(request, knowledge)
    made = held.get(of, asked)
    if made is None:
        today = request.app[NOW]().date()
        made = await asyncio.to_thread(lambda: _encoded(build(knowledge, today)))
        if keep:
            held.keep(of, asked, made)
    return made


def _encoded(body: Body) -> Encoded:
    return Encoded.of(json.dumps(body).encode())


def _told(request: web.Request, made: Encoded) -> web.Response:
    response = made.response(request)
    response.headers["Content-Language"] = language_of(request) or ", ".join(LANGUAGES)
    return response
