"""The conversation without a screen: said, shown, resumed, erased, left."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.bot.web.talking import Tab, once

pytestmark = pytest.mark.browser


def test_it_opens_with_the_welcome_and_keeps_id_token_and_expiry_only(tab: Tab) -> None:
    first = tab.js("() => talk.items.map((one) => [one.key, one.state, one.message.kind])")
    assert first == [["seq-1", "said", "notice"]]
    assert list(tab.stored()) == [tab.gateway.url]
    assert set(tab.held()) == {"id", "token", "expires"}
    assert tab.stored("localStorage") == {}
    assert tab.js("() => [talk.language, talk.expired, talk.kept]") == ["en", False, False]


def test_a_text_stands_there_at_once_and_is_answered(tab: Tab) -> None:
    at_once = tab.js("() => { talk.send({ text: 'hello' }); return seen()[1]; }")
    assert at_once == ["u", "sending", "hello"]
    tab.shows("u said hello", "a said hello")
    assert tab.history() == [("u", "hello"), ("a", "hello")]
    assert "unsent" not in tab.stored()
    assert ["state", True, True] in tab.told()
    assert tab.js("() => talk.typing") is False


def test_texts_written_in_haste_arrive_in_order_and_follow_each_other(tab: Tab) -> None:
    said = [f"number {n}" for n in range(6)]
    tab.say(*said)
    tab.until("() => talk.items.length === 13 && !talk.typing")
    assert [text for author, text in tab.history() if author == "u"] == said
    assert tab.posts() == said
    bodies = [one.post_data_json for one in tab.requests if one.url.endswith("/messages")]
    sent = [one for one in bodies if one]
    assert [one.get("follows") for one in sent[1:]] == [
        one["client_message_id"] for one in sent[:-1]
    ]
    tab.true()


def test_a_button_is_sent_as_a_button_under_its_label(tab: Tab) -> None:
    tab.js(
        """() => { const [button] = talk.items[0].message.buttons;
        talk.send({ button: button.id }, button.label); }"""
    )
    label = tab.js("() => talk.items[0].message.buttons[0].label")
    tab.until("() => talk.items.length === 3 && !talk.typing")
    assert tab.seen()[0] == ["u", "said", label]
    tab.true()


def test_a_reload_finds_everything_once_and_tells_it_in_one_go(tab: Tab) -> None:
    tab.say("one", "two")
    tab.until("() => talk.items.length === 5 && !talk.typing")
    before = tab.js("() => talk.items.map((one) => one.key)")
    tab.reload()
    assert tab.js("() => talk.items.map((one) => one.key)") == before
    assert [len(one[1]) for one in tab.told() if one[0] == "items"] == [5]
    tab.say("three")
    tab.until("() => talk.items.length === 7 && !talk.typing")
    tab.true()


def test_the_language_is_chosen_and_the_conversation_stays(tab: Tab) -> None:
    tab.say("hello")
    tab.until("() => talk.items.length === 3 && !talk.typing")
    tab.js("() => talk.speak('fr')")
    assert tab.js("() => talk.language") == "fr"
    tab.say("bonjour")
    tab.until("() => talk.items.length === 5 && !talk.typing")
    assert tab.js("() => talk.items[4].message.language") == "fr"
    tab.reload()
    assert tab.js("() => [talk.language, talk.items.length]") == ["fr", 5]


def test_a_choice_that_could_not_be_told_is_told_with_the_next_text(tab: Tab) -> None:
    tab.page.route("**/language", once(lambda route: route.abort()))
    tab.js("() => talk.speak('fr')")
    assert tab.js("() => talk.language") == "fr"
    tab.say("bonjour")
    tab.until("() => talk.items.length === 3 && !talk.typing")
    assert tab.js("() => [talk.language, talk.items[2].message.language]") == ["fr", "fr"]


def test_an_answer_asked_in_the_old_language_does_not_turn_the_choice_round(tab: Tab) -> None:
    held: list[Any] = []
    tab.page.route(re.compile(r"/events|after="), lambda route: route.abort())
    tab.reload()
    tab.page.route("**/messages", once(lambda route: held.append((route, route.fetch()))))
    tab.say("hello")
    route, answer = tab.held_back(held)
    tab.js("() => talk.speak('fr')")
    route.fulfill(response=answer)
    tab.until("() => talk.items.length === 3")
    assert tab.js("() => [talk.language, talk.items[2].message.language]") == ["fr", "en"]


def test_a_judgement_another_language_and_the_whole_as_data(tab: Tab) -> None:
    tab.gateway.rasa.extra = {"text": {"fr": "en français", "en": "in English"}}
    tab.say("hello")
    tab.shows("u said hello", "a said in English")
    assert tab.js("() => talk.judge(3, false, 'out of date')") is None
    assert tab.js("() => talk.inOther(3, 'fr')")["text"] == "en français"
    held = tab.js("() => talk.mine()")
    assert "hello" in str(held) and "out of date" in str(held) and "status" not in held
    wrong = tab.js("() => talk.judge(2, true).catch(({ status, code }) => [status, code])")
    assert wrong == [422, "not_a_reply"]
    tab.shows("u said hello", "a said in English")


def test_a_programme_to_ask_about_is_asked_about_once(tab: Tab) -> None:
    name = {"name": {"fr": "Retour", "en": "Return"}}
    tab.page.route("**/programmes/avrr", lambda route: route.fulfill(json=name))
    tab.open("{ opener: 'avrr' }")
    tab.shows(
        "u said Tell me about the programme “Return”.",
        "a said Tell me about the programme “Return”.",
    )
    tab.open("{ opener: 'avrr' }")
    tab.page.wait_for_timeout(300)
    assert len(tab.posts()) == 1
