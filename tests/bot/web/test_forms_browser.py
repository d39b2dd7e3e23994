"""Pages to forward and the chat without a script, in a Chromium whose JavaScript is off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway

pytestmark = pytest.mark.browser
NARROW, WIDE = (320, 640), (1280, 800)
PAGES = ["/help-now", "/en/help-now", "/fr/programmes", "/en/programmes/rean", "/fr/offices/geneva"]
PAGES += ["/fr/programmes/trqn_ii", "/en/programmes/none", "/chat"]
Open = Callable[..., Any]


@pytest.fixture
def tab(browser: Any, gateway: Gateway) -> Iterator[Open]:
    """Return what opens a page; without a script unless told otherwise."""
    held: list[Any] = []

    def opened(size: tuple[int, int] = NARROW, script: bool = False, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            base_url=gateway.url,
            **{"locale": "fr-FR", **more},
        )
        held.append(context)
        return context.new_page()

    yield opened
    for one in held:
        one.close()
    gateway.rasa.extra = {}


def leads_on(one: Any) -> None:
    """Press what leads to another page, and wait for that: the old one has much of the same."""
    with one.page.expect_navigation():
        one.click()


def faults(page: Any) -> list[str]:
    # Here, since Python 3.12 collects these tests too, without a browser to run them.
    from axe_playwright_python.sync_playwright import Axe

    return [one["id"] for one in Axe().run(page).response["violations"]]


def wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_pages_are_accessible_and_fit(tab: Open, scheme: str, size: tuple[int, int]) -> None:
    page, said = tab(size, script=True, color_scheme=scheme), []
    page.on("console", lambda told: said.append(told.text))
    for path in PAGES:
        page.goto(path)
        assert faults(page) == [], path
        assert not wide(page), path
    # The policy lets the data block be; the one complaint is of the page that is not there.
    assert [one for one in said if "404" not in one] == []


def test_a_conversation_without_a_script(tab: Open, gateway: Gateway) -> None:
    gateway.rasa.extra = {
        "kind": "answer",
        "buttons": [{"id": "human", "label": {"fr": "Parler à quelqu'un", "en": "Talk"}}],
    }
    page = tab()
    page.goto("/chat")
    leads_on(page.get_by_role("button", name="Commencer en français"))
    page.get_by_label("Votre message").fill("Bonjour à vous, qui finance ?")
    leads_on(page.get_by_role("button", name="Envoyer"))
    assert page.url.endswith("/chat#m2")
    page.reload()
    page.go_back()
    page.go_forward()
    assert page.locator("li.mine").count() == 1
    leads_on(page.get_by_role("button", name="Parler à quelqu'un").last)
    assert page.locator("li.mine").last.inner_text().endswith("Parler à quelqu'un")
    page.get_by_text("Sur cette réponse").last.click()
    leads_on(page.get_by_role("button", name="Réponse utile").last)
    assert page.get_by_text("Merci, c'est noté.").is_visible()
    leads_on(page.get_by_role("button", name="Continue in English"))
    assert page.locator("html").get_attribute("lang") == "en"
    with page.expect_download() as download:
        page.get_by_text("Your data, coming back later").click()
        page.get_by_role("link", name="Receive my data").click()
    assert download.value.suggested_filename.endswith(".json")
    leads_on(page.get_by_role("button", name="Yes, erase it all"))
    assert page.get_by_role("heading", name="Your conversation is erased.").is_visible()


def test_the_keyboard_alone_is_enough(tab: Open) -> None:
    page = tab(locale="en-GB")
    page.goto("/chat")

    def tab_to(words: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if words in page.locator(":focus").inner_text():
                return
        raise AssertionError(words)

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Go to the text"
    tab_to("Start in English")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_label("Your message").focus()
    page.keyboard.type("hello there")
    tab_to("Send")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("li.mine").wait_for()
    assert "hello there" in page.locator("li.mine").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_states_of_the_chat_are_accessible(tab: Open, gateway: Gateway, scheme: str) -> None:
    page = tab(script=True, color_scheme=scheme)
    states = []

    def look(name: str) -> None:
        states.append((name, faults(page), wide(page)))

    page.goto("/chat")
    leads_on(page.get_by_role("button", name="Commencer en français"))
    look("begun")
    for name, text in (("answer", "Bonjour à vous"), ("safety", "mon mari me frappe")):
        page.get_by_label("Votre message").fill(text)
        leads_on(page.get_by_role("button", name="Envoyer"))
        for one in page.locator("details").all():
            one.evaluate("one => one.open = true")
        look(name)
    page.get_by_label("Votre message").fill("é" * 1200)
    leads_on(page.get_by_role("button", name="Envoyer"))
    assert page.get_by_label("Votre message").input_value() == "é" * 1200
    look("too long")
    page.get_by_text("Vos données, revenir plus tard").click()
    leads_on(page.get_by_role("button", name="Oui, tout effacer"))
    look("deleted")
    assert states == [(name, [], False) for name, *_ in states]
    assert len(states) == 5


def test_printed_a_page_shows_addresses_and_no_buttons(tab: Open) -> None:
    page = tab(WIDE, script=True)
    page.goto("/fr/programmes/rean")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_text("Poser une question sur ce programme").is_visible()
    after = "(one) => getComputedStyle(one, '::after').content"
    printed = page.locator(".from li a").first.evaluate(after)
    assert "iom-nederland.nl/en/return-programme-rean" in page.locator(
        ".from li a"
    ).first.get_attribute("href")
    assert printed not in ("none", "normal")
    assert page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_from_the_page_one_comes_to_the_chat_about_it(tab: Open) -> None:
    page = tab()
    page.goto("/en/programmes/trqn_ii")
    leads_on(page.get_by_role("link", name="Français"))
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").inner_text().startswith("Retour temporaire")
    leads_on(page.get_by_role("link", name="Poser une question sur ce programme"))
    assert page.url.endswith("/?programme=trqn_ii&language=fr")
