"""The chat in a frame of another site, and what stands beside it without script: real Chromium."""

from __future__ import annotations

import pytest

from tests.bot.web.host import IN_DOCS, WAIT, Guest, Host, examples
from tests.bot.web.process import Gateway
from tests.bot.web.visit import complains

pytestmark = pytest.mark.browser
_, _, FRAME, NOSCRIPT = examples("html")
REFUSED = ("frame-ancestors", "X-Frame-Options")


def test_a_frame_shows_the_chat_to_the_sites_on_the_list(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(FRAME, welcoming.url)
    guest.visits()
    inside = guest.page.frame_locator("iframe")
    inside.locator("iom-chat article.assistant").first.wait_for(timeout=WAIT)
    assert guest.errors == []


@pytest.mark.parametrize("path", ["/chat", "/privacy", "/api/v1/offices", "/chat.js"])
def test_it_shows_nothing_else(welcoming: Gateway, host: Host, guest: Guest, path: str) -> None:
    host.shows(FRAME.replace(f"{IN_DOCS}/", f"{IN_DOCS}{path}"), welcoming.url)
    guest.visits()
    complains(guest, *REFUSED)


def test_nor_anything_to_other_sites(gateway: Gateway, host: Host, guest: Guest) -> None:
    host.shows(FRAME, gateway.url)
    guest.visits()
    complains(guest, *REFUSED)
    assert guest.page.frame_locator("iframe").locator("iom-chat").count() == 0


def test_without_script_a_link_of_the_host_leads_on(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(NOSCRIPT, welcoming.url)
    context = guest.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host.origin}/")
    page.get_by_role("link").click()
    page.wait_for_url(f"{welcoming.url}/chat")
    context.close()


def test_that_link_leads_back_to_the_conversation_that_is_open(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(NOSCRIPT, welcoming.url)
    context = guest.context.browser.new_context(java_script_enabled=False, locale="en-GB")
    page, elsewhere = context.new_page(), host.origin.replace("127.0.0.1", "localhost")

    def comes() -> None:
        page.goto(f"{elsewhere}/")
        page.get_by_role("link").click()
        page.locator("#text").wait_for(timeout=WAIT)

    comes()
    page.locator("#text").fill("a word of mine")
    page.get_by_role("button", name="Start in English").click()
    page.locator("li.mine").wait_for(timeout=WAIT)
    comes()
    assert page.locator("li.mine").inner_text().endswith("a word of mine")
    context.close()
