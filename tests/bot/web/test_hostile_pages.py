"""200 strings that would be more than text, in pages that the server makes, read by Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.settings import CONTENT
from bot.web.leaflets import Leaflet
from bot.web.templating import templates
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.reader import read_content
from tests.bot.web.hostile import check, told
from tests.bot.web.process import Gateway, started
from tests.bot.web.visit import PAYLOADS, STRINGS

pytestmark = pytest.mark.browser
CHUNK = 20
NO_LINK = {"A": "SPAN"}
HTML = {"content_type": "text/html; charset=utf-8"}
# What is a part of a page's build, not of its words: ids stand in addresses and in names.
BUILT = {"id", "about", "path", "twin", "kind", "current", "published", "verified", "made"}
LOOK = """() => {
  const all = [...document.querySelectorAll("*")];
  return {
    tags: all.map((one) => one.tagName),
    attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
    links: [...new Set([...document.querySelectorAll("a, form, link")]
      .map((one) => one.href || one.action))],
    text: document.body.textContent.replace(/\\s+/g, ""),
    ran: window.xss || null,
  };
}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def tight(text: str) -> str:
    return "".join(text.split())


def harmless(page: Any, seen: dict[str, Any]) -> None:
    page.wait_for_timeout(50)  # what is injected would run by now
    assert page.evaluate("window.xss || null") is None
    assert not [one for one in seen["attributes"] if one.startswith("on") or one == "style"]
    schemes = {link.partition(":")[0] for link in seen["links"]}
    assert schemes <= {"http", "https", "tel", "mailto", "data"}
    assert [one for one in seen["links"] if one.startswith("data:")] in ([], ["data:,"])  # the icon


def test_in_a_conversation_without_a_script(page: Any, gateway: Gateway) -> None:
    """Scripts are on here, so that one that got in would run."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{gateway.url}/chat")
    page.get_by_role("button", name="Start in English").click()
    plain = set(page.evaluate(LOOK)["tags"])
    for n in range(0, len(STRINGS), CHUNK):
        texts = STRINGS[n : n + CHUNK]
        gateway.rasa.extra = {**told(texts), "eligibility": check(texts), "kind": "eligibility"}
        page.get_by_label("Your message").fill("\n".join(texts)[:1000])
        with page.expect_navigation():
            page.get_by_role("button", name="Send").click()
        seen = page.evaluate(LOOK)
        harmless(page, seen)
        assert set(seen["tags"]) <= plain | {"STRONG", "DETAILS", "SUMMARY", "UL", "LI", "BR"}
        low = [text for text in texts if seen["text"].count(tight(text)) < 10]
        assert low == []
    page.goto(f"{gateway.url}/chat?all")
    seen = page.evaluate(LOOK)
    harmless(page, seen)
    assert page.locator("li.mine").count() == len(STRINGS) / CHUNK
    gateway.rasa.extra = {}
    assert [url for url in asked if not url.startswith((f"{gateway.url}/", "data:,"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_draft_a_code_and_an_address(language: str, page: Any, gateway: Gateway) -> None:
    page.goto(f"{gateway.url}/chat?language={language}")
    words = {"fr": "Commencer en français", "en": "Start in English"}
    page.get_by_role("button", name=words[language]).click()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    for bad in PAYLOADS[::4]:
        page.locator("#text").fill(bad + "é" * 1000)
        with page.expect_navigation():
            page.locator("form.composer button").click()
        assert page.locator("#text").input_value() == bad + "é" * 1000
        harmless(page, page.evaluate(LOOK))
    for bad in PAYLOADS[1::6]:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.locator("#code").fill(bad[:100])
        with page.expect_navigation():
            page.locator("#code + button").click()
        harmless(page, page.evaluate(LOOK))
        page.goto(f"{gateway.url}/chat")
        page.goto(f"{gateway.url}/chat?programme={quote(bad)}&language={quote(bad)}")
        harmless(page, page.evaluate(LOOK))


def filled(given: Any, strings: Iterator[str]) -> Any:
    """Put the next string into each text of a page."""
    if isinstance(given, str):
        return f"{given} {next(strings)}"
    if isinstance(given, dict):
        return {k: one if k in BUILT else filled(one, strings) for k, one in given.items()}
    return [filled(one, strings) for one in given] if isinstance(given, (list, tuple)) else given


KNOWLEDGE = Knowledge(content=read_content(CONTENT), release="test")
PAGES: dict[str, tuple[str, Callable[[Leaflet], dict[str, Any]]]] = {
    "trqn_ii": ("programme.html", lambda one: one.programme(_programme("trqn_ii"), 20)),
    "rean": ("programme.html", lambda one: one.programme(_programme("rean"), 20)),
    "geneva": ("office.html", lambda one: one.office(KNOWLEDGE.content.offices["geneva"])),
    "list": ("programmes.html", Leaflet.all),
}


def _programme(key: str) -> Any:
    return KNOWLEDGE.content.programmes[key]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_in_every_text_of_a_page_to_forward(name: str, language: Language, page: Any) -> None:
    """The page has the same elements as with good texts, and nothing more."""
    template, told_by = PAGES[name]
    given = told_by(Leaflet(KNOWLEDGE, language, date(2026, 1, 1), "somebody"))
    served = [""]
    page.route("http://pages.example/*", lambda route: route.fulfill(body=served[0], **HTML))

    def look(told: dict[str, Any], operator: str) -> dict[str, Any]:
        served[0] = templates().page(template, language, operator=operator, trial=True, **told)
        page.goto("http://pages.example/")
        seen: dict[str, Any] = page.evaluate(LOOK)
        harmless(page, seen)
        return seen

    good = look(given, "x")
    # One line each: a text of two lines is two paragraphs, as it should be.
    strings = [one.replace("\n", " ") for one in STRINGS]
    used = 0
    while used < len(strings):
        left = cycle(strings[used:] + strings[:used])
        count = iter(range(10_000))
        seen = look(
            filled(given, (text for text, _ in zip(left, count, strict=False))), strings[used]
        )
        used += next(count)
        # A number or an address that is none any more is no link.
        assert [NO_LINK.get(one, one) for one in seen["tags"]] == [
            NO_LINK.get(one, one) for one in good["tags"]
        ]
        assert set(seen["attributes"]) <= set(good["attributes"])


def test_in_the_name_of_who_runs_it(page: Any, tmp_path: Path) -> None:
    """On every page, and on the screen of the chat."""
    bad = "".join(PAYLOADS[:6])
    with started(tmp_path, OPERATOR_NAME=bad) as gateway:
        for path in ("/privacy", "/chat", "/help-now", "/en/programmes", "/fr/programmes/rean"):
            page.goto(f"{gateway.url}{path}")
            seen = page.evaluate(LOOK)
            harmless(page, seen)
            assert tight(bad) in seen["text"], path
        page.goto(gateway.url)
        page.locator("article").first.wait_for()
        assert bad in page.locator("header").inner_text()
        assert page.locator("header script, header img, header iframe").count() == 0
        harmless(page, page.evaluate(LOOK))
