"""By keyboard alone: text size, come back, delete, leave, try again; the focus is always seen."""

from __future__ import annotations

import pytest

from tests.bot.web.hands import ENGLISH, FRENCH, Sits
from tests.bot.web.process import Gateway
from tests.bot.web.seeing import Setting
from tests.bot.web.talking import once, refusing
from tests.bot.web.told import LONG
from tests.bot.web.visit import WAIT

pytestmark = pytest.mark.browser


def test_make_the_text_larger(sits: Sits) -> None:
    hands = sits(FRENCH)
    hands.to("Options")
    assert hands.press("Enter")["tag"] == "H2"
    hands.to("150")
    before = hands.page.locator(".sheet h2").evaluate("one => getComputedStyle(one).fontSize")
    hands.press("Space")
    after = hands.page.locator(".sheet h2").evaluate("one => getComputedStyle(one).fontSize")
    assert float(after[:-2]) == 1.5 * float(before[:-2])
    assert hands.at()["name"].startswith("150")
    assert hands.press("Escape")["name"] == "Options"


def test_come_back_with_the_code(sits: Sits, gateway: Gateway) -> None:
    """The code is the server's matter (test_resume.py); here it opens another conversation."""
    path, token = gateway.open()
    gateway.ask("POST", f"{path}/messages", {"text": "what I asked before"}, token)
    found = {"conversation_id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
    hands = sits(ENGLISH)
    hands.page.route("**/resume", once(refusing(404, "not_found")))
    hands.to("Options")
    hands.press("Enter")
    hands.to("I have a code")
    assert hands.press("Enter")["id"] == "code"
    hands.page.keyboard.type("one two three 0000")
    hands.press("Enter")
    hands.until("No such code")
    assert hands.at()["id"] == "code"
    hands.page.route("**/resume", lambda route: route.fulfill(json=found))
    hands.press("Enter")
    hands.until("what I asked before")
    assert hands.at()["id"] == "field"


def test_delete(sits: Sits) -> None:
    hands = sits(FRENCH)
    hands.ask("Bonjour, qui paie ?")
    hands.back("Options")
    hands.press("Enter")
    hands.to("Effacer ma conversation")
    assert hands.press("Enter")["name"] == "Effacer ma conversation"
    hands.to("Oui, tout effacer")
    hands.page.keyboard.press("Enter")
    hands.until("Conversation effacée.")
    assert hands.page.get_by_text("qui paie").count() == 0
    assert hands.at()["id"] == "field"


@pytest.mark.parametrize("setting", [ENGLISH, FRENCH], ids=str)
def test_leave_with_three_presses_of_escape_wherever_one_is(sits: Sits, setting: Setting) -> None:
    hands = sits(setting)
    hands.to("Options")
    hands.press("Enter")
    for _ in range(3):
        hands.page.keyboard.press("Escape")
    hands.page.wait_for_url("about:blank", timeout=WAIT)


def test_leave_by_the_first_button(sits: Sits) -> None:
    hands = sits(FRENCH)
    assert hands.press("Tab")["name"] == "Quitter vite"
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_url("about:blank", timeout=WAIT)


def test_send_again_what_was_not_sent(sits: Sits) -> None:
    hands = sits(ENGLISH)
    hands.page.route("**/messages", once(refusing(422, "text_empty")))
    hands.to("Your message")
    hands.page.keyboard.type("Hello, who pays?")
    hands.press("Enter")
    hands.until("not sent")
    assert hands.at()["id"] == "field"
    assert hands.back("remove this message")
    assert hands.press("Shift+Tab")["name"] == "send again"
    hands.press("Enter")
    hands.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    assert hands.at()["id"] == "field"
    assert hands.page.locator("article.user").count() == 1


def test_go_to_a_new_message_and_scroll_the_conversation(sits: Sits, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = LONG
    hands.ask("Bonjour, qui paie ?")
    hands.back("Conversation")
    log = hands.page.get_by_role("log")
    hands.press("Home")
    hands.page.wait_for_function("(one) => one.scrollTop === 0", arg=log.element_handle())
    hands.press("PageDown")
    hands.page.wait_for_function("(one) => one.scrollTop > 100", arg=log.element_handle())
