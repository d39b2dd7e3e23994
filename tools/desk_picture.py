"""The pictures of docs/desk: a real assistant, people who wait, and somebody who answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import sync_playwright

from tools.benching.talks import ROOT, free_port, ours
from tools.picture import FLAGS, PHONE, Studio, say, shoot

LONG = "a long way to the sea"  # opens an assistant that lives as long as the pictures take
WIDE = {"width": 1280, "height": 860}
PEOPLE = (
    ("fr-FR", ("Qui finance le retour avec REAN ?", "Je veux parler à une personne")),
    ("en-GB", ("How long does an assignment last?", "I want to talk to a person")),
    ("fr-FR", ("Ils ont pris mon passeport et me forcent à travailler sans salaire",)),
    ("en-GB", ("They took my passport and I may not leave the house",)),
)


def people(studio: Studio) -> None:
    """Let people come who need a human."""
    for locale, texts in PEOPLE:
        with studio.page(locale=locale) as page:
            say(page, *texts)
            allowed = page.get_by_role("button", name="Oui, l'équipe peut la lire")
            if allowed.count():
                allowed.first.click()
                page.wait_for_timeout(1000)


def invited(environ: Mapping[str, str], name: str, role: str) -> str:
    """Add somebody to the staff; return their join code."""
    command = [sys.executable, "-m", "bot", "staff", "add", name, "--role", role]
    run = {"cwd": ROOT, "env": dict(environ), "capture_output": True, "text": True, "check": True}
    told = subprocess.run(command, **run)
    return told.stdout.split()[-1]


def joined(page: Any, desk: str, code: str) -> None:
    """Choose a password and the second factor."""
    page.goto(f"{desk}join")
    for field, value in {"name": "carla", "join": code}.items():
        page.locator(f"[name={field}]").fill(value)
    for field in ("password", "again"):
        page.locator(f"[name={field}]").fill(LONG)
    shoot(page, "desk/join")
    page.locator("main button.main").click()
    key = page.locator(".number").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(key).now())
    page.locator("main button.main").click()
    page.locator(".queue").wait_for()


def staff(browser: Any, desk: str, code: str) -> None:
    """Somebody joins, sees who waits, takes a case and answers."""
    office = browser.new_context(locale="en-GB", viewport=WIDE)
    page = office.new_page()
    joined(page, desk, code)
    shoot(page, "desk/queue")
    page.get_by_role("link", name="Wants to talk to someone").first.click()
    page.get_by_role("button", name="Take this request").click()
    page.locator("#canned").select_option("hello")
    shoot(page, "desk/case")
    page.get_by_role("button", name="Send").click()
    page.locator(".said .staff").wait_for()
    kept = office.storage_state()
    office.close()
    small = browser.new_context(
        locale="fr-FR", viewport=PHONE, color_scheme="dark", storage_state=kept
    )
    page = small.new_page()
    page.goto(f"{desk}?priority=urgent&spoken=fr")
    page.locator(".queue a").first.click()
    page.locator("h1").wait_for()
    shoot(page, "desk/danger")
    small.close()


def main() -> None:
    """Make all pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        given = {"DESK": "hours", "DESK_HOURS": "Mo-Fr 09:00-17:00", "DESK_PORT": str(free_port())}
        with ours(Path(folder), **given) as (url, _, _):
            browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
            people(Studio(browser, url))
            code = invited({**os.environ, **given, "STATE_DIR": folder}, "carla", "protection")
            staff(browser, f"http://127.0.0.1:{given['DESK_PORT']}/desk/", code)
            browser.close()


if __name__ == "__main__":
    main()
