"""Errors where a person's browser shows them: a page, in their language; JSON for machines."""

from __future__ import annotations

from typing import Any

import pytest

from bot.web.keys import STORE
from knowledge.database import DatabaseAway
from tests.bot.web.forms_person import Page, Person
from tests.bot.web.gateway import Client, app_of

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FRENCH, ENGLISH = {"Accept-Language": "fr"}, {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("path", "told", "status", "said"),
    [
        ("/nothing", FRENCH, 404, "Il n'y a pas de page à cette adresse."),
        ("/en/nothing", FRENCH, 404, "There is no page at this address."),
        ("/chat/send", ENGLISH, 404, "There is no page at this address."),
        ("/chat/start", FRENCH, 405, "Revenez à la page précédente, ou commencez ici."),
        ("/chat/start", ENGLISH, 405, "Go back to the previous page, or start here."),
    ],
)
async def test_a_browser_gets_a_page(
    client: Client, path: str, told: dict[str, str], status: int, said: str
) -> None:
    answer = await client.get(path, headers={**BROWSER, **told})
    page = Page(await answer.text())
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert said in page.text
    assert "/help-now" in page.links
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert status != 405 or answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/nothing", "/chat/start", "/static/nothing", "/api/v1/nothing"])
async def test_a_machine_gets_json(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status >= 400, answer.content_type) == (True, "application/json")


async def test_the_api_speaks_json_to_a_browser_too(client: Client) -> None:
    answer = await client.get("/api/v1/programmes/nothing", headers=BROWSER)
    assert (answer.status, answer.content_type) == (404, "application/json")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("SELECT"), 500, "Une erreur de notre côté. Réessayez."),
        (DatabaseAway("gone"), 503, "Le service ne répond pas en ce moment."),
    ],
)
async def test_a_fault_of_ours_is_told_kindly(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    person = Person(client)
    await person.start()

    async def broken(*given: Any) -> Any:
        raise error

    monkeypatch.setattr(app_of(client)[STORE], "history", broken)
    answer = await client.get("/chat", headers={**BROWSER, **FRENCH})
    page = Page(await answer.text())
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert said in page.text and "SELECT" not in page.html
