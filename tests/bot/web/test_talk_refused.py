"""What a server refuses, or cannot take yet, in the conversation without a screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.web.talking import NUMBERS, Tab, once, refusing

pytestmark = pytest.mark.browser


def test_too_many_waits_as_told_and_sends_by_itself(tab: Tab) -> None:
    tab.page.clock.install()
    tab.page.route("**/messages", once(refusing(429, "too_many_messages", after=30)))
    tab.say("one")
    tab.shows("u unsent one")
    assert tab.error() == {"code": "too_many_messages", "message": "in English", "auto": True}
    tab.page.wait_for_timeout(1000)
    assert tab.posts() == ["one"]
    tab.page.clock.fast_forward(31_000)
    tab.shows("u said one", "a said one")
    assert tab.error() is None


def test_numbers_for_who_is_in_danger_stand_there_until_it_is_answered(tab: Tab) -> None:
    away = refusing(503, "database_away", after=1, messages=NUMBERS)
    tab.page.route("**/messages", once(away, 2))
    tab.say("help")
    tab.shows("u unsent help", "a said 112")
    tab.shows("u said help", "a said help")


def test_numbers_stay_when_the_text_is_taken_back(tab: Tab) -> None:
    away = refusing(503, "database_away", after=60, messages=NUMBERS)
    tab.page.route("**/messages", once(away))
    tab.say("help")
    tab.shows("u unsent help", "a said 112")
    tab.js("() => talk.drop(talk.items[1].key)")
    tab.shows("a said 112")
    tab.say("hello")
    tab.shows("a said 112", "u said hello", "a said hello")


def test_a_text_that_is_refused_is_not_sent_again_and_keeps_nobody_waiting(tab: Tab) -> None:
    tab.page.route("**/messages", once(refusing(422, "text_too_long")))
    tab.say("long", "short")
    tab.until("() => talk.items.length === 4 && !talk.typing")
    assert sorted(tab.seen()) == [
        ["a", "said", "short"],
        ["u", "said", "short"],
        ["u", "unsent", "long"],
    ]
    refused = tab.js("() => talk.items.find((one) => one.state === 'unsent').error")
    assert refused == {"code": "text_too_long", "message": "in English", "auto": False}
    assert tab.posts() == ["long", "short"]
    tab.reload()
    tab.shows("u said short", "a said short", "u unsent long")
    assert tab.posts() == ["long", "short"]
    tab.js("() => talk.retry(talk.items[3].key)")
    tab.shows("u said short", "a said short", "u said long", "a said long")


def test_a_dead_token_opens_a_new_conversation_and_the_text_goes_into_it(tab: Tab) -> None:
    tab.say("before")
    tab.shows("u said before", "a said before")
    own = tab.held()
    tab.page.route("**/messages", once(refusing(401, "unauthorized")))
    tab.say("after")
    tab.shows("u said after", "a said after")
    assert tab.cleared() == ["new"]
    assert tab.held()["id"] != own["id"]
    assert tab.history() == [("u", "after"), ("a", "after")]


def test_a_reload_with_a_dead_token_opens_a_new_conversation(tab: Tab) -> None:
    own = tab.held()
    tab.js(
        """([name]) => { const held = JSON.parse(sessionStorage[name]);
        sessionStorage[name] = JSON.stringify({ ...held, token: "x" }); }""",
        list(tab.js("() => Object.keys(sessionStorage)")),
    )
    tab.reload()
    tab.until("() => talk.items.length === 1")
    assert (tab.cleared(), tab.held()["id"] != own["id"]) == (["new"], True)


def test_what_the_server_breaks_on_is_tried_three_times(tab: Tab) -> None:
    tab.page.route("**/messages", refusing(500, "broken", after=1))
    tab.say("one")
    tab.until("() => { const { error } = talk.items[1]; return error && !error.auto; }")
    assert tab.posts() == ["one"] * 3
    tab.shows("u unsent one")


def test_what_follows_a_text_that_never_arrived_goes_without_it(tab: Tab) -> None:
    tab.say("one")
    tab.shows("u said one", "a said one")

    def refuse(route: Any) -> None:
        if "follows" in route.request.post_data_json:
            refusing(503, "earlier_missing", after=2)(route)
        else:
            route.fallback()

    tab.page.clock.install()
    tab.page.route("**/messages", refuse)
    tab.say("two")
    for _ in range(40):
        tab.page.clock.fast_forward(2000)
        tab.page.wait_for_timeout(100)
    tab.shows("u said one", "a said one", "u said two", "a said two")
    assert tab.posts().count("two") == 16
