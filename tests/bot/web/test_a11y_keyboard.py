"""By keyboard alone: ask, read, check, judge; the focus is always seen."""

from __future__ import annotations

import json

import pytest

from tests.bot.web.hands import ENGLISH, FRENCH, Sits
from tests.bot.web.process import Gateway
from tests.bot.web.states import MEANT
from tests.bot.web.told import ANSWER, CHECK
from tests.bot.web.visit import WAIT

pytestmark = pytest.mark.browser


def test_ask(sits: Sits) -> None:
    hands = sits(ENGLISH)
    assert hands.press("Tab")["name"] == "Quick exit"  # the way out comes first
    order = [hands.press("Tab")["name"] for _ in range(3)]
    assert order == ["Français", "Options", "Conversation"]
    hands.ask("Hello, who pays?")
    assert hands.at()["id"] == "field"
    assert hands.page.get_by_role("textbox").input_value() == ""


def test_open_the_sources_and_follow_one(sits: Sits, gateway: Gateway) -> None:
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


def test_press_a_button_of_the_menu(sits: Sits) -> None:
    hands = sits(FRENCH)
    hands.to("Rentrer au pays")
    hands.press("Enter")
    assert "user" in hands.at()["kind"]
    hands.page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    # Reading goes on from one's own message: what comes next is the answer's.
    assert hands.press("Tab")["name"] == "Voir en anglais"


def test_check_eligibility_to_the_card(sits: Sits, gateway: Gateway) -> None:
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


def test_change_the_language(sits: Sits) -> None:
    hands = sits(ENGLISH)
    hands.to("Your message")
    hands.page.keyboard.type("a draft")
    hands.back("Options")
    assert hands.press("Shift+Tab")["name"] == "Français"
    hands.press("Enter")
    hands.until("Votre message")
    assert hands.at()["name"] == "English"
    assert hands.french()
    assert hands.page.get_by_role("textbox").input_value() == "a draft"


def test_read_one_message_in_the_other_language(sits: Sits, gateway: Gateway) -> None:
    hands = sits(FRENCH)
    gateway.rasa.extra = ANSWER
    hands.ask("Bonjour, qui paie ?")
    hands.back("Voir en anglais")
    hands.press("Enter")
    hands.until("The programme ended in 2013.")
    assert hands.at()["name"] == "See in French"


def test_say_why_an_answer_is_of_no_use(sits: Sits, gateway: Gateway) -> None:
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


def test_copy(sits: Sits, gateway: Gateway) -> None:
    hands = sits(ENGLISH)
    hands.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gateway.rasa.extra = ANSWER
    hands.ask("Hello, who pays?")
    hands.back("Copy this message")
    hands.press("Enter")
    hands.until("Copied.")
    assert hands.at()["name"] == "Copy this message"
    assert "ended in 2013" in hands.page.evaluate("navigator.clipboard.readText()")
