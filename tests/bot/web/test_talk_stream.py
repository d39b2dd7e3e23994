"""The stream of a conversation without a screen: read, cut, held back, given up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot.web.process import CHATS
from tests.bot.web.talking import Tab, once, refusing

pytestmark = pytest.mark.browser
NO_READER = "Object.defineProperty(Response.prototype, 'body', { get: () => null });"


def elsewhere(tab: Tab, text: str) -> None:
    """Say something in the same conversation from another place."""
    own = tab.held()
    token = {"Authorization": f"Bearer {own['token']}"}
    path = f"{CHATS}/{own['id']}/messages"
    assert tab.gateway.ask("POST", path, {"text": text}, token).status == 200


def test_what_is_said_elsewhere_comes_by_the_stream(tab: Tab) -> None:
    elsewhere(tab, "hello")
    tab.shows("u said hello", "a said hello")
    assert len(tab.streams()) == 1
    assert tab.streams()[0].headers["last-event-id"] == "1"
    assert tab.held()["token"] not in tab.streams()[0].url


def test_a_stream_that_was_cut_goes_on_where_it_was(tab: Tab) -> None:
    elsewhere(tab, "one")
    tab.shows("u said one", "a said one")
    tab.context.set_offline(True)
    tab.js("() => dispatchEvent(new Event('online'))")  # the hint may be wrong
    tab.until("() => !talk.connected")
    elsewhere(tab, "two")
    tab.context.set_offline(False)
    tab.shows("u said one", "a said one", "u said two", "a said two")
    assert tab.streams()[-1].headers["last-event-id"] in ("3", "5")
    tab.until("() => talk.connected")


@pytest.mark.parametrize("way", ["no reader", "500", "429", "no network for it"])
def test_without_a_stream_what_is_new_is_asked_for(way: str, context: Any, gateway: Any) -> None:
    tab = Tab(context, gateway)
    ways: dict[str, Any] = {
        "500": refusing(500, "broken"),
        "429": refusing(429, "too_many_streams", after=15),
        "no network for it": lambda route: route.abort(),
    }
    if way in ways:
        tab.page.route("**/events", ways[way])
    else:
        tab.page.add_init_script(NO_READER)
    tab.open()
    elsewhere(tab, "hello")
    tab.shows("u said hello", "a said hello")
    tab.say("own")
    tab.shows("u said hello", "a said hello", "u said own", "a said own")
    tab.until("() => talk.items[3].message.seq === 4 && talk.connected")


def test_a_stream_that_something_holds_back_is_replaced_by_asking(
    context: Any, gateway: Any
) -> None:
    tab = Tab(context, gateway)
    held: list[Any] = []
    tab.page.route("**/events", lambda route: held.append(route))
    tab.page.clock.install()
    tab.open()
    elsewhere(tab, "hello")
    tab.page.wait_for_timeout(500)
    assert tab.seen() == []
    tab.page.clock.fast_forward(21_000)
    tab.shows("u said hello", "a said hello")
    assert len(held) == 1


def test_the_notice_that_an_answer_comes_goes_when_it_is_there(context: Any, gateway: Any) -> None:
    tab = Tab(context, gateway)
    ids: list[str] = []

    def slow(route: Any) -> None:
        ids.append(route.request.post_data_json["client_message_id"])
        route.fulfill(status=202, json={"messages": []})

    def tell(route: Any) -> None:
        own = tab.held_back(ids)
        about = {"author": "assistant", "kind": "notice", "language": "en", "seq": None}
        told = json.dumps({**about, "text": "on its way", "client_message_id": own})
        body = f": open\n\nevent: message\ndata: {told}\n\n"
        route.fulfill(body=body, headers={"Content-Type": "text/event-stream"})

    tab.page.route("**/messages", once(slow))
    tab.page.route("**/events", once(tell))
    tab.open()
    tab.say("hello")
    tab.shows("u waiting hello", "a said on its way")
    tab.shows("u said hello", "a said hello")


def test_an_erased_conversation_is_cleared_by_the_stream(tab: Tab) -> None:
    tab.say("hello")
    tab.shows("u said hello", "a said hello")
    own = tab.held()
    token = {"Authorization": f"Bearer {own['token']}"}
    assert tab.gateway.ask("DELETE", f"{CHATS}/{own['id']}", None, token).status == 204
    tab.until("() => talk.items.length === 0")
    assert (tab.cleared(), tab.stored()) == (["erased"], {})


def test_a_page_that_nobody_sees_lets_the_stream_go_and_catches_up(
    context: Any, gateway: Any
) -> None:
    tab = Tab(context, gateway)
    tab.page.clock.install()
    tab.open()
    tab.until("() => talk.connected")
    see = """(value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange")); }"""
    tab.js(see, True)
    tab.page.clock.fast_forward(61_000)
    # By this clock the stream was silent, too: it may have asked once before it was let go.
    tab.page.wait_for_timeout(1500)
    elsewhere(tab, "hello")
    tab.page.wait_for_timeout(1500)
    assert tab.seen() == []
    assert len(tab.streams()) == 1
    with tab.page.expect_request("**/events"):
        tab.js(see, False)
    tab.shows("u said hello", "a said hello")
    assert len(tab.streams()) == 2


def test_there_are_never_two_streams(tab: Tab) -> None:
    tab.js("() => { for (let n = 0; n < 5; n += 1) dispatchEvent(new Event('online')); }")
    tab.say("hello")
    tab.shows("u said hello", "a said hello")
    tab.page.wait_for_timeout(3000)
    alive = [one for one in tab.streams() if one.failure is None]
    assert (len(alive), len(tab.streams()) <= 3) == (1, True)
