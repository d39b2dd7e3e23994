"""The conversation without a screen in two tabs, kept for days, and without any storage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.talking import Tab, once

pytestmark = pytest.mark.browser
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { get: () => undefined });"
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    get() { throw new DOMException("no", "SecurityError"); },
  });"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
NO_UUID = "crypto.randomUUID = undefined;"
DAY = 86_400_000


@pytest.fixture
def context(browser: Any, gateway: Gateway) -> Iterator[Any]:
    opened = browser.new_context(locale="en-GB")
    # The server keeps only what has an open case; that is tested with it.
    later = {"json": {"expires_at": "2099-01-01T00:00:00Z"}}
    opened.route("**/keep", lambda route: route.fulfill(**later))
    yield opened
    opened.close()


def copy_of(tab: Tab) -> Tab:
    """Open a tab as "duplicate" does: with a copy of the tab's own storage."""
    with tab.page.expect_popup() as opened:
        tab.js("() => { window.open('/privacy'); }")
    other = Tab(tab.context, tab.gateway, opened.value)
    opened.value.wait_for_load_state()
    other.begin()
    return other


def test_a_tab_that_a_person_opens_has_a_conversation_of_its_own(tab: Tab) -> None:
    tab.say("hello")
    tab.shows("u said hello", "a said hello")
    other = Tab(tab.context, tab.gateway).open()
    assert other.seen() == []
    assert other.held()["id"] != tab.held()["id"]


def test_two_tabs_of_one_conversation_see_the_same(tab: Tab) -> None:
    tab.say("one")
    tab.shows("u said one", "a said one")
    other = copy_of(tab)
    other.shows("u said one", "a said one")
    other.say("two")
    both = ("u said one", "a said one", "u said two", "a said two")
    tab.shows(*both)
    other.shows(*both)
    tab.say("three")
    other.say("four")
    for one in (tab, other):
        one.until("() => talk.items.length === 9 && !talk.typing")
        one.true()
    assert tab.seen() == other.seen()


@pytest.mark.parametrize("locks", [True, False])
def test_a_text_that_waits_in_two_tabs_is_sent_by_one(
    locks: bool, context: Any, gateway: Gateway
) -> None:
    if not locks:
        context.add_init_script(NO_LOCKS)
    tab = Tab(context, gateway).open()
    tab.js("() => talk.keep(7)")
    context.route("**/messages", lambda route: route.abort())
    tab.say("one")
    tab.until("() => seen()[1][1] === 'unsent'")
    other = Tab(context, gateway).open()
    other.until("() => seen().some((one) => one[2] === 'one')")
    context.unroute("**/messages")
    held: list[Any] = []
    context.route("**/messages", once(held.append))
    for one in (tab, other):
        one.js("() => dispatchEvent(new Event('online'))")
    route = tab.held_back(held)
    tab.page.wait_for_timeout(1200)  # longer than a tab waits between two looks at a claim
    assert tab.posts(arrived=True) + other.posts(arrived=True) == ["one"]
    route.continue_()
    for one in (tab, other):
        one.shows("u said one", "a said one")
        assert "unsent" not in one.stored("localStorage")
    # What one tab forgot the other may still see for a moment, and send by the same name.
    assert tab.history() == [("u", "one"), ("a", "one")]


def test_what_is_kept_lives_on_in_a_new_tab_and_after_the_idle_minutes(
    context: Any, gateway: Gateway
) -> None:
    tab = Tab(context, gateway)
    tab.page.clock.install()
    tab.open()
    tab.say("one")
    tab.shows("u said one", "a said one")
    tab.js("() => talk.keep(7)")
    assert tab.js("() => talk.kept") is True
    assert (tab.stored(), set(tab.held("localStorage"))) == ({}, {"id", "token", "expires"})
    left = tab.held("localStorage")["expires"] - tab.js("() => Date.now()")
    assert 6.9 * DAY < left <= 7 * DAY
    other = Tab(context, gateway).open()
    other.shows("u said one", "a said one")
    assert other.js("() => talk.kept") is True
    tab.page.clock.fast_forward(21 * 60_000)
    tab.shows("u said one", "a said one")
    tab.page.clock.fast_forward(7 * DAY)
    tab.until("() => talk.expired")
    assert (tab.js("() => talk.items.length"), tab.stored("localStorage")) == (0, {})


def test_what_is_kept_no_more_is_in_the_tab_only(tab: Tab) -> None:
    tab.js("() => talk.keep(7)")
    tab.reload()
    assert tab.js("() => talk.kept") is True
    tab.js("() => talk.keep(0)")
    assert (tab.js("() => talk.kept"), tab.stored("localStorage")) == (False, {})
    assert set(tab.held()) == {"id", "token", "expires"}


def test_leaving_clears_the_other_tabs_of_what_is_kept(tab: Tab) -> None:
    tab.say("one")
    tab.shows("u said one", "a said one")
    tab.js("() => talk.keep(7)")
    other = Tab(tab.context, tab.gateway).open()
    other.shows("u said one", "a said one")
    tab.js("() => talk.leave()")
    other.until("() => talk.items.length === 0")
    assert (other.cleared(), other.stored("localStorage")) == (["left"], {})


def test_leaving_forgets_also_what_another_tab_kept(tab: Tab) -> None:
    other = Tab(tab.context, tab.gateway).open()
    tab.js("() => talk.keep(7)")
    other.js("() => talk.leave()")
    tab.until("() => talk.items.length === 0")
    assert (tab.stored("localStorage"), tab.stored()) == ({}, {})


def test_a_conversation_that_another_tab_opened_is_gone_on_with(tab: Tab) -> None:
    tab.js("() => talk.keep(7)")
    other = Tab(tab.context, tab.gateway).open()
    path, token = tab.gateway.open()
    made = {"conversation_id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
    tab.page.route("**/resume", lambda route: route.fulfill(json=made))
    tab.js("() => talk.comeBack('three words 1234').then(() => talk.keep(7))")
    other.until("() => told.some((one) => one[0] === 'cleared')")
    tab.say("one")
    tab.shows("u said one", "a said one")
    assert other.cleared() in (["left"], ["new"])


@pytest.mark.parametrize("fault", [FORBIDDEN, FULL, NO_UUID])
def test_without_storage_it_works_until_the_page_is_left(
    fault: str, context: Any, gateway: Gateway
) -> None:
    tab = Tab(context, gateway)
    tab.page.add_init_script(fault)
    tab.open()
    tab.say("one", "two")
    tab.until("() => talk.items.length === 5 && !talk.typing")
    assert [one[2] for one in tab.seen() if one[0] == "u"] == ["one", "two"]
    tab.true()
    tab.js("() => talk.leave()")
    tab.shows()


def test_what_a_storage_holds_is_not_trusted(tab: Tab) -> None:
    name = tab.js("() => Object.keys(sessionStorage)[0]")
    for bad in ("{", "null", "[]", '"x"', '{"id":1}', '{"id":"a","token":{},"expires":9e99}'):
        tab.js("([name, bad]) => sessionStorage.setItem(name, bad)", [name, bad])
        tab.js("([name, bad]) => sessionStorage.setItem(name + ' unsent', bad)", [name, bad])
        tab.reload()
        tab.until("() => talk.items.length === 1")
        tab.true()
