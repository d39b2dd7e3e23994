"""`make picture`: docs/chat.png and docs/webchat/*.png, the chat as people see it.

The whole assistant is started and answers; nothing in the pictures is set up by hand.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tools.benching.talks import ROOT, ours

DOCS = ROOT / "docs"
LARGEST = 200_000  # bytes: who reads the guide may have a poor link, too
HOST = "http://localhost:3000"  # nobody listens there: Playwright answers
HOST_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Welcome House</title>
<style>body { margin: 0; font: 18px/1.6 Georgia, serif; color: #2b2b2b; background: #fbf8f2; }
header { padding: 20px 48px; background: #0b5d3b; color: #fff; font-size: 24px; }
main { max-width: 32rem; padding: 24px 48px; }
iom-chat { --iom-accent: #0b5d3b; --iom-height: 39rem; }</style>
<header>Welcome House, Utrecht</header>
<main><h1>Going back, or bringing family</h1><p>We help newcomers with their papers, on weekdays
from nine to five. Several programmes may be of use to you; the assistant in the corner knows what
has been published about them.</p><p>Come by on Tuesdays with your letters. Tea is free.</p></main>
<script type="module" src="BASE/chat.js" data-language="en"></script></html>"""
# The second lets the host's page, which has no address of its own, call this machine.
FLAGS = ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1200, "height": 780}
MATCH = (
    "Médecin au Soudan avec un passeport néerlandais : puis-je participer à TRQN ?",
    "aux Pays-Bas",
    "Master, doctorat ou équivalent",
)


@dataclass
class Studio:
    """A browser before a running assistant."""

    browser: Any
    url: str

    @contextmanager
    def page(self, path: str = "/", **context: Any) -> Iterator[Any]:
        """Open a page; a phone in French unless told otherwise."""
        usual = {"locale": "fr-FR", "viewport": PHONE, "device_scale_factor": 1.5}
        held = self.browser.new_context(**{**usual, **context})
        page = held.new_page()
        page.route(f"{HOST}/", lambda route: route.fulfill(**self.host()))
        page.goto(path if path.startswith("http") else self.url + path)
        yield page
        held.close()

    def host(self) -> dict[str, str]:
        return {"body": HOST_PAGE.replace("BASE", self.url), "content_type": "text/html"}


def say(page: Any, *texts: str) -> Any:
    """Say these in turn and wait for each answer; return the last."""
    answers = page.locator("article.assistant")
    answers.first.wait_for()
    for text in texts:
        before = answers.count()
        page.get_by_role("textbox").fill(text)
        page.get_by_role("textbox").press("Enter")
        answers.nth(before).wait_for()
        page.wait_for_timeout(500)
    return answers.last


def shoot(page: Any, name: str) -> None:
    """Save what the screen shows."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)
    path = DOCS / f"{name}.png"
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=str(path))
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path} is too large: {path.stat().st_size} bytes")


def chat(studio: Studio) -> None:
    """The picture of the README."""
    with studio.page(viewport={"width": 412, "height": 915}, device_scale_factor=1) as page:
        say(page, "Un médecin soudanais avec un passeport néerlandais peut-il participer ?")
        say(page, "et la Serbie ?")
        shoot(page, "chat")


def answer(studio: Studio) -> None:
    """A long phone in French, light: an answer with its sources."""
    with studio.page(viewport={"width": 390, "height": 1140}, device_scale_factor=1.25) as page:
        said = say(page, "Qui finance TRQN ?")
        said.locator("summary").first.click()
        said.locator(".tools").scroll_into_view_if_needed()
        shoot(page, "webchat/answer")


def check(studio: Studio) -> None:
    """A phone, dark: the outcome of a check, condition by condition."""
    with studio.page(color_scheme="dark") as page:
        say(page, *MATCH).locator(".card").evaluate("one => one.scrollIntoView()")
        shoot(page, "webchat/check")


def danger(studio: Studio) -> None:
    """The smallest phone: who is in danger gets numbers that stand out."""
    with studio.page(viewport={"width": 320, "height": 640}) as page:
        say(page, "Ils ont pris mon passeport et me forcent à travailler sans salaire")
        shoot(page, "webchat/danger")


def menu(studio: Studio) -> None:
    """A computer, in English, with the menu open."""
    with studio.page(locale="en-GB", viewport=DESKTOP, device_scale_factor=1) as page:
        say(page, "Who runs this?")
        page.get_by_role("button", name="Options", exact=True).click()
        shoot(page, "webchat/menu")


def embedded(studio: Studio) -> None:
    """The panel on the page of somebody else, in that page's colour."""
    with studio.page(f"{HOST}/", locale="en-GB", viewport=DESKTOP, device_scale_factor=1) as page:
        page.locator(".launcher").click()
        say(page, "What is TRQN?")
        shoot(page, "webchat/embedded")


def plain(studio: Studio) -> None:
    """The same conversation without JavaScript."""
    with studio.page("/chat", java_script_enabled=False) as page:
        page.get_by_role("button", name="Commencer en français").click()
        page.get_by_role("textbox").first.fill("Qui peut demander le retour avec REAN ?")
        page.get_by_role("button", name="Envoyer").click()
        page.wait_for_timeout(1000)
        page.reload()
        page.locator("li.mine").last.scroll_into_view_if_needed()
        shoot(page, "webchat/plain")


def programme(studio: Studio) -> None:
    """A page to forward."""
    size = {"width": 820, "height": 900}
    with studio.page("/fr/programmes/trqn_ii", viewport=size, device_scale_factor=1) as page:
        shoot(page, "webchat/programme")


def code(studio: Studio) -> None:
    """After a hand-off: three words and four digits with which one comes back."""
    with studio.page() as page:
        say(page, "Je veux parler à une personne")
        shoot(page, "webchat/code")


SCENES: tuple[Callable[[Studio], None], ...] = (
    chat, answer, check, danger, menu, embedded, plain, programme, code,
)  # fmt: skip


def main() -> None:
    """Make all pictures, or those that are named."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    wanted = [one for one in SCENES if one.__name__ in sys.argv[1:]] or SCENES
    with (
        tempfile.TemporaryDirectory() as folder,
        ours(Path(folder), ALLOWED_ORIGINS=HOST) as (url, _, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for scene in wanted:
            print(scene.__name__, flush=True)
            scene(Studio(browser, url))
        browser.close()


if __name__ == "__main__":
    main()
