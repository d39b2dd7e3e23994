"""Reviews and reports at the desk: listed, decided once, counted by fives, for who may see them."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.review_tables import count_day, review
from bot.desk.rights import ROLES
from bot.desk.tables import desk_log
from tests.desk.team import NOW, Team

REVIEWS, REPORTS = "/desk/reviews", "/desk/reports"
SAID = {"said": "who pays for my trip?", "language": "en", "reason": "not_known", "at": NOW}
SAID |= {"reply": {"fr": "Je ne sais pas.", "en": "I do not know."}, "state": "open"}
HEARD = [{"intent": "ask_funding", "confidence": 0.4}]


def put(team: Team, many: int = 1) -> None:
    rows = [{**SAID, "understood": HEARD} for _ in range(many)]
    team.database.writing(lambda c: c.execute(sa.insert(review), rows).rowcount)


def count(team: Team, what: str, key: str, many: int, days_ago: int = 1) -> None:
    row = {"what": what, "key": key, "day": (NOW - timedelta(days=days_ago)).date()}
    team.database.writing(
        lambda c: c.execute(sa.insert(count_day), {**row, "count": many}).rowcount
    )


@pytest.mark.parametrize("role", ROLES)
async def test_who_may_see_what(team: Team, role: str) -> None:
    hand = team.join("one", role)
    assert (await hand.get(REVIEWS)).status == (200 if role in ("agent", "protection") else 403)
    assert (await hand.get(REPORTS)).status == 200


async def test_a_message_is_decided_upon_once(team: Team) -> None:
    put(team, 2)
    anne, ben = team.join("anne", "agent"), team.join("ben", "agent")
    html = await (await anne.get(REVIEWS)).text()
    assert html.count("who pays for my trip?") == 2 and "Je ne sais pas." in html
    answer = await anne.form(f"{REVIEWS}/1", intent="ask_funding", no_person="1")
    assert answer.status == 303
    answer = await ben.form(f"{REVIEWS}/1", drop="1")
    assert (answer.status, "anne has decided" in await answer.text()) == (409, True)
    await ben.form(f"{REVIEWS}/2", gap="who pays the way to the airport")
    rows = team.rows(review)
    assert [(one["state"], one["intent"], one["gap"], one["reviewer"]) for one in rows] == [
        ("done", "ask_funding", None, "anne"),
        ("done", None, "who pays the way to the airport", "ben"),
    ]
    assert "Nothing to be reviewed." in await (await anne.get(REVIEWS)).text()
    assert [one["action"] for one in team.rows(desk_log)] == ["review", "review"]


@pytest.mark.parametrize(
    "sent",
    [{}, {"intent": "ask_funding", "drop": "1"}, {"intent": "no_such_thing"}, {"gap": " "}],
)
async def test_what_decides_nothing_is_refused(team: Team, sent: dict[str, str]) -> None:
    put(team)
    answer = await team.join("anne", "agent").form(f"{REVIEWS}/1", **sent)
    assert (answer.status, "one of these only" in await answer.text()) == (422, True)
    assert team.rows(review)[0]["state"] == "open"


async def test_a_long_list_comes_in_pages(team: Team) -> None:
    put(team, 31)
    anne = team.join("anne", "agent")
    html = await (await anne.get(REVIEWS)).text()
    assert f"{REVIEWS}?after=30" in html
    assert (await (await anne.get(f"{REVIEWS}?after=30")).text()).count("blockquote") == 2


async def test_a_report_as_page_table_and_data(team: Team) -> None:
    count(team, "language", "fr", 13)
    count(team, "language", "en", 4)
    vera = team.join("vera", "viewer")
    html = await (await vera.get(REPORTS)).text()
    assert html.count("<svg") == 12 and "Messages by language" in html
    table = list(csv.reader(io.StringIO(await (await vera.get(f"{REPORTS}.csv")).text())))
    told: Any = json.loads(await (await vera.get(f"{REPORTS}.json")).text())
    assert told["tables"]["languages"] == {"fr": 10, "en": "< 5"}
    assert any(row[-2:] == ["fr", "10"] for row in table), table
    assert [one["action"] for one in team.rows(desk_log)] == ["export_report"] * 2


@pytest.mark.parametrize(
    "asked", ["since=2026-11-28&until=2026-11-28", "since=2026-11-02&until=2026-11-01"]
)
async def test_days_of_which_there_is_no_report(team: Team, asked: str) -> None:
    vera = team.join("vera", "viewer")
    for ending in ("", ".csv", ".json"):
        answer = await vera.get(f"{REPORTS}{ending}?{asked}")
        assert (answer.status, "Choose days that are over" in await answer.text()) == (422, True)


async def test_days_that_are_none_are_the_usual_ones(team: Team) -> None:
    vera = team.join("vera", "viewer")
    html = await (await vera.get(f"{REPORTS}?since=<b>&until=2026-99-99")).text()
    assert 'value="2026-10-29"' in html and "<b>" not in html
