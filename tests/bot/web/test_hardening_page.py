"""ASVS 1.2.1, 1.2.2, 3.2.2, 3.5.5, 14.2.1, 14.3.3 (items 1, 2, 20, 42) in real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.visit import (
    AROUND,
    BAD_LINKS,
    PAYLOADS,
    STRINGS,
    WAIT,
    Visit,
    complains,
    only_text,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway)
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}


def test_1_2_1_200_strings_of_a_chat_are_text(gateway: Gateway, visit: Visit) -> None:
    """Each stands twice in the page: as the person's words and in the answer."""
    assert len(STRINGS) == 200
    path, token = gateway.open()
    for text in STRINGS:
        said = gateway.ask("POST", f"{path}/messages", {"text": text}, token)
        assert said.status == 200
    seen = visit.reads(path, token)
    only_text(seen)
    rows = gateway.ask("GET", f"{path}/messages", None, token).json()["messages"][1:]
    for row in rows:
        for line in filter(str.strip, row["text"].split("\n")):
            assert line in seen["text"]
    assert seen["text"].count(PAYLOADS[0]) >= 2 * len(AROUND)
    assert visit.foreign() == []


def test_1_2_1_strings_of_the_knowledge_are_text(gateway: Gateway, visit: Visit) -> None:
    """In every field that a release fills: titles, notes, labels, hours, buttons."""

    def both(text: str) -> dict[str, str]:
        return {"fr": text, "en": text}

    path, token = gateway.open()
    for bad, url in zip(PAYLOADS, BAD_LINKS * 3, strict=False):
        source = {"id": bad, "title": bad, "published": None, "verified": None, "note": both(bad)}
        contact = {"value": bad, "current": True, "label": both(bad), "hours": both(bad)}
        gateway.rasa.extra = {
            "kind": "answer",
            "sources": [{**source, "url": url}, {**source, "url": bad, "published": bad}],
            "contacts": [
                {**contact, "kind": kind, "cost": None, "country": None}
                for kind in ("phone", "email", "web", "post", "javascript", bad)
            ],
            "buttons": [{"id": bad, "label": both(bad)}],
        }
        assert gateway.ask("POST", f"{path}/messages", {"text": "hello"}, token).status == 200
    seen = visit.reads(path, token)
    only_text(seen)
    for bad in PAYLOADS:
        assert seen["text"].count(bad) >= 10
    assert visit.foreign() == []


def test_1_2_2_only_web_addresses_become_links(gateway: Gateway, visit: Visit) -> None:
    def source(url: str) -> dict[str, Any]:
        return {"id": "S", "title": "t", "url": url, "published": "2008", "note": None}

    path, token = gateway.open()
    good = ["https://www.iom.int/a", "http://old.example/b"]  # some sources were never on https
    gateway.rasa.extra = {"sources": [source(url) for url in [*BAD_LINKS, *good]]}
    gateway.ask("POST", f"{path}/messages", {"text": "hello"}, token)
    gateway.ask("POST", f"{path}/messages", {"text": "hello"}, token)
    visit.reads(path, token)
    links = visit.page.locator("details a").evaluate_all("all => all.map((one) => one.href)")
    assert sorted(set(links)) == sorted(good)


def test_3_2_2_what_is_typed_and_what_fails_is_text(gateway: Gateway, visit: Visit) -> None:
    visit.page.goto(gateway.url)
    visit.page.locator("article").first.wait_for(timeout=WAIT)
    field = visit.page.get_by_role("textbox")
    for n, text in enumerate(PAYLOADS[:5]):
        field.fill(text)
        field.press("Enter")
        visit.page.locator("article.assistant").nth(n + 1).wait_for(timeout=WAIT)
    failed = {"status": 422, "json": {"error": {"code": "x", "message": PAYLOADS[1]}}}
    visit.page.route("**/messages", lambda route: route.fulfill(**failed))
    field.fill("hello")
    field.press("Enter")
    visit.page.locator("article.unsent").wait_for(timeout=WAIT)
    seen = visit.looks()
    only_text(seen)
    assert seen["text"].count(PAYLOADS[1]) >= 3


def test_14_2_1_a_visit_keeps_to_its_host_and_its_urls_tell_nothing(
    gateway: Gateway, visit: Visit
) -> None:
    visit.page.goto(gateway.url)
    visit.page.locator("article").first.wait_for(timeout=WAIT)
    field = visit.page.get_by_role("textbox")
    field.fill("Zebulon")
    field.press("Enter")
    visit.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    visit.page.locator("header").get_by_text("Français").click()
    visit.page.reload()
    visit.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    own = json.loads(visit.page.evaluate("(name) => sessionStorage.getItem(name)", visit.place))
    urls = [one.url for one in visit.requests]
    assert len(urls) > 8
    assert visit.foreign() == []
    assert not [url for url in urls if own["token"] in url or "Zebulon" in url]
    asked = {url.partition("?")[2].partition("=")[0] for url in urls}
    assert asked <= {"", "after"}  # the number of a message
    assert visit.page.url == f"{gateway.url}/"
    assert visit.looks()["kept"] == [[], [visit.place], ""]
    assert set(own) == {"id", "token", "expires"}
    headers = [one.headers for one in visit.requests]
    assert not [one for one in headers if one.get("cookie") or one.get("referer")]
    visit.page.goto(f"{gateway.url}/privacy")
    assert visit.foreign() == []
    assert visit.said == []  # the policy blocks nothing that the pages need


def test_3_4_3_the_policy_stops_a_script_that_got_in(gateway: Gateway, visit: Visit) -> None:
    visit.page.goto(gateway.url)
    visit.page.locator("article").first.wait_for(timeout=WAIT)
    visit.page.evaluate(
        """() => { for (const html of ["<img src=x onerror=window.xss=1>",
            "<iframe src=//evil.example></iframe>", "<style>.log{display:none}</style>"])
          document.querySelector("iom-chat").shadowRoot.querySelector(".log")
            .insertAdjacentHTML("beforeend", html);
          const script = Object.assign(document.createElement("script"), {text: "window.xss=1"});
          document.body.append(script); }"""
    )
    # Chromium reports a request that the policy stopped; nothing is sent.
    complains(visit, "Content Security Policy")
    assert visit.looks()["ran"] is None
    assert visit.page.get_by_role("log").is_visible()


def test_3_5_5_messages_of_other_windows_are_not_heard(gateway: Gateway, visit: Visit) -> None:
    visit.page.goto(gateway.url)
    visit.page.locator("article").first.wait_for(timeout=WAIT)
    # The stream is asked for after the first message is shown: that is none of what is counted.
    visit.page.wait_for_function(
        "() => Boolean(document.querySelector('iom-chat').talk._stream)", timeout=WAIT
    )
    for _ in range(WAIT // 100):
        if any(one.url.endswith("/events") for one in visit.requests):
            break
        visit.page.wait_for_timeout(100)
    before, asked = visit.looks(), len(visit.requests)
    visit.page.evaluate(
        """(bad) => { for (const one of [bad, {text: bad}, {type: "send", text: bad}])
          window.dispatchEvent(new MessageEvent("message",
            {data: one, origin: "https://evil.example", source: window})); }""",
        PAYLOADS[0],
    )
    assert visit.looks() == before
    assert len(visit.requests) == asked
