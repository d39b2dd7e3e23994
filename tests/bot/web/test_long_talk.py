"""A conversation of hundreds of messages stays where one reads, smooth, and light in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.told import ANSWER
from tests.bot.web.visit import STILL, WAIT, Visit

pytestmark = pytest.mark.browser
TURNS = 150
GROWTH = 3_000_000  # bytes of memory for 300 more messages
TOP = """(n) => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const top = (one) => one.getBoundingClientRect().top;
  return top(root.querySelectorAll("article")[n]) - top(root.querySelector(".log"));
}"""
SCROLL = """(n) => {
  const root = document.querySelector("iom-chat").shadowRoot;
  root.querySelectorAll("article")[n].scrollIntoView({ block: "start" });
}"""
# What is put in, taken out or changed within the list; whole messages count as one.
WATCH = """() => {
  window.touched = { articles: 0, old: 0 };
  const root = document.querySelector("iom-chat").shadowRoot;
  const old = new Set(root.querySelectorAll("article"));
  new MutationObserver((all) => {
    for (const { target, addedNodes, removedNodes } of all) {
      for (const one of [...addedNodes, ...removedNodes])
        if (one.tagName === "ARTICLE") window.touched[old.has(one) ? "old" : "articles"] += 1;
      const within = target.nodeType === 1 ? target.closest("article") : target.parentElement;
      if (old.has(within)) window.touched.old += 1;
    }
  }).observe(root, { childList: true, subtree: true, attributes: true, characterData: true });
}"""


@pytest.fixture
def visit(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway)
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}
    assert opened.said == []


def talked(gateway: Gateway, path: str, token: dict[str, str], turns: int = TURNS) -> None:
    for n in range(turns):
        said = gateway.ask("POST", f"{path}/messages", {"text": f"question {n}"}, token)
        assert said.status == 200


def waits(page: Any, count: int) -> None:
    page.wait_for_function(
        "(n) => document.querySelector('iom-chat').shadowRoot"
        ".querySelectorAll('article').length === n",
        arg=count,
        timeout=60_000,
    )


class Memory:
    """What the page holds once all that nobody needs is gone."""

    def __init__(self, visit: Visit) -> None:
        self.page, self.session = visit.page, visit.context.new_cdp_session(visit.page)
        self.session.send("Performance.enable")

    def held(self) -> dict[str, float]:
        """Return the least of several looks: what is under way holds something for a moment."""
        several = [self._now() for _ in range(5)]
        return {name: min(one[name] for one in several) for name in several[0]}

    def _now(self) -> dict[str, float]:
        self.page.wait_for_timeout(100)
        for _ in range(3):  # what hangs on what is gone, goes with the next
            self.session.send("HeapProfiler.collectGarbage")
        told = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in told}


def test_who_reads_in_the_middle_of_300_messages_stays_there(
    gateway: Gateway, visit: Visit
) -> None:
    gateway.rasa.extra = ANSWER
    path, token = gateway.open()
    talked(gateway, path, token)
    visit.reads(path, token)
    page, count = visit.page, 2 * TURNS + 1
    waits(page, count)
    last = page.locator("article").nth(count - 1)
    last.evaluate(STILL)
    log = page.get_by_role("log").bounding_box()
    assert page.evaluate(TOP, count - 1) >= 0  # the last answer from its beginning
    assert last.bounding_box()["y"] < log["y"] + log["height"] / 2
    # What is hidden from the eye makes the page itself no longer.
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    page.evaluate(SCROLL, 100)
    read = page.locator("article").nth(100)
    read.evaluate(STILL)
    before = page.evaluate(TOP, 100)
    page.evaluate(WATCH)
    gateway.ask("POST", f"{path}/messages", {"text": "from another tab"}, token)
    page.get_by_role("button", name="New message").wait_for(timeout=WAIT)
    waits(page, count + 2)
    read.evaluate(STILL)
    assert abs(page.evaluate(TOP, 100) - before) <= 1
    # Two messages came, and none that stood there was made, moved or changed.
    assert page.evaluate("window.touched") == {"articles": 2, "old": 0}


def test_memory_stays_flat_and_comes_back(gateway: Gateway, visit: Visit) -> None:
    gateway.rasa.extra = ANSWER
    page = visit.opens()
    memory = Memory(visit)
    empty = memory.held()
    own = page.evaluate("(name) => JSON.parse(sessionStorage.getItem(name))", visit.place)
    path = f"/api/v1/conversations/{own['id']}"
    token = {"Authorization": f"Bearer {own['token']}"}
    talked(gateway, path, token)
    waits(page, 2 * TURNS + 1)
    half = memory.held()
    talked(gateway, path, token)
    waits(page, 4 * TURNS + 1)
    full = memory.held()
    assert full["JSHeapUsedSize"] - half["JSHeapUsedSize"] < GROWTH
    # Each message has as many as the one before; none is added by the way.
    grown = full["JSEventListeners"] - half["JSEventListeners"]
    assert abs(grown - (half["JSEventListeners"] - empty["JSEventListeners"])) <= 20
    # What one opens, closes and turns leaves nothing behind.
    menu = page.get_by_role("button", name="Options", exact=True)
    for language in ("Français", "English") * 3:
        menu.click()
        page.get_by_role("button", name="Close").or_(
            page.get_by_role("button", name="Fermer")
        ).first.click()
        page.locator("header .other").click()
        page.locator("header .other").get_by_text(
            "English" if language == "Français" else "Français"
        ).wait_for()
    after = memory.held()
    assert after["JSEventListeners"] <= full["JSEventListeners"]
    assert after["Nodes"] <= full["Nodes"] + 20
    page.evaluate("document.querySelector('iom-chat').talk.erase()")
    page.locator(".aside").wait_for(timeout=WAIT)
    waits(page, page.locator("article").count())
    gone = memory.held()
    assert gone["JSEventListeners"] <= empty["JSEventListeners"] + 20
    assert gone["Nodes"] < empty["Nodes"] + 200
