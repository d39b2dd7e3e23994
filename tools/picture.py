"""`make picture`: docs/chat.png, the page on a phone in the middle of a conversation."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.bench import ROOT, ours

SAID = ("Un médecin soudanais avec un passeport néerlandais peut-il participer ?", "et la Serbie ?")


def main() -> None:
    """Start the assistant, talk to it in Chromium and save what the screen shows."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        ours(Path(folder)) as (url, _, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(locale="fr-FR", viewport={"width": 412, "height": 915})
        page.goto(url)
        for text in SAID:
            answers = page.locator("article.assistant")
            before = answers.count()
            page.get_by_role("textbox").fill(text)
            page.get_by_role("textbox").press("Enter")
            answers.nth(max(before, 1)).wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=str(ROOT / "docs" / "chat.png"))
        browser.close()


if __name__ == "__main__":
    main()
