"""Twelve and more ways through the chat by keyboard alone; the focus is always seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.web.hands import Hands
from tests.bot.web.process import Gateway
from tests.bot.web.seeing import Setting
from tests.bot.web.states import MEANT
from tests.bot.web.talking import once, refusing
from tests.bot.web.told import ANSWER, CHECK, LONG
from tests.bot.web.visit import WAIT, Visit

pytestmark = pytest.mark.browser
ENGLISH = Setting("en", "light", (1280, 800))
FRENCH = Setting("fr", "dark", (320, 640))
Open = Callable[[Setting], Hands]


@pytest.fixture
def sits(browser: Any, gateway: Gateway) -> Iterator[Open]:
    """Return what opens the chat for a person with a keyboard."""
    opened: list[Visit] = []

    def down(setting: Setting) -> Hands:
        visit = Visit(browser, gateway, **{**setting.context(), "has_touch": False})
        opened.append(visit)
        return Hands(visit.opens())

    yield down
    for one in opened:
        one.context.close()
    gateway.rasa.extra = {}


def test_ask(sits: Open) -> None:
    hands = sits(ENGLISH)
    assert hands.press("Tab")["name"] == "Quick exit"  # the way out comes first
    order = [hands.press("Tab")["name"] for _ in range(3)]
    assert order == ["Français", "Menu", "Conversation"]
    hands.ask("Hello, who pays?")
    assert hands.at()["id"] == "field"
    assert hands.page.get_by_role("textbox").input_value() == ""


def test_open_the_sources_and_follow_one(sits: Open, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = ANSWER
    hands.ask("Bonjour, qui paie ?")
    hands.back("Sources (2)")
    hands.press("Enter")
    hands.until("non daté")
    assert hands.press("Tab")["name"] == "Wins New Backing (nouvel onglet)"
    context = hands.page.context
    context.route("https://old.example/**", lambda route: route.fulfill(body="old"))
    with context.expect_page() as other:
        hands.page.keyboard.press("Enter")
    assert other.value.url == "https://old.example/2008"
    other.value.close()
    assert hands.at()["name"].startswith("Wins New Backing")


def test_press_a_button_of_the_menu(sits: Open) -> None:
    hands = sits(FRENCH)
    hands.to("Rentrer au pays")
    hands.press("Enter")
    assert "user" in hands.at()["kind"]
    hands.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    # Reading goes on from one's own message: what comes next is the answer's.
    assert hands.press("Tab")["name"] == "Voir en anglais"


def test_check_eligibility_to_the_card(sits: Open, gateway: Gateway) -> None:
    hands = sits(ENGLISH)
    gateway.rasa.extra = MEANT
    hands.ask("Can I take part?")
    hands.back("Temporary return (TRQN)")
    gateway.rasa.extra = CHECK
    hands.press("Enter")
    hands.until("This programme has ended")
    for _ in range(3):
        assert hands.press("Tab")["name"] == "Sources (1)"  # each condition tells its own
    hands.press("Space")
    assert hands.page.locator(".card details[open]").count() == 1


def test_change_the_language(sits: Open) -> None:
    hands = sits(ENGLISH)
    hands.to("Your question")
    hands.page.keyboard.type("a draft")
    hands.back("Menu")
    assert hands.press("Shift+Tab")["name"] == "Français"
    hands.press("Enter")
    hands.until("Votre question")
    assert hands.at()["name"] == "English"
    assert hands.french()
    assert hands.page.get_by_role("textbox").input_value() == "a draft"


def test_read_one_message_in_the_other_language(sits: Open, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = ANSWER
    hands.ask("Bonjour, qui paie ?")
    hands.back("Voir en anglais")
    hands.press("Enter")
    hands.until("The programme ended in 2013.")
    assert hands.at()["name"] == "See in French"


def test_say_why_an_answer_is_of_no_use(sits: Open, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = ANSWER
    answer = hands.ask("Bonjour, qui paie ?")
    hands.back("Réponse pas utile")
    assert hands.press("Enter")["name"] == "C'est faux"
    assert hands.press("Escape")["name"] == "Réponse pas utile"
    hands.press("Enter")
    assert hands.press("ArrowDown")["name"] == "Ma question n'a pas été comprise"
    hands.to("Précisez")
    hands.page.keyboard.type("trop vieux")
    hands.to("Envoyer mon avis")
    with hands.page.expect_request("**/feedback") as sent:
        hands.page.keyboard.press("Enter")
    assert json.loads(sent.value.post_data)["comment"] == "not_understood: trop vieux"
    answer.get_by_text("Merci.").wait_for(timeout=WAIT)
    assert hands.at()["name"] == "Réponse pas utile"
    pressed = answer.get_by_role("button", name="Réponse pas utile").get_attribute("aria-pressed")
    assert pressed == "true"


def test_copy(sits: Open, gateway: Gateway) -> None:
    hands = sits(ENGLISH)
    hands.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gateway.rasa.extra = ANSWER
    hands.ask("Hello, who pays?")
    hands.back("Copy this message")
    hands.press("Enter")
    hands.until("Copied.")
    assert hands.at()["name"] == "Copy this message"
    assert "ended in 2013" in hands.page.evaluate("navigator.clipboard.readText()")


def test_make_the_text_larger(sits: Open) -> None:
    hands = sits(FRENCH)
    hands.to("Menu")
    assert hands.press("Enter")["tag"] == "H2"
    hands.to("150")
    before = hands.page.locator(".sheet h2").evaluate("one => getComputedStyle(one).fontSize")
    hands.press("Space")
    after = hands.page.locator(".sheet h2").evaluate("one => getComputedStyle(one).fontSize")
    assert float(after[:-2]) == 1.5 * float(before[:-2])
    assert hands.at()["name"].startswith("150")
    assert hands.press("Escape")["name"] == "Menu"


def test_come_back_with_the_code(sits: Open, gateway: Gateway) -> None:
    """The code is the server's matter (test_resume.py); here it opens another conversation."""
    path, token = gateway.open()
    gateway.ask("POST", f"{path}/messages", {"text": "what I asked before"}, token)
    found = {"conversation_id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
    hands = sits(ENGLISH)
    hands.page.route("**/resume", once(refusing(404, "not_found")))
    hands.to("Menu")
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


def test_delete(sits: Open) -> None:
    hands = sits(FRENCH)
    hands.ask("Bonjour, qui paie ?")
    hands.back("Menu")
    hands.press("Enter")
    hands.to("Supprimer ma conversation")
    assert hands.press("Enter")["name"] == "Supprimer ma conversation"
    hands.to("Oui, tout supprimer")
    hands.page.keyboard.press("Enter")
    hands.until("Conversation supprimée.")
    assert hands.page.get_by_text("qui paie").count() == 0
    assert hands.at()["id"] == "field"


@pytest.mark.parametrize("setting", [ENGLISH, FRENCH], ids=str)
def test_leave_with_three_presses_of_escape_wherever_one_is(sits: Open, setting: Setting) -> None:
    hands = sits(setting)
    hands.to("Menu")
    hands.press("Enter")
    for _ in range(3):
        hands.page.keyboard.press("Escape")
    hands.page.wait_for_url("about:blank", timeout=WAIT)


def test_leave_by_the_first_button(sits: Open) -> None:
    hands = sits(FRENCH)
    assert hands.press("Tab")["name"] == "Quitter vite"
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_url("about:blank", timeout=WAIT)


def test_send_again_what_was_not_sent(sits: Open) -> None:
    hands = sits(ENGLISH)
    hands.page.route("**/messages", once(refusing(422, "text_empty")))
    hands.to("Your question")
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


def test_go_to_a_new_message_and_scroll_the_conversation(sits: Open, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = LONG
    hands.ask("Bonjour, qui paie ?")
    hands.back("Conversation")
    log = hands.page.get_by_role("log")
    hands.press("Home")
    hands.page.wait_for_function("(one) => one.scrollTop === 0", arg=log.element_handle())
    hands.press("PageDown")
    hands.page.wait_for_function("(one) => one.scrollTop > 100", arg=log.element_handle())
