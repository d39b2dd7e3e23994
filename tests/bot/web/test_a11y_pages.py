"""axe-core finds nothing wrong with the pages to forward, and with the chat without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.scene import ASKED, FORCED
from tests.bot.web.seeing import EVERY, Setting, faults, sideways
from tests.bot.web.told import CHECK

pytestmark = pytest.mark.browser
PAGES = ["/{}/programmes/trqn_ii", "/{}/offices/the_hague", "/{}/help-now", "/{}/programmes"]
PAGES.append("/{}/api")
# Each language in both schemes and both widths, two of the four settings that it has.
SOME = [EVERY[0], EVERY[3], EVERY[5], EVERY[6]]
Open = Callable[[Setting], Any]


@pytest.fixture
def tab(browser: Any, gateway: Gateway) -> Iterator[Open]:
    held: list[Any] = []

    def opened(setting: Setting) -> Any:
        held.append(browser.new_context(base_url=gateway.url, **setting.context()))
        return held[-1].new_page()

    yield opened
    gateway.rasa.extra = {}
    for one in held:
        one.close()


def test_the_settings_cover_all_pairs() -> None:
    for a, b in (("language", "scheme"), ("language", "size"), ("scheme", "size")):
        assert len({(getattr(one, a), getattr(one, b)) for one in SOME}) == 4


@pytest.mark.parametrize("setting", SOME, ids=str)
def test_nothing_is_wrong_with_a_page_to_forward(tab: Open, setting: Setting) -> None:
    page = tab(setting)
    for path in [*PAGES, "/privacy"]:
        page.goto(path.format(setting.language))
        assert (faults(page), sideways(page)) == ([], False), path
        assert page.locator("html").get_attribute("lang") in (setting.language, "fr")


@pytest.mark.parametrize("setting", SOME, ids=str)
def test_nothing_is_wrong_with_the_chat_without_a_script(
    tab: Open, gateway: Gateway, setting: Setting
) -> None:
    fr = setting.language == "fr"
    page, seen = tab(setting), []

    def look(name: str) -> None:
        page.locator("details").evaluate_all("all => { for (const one of all) one.open = true; }")
        seen.append((name, faults(page), sideways(page)))

    def press(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    def say(text: str) -> None:
        page.get_by_label("Votre message" if fr else "Your message").fill(text)
        press("Envoyer" if fr else "Send")

    page.goto("/chat")
    look("door")
    press("Commencer en français" if fr else "Start in English")
    gateway.rasa.extra = CHECK
    say(ASKED[setting.language])
    look("card")
    gateway.rasa.extra = {}
    say(FORCED[setting.language])
    look("danger")
    say("é" * 1200)
    look("too long")
    press("Oui, tout effacer" if fr else "Yes, erase it all")
    look("deleted")
    assert seen == [(name, [], False) for name, *_ in seen]
