"""A person with a browser: real Chromium, the real chain, and what the page then shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Assistant

pytestmark = [pytest.mark.browser, pytest.mark.rasa]
WAIT = 30_000  # milliseconds


def test_asks_in_french_and_reads_the_answer_with_its_sources(
    assistant: Assistant, browser: Any
) -> None:
    hosts: set[str] = set()
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(assistant.url)
    field = page.get_by_role("textbox")
    field.wait_for(timeout=WAIT)
    field.fill("Quels pays sont concernés par le retour provisoire ?")
    field.press("Enter")
    page.get_by_text("Géorgie").first.wait_for(timeout=WAIT)
    log = page.get_by_role("log").inner_text()
    assert "Soudan" in log
    assert page.locator("details").count() >= 1
    page.reload()
    page.get_by_text("Géorgie").first.wait_for(timeout=WAIT)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    assert hosts == {assistant.url.split("/")[2]}
    context.close()
