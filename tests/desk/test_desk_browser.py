"""The desk in a real browser: axe-core finds nothing, pages are live, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import casework, opening
from bot.conversations.casework import Staff
from bot.conversations.review_tables import count_day, review
from bot.conversations.tables import message
from knowledge.database import Database
from tests.bot.web.process import started
from tests.bot.web.seeing import EVERY, Setting, faults, sideways
from tests.conftest import free_port
from tests.desk.team import ANSWER, DANGER, NOW, Hand, Team

pytestmark = pytest.mark.browser
SOME = [EVERY[0], EVERY[3], EVERY[5], EVERY[6]]  # all pairs
WAIT = 20_000  # milliseconds
TOLD = {"kind": "notice", "text": {"fr": "pris", "en": "taken"}}
CHECK = {
    "programme": "rean",
    "verdict": "cannot_tell",
    "missing": [],
    "criteria": [
        {"label": {"fr": "Vit aux Pays-Bas", "en": "Lives in the Netherlands"}, "result": one}
        for one in ("met", "not_met", "unknown")
    ],
}


@dataclass
class Office:
    """A gateway process with a desk, and staff who are signed in."""

    url: str
    team: Team
    hands: dict[str, Hand]

    def opens(self, browser: Any, setting: Setting, name: str = "carla") -> Any:
        """Return a page of a browser in which somebody is signed in."""
        context = browser.new_context(base_url=self.url, **setting.context())
        cookie = {"name": "desk", "value": self.hands[name].token, "url": self.url}
        context.add_cookies([cookie])
        return context.new_page()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    with started(folder, DESK="always", DESK_PORT=str(port)) as gateway:
        database = Database(f"sqlite:///{gateway.state_dir / 'assistant.db'}")
        team = Team(database, now=datetime.now(timezone.utc))
        roles = {"carla": "protection", "ada": "admin", "vera": "viewer"}
        hands = {name: team.join(name, role) for name, role in roles.items()}
        yield Office(f"http://127.0.0.1:{port}", team, hands)
        database.close()


@pytest.fixture(scope="module")
def number(office: Office) -> int:
    """Return a case in which all stands that can."""
    team, carla = office.team, Staff("carla", NOW)
    number = team.case("Qui paie le voyage de ma famille ?")
    danger = team.case("They beat me", DANGER, language="en")
    key = "talk-Qui paie le voyage de ma famille ?"

    def work(connection: sa.Connection) -> None:
        opening.let_read(connection, "talk-They beat me", 1, NOW)
        casework.take(connection, number, carla, TOLD)
        said = {"text": {"fr": "Bonjour.", "en": "Hello."}}
        casework.reply(connection, number, carla, said, "1")
        casework.note(connection, number, carla, "rappeler lundi")
        casework.label(connection, number, carla, "voyage", True)
        mine = message.c.conversation_id == key, message.c.seq == 2
        source = {"id": "S1", "title": "News", "url": None, "published": None, "verified": None}
        body = {"kind": "eligibility", "text": {"fr": "peut-être", "en": "perhaps"}}
        body |= {"eligibility": CHECK, "sources": [{**source, "note": None}]}
        connection.execute(sa.update(message).where(*mine).values(body=body))

    def learn(connection: sa.Connection) -> None:
        understood = [{"intent": "ask_funding", "confidence": 0.4}]
        row = {"said": "qui paie ?", "language": "fr", "reason": "not_known", "at": NOW}
        row |= {"reply": ANSWER["text"], "state": "open", "understood": understood}
        connection.execute(sa.insert(review).values(**row))
        day = (team.now - timedelta(days=1)).date()
        for key, many in (("fr", 42), ("en", 17)):
            counted = {"what": "language", "key": key, "day": day, "count": many}
            connection.execute(sa.insert(count_day).values(**counted))

    team.database.writing(work)
    team.database.writing(learn)
    assert danger == number + 1
    return number


@pytest.mark.parametrize("setting", SOME, ids=str)
def test_nothing_is_wrong_with_any_page(
    browser: Any, office: Office, number: int, setting: Setting
) -> None:
    page = office.opens(browser, setting)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    cases = (f"cases/{number}", f"cases/{number + 1}", "cases/99")
    for path in ("", "?closed=1", *cases, "reviews", "reports"):
        at = f"{office.url}/desk/{path}"
        page.goto(at)
        page.locator("details").evaluate_all("all => { for (const one of all) one.open = true; }")
        assert (page.url, faults(page), sideways(page)) == (at, [], False)
        assert page.locator("html").get_attribute("lang") == setting.language
    assert hosts == {office.url.split("/")[2]}
    page.context.close()


def test_a_page_shows_what_happens_without_being_loaded_again(
    browser: Any, office: Office, number: int
) -> None:
    from playwright.sync_api import TimeoutError as TooLate

    page = office.opens(browser, EVERY[7])
    page.goto(f"/desk/cases/{number}")
    page.locator("#reply").fill("half a sentence")
    said = {"text": {"fr": "Encore un mot.", "en": "One more word."}}
    words = page.get_by_text("Encore un mot.")
    for n in range(2, 12):  # again, if the page's first look was not before it
        ben = Staff("carla", NOW.replace(hour=13, minute=n))
        office.team.database.writing(
            lambda c, who=ben, n=n: casework.reply(c, number, who, said, str(n))
        )
        with suppress(TooLate):
            words.first.wait_for(timeout=WAIT / 4)
            break
    words.first.wait_for(timeout=WAIT)
    assert page.locator("#reply").input_value() == "half a sentence"
    assert page.locator("#news").inner_text() == "The page has just changed."
    page.context.close()


def test_a_ready_made_reply_fills_the_box_in_the_persons_language(
    browser: Any, office: Office, number: int
) -> None:
    page = office.opens(browser, EVERY[7])
    page.goto(f"/desk/cases/{number}")
    page.get_by_label("Ready-made reply").select_option("call")
    field = page.get_by_label("Your reply, in French")
    assert "Pour cela, le mieux est d'appeler l'OIM" in field.input_value()
    assert page.evaluate("document.activeElement.id") == "reply"
    page.context.close()


def test_the_way_through_a_case_by_keyboard(browser: Any, office: Office) -> None:
    number = office.team.case("Who pays?", language="en")
    page = office.opens(browser, EVERY[7])
    page.goto(f"/desk/cases/{number}")
    with page.expect_navigation():  # loaded, with its keys
        page.keyboard.press("Alt+t")
    page.get_by_role("button", name="Send").wait_for(timeout=WAIT)
    page.keyboard.press("Alt+r")
    page.keyboard.type("Hello there.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".said .staff").get_by_text("Hello there.").wait_for(timeout=WAIT)
    page.keyboard.press("Alt+q")
    page.get_by_role("heading", name="Requests").wait_for(timeout=WAIT)
    page.context.close()


def test_without_scripts_all_of_it_works(browser: Any, office: Office) -> None:
    number = office.team.case("Who pays for it?", language="en")
    context = {**EVERY[7].context(), "java_script_enabled": False}
    held = browser.new_context(base_url=office.url, **context)
    cookie = {"name": "desk", "value": office.hands["carla"].token, "url": office.url}
    held.add_cookies([cookie])
    page = held.new_page()
    page.goto(f"/desk/cases/{number}")
    page.get_by_role("button", name="Take this request").click()
    page.get_by_label("Your reply, in English").fill("Hello.")
    page.get_by_role("button", name="Send").click()
    page.locator(".said .staff").get_by_text("Hello.").wait_for(timeout=WAIT)
    page.get_by_role("button", name="Close").click()
    page.get_by_text("closed: answered").wait_for(timeout=WAIT)
    held.close()


def test_who_is_away_is_told_before_the_session_ends(browser: Any, office: Office) -> None:
    number = office.team.case("Anybody there?", language="en")
    page = office.opens(browser, EVERY[7])
    page.clock.install()
    page.goto(f"/desk/cases/{number}")
    page.clock.fast_forward("12:00")
    assert "session ends" not in page.locator("#news").inner_text()
    page.clock.fast_forward("01:05")
    page.get_by_text("Without activity your session ends in 2 minutes").wait_for(timeout=WAIT)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.keyboard.press("Shift")
    page.wait_for_function("() => !document.getElementById('news').textContent")
    assert any("/desk/api/cases" in url for url in asked)  # which moves the session's end
    page.context.close()
