"""Somebody without JavaScript: reads pages, fills in forms, presses buttons, by a text browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientResponse

from bot.web.keys import PERSONAL_DATA
from tests.bot.web.gateway import Client, app_of

ANSWER: dict[str, Any] = {
    "kind": "answer",
    "sources": [
        {
            "id": "S1",
            "title": "News",
            "url": "https://www.iom.int/a",
            "published": "2008-08-22",
            "verified": None,
            "note": None,
        },
        {
            "id": "S2",
            "title": "Old",
            "url": "javascript:alert(1)",
            "published": None,
            "verified": None,
            "note": {"fr": "non daté, copie", "en": "undated, copy"},
        },
    ],
    "contacts": [
        {
            "kind": "phone",
            "value": "+31 70 318 15 00",
            "current": True,
            "cost": None,
            "label": {"fr": "Ligne", "en": "Line"},
            "hours": None,
            "country": "NL",
        },
        {
            "kind": "phone",
            "value": "+31 70 000 00 00",
            "current": False,
            "cost": None,
            "label": {"fr": "Ancien", "en": "Old"},
            "hours": None,
            "country": "NL",
        },
    ],
    "buttons": [{"id": "human", "label": {"fr": "Parler à quelqu'un", "en": "Talk to someone"}}],
    "programme": "rean",
}


@dataclass
class Form:
    """A form as a browser reads it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words
    area: str | None = None


class Page(HTMLParser):
    """What is on a page: its words in order, its links and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.forms, self.links = html, list[Form](), list[str]()
        self._words: list[str] = []
        self._form: Form | None = None
        self._inside: str | None = None
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._words).replace("\u00a0", " ").split())

    @property
    def draft(self) -> str:
        (area,) = (one.area for one in self.forms if one.area is not None)
        return area.removeprefix("\n")

    def form(self, action: str) -> Form:
        return next(one for one in self.forms if one.action.split("?")[0] == action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag if tag in ("textarea", "button", "script") else self._inside
        if tag == "a":
            self.links.append(given["href"])
        if tag == "form":
            self._form = Form(given["action"])
            self.forms.append(self._form)
        if self._form and tag == "input":
            self._form.fields[given["name"]] = given.get("value", "")
        if self._form and tag == "button":
            self._form.buttons.append((given.get("name", ""), given.get("value", ""), ""))
        if self._form and tag == "textarea":
            self._form.area = ""

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form
        self._inside = None if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside == "textarea" and self._form:
            self._form.area = (self._form.area or "") + data
        elif self._inside != "script":
            self._words.append(data)
        if self._inside == "button" and self._form:
            name, value, words = self._form.buttons[-1]
            self._form.buttons[-1] = (name, value, words + data)


class Person:
    """Goes from page to page, as a browser without a script does."""

    def __init__(self, client: Client, language: str = "fr") -> None:
        self.client, self.headers = client, {"Accept-Language": language}
        self.page = Page("")
        self.answer: ClientResponse | Any = None
        self.led: list[str] = []

    async def read(self, path: str = "/chat") -> Page:
        return await self._show(await self.client.get(path, headers=self.headers))

    async def send(self, form: Form, more: dict[str, str], **headers: str) -> Page:
        """Send a form; what browsers tell of where it came from is in `headers`."""
        fields = {**form.fields, **more}
        if form.area is not None:
            fields = {"text": form.area.removeprefix("\n"), **fields}
        told = {**self.headers, "Origin": "null", "Sec-Fetch-Site": "same-origin", **headers}
        told = {name: value for name, value in told.items() if value}
        path = form.action
        return await self._show(await self.client.post(path, data=fields, headers=told))

    async def start(self, language: str = "fr", text: str = "") -> Page:
        await self.read()
        return await self.send(self.page.form("/chat/start"), {"language": language, "text": text})

    async def say(self, text: str, **headers: str) -> Page:
        (form,) = (one for one in self.page.forms if one.area is not None)
        return await self.send(form, {"text": text}, **headers)

    async def press(self, words: str) -> Page:
        """Press the last button of these words."""
        found = [
            (form, name, value)
            for form in self.page.forms
            for name, value, said in form.buttons
            if said.replace("\u00a0", " ").strip() == words
        ]
        form, name, value = found[-1]
        return await self.send(form, {name: value} if name else {})

    async def _show(self, answer: ClientResponse) -> Page:
        self.answer = answer
        self.led = [str(one.headers["Location"]) for one in answer.history]
        self.page = Page(await answer.text())
        return self.page


async def rows(client: Client, table: sa.Table) -> list[Any]:
    """Return what is in a table."""
    database = app_of(client)[PERSONAL_DATA].database
    return await database.read(lambda c: list(c.execute(sa.select(table)).mappings()))
