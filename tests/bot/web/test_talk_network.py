"""The conversation without a screen on a bad network: nothing lost, nothing twice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.bot.web.talking import Tab, losing, once

pytestmark = pytest.mark.browser


def test_what_is_said_without_a_network_goes_out_once_when_it_is_back(tab: Tab) -> None:
    tab.context.set_offline(True)
    tab.say("one", "two")
    tab.until("() => seen()[1][1] === 'unsent' && !talk.connected")
    tab.shows("u unsent one", "u sending two")
    assert tab.js("() => talk.items[1].error") == {"code": "offline", "message": None, "auto": True}
    assert [one["body"]["text"] for one in tab.stored()["unsent"]] == ["one", "two"]
    tab.context.set_offline(False)
    tab.until("() => talk.items.length === 5 && !talk.typing && talk.connected")
    assert [text for author, text in tab.history() if author == "u"] == ["one", "two"]
    assert [tuple(one[::2]) for one in tab.seen()] == tab.history()
    tab.true()


def test_what_was_unsent_when_the_page_was_left_is_sent_after_a_reload(tab: Tab) -> None:
    tab.page.route("**/api/**", lambda route: route.abort())
    tab.say("one")
    tab.until("() => seen()[1][1] === 'unsent'")
    tab.reload()
    tab.until("() => seen().length && seen()[0][1] === 'unsent'")
    tab.shows("u unsent one")
    tab.page.unroute("**/api/**")
    tab.js("() => dispatchEvent(new Event('online'))")
    tab.shows("u said one", "a said one")
    assert "unsent" not in tab.stored()


def test_a_text_written_before_any_conversation_could_be_opened(context: Any, gateway: Any) -> None:
    tab = Tab(context, gateway)
    tab.page.route("**/api/**", lambda route: route.abort())
    tab.open()
    assert tab.js("() => talk.connected") is False
    tab.say("early")
    tab.until("() => seen()[0][1] === 'unsent'")
    tab.page.unroute("**/api/**")
    tab.js("() => dispatchEvent(new Event('online'))")
    tab.shows("u said early", "a said early")
    assert tab.js("() => talk.items[0].message.seq") == 1
    made = [one for one in tab.requests if one.url.endswith("/conversations")]
    assert len([one for one in made if one.failure is None]) == 1


def test_an_answer_that_got_lost_doubles_nothing(tab: Tab) -> None:
    tab.page.route(re.compile(r"/events|after="), lambda route: route.abort())
    tab.reload()
    tab.page.route("**/messages", once(losing))
    tab.say("one")
    tab.shows("u said one", "a said one")
    assert tab.posts() == ["one", "one"]
    assert tab.history() == [("u", "one"), ("a", "one")]


def test_a_reload_while_a_text_is_under_way_doubles_nothing(tab: Tab) -> None:
    held: list[Any] = []
    tab.page.route("**/events", lambda route: route.abort())
    tab.reload()
    tab.page.route("**/messages", once(lambda route: held.append(route.fetch())))
    tab.say("one")
    tab.until("() => talk.typing")
    tab.held_back(held)
    tab.reload()
    tab.shows("u said one", "a said one")
    assert tab.history() == [("u", "one"), ("a", "one")]


def test_what_is_taken_back_is_gone(tab: Tab) -> None:
    tab.page.route("**/messages", lambda route: route.abort())
    tab.say("one")
    tab.shows("u unsent one")
    tab.js("() => talk.drop(talk.items[1].key)")
    tab.shows()
    assert "unsent" not in tab.stored()
    tab.page.unroute("**/messages")
    tab.say("two")
    tab.shows("u said two", "a said two")


def test_a_login_page_in_between_is_no_answer(tab: Tab) -> None:
    page = {"status": 200, "content_type": "text/html", "body": "<h1>Hotel</h1>"}
    tab.page.route("**/messages", lambda route: route.fulfill(**page))  # until that was seen
    tab.say("one")
    tab.shows("u unsent one")
    assert tab.error()["auto"] is True
    tab.page.unroute("**/messages")
    tab.shows("u said one", "a said one")
    lost = {"status": 404, "content_type": "text/html", "body": "<h1>Hotel</h1>"}
    tab.page.route("**/messages", once(lambda route: route.fulfill(**lost)))
    tab.say("two")
    tab.shows("u said one", "a said one", "u said two", "a said two")
    assert tab.cleared() == []


def test_an_answer_that_takes_long_is_awaited(tab: Tab) -> None:
    tab.page.route("**/events", lambda route: route.abort())
    tab.reload()
    later = once(lambda route: route.fulfill(status=202, json={"messages": []}), 2)
    tab.page.route("**/messages", later)
    tab.say("one")
    tab.shows("u waiting one")
    assert tab.js("() => talk.typing") is True
    assert "unsent" not in tab.stored()
    tab.shows("u said one", "a said one")
    assert tab.js("() => talk.typing") is False


def test_whether_the_network_is_gone_is_asked_of_the_network(tab: Tab) -> None:
    """Browsers err: what is told is that there is none, and a moment later what is true."""
    tab.say("one")
    tab.until("() => talk.items.length === 3 && talk.connected")
    asked = len(tab.requests)
    # In one go: what is true may be known at once.
    assert tab.js("() => { dispatchEvent(new Event('offline')); return talk.connected; }") is False
    tab.until("() => talk.connected")
    # By asking, and not by a sign of life that came by itself.
    assert [one for one in tab.requests[asked:] if "/messages?after=" in one.url]
