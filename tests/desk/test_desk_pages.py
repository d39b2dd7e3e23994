"""The desk's pages in Chromium: axe-core finds nothing, nothing stands off the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pyotp
import pytest
from aiohttp import web

from bot.desk import accounts
from bot.desk.app import create_desk
from bot.settings import Settings
from knowledge.database import Database
from tests.bot.web.seeing import EVERY, Setting, faults, sideways
from tests.desk.staffed import PASSWORD
from tests.tables import upgrade

pytestmark = pytest.mark.browser
# Each language in both schemes and both widths.
SOME = [EVERY[0], EVERY[3], EVERY[5], EVERY[6]]


def real() -> datetime:
    return datetime.now(timezone.utc)


CHANGED = "violon sous la pluie 4"  # pragma: allowlist secret


@dataclass
class Served:
    """A desk that a browser can reach."""

    url: str
    database: Database

    def invited(self, name: str) -> str:
        return self.database.writing(lambda c: accounts.add(c, name, "agent", real()))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("desk")
    settings = Settings.from_environ({"STATE_DIR": str(folder)})
    upgrade(settings.database_url)
    database, ports = Database(settings.database_url), list[int]()
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def run() -> web.AppRunner:
        runner = web.AppRunner(create_desk(database, settings, real, lambda key: None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        return runner

    def live() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(run())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=live)
    thread.start()
    assert ready.wait(60)
    yield Served(f"http://127.0.0.1:{ports[0]}", database)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(60)
    loop.close()
    database.close()


@pytest.mark.parametrize("setting", SOME, ids=str)
def test_one_joins_and_nothing_is_wrong_with_any_page(
    browser: Any, served: Served, setting: Setting
) -> None:
    fr = setting.language == "fr"
    context = browser.new_context(base_url=served.url, **setting.context())
    page, seen = context.new_page(), []
    name = f"Anne {setting.language} {setting.size[0]} {setting.scheme}"
    join = served.invited(name)

    def look(what: str, heading: str) -> None:
        shown = page.get_by_role("heading", level=1).inner_text().replace("\u00a0", " ")
        seen.append((what, shown == heading, faults(page), sideways(page)))

    def send() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def press(one: Any) -> None:
        with page.expect_navigation():
            one.click()

    page.goto("/desk/nothing")
    look("missing", "Page introuvable" if fr else "Page not found")
    page.goto("/desk/")
    look("sign in", "Se connecter" if fr else "Sign in")
    press(page.get_by_role("link", name="invitation"))
    look("join", "Créer votre accès" if fr else "Set up your account")
    page.locator("#name").fill(name)
    page.locator("#join").fill(join)
    page.locator("#password").fill("password1234")
    page.locator("#again").fill("password1234")
    press(page.locator("main button"))
    look("bad password", "Créer votre accès" if fr else "Set up your account")
    assert page.locator("#password").get_attribute("aria-describedby") == "password-hint wrong"
    assert page.title().startswith("Erreur" if fr else "Error")
    for field in ("#password", "#again"):
        page.locator(field).fill(PASSWORD)
    press(page.locator("main button"))
    look("app", "Ajouter l'application de codes" if fr else "Add the app for codes")
    secret = page.locator(".number").inner_text().replace(" ", "")
    page.locator("#code").fill("000000")
    press(page.locator("main button"))
    look("wrong code", "Ajouter l'application de codes" if fr else "Add the app for codes")
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    send()
    look("in", "Demandes" if fr else "Requests")
    press(page.get_by_role("link", name="Mot de passe" if fr else "Password"))
    for field, typed in {"current": PASSWORD, "password": CHANGED, "again": PASSWORD}.items():
        page.locator(f"#{field}").fill(typed)
    press(page.locator("main button"))
    look("two passwords", "Changer de mot de passe" if fr else "Change your password")
    for field, typed in {"current": PASSWORD, "password": CHANGED, "again": CHANGED}.items():
        page.locator(f"#{field}").fill(typed)
    press(page.locator("main button"))
    assert page.get_by_role("status").count() == 1
    look("password changed", "Changer de mot de passe" if fr else "Change your password")
    press(page.get_by_role("link", name="Demandes" if fr else "Requests"))
    press(page.get_by_role("link", name="English" if fr else "Français"))
    look("in, in the other language", "Requests" if fr else "Demandes")
    press(page.get_by_role("button", name="Sign out" if fr else "Se déconnecter"))
    assert page.get_by_role("status").count() == 1
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("#code").fill("000000")
    press(page.locator("main button"))
    look("not in", "Sign in" if fr else "Se connecter")
    assert page.locator("#password").input_value() == ""
    context.close()
    assert seen == [(what, True, [], False) for what, *_ in seen]
