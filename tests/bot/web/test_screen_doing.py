"""What one does with a conversation on the screen: judge, copy, keep, delete, leave, try again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.test_screen import focused
from tests.bot.web.told import ANSWER, HANDOFF
from tests.bot.web.visit import WAIT, Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Any, gateway: Gateway) -> Iterator[Visit]:
    opened = Visit(browser, gateway, permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.context.close()
    gateway.rasa.extra = {}


def menu(page: Any, *presses: str) -> Any:
    """Open the menu, press buttons in it in turn, and return it."""
    page.get_by_role("button", name="Options", exact=True).click()
    sheet = page.locator(".sheet")
    for name in presses:
        sheet.get_by_role("button", name=name).click()
    return sheet


def judged(visit: Visit) -> list[Any]:
    return [one.post_data_json for one in visit.requests if one.url.endswith("/feedback")]


def test_a_thumb_down_takes_a_reason_and_the_last_word_counts(
    gateway: Gateway, visit: Visit
) -> None:
    visit.opens()
    gateway.rasa.extra = ANSWER
    answer = visit.says("hello")
    bad = answer.get_by_role("button", name="Not useful")
    bad.click()
    assert answer.get_by_role("group").first.is_visible()
    answer.get_by_role("radio", name="It is out of date").check()
    answer.get_by_role("textbox").fill("ended long ago")
    answer.get_by_role("textbox").press("Tab")
    visit.page.keyboard.press("Enter")
    answer.get_by_text("Thank you.").wait_for(timeout=WAIT)
    assert bad.get_attribute("aria-pressed") == "true"
    good = answer.get_by_role("button", name="Useful", exact=True)
    good.click()
    visit.page.wait_for_function(
        "() => document.querySelector('iom-chat').shadowRoot"
        ".querySelectorAll('[aria-pressed=true] .i-good').length === 1"
    )
    assert bad.get_attribute("aria-pressed") == "false"
    first = {"useful": False, "comment": "out_of_date: ended long ago"}
    assert judged(visit) == [first, {"useful": True, "comment": None}]


def test_escape_closes_the_reasons_and_the_focus_goes_back(gateway: Gateway, visit: Visit) -> None:
    page = visit.opens()
    gateway.rasa.extra = ANSWER
    answer = visit.says("hello")
    answer.get_by_role("button", name="Not useful").click()
    answer.get_by_role("radio").first.wait_for()
    page.keyboard.press("Escape")
    answer.get_by_role("radio").first.wait_for(state="detached")
    assert "drawn" in focused(page)
    assert judged(visit) == []


def test_a_copy_carries_sources_and_dates(gateway: Gateway, visit: Visit) -> None:
    page = visit.opens()
    gateway.rasa.extra = ANSWER
    answer = visit.says("hello")
    answer.get_by_role("button", name="Copy").click()
    answer.get_by_text("Copied.").wait_for(timeout=WAIT)
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("The programme ended in 2013.")
    assert "- Wins New Backing – 22 August 2008 – https://old.example/2008" in text
    assert "- Nouveaux fonds – undated" in text
    assert "+31.70.3181542 (old)" in text


def test_my_data_comes_as_a_text_to_read_and_as_data(gateway: Gateway, visit: Visit) -> None:
    page = visit.opens()
    gateway.rasa.extra = ANSWER
    visit.says("my question")
    sheet = menu(page, "My data")
    with page.expect_download() as text:
        sheet.locator(".pair button").nth(0).click()
    read = Path(text.value.path()).read_text(encoding="utf-8")
    assert "my question" in read
    assert "The programme ended in 2013." in read
    with page.expect_download() as data:
        sheet.locator(".pair button").nth(1).click()
    held = json.loads(Path(data.value.path()).read_text(encoding="utf-8"))
    assert [one["text"] for one in held["messages"] if one["author"] == "user"] == ["my question"]


def test_the_text_grows_and_no_storage_knows(visit: Visit) -> None:
    page = visit.opens()
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    said = page.locator("article p").first
    before = said.evaluate(size)
    menu(page, "150")
    assert said.evaluate(size) == pytest.approx(before * 1.5)
    page.keyboard.press("Escape")
    assert "square" in focused(page)  # back on the button of the menu
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    kept = visit.looks()["kept"]
    assert kept == [[], [visit.place], ""]


def test_a_wrong_code_is_said_so_and_a_right_one_brings_the_talk_back(
    gateway: Gateway, visit: Visit
) -> None:
    page = visit.opens()
    path, token = gateway.open()
    gateway.ask("POST", f"{path}/messages", {"text": "said before"}, token)
    sheet = menu(page, "I have a code")
    sheet.get_by_role("textbox").fill("one two three 0000")
    sheet.locator("form button").click()
    sheet.get_by_text("No such code").wait_for(timeout=WAIT)
    own = {"conversation_id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
    page.route("**/api/v1/resume", lambda route: route.fulfill(json=own))
    sheet.locator("form button").click()
    page.locator("article.user").get_by_text("said before").wait_for(timeout=WAIT)
    assert page.locator("article").count() == 3
    assert sheet.is_hidden()


def test_deleting_is_asked_about_then_done_and_numbers_stay(gateway: Gateway, visit: Visit) -> None:
    page = visit.opens()
    visit.says("a secret")
    own = json.loads(page.evaluate("(name) => sessionStorage.getItem(name)", visit.place))
    sheet = menu(page, "Erase my conversation")
    assert page.locator("article").count() == 3
    sheet.locator(".danger").click()
    page.locator(".aside").wait_for(timeout=WAIT)
    shown = page.get_by_role("log").inner_text()
    assert "a secret" not in shown
    assert "112" in shown
    assert focused(page) == "field"
    gone = gateway.ask(
        "GET",
        f"/api/v1/conversations/{own['id']}/export",
        None,
        {"Authorization": f"Bearer {own['token']}"},
    )
    assert gone.status == 401
    visit.says("a new one")
    assert page.locator("article.user").count() == 1


def test_keeping_is_offered_after_a_hand_off_only_with_words_about_others(
    gateway: Gateway, visit: Visit
) -> None:
    page = visit.opens()
    sheet = menu(page)
    assert sheet.get_by_role("button", name="7 days").count() == 0
    page.keyboard.press("Escape")
    gateway.rasa.extra = HANDOFF
    visit.says("a person please")
    menu(page).get_by_role("button", name="7 days").click()
    assert "share" in sheet.inner_text()
    page.route("**/keep", lambda route: route.fulfill(json={"expires_at": "2126-01-01T00:00:00Z"}))
    sheet.locator(".main").click()
    sheet.get_by_text("Kept on this device").wait_for(timeout=WAIT)
    assert visit.looks()["kept"][:2] == [[visit.place], []]


@pytest.mark.parametrize("way", ["press", "Escape", "Shift"])
def test_quick_exit_leaves_nothing_and_back_does_not_lead_here(visit: Visit, way: str) -> None:
    page = visit.page
    page.goto(f"{visit.home}/privacy")
    visit.opens()
    visit.says("a secret")
    if way == "press":
        page.get_by_role("button", name="Quick exit").click()
    else:
        for _ in range(3):
            page.keyboard.press(way)
    page.wait_for_url("about:blank", timeout=WAIT)
    assert page.locator("iom-chat").count() == 0
    page.go_back()
    page.wait_for_url("**/privacy")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_exit_comes_first_by_keyboard(visit: Visit) -> None:
    page = visit.opens()
    page.keyboard.press("Tab")
    assert "exit" in focused(page)


def test_without_a_network_it_says_so_and_sends_once_when_there_is_one(visit: Visit) -> None:
    page = visit.opens()
    visit.context.set_offline(True)
    page.get_by_text("No network. Your message will go").wait_for(timeout=WAIT)
    page.get_by_role("textbox").fill("from the tunnel")
    page.get_by_role("textbox").press("Enter")
    page.locator("article.user").wait_for(timeout=WAIT)
    assert page.locator("article.assistant").count() == 1
    visit.context.set_offline(False)
    page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    page.get_by_text("No network").wait_for(state="hidden", timeout=WAIT)
    assert page.locator("article.user").count() == 1
    assert page.locator("article.user.said").count() == 1


def test_what_is_refused_can_be_tried_again_or_dropped(visit: Visit) -> None:
    page = visit.opens()
    told = {"code": "text_too_long", "message": "1 000 au plus. / At most 1,000 characters."}
    page.route("**/messages", lambda route: route.fulfill(status=422, json={"error": told}))
    page.get_by_role("textbox").fill("hello")
    page.get_by_role("textbox").press("Enter")
    failed = page.locator("article.unsent")
    failed.get_by_text("At most 1,000 characters.").wait_for(timeout=WAIT)
    assert "1 000 au plus" not in failed.inner_text()
    page.unroute("**/messages")
    failed.locator(".condition button").nth(0).click()
    page.locator("article.assistant").nth(1).wait_for(timeout=WAIT)
    assert page.locator("article.unsent").count() == 0
    page.route("**/messages", lambda route: route.fulfill(status=422, json={"error": told}))
    page.get_by_role("textbox").fill("again")
    page.get_by_role("textbox").press("Enter")
    failed.locator(".condition button").nth(1).click()
    failed.wait_for(state="detached")
    assert focused(page) == "field"


def test_an_idle_screen_warns_gives_time_and_is_emptied(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    visit.opens()
    visit.says("a secret")
    page.clock.fast_forward("18:30")
    stay = page.locator(".soon button")
    stay.wait_for(timeout=WAIT)
    with page.expect_response("**/language"):  # any call gives the time anew
        stay.click()
    page.locator(".soon").wait_for(state="hidden")
    page.clock.fast_forward("15:00")
    assert page.get_by_text("a secret").first.is_visible()
    page.get_by_role("textbox").fill("a draft")
    page.clock.fast_forward("06:00")
    page.locator("article").first.wait_for(state="detached", timeout=WAIT)
    assert page.get_by_role("textbox").input_value() == ""
    assert "20 min" in page.get_by_role("log").inner_text()


def test_a_person_of_the_staff_is_told_from_the_machine(gateway: Gateway, visit: Visit) -> None:
    page = visit.page
    said = {"seq": 2, "author": "staff", "kind": "answer", "language": "en", "text": "I am Ada."}
    none: dict[str, Any] = {"sources": [], "contacts": [], "buttons": [], "eligibility": None}
    staff = {**said, **none, "at": "2026-11-28T12:00:00Z", "client_message_id": None}
    staff |= {"category": None, "programme": None, "asks": None}
    path, token = gateway.open()
    own = {"id": path.rpartition("/")[2], "token": token["Authorization"][7:], "expires": 4e12}
    page.goto(f"{visit.home}/privacy")
    page.evaluate("([n, o]) => sessionStorage.setItem(n, o)", [visit.place, json.dumps(own)])
    page.route("**/messages", lambda route: route.fulfill(json={"messages": [staff]}))
    visit.opens()
    message = page.locator("article.staff")
    assert message.get_by_role("heading", name="A person").is_visible()
    assert message.get_by_role("button", name="Useful").count() == 0
