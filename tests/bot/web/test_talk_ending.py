"""How a conversation without a screen ends, and is come back to."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.bot.web.process import CHATS
from tests.bot.web.talking import Tab, once, refusing

pytestmark = pytest.mark.browser


def test_erasing_empties_the_screen_the_tab_and_the_server(tab: Tab) -> None:
    tab.say("hello")
    tab.shows("u said hello", "a said hello")
    own = tab.held()
    tab.js("() => talk.erase()")
    assert (tab.js("() => seen()"), tab.stored(), tab.cleared()) == ([], {}, ["erased"])
    token = {"Authorization": f"Bearer {own['token']}"}
    assert tab.gateway.ask("GET", f"{CHATS}/{own['id']}/messages", None, token).status == 401
    tab.say("again")
    tab.shows("u said again", "a said again")
    assert tab.held()["id"] != own["id"]


def test_a_conversation_that_a_text_erases_leaves_its_last_words(tab: Tab) -> None:
    last = tab.js("() => ({ ...talk.items[0].message, text: 'All is erased.', seq: 9 })")
    erased = {"messages": [last], "erased": True}
    tab.page.route("**/messages", once(lambda route: route.fulfill(json=erased)))
    tab.say("erase my data")
    tab.shows("a said All is erased.")
    assert (tab.stored(), tab.cleared()) == ({}, ["erased"])
    tab.say("again")
    tab.until("() => talk.items.length === 4 && !talk.typing")
    assert [one[2] for one in tab.seen()] == ["All is erased.", "again", "again"]


def test_leaving_forgets_at_once_and_nothing_comes_after(tab: Tab) -> None:
    tab.say("hello")
    tab.shows("u said hello", "a said hello")
    at_once = tab.js(
        """() => { talk.send({ text: 'a secret' }); talk.leave();
        return [talk.items.length, sessionStorage.length, localStorage.length]; }"""
    )
    assert at_once == [0, 0, 0]
    asked = len(tab.requests)
    tab.page.wait_for_timeout(1500)
    assert (tab.js("() => talk.items.length"), tab.stored()) == (0, {})
    assert len(tab.requests) <= asked + 1  # what was under way
    assert tab.cleared() == ["left"]
    tab.true()


def test_a_code_brings_a_conversation_back_and_a_wrong_one_says_so(tab: Tab) -> None:
    path, token = tab.gateway.open()
    assert tab.gateway.ask("POST", f"{path}/messages", {"text": "before"}, token).status == 200
    made = {"conversation_id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
    wrong = tab.js("() => talk.comeBack('no').catch(({ status, code, message }) => [status, code])")
    assert wrong == [404, "not_found"]
    tab.page.route("**/resume", lambda route: route.fulfill(json=made))
    tab.say("here")
    tab.shows("u said here", "a said here")
    tab.js("() => talk.comeBack('three words 1234')")
    tab.shows("u said before", "a said before")
    assert tab.held()["id"] == made["conversation_id"]
    tab.say("after")
    tab.shows("u said before", "a said before", "u said after", "a said after")


def test_contact_and_a_refusal_in_the_persons_language(tab: Tab) -> None:
    tab.page.route("**/contact", once(refusing(422, "bad_contact")))
    refused = tab.js("() => talk.contact('x').catch(({ status, message }) => [status, message])")
    assert refused == [422, "in English"]
    tab.page.route("**/contact", lambda route: route.fulfill(status=204))
    tab.js("() => talk.contact('a@b.nl')")
    tab.js("() => talk.contact(null)")
    sent = [one.post_data_json for one in tab.requests if one.url.endswith("/contact")]
    assert sent[1:] == [{"contact": "a@b.nl", "consent": True}, {"contact": None}]


@pytest.mark.parametrize("way", ["leave", "erase"])
def test_an_answer_that_comes_too_late_shows_nothing(way: str, tab: Tab) -> None:
    held: list[Any] = []
    tab.page.route(re.compile(r"/events|after="), lambda route: route.abort())
    tab.reload()
    tab.page.route("**/messages", once(lambda route: held.append((route, route.fetch()))))
    tab.say("a secret")
    route, answer = tab.held_back(held)
    tab.js(f"() => talk.{way}()")
    route.fulfill(response=answer)
    tab.page.wait_for_timeout(500)
    assert (tab.js("() => talk.items.length"), tab.stored()) == (0, {})
    tab.true()
