"""The desk's pages: a queue, and a case from its taking to its end, by plain forms."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from bot.conversations import opening
from bot.conversations.tables import case
from bot.desk.pages import templates
from knowledge.basics import LANGUAGES
from tests.desk.team import DANGER, HUMAN, NOW, Hand, Team

HOME = "/desk/"


async def text(answer: Any, status: int = 200) -> str:
    html = str(await answer.text())
    assert answer.status == status, html
    plain = re.sub(r"<[^>]*>", " ", html)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


async def page(hand: Hand, path: str, language: str = "en") -> str:
    return await text(await hand.get(path, **{"Accept-Language": language}))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_queue_in_both_languages(team: Team, language: str) -> None:
    team.case("who pays?", minutes=3)
    team.case("they beat me", DANGER, minutes=200)
    shown = await page(team.join("carla", "protection"), HOME, language)
    french = language == "fr"
    assert ("Danger : Des menaces" if french else "Danger: Threats") in shown
    assert ("il y a 3 h" if french else "3 h ago") in shown
    assert "they beat me" not in shown and "who pays?" not in shown


async def test_the_queue_says_that_there_is_nothing(team: Team) -> None:
    anne = team.join("anne", "agent")
    assert "No requests here." in await page(anne, HOME)
    team.case("they beat me", DANGER)
    assert "No requests here." in await page(anne, HOME)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_case_from_its_taking_to_its_end(team: Team, language: str) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    at = f"/desk/cases/{number}"
    shown = await page(anne, at, language)
    assert "who pays?" in shown and "62 %" in shown
    for action, fields in (
        ("take", {}),
        ("reply", {"text": "Bonjour.", "language": "fr", "id": "1"}),
        ("note", {"text": "call on Monday"}),
        ("label", {"label": "travel"}),
    ):
        answer = await anne.form(f"{at}/{action}", **fields)
        assert (answer.status, answer.headers["Location"]) == (303, at)
    shown = await page(anne, at, language)
    assert all(each in shown for each in ("Bonjour.", "call on Monday", "travel"))
    await anne.form(f"{at}/label", label="travel", off="1")
    await anne.form(f"{at}/hand_back", text="waits for a letter")
    await anne.form(f"{at}/take")
    await anne.form(f"{at}/close", outcome="referred")
    shown = await page(anne, at, language)
    assert ("orientée ailleurs" if language == "fr" else "referred") in shown
    assert "waits for a letter" in shown
    authors = [author for author, _ in team.said("who pays?")]
    assert authors == ["user", "assistant", "assistant", "staff", *["assistant"] * 3]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_office_is_named_and_chosen_by(team: Team, language: str) -> None:
    hague, geneva = ("La Haye", "Genève") if language == "fr" else ("The Hague", "Geneva")
    first = team.case("one", replace(HUMAN, office="the_hague"))
    anne = team.join("anne", "agent")
    shown = await page(anne, HOME, language)
    assert shown.count(hague) == 1  # to choose; where there is one office no line needs it
    assert hague in await page(anne, f"/desk/cases/{first}", language)
    second = team.case("two", replace(HUMAN, office="geneva"))
    gone = team.case("three", replace(HUMAN, office="<b>gone</b>"))  # from the content since
    shown = await page(anne, HOME, language)
    assert [shown.count(one) for one in (hague, geneva, "<b>gone</b>")] == [2, 2, 2]
    html = await (await anne.get(f"{HOME}?office=geneva")).text()
    assert f"/desk/cases/{second}" in html and f"/desk/cases/{first}" not in html
    assert "<b>gone</b>" in await page(anne, f"/desk/cases/{gone}", language)


async def test_what_went_wrong_is_said_and_what_was_typed_stays(team: Team) -> None:
    number = team.case("who pays?")
    anne, ben = team.join("anne", "agent"), team.join("ben", "agent")
    await anne.form(f"/desk/cases/{number}/take")
    answer = await ben.form(f"/desk/cases/{number}/take")
    assert "anne has taken this request already." in await text(answer, 409)
    await ben.form(f"/desk/cases/{number}/assign", to="ben")
    sent = {"text": "y" * 1001, "language": "fr", "id": "1"}
    answer = await ben.form(f"/desk/cases/{number}/reply", **sent)
    shown = await text(answer, 422)
    assert "The text is too long." in shown and "y" * 1001 in shown


async def test_a_case_of_danger_shows_its_kind_and_the_words_when_that_is_allowed(
    team: Team,
) -> None:
    number = team.case("they beat me", DANGER)
    carla = team.join("carla", "protection")
    shown = await page(carla, f"/desk/cases/{number}")
    assert "Threats" in shown and "has not allowed" in shown and "they beat me" not in shown
    team.database.writing(lambda c: opening.let_read(c, "talk-they beat me", 1, NOW))
    assert "they beat me" in await page(carla, f"/desk/cases/{number}")
    answer = await team.join("anne", "agent").get(f"/desk/cases/{number}", Accept="text/html")
    assert answer.status == 404


async def test_what_people_write_is_text(team: Team) -> None:
    evil = "<img src=x onerror=alert(1)>\"'{{ 1234 * 4321 }}"
    number = team.case(evil)
    anne = team.join("anne", "agent")
    await anne.form(f"/desk/cases/{number}/note", text=evil)
    await anne.form(f"/desk/cases/{number}/label", label=evil[:40])
    html = await (await anne.get(f"/desk/cases/{number}")).text()
    assert "<img" not in html and "5332114" not in html
    assert html.count("&lt;img src=x") >= 3


async def test_who_only_reads_gets_no_buttons(team: Team) -> None:
    number = team.case("who pays?")
    html = await (await team.join("vera", "viewer").get(f"/desk/cases/{number}")).text()
    assert "who pays?" in html and html.count("<form") == 1  # to sign out
    answer = await team.join("wim", "viewer").form(f"/desk/cases/{number}/take")
    assert (answer.status, team.rows(case)[0]["state"]) == (403, "open")


async def test_an_admin_sees_no_case(team: Team) -> None:
    number = team.case("who pays?")
    ada = team.join("ada", "admin")
    assert "You cannot open the requests" in await page(ada, HOME)
    assert (await ada.get(f"/desk/cases/{number}")).status == 403


async def test_a_code_that_is_none(team: Team) -> None:
    anne = team.join("anne", "agent")
    answer = await anne.form("/desk/code", code="un deux trois 0000")
    assert "No request has this code." in await text(answer)


async def test_the_language_that_was_chosen_stays(team: Team) -> None:
    anne = team.join("anne", "agent")
    answer = await anne.get(f"{HOME}?language=fr")
    assert "desk_language=fr" in answer.headers["Set-Cookie"]
    kept = await anne.get(HOME, Cookie=f"desk={anne.token}; desk_language=fr")
    assert "Demandes" in await text(kept)


def test_every_word_is_there_in_both_languages() -> None:
    def missing(words: Any, path: str) -> list[str]:
        if not isinstance(words, dict):
            return [path]
        if words.keys() & {*LANGUAGES} and not all(isinstance(v, dict) for v in words.values()):
            return [] if words.keys() == {*LANGUAGES} and all(words.values()) else [path]
        return [one for key, value in words.items() for one in missing(value, f"{path}.{key}")]

    assert missing(templates().words, "words") == []


async def test_the_language_of_people_is_not_that_of_the_page(team: Team) -> None:
    team.case("qui paie ?"), team.case("who pays?", language="en")
    anne = team.join("anne", "agent")
    html = await (await anne.get(f"{HOME}?spoken=fr&language=en")).text()
    assert "<h1>Requests</h1>" in html and html.count("/desk/cases/") == 1


async def test_what_a_live_page_asks_for_is_no_sign_that_somebody_is_there(team: Team) -> None:
    anne = team.join("anne", "agent")
    for minutes in (10, 14):
        team.now = NOW + timedelta(minutes=minutes)
        assert (await anne.get(HOME, **{"X-Desk-Look": "1"})).status == 200
    team.now = NOW + timedelta(minutes=16)
    assert (await anne.get(HOME)).status == 303  # to sign in


async def test_the_other_language_shows_the_same_part_of_the_queue(team: Team) -> None:
    team.case("who pays?")
    anne = team.join("anne", "agent")
    html = await (await anne.get(f"{HOME}?priority=normal&language=en")).text()
    twin = re.search(r'<a href="([^"]*)" lang="fr"', html)
    assert twin and unescape(twin[1]) == f"{HOME}?priority=normal&language=fr"
    assert "Demandes" in await text(await anne.get(unescape(twin[1])))
