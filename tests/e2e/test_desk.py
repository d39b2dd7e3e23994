"""From a fright in the chat to a person's answer, read on another device: the whole way."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import pyotp
import pytest

from tests.conftest import ROOT, free_port, start_assistant, stop_assistant

pytestmark = [pytest.mark.browser, pytest.mark.rasa, pytest.mark.slow]
WAIT = 30_000  # milliseconds
ALERTED = 60  # seconds
PASSWORD = "a long way to the sea"  # pragma: allowlist secret
PHONE = {"locale": "fr-FR", "viewport": {"width": 320, "height": 640}}
CODE = re.compile(r"notez ce code : (\w+-\w+-\w+-\d{4})")


@dataclass
class Place:
    """An assistant with a desk, and what its alerts say."""

    url: str
    desk: str
    environ: dict[str, str]
    alerts: Queue[dict[str, Any]]

    def invite(self, name: str, role: str) -> str:
        """Add somebody as README says; return their join code."""
        command = [sys.executable, "-m", "bot", "staff", "add", name, "--role", role]
        environ = {**os.environ, **self.environ}
        told = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        assert told.returncode == 0, told.stderr
        return told.stdout.split()[-1]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    alerts: Queue[dict[str, Any]] = Queue()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            alerts.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            pass

    hook = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    port = free_port()
    given = {"DESK": "always", "DESK_PORT": str(port), "ALERT_SECRET": "s" * 32}
    given["ALERT_TARGET"] = f"http://127.0.0.1:{hook.server_address[1]}/hook"
    process, url = start_assistant(tmp_path, **given)
    try:
        environ = {**given, "STATE_DIR": str(tmp_path)}
        yield Place(url, f"http://127.0.0.1:{port}/desk/", environ, alerts)
    finally:
        stop_assistant(process)
        hook.shutdown()
        hook.server_close()


def says(page: Any, text: str) -> None:
    before = page.locator("article.assistant").count()
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")
    page.locator("article.assistant").nth(before).wait_for(timeout=WAIT)


def joins(page: Any, place: Place, name: str, code: str) -> None:
    """Choose a password and take the second factor, as somebody new does."""
    page.goto(f"{place.desk}join")
    fields = {"name": name, "join": code, "password": PASSWORD, "again": PASSWORD}
    for field, value in fields.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("main button.main").click()
    key = page.locator(".number").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(key).now())
    page.locator("main button.main").click()
    page.get_by_role("heading", name="Requests").wait_for(timeout=WAIT)


def test_somebody_in_danger_is_answered_by_a_person(place: Place, browser: Any) -> None:
    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    page.goto(place.url)
    page.locator("article.assistant").first.wait_for(timeout=WAIT)
    says(page, "Mon patron a pris mon passeport et me frappe")
    page.get_by_role("button", name="Oui, l'équipe peut la lire").click()
    page.get_by_text("C'est noté").wait_for(timeout=WAIT)
    says(page, "Je veux parler à quelqu'un")
    page.get_by_text("notez ce code").first.wait_for(timeout=WAIT)
    found = CODE.search(page.get_by_role("log").inner_text().replace("\xa0", " "))
    assert found
    phone.close()  # they lost it, or had to go

    alert = place.alerts.get(timeout=ALERTED)
    assert (alert["event"], alert["language"]) == ("case.urgent", "fr")
    assert "passeport" not in json.dumps(alert)

    office = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    desk = office.new_page()
    joins(desk, place, "carla", place.invite("carla", "protection"))
    desk.locator(".queue a").first.click()
    desk.get_by_text("Mon patron a pris mon passeport").first.wait_for(timeout=WAIT)
    with desk.expect_navigation():  # loaded, with its script
        desk.get_by_role("button", name="Take this request").click()
    desk.locator("#canned").select_option("hello")
    desk.get_by_role("button", name="Send").click()
    desk.locator(".said .staff").get_by_text("Bonjour. Je suis une personne").wait_for(timeout=WAIT)

    other = browser.new_context(**PHONE)
    page = other.new_page()
    page.goto(place.url)
    page.locator("article.assistant").first.wait_for(timeout=WAIT)
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="J'ai un code").click()
    page.get_by_label("Votre code").fill(found[1].replace("-", " ").upper())
    page.get_by_role("button", name="Retrouver").click()
    page.get_by_text("Bonjour. Je suis une personne").wait_for(timeout=WAIT)
    assert page.get_by_text("Une personne vous écrit").count() == 1
    page.get_by_role("textbox").fill("Merci, je suis en lieu sûr")
    page.get_by_role("textbox").press("Enter")

    desk.get_by_text("Merci, je suis en lieu sûr").first.wait_for(timeout=WAIT)  # without a reload
    desk.get_by_role("button", name="Close").click()
    page.get_by_text("Votre demande est terminée.").wait_for(timeout=WAIT)
    desk.goto(place.desk)
    desk.get_by_text("No requests here.").wait_for(timeout=WAIT)
    other.close()
    office.close()
