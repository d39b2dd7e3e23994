"""200 strings that would be more than text, wherever the chat's screen shows words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.hostile import PLACES, history
from tests.bot.web.process import Gateway
from tests.bot.web.visit import OURS, PAYLOADS, STRINGS, WAIT, Visit, only_text

pytestmark = pytest.mark.browser
TAGS = OURS | {"FORM", "FIELDSET", "LEGEND", "LABEL", "INPUT", "TEXTAREA"}
# What stands in the text of each message: French is typeset, and lines are paragraphs.
COUNT = """(strings) => {
  const plain = (text) => text.replace(/\\s+/g, "");
  const root = document.querySelector("iom-chat").shadowRoot;
  const all = [...root.querySelectorAll("article")].map((one) => plain(one.textContent));
  return strings.map((text, n) => all[n].split(plain(text)).length - 1);
}"""


@pytest.fixture
def visit(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway)
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}


def harmless(visit: Visit) -> None:
    seen = visit.looks()
    only_text({**seen, "tags": [one for one in seen["tags"] if one not in TAGS - OURS]})
    assert visit.foreign() == []
    assert [one for one in visit.said if "status of 4" not in one] == []


def test_in_every_field_of_200_messages(gateway: Gateway, visit: Visit) -> None:
    """From the server's mouth, which may be wrong: also where it never says free text."""
    held = list(history(STRINGS))
    visit.page.route("**/messages", lambda route: route.fulfill(json={"messages": held}))
    path, token = gateway.open()
    visit.reads(path, token)
    visit.page.locator("article").nth(len(held) - 1).wait_for(state="attached", timeout=WAIT)
    harmless(visit)
    counts = visit.page.evaluate(COUNT, STRINGS)
    low = [(text, n) for text, n in zip(STRINGS, counts, strict=True) if n < PLACES]
    assert low == []


def test_typed_and_refused_with_the_same_words(gateway: Gateway, visit: Visit) -> None:
    def refuse(route: Any) -> None:
        text = json.loads(route.request.post_data)["text"]
        error = {"code": text, "message": text}
        route.fulfill(status=422, json={"error": error, "messages": []})

    page = visit.opens()
    page.route("**/messages", refuse)
    page.evaluate(
        """(texts) => { const { talk } = document.querySelector("iom-chat");
        for (const text of texts) talk.send({ text }); }""",
        STRINGS,
    )
    page.locator("article.unsent").nth(len(STRINGS) - 1).wait_for(state="attached", timeout=240_000)
    harmless(visit)
    assert min(page.evaluate(COUNT, ["", *STRINGS])[1:]) >= 2


@pytest.mark.parametrize("bad", [PAYLOADS[1], STRINGS[21], STRINGS[100]])
def test_in_what_one_presses_and_fills_in(bad: str, gateway: Gateway, visit: Visit) -> None:
    """Another language, an opinion, a code, a copy."""
    error = {"error": {"code": bad, "message": f"{bad} / {bad}"}}
    (other,) = history([bad])
    page = visit.opens()
    answer = visit.says("hello")
    page.route("**/messages/*?lang=*", lambda route: route.fulfill(json={**other, "seq": 3}))
    answer.get_by_role("button", name="See in French").click()
    answer.locator(".contacts").wait_for(timeout=WAIT)
    page.unroute("**/messages/*?lang=*")
    answer = visit.says("once more")
    heard: list[Any] = []
    page.on("request", lambda one: heard.append(one) if "feedback" in one.url else None)
    answer.get_by_role("button", name="Not useful").click()
    answer.locator("form textarea").fill(bad)
    answer.get_by_role("button", name="Send feedback").click()
    answer.get_by_text("Thank you.").wait_for(timeout=WAIT)
    assert json.loads(heard[0].post_data)["comment"] == f"wrong: {bad}"
    page.route("**/resume", lambda route: route.fulfill(status=422, json=error))
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="I have a code").click()
    page.get_by_label("Your code").fill(bad)
    page.get_by_role("button", name="Find it").click()
    status = page.locator(".sheet .told")
    page.wait_for_function("(one) => one.textContent", arg=status.element_handle())
    assert (status.text_content() or "").strip() == bad.strip()
    assert page.locator(".sheet .told *").count() == 0
    harmless(visit)


@pytest.mark.parametrize("bad", [PAYLOADS[0], STRINGS[21]])
def test_in_the_address_of_the_page(bad: str, gateway: Gateway, visit: Visit) -> None:
    found = {"name": {"fr": bad, "en": bad}}
    visit.page.route("**/api/v1/programmes/**", lambda route: route.fulfill(json=found))
    visit.page.goto(f"{gateway.url}/privacy")
    visit.page.evaluate(
        "(bad) => location.assign('/?programme=' + encodeURIComponent(bad) + '&language=' +"
        " encodeURIComponent(bad))",
        bad,
    )
    visit.page.locator("article.user").wait_for(timeout=WAIT)
    visit.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    harmless(visit)
    # What was asked is said in its words, and the address says no more of it.
    assert visit.page.url == f"{gateway.url}/"
