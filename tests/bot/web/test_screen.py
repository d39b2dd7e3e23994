"""What a person sees and does on the screen of the chat, in real Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.process import CHATS, Gateway
from tests.bot.web.told import ANSWER, CHECK, DANGER, LONG
from tests.bot.web.visit import STILL, WAIT, Visit

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "locale": "fr-FR", "has_touch": True}
WIDTH = "document.documentElement.scrollWidth"
# Notes for each message that is put in whether it is read aloud: soon after the history, all are.
HOW_PUT_IN = """
  window.live = [];
  const really = Node.prototype.insertBefore;
  Node.prototype.insertBefore = function (one, next) {
    if (one.tagName === "ARTICLE")
      window.live.push(this.closest("[aria-live]").getAttribute("aria-live"));
    return really.call(this, one, next);
  };"""


@pytest.fixture
def visit(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway)
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}
    assert opened.said == []  # nothing that the page complains of


@pytest.fixture
def phone(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway, **PHONE)
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}


def focused(page: Any) -> str:
    """Return what has the focus in the chat."""
    seen: str = page.evaluate(
        "() => { const one = document.querySelector('iom-chat').shadowRoot.activeElement;"
        " return one ? one.id || one.className || one.textContent : ''; }"
    )
    return seen


def test_all_that_it_loads_is_light(gateway: Gateway, visit: Visit) -> None:
    answers: list[Any] = []
    visit.page.on("response", lambda answer: answers.append(answer))
    visit.opens()
    loaded = [one for one in answers if one.url.endswith((".js", ".css"))]
    sizes = {one.url[len(gateway.url) :]: one.request.sizes()["responseBodySize"] for one in loaded}
    assert {"/chat.js", "/static/chat.css", "/static/service.js"} <= set(sizes)
    assert all(size > 0 for size in sizes.values())
    assert sum(sizes.values()) <= 25_000, sizes


def test_in_french_on_a_small_phone_one_presses_and_reads(gateway: Gateway, phone: Visit) -> None:
    page = phone.opens()
    assert page.locator("h1").inner_text() == "Questions sur les programmes de l'OIM"
    assert "Géré par ce service d'essai, pas par l'OIM." in page.locator("header").inner_text()
    gateway.rasa.extra = ANSWER
    page.get_by_role("button", name="Rentrer au pays").tap()
    page.get_by_text("Le programme est terminé depuis 2013.").wait_for(timeout=WAIT)
    assert "user" in focused(page)  # reading goes on from one's own message, without a keyboard
    assert page.locator("article.user").inner_text().strip().endswith("Rentrer au pays")
    page.locator("summary").first.tap()
    assert page.evaluate(WIDTH) <= 320
    low = page.locator("button:visible, a:visible, summary:visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).filter((box) => box.height < 24)"
    )
    assert low == []


def test_sources_are_folded_and_dated_and_only_current_contacts_are_links(
    gateway: Gateway, visit: Visit
) -> None:
    visit.opens()
    gateway.rasa.extra = ANSWER
    answer = visit.says("what is it")
    assert not answer.get_by_text("Wins New Backing").is_visible()
    answer.get_by_text("Sources (2)").click()
    listed = answer.locator("details li")
    assert "22 August 2008" in listed.nth(0).inner_text()
    assert listed.nth(1).inner_text() == "Nouveaux fonds – undated"
    assert listed.nth(1).locator("a").count() == 0
    links = answer.locator(".contacts a").evaluate_all("all => all.map((one) => one.href)")
    assert links == ["tel:+31703181500", "mailto:iomthehague@iom.int"]
    assert "(old)" in answer.locator(".contacts").inner_text()
    assert "(9 to 17; local)" in answer.locator(".contacts").inner_text()


def test_a_check_says_ended_first_and_each_condition_in_words(
    gateway: Gateway, visit: Visit
) -> None:
    visit.opens()
    gateway.rasa.extra = CHECK
    card = visit.says("can I take part").locator(".card")
    lines = [line for line in card.inner_text().splitlines() if line.strip()]
    assert lines[:2] == ["This programme has ended", "At least one published condition is not met."]
    rows = [" ".join(row.inner_text().split()) for row in card.locator(".conditions > li").all()]
    for row, mark, words in zip(rows, "✗✓?", ("not met", "met", "not known"), strict=True):
        assert row.startswith(mark)
        assert f"– {words} Answer:" in row
        assert "Sources (1)" in row
    assert "Still to find out: Condition C." in card.inner_text()
    assert "The age: please check." in card.inner_text()
    assert "You are eligible" not in card.inner_text()


def test_help_stands_out_and_is_called_out_once(visit: Visit) -> None:
    page = visit.opens()
    answer = visit.says(DANGER)
    assert answer.get_by_role("heading", name="Important: your safety").is_visible()
    assert (
        page.get_by_role("alert").inner_text()
        == "An important message for your safety has arrived."
    )
    visit.says("thank you")
    page.reload()
    page.locator("article.safety").wait_for(timeout=WAIT)
    page.wait_for_timeout(500)
    assert page.get_by_role("alert").inner_text() == ""


def test_new_messages_are_read_aloud_and_the_history_is_not(visit: Visit) -> None:
    page = visit.opens()
    page.wait_for_function(
        "() => document.querySelector('iom-chat').shadowRoot.querySelector('[aria-live=polite]')"
    )
    for name in ("one", "two"):
        assert visit.says(name).locator("[lang=en]").count() >= 1
    page.evaluate(
        """() => { const log = document.querySelector('iom-chat').shadowRoot.querySelector('.log');
        window.told = [];
        new MutationObserver((all) => { if (log.getAttribute('aria-live') === 'polite')
          for (const one of all) for (const node of one.addedNodes)
            if (node.tagName === 'ARTICLE') window.told.push(node.textContent); })
          .observe(log, { childList: true, subtree: true }); }"""
    )
    visit.says("three")
    told = page.evaluate("window.told")
    assert len(told) == 2  # one's own, and the answer: nothing before is put in anew
    page.add_init_script(HOW_PUT_IN)
    page.reload()
    page.locator("article").nth(6).wait_for(timeout=WAIT)
    assert page.evaluate("window.live") == ["off"] * 7


def test_enter_sends_shift_enter_does_not_and_the_focus_stays(visit: Visit) -> None:
    page = visit.opens()
    field = page.get_by_role("textbox", name="Your message")
    send = page.get_by_role("button", name="Send")
    assert send.is_disabled()
    field.fill("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    assert send.is_enabled()
    # An Enter that ends the writing of a sign is none of ours.
    field.evaluate(
        "one => one.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))"
    )
    assert field.input_value() == "one\ntwo"
    rows = int(field.get_attribute("rows") or 0)
    assert rows == 2
    field.press("Enter")
    page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    assert page.locator("article.user").count() == 1
    assert focused(page) == "field"
    field.fill("\n".join("123456789"))
    assert int(field.get_attribute("rows") or 0) == 4


def test_a_text_too_long_is_said_so_and_kept(visit: Visit) -> None:
    page = visit.opens()
    field = page.get_by_role("textbox")
    field.fill("é" * 901)
    assert page.locator("#count").inner_text() == "901 of 1,000 characters"
    field.fill("é" * 1001)
    assert page.locator("#count").inner_text().startswith("Too long: 1001 characters")
    field.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("article.user").count() == 0
    assert len(field.input_value()) == 1001


def test_the_language_changes_and_conversation_and_draft_stay(
    gateway: Gateway, visit: Visit
) -> None:
    page = visit.opens()
    gateway.rasa.extra = ANSWER
    visit.says("hello")
    page.get_by_role("textbox").fill("a draft")
    page.locator("header").get_by_role("button", name="Français").click()
    page.get_by_role("textbox", name="Votre message").wait_for()
    assert page.get_by_role("textbox").input_value() == "a draft"
    assert page.locator("article").count() == 3
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.get_by_role("textbox").press("Enter")
    last = page.locator("article.assistant").nth(2)
    last.wait_for(timeout=WAIT)
    assert last.locator(".said").get_attribute("lang") == "fr"


def test_one_message_is_read_in_the_other_language_and_back(gateway: Gateway, visit: Visit) -> None:
    visit.opens()
    gateway.rasa.extra = ANSWER
    answer = visit.says("hello")
    answer.get_by_role("button", name="See in French").click()
    answer.get_by_text("Le programme est terminé depuis 2013.").wait_for(timeout=WAIT)
    assert answer.locator(".said").get_attribute("lang") == "fr"
    assert "22 août 2008" in (answer.locator("details").text_content() or "")
    answer.get_by_role("button", name="Voir en anglais").click()
    answer.get_by_text("The programme ended in 2013.").wait_for(timeout=WAIT)
    assert "see" in focused(visit.page)


def test_who_is_reading_above_is_not_moved(gateway: Gateway, visit: Visit) -> None:
    page = visit.opens()
    gateway.rasa.extra = LONG
    visit.says("one")
    log = page.get_by_role("log")
    top = log.bounding_box()["y"]
    first = page.locator("article.assistant").nth(1)
    assert 0 <= first.evaluate(STILL) - top < 40  # a long answer from its beginning
    log.evaluate("one => { one.scrollTop = 0; }")
    own = json.loads(page.evaluate("(name) => sessionStorage.getItem(name)", visit.place))
    path, token = f"{CHATS}/{own['id']}/messages", {"Authorization": f"Bearer {own['token']}"}
    gateway.ask("POST", path, {"text": "from another tab"}, token)
    page.locator("article.assistant").nth(2).wait_for(state="attached", timeout=WAIT)
    newer = page.get_by_role("button", name="New message")
    newer.wait_for(timeout=WAIT)
    assert log.evaluate("one => one.scrollTop") == 0
    newer.click()
    page.wait_for_function(
        "() => { const one = document.querySelector('iom-chat').shadowRoot.querySelector('.log');"
        " return one.scrollHeight - one.scrollTop - one.clientHeight < 80; }"
    )
    newer.wait_for(state="hidden")


def test_at_four_hundred_percent_nothing_is_pinned_over_what_one_reads(
    browser: Any, gateway: Gateway
) -> None:
    low = Visit(browser, gateway, viewport={"width": 320, "height": 256})
    page = low.opens()
    gateway.rasa.extra = CHECK
    low.says("can I take part")
    assert page.evaluate(WIDTH) <= 320
    assert page.get_by_role("log").evaluate("one => getComputedStyle(one).overflowY") == "visible"
    answer = page.locator("article.assistant").nth(1)
    assert -40 < answer.evaluate(STILL) < 128  # its beginning is on the screen
    for button in page.locator("header button, .choices button").all():
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        hit = page.evaluate(
            "([x, y]) => document.querySelector('iom-chat').shadowRoot.elementFromPoint(x, y)"
            ".closest('button') !== null",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )
        assert hit
    low.context.close()
    gateway.rasa.extra = {}


def test_without_a_script_there_are_numbers_and_another_way(browser: Any, gateway: Gateway) -> None:
    plain = Visit(browser, gateway, java_script_enabled=False)
    page = plain.page
    page.goto(gateway.url)
    assert page.get_by_role("link", name=re.compile("^la même conversation")).is_visible()
    numbers = page.locator("a[href^='tel:']").all_inner_texts()
    assert numbers == ["+31 70 318 15 00", "+31 88 746 44 66", "112"]
    assert page.get_by_text("Run by this test service, not by IOM.").is_visible()
    plain.context.close()
