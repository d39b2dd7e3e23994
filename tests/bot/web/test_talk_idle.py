"""After 20 idle minutes nothing stands there, whatever the clock, the lid or the back button do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.talking import Tab

pytestmark = pytest.mark.browser
MINUTE = 60_000
AHEAD = "(ms) => { const now = Date.now; Date.now = () => now() + ms; }"


@pytest.fixture
def tab(context: Any, gateway: Gateway) -> Tab:
    """Return a tab with something said, whose clock the test turns."""
    opened = Tab(context, gateway)
    opened.page.clock.install()
    opened.open()
    opened.say("hello")
    opened.shows("u said hello", "a said hello")
    return opened


def closed(tab: Tab) -> bool:
    return bool(tab.js("() => talk.expired && talk.items.length === 0")) and tab.stored() == {}


def test_after_20_minutes_all_goes_and_the_next_text_opens_a_new_conversation(tab: Tab) -> None:
    own = tab.held()
    tab.page.clock.fast_forward(19 * MINUTE)
    assert not closed(tab)
    tab.page.clock.fast_forward(2 * MINUTE)
    assert closed(tab)
    assert tab.cleared() == ["expired"]
    tab.true()
    tab.say("again")
    tab.shows("u said again", "a said again")
    assert tab.js("() => talk.expired") is False
    assert tab.held()["id"] != own["id"]


def test_who_writes_is_not_idle(tab: Tab) -> None:
    for n in range(3):
        tab.page.clock.fast_forward(15 * MINUTE)
        tab.say(f"number {n}")
        tab.until(f"() => talk.items.length === {5 + 2 * n} && !talk.typing")
    assert not closed(tab)


def test_a_stream_or_asking_for_news_is_nobody(context: Any, gateway: Gateway) -> None:
    tab = Tab(context, gateway)
    tab.page.route("**/events", lambda route: route.abort())
    tab.page.clock.install()
    tab.open()
    for _ in range(21):
        tab.page.clock.fast_forward(MINUTE)
        tab.page.wait_for_timeout(50)
    assert [one for one in tab.requests if "?after=" in one.url]
    assert closed(tab)


@pytest.mark.parametrize("event", ["focus", "visibilitychange", "pageshow", "online"])
def test_a_laptop_that_slept_shows_nothing_when_it_wakes(event: str, tab: Tab) -> None:
    tab.js(AHEAD, 21 * MINUTE)  # the timer slept as well
    assert not closed(tab)
    tab.js(
        """(name) => { const target = name === "visibilitychange" ? document : window;
        const event = name === "pageshow" ? new PageTransitionEvent(name, { persisted: true })
          : new Event(name);
        target.dispatchEvent(event); }""",
        event,
    )
    assert closed(tab)


def test_what_is_written_after_sleep_goes_into_a_new_conversation(tab: Tab) -> None:
    tab.js(AHEAD, 21 * MINUTE)
    tab.say("again")
    tab.shows("u said again", "a said again")
    assert tab.cleared() == ["expired"]


def test_a_reload_after_20_minutes_shows_nothing_of_before(tab: Tab) -> None:
    own = tab.held()
    tab.page.goto("about:blank")
    tab.page.clock.fast_forward(21 * MINUTE)
    tab.open()
    assert tab.seen() == []
    assert tab.held()["id"] != own["id"]


def test_an_unsent_text_goes_with_the_rest(tab: Tab) -> None:
    tab.page.route("**/api/**", lambda route: route.abort())
    tab.say("a secret")
    tab.until("() => talk.items.length === 4")
    tab.page.clock.fast_forward(21 * MINUTE)
    assert closed(tab)
    tab.page.unroute("**/api/**")
    tab.reload()
    tab.page.wait_for_timeout(300)
    assert tab.seen() == []


def test_the_back_button_brings_what_was_there_once(tab: Tab) -> None:
    tab.page.goto(tab.gateway.url + "/api/v1/openapi.json")
    tab.page.go_back()
    if not tab.js("() => Boolean(window.talk)"):  # not every browser keeps a page alive
        tab.begin()
    tab.shows("u said hello", "a said hello")
    tab.say("again")
    tab.shows("u said hello", "a said hello", "u said again", "a said again")
