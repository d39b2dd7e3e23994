"""Every route of the desk, for every role, on a usual case and on one of somebody in danger."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.conversations.tables import case
from bot.desk.cases_api import ACTIONS
from bot.desk.rights import ROLES, Action, may
from tests.desk.team import DANGER, Team

OPEN_TO_ALL = {
    ("GET", "/"),
    ("GET", "/desk"),
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("GET", "/desk/join"),
    ("POST", "/desk/join"),
    ("POST", "/desk/join/confirm"),
    ("GET", "/desk/static/{name}"),
}
SENT: dict[str, dict[str, str]] = {
    "reply": {"text": "Bonjour.", "language": "fr", "id": "1"},
    "close": {"outcome": "answered"},
    "assign": {"to": "somebody"},
    "note": {"text": "x"},
    "label": {"label": "x"},
}
PAGES: dict[str, Action] = {
    "/desk/reviews": "review",
    "/desk/reports": "see_reports",
    "/desk/reports.csv": "see_reports",
    "/desk/reports.json": "see_reports",
    "/desk/export.csv": "export",
    "/desk/api/cases": "see_queue",
}
DONE = {200, 303}


async def test_every_route_that_is_not_for_all_needs_a_session(team: Team) -> None:
    app = team.client.app
    routes = {
        (one.method, one.resource.canonical)
        for one in app.router.routes()
        if one.resource and one.method != "HEAD"
    }
    assert routes >= OPEN_TO_ALL
    guarded = routes - OPEN_TO_ALL
    assert len(guarded) > 25
    for method, path in sorted(guarded):
        where = path.replace("{id}", "1")
        answer = await team.client.request(method, where, allow_redirects=False)
        api = path.startswith("/desk/api/")
        assert answer.status == (401 if api else 303), (method, path)
        assert api or answer.headers["Location"].startswith("/desk/sign-in"), (method, path)


@pytest.mark.parametrize("danger", [False, True], ids=["usual", "danger"])
@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_may_do_with_a_case(team: Team, role: str, danger: bool) -> None:
    team.join("somebody", "protection")
    hand = team.join("one", role)
    for action in ACTIONS:
        for form in (False, True):
            said = f"{action} {form} {danger}"
            number = team.case(said, DANGER) if danger else team.case(said)
            before = json.dumps([dict(row) for row in team.rows(case)], default=str)
            if form:
                answer = await hand.form(f"/desk/cases/{number}/{action}", **SENT.get(action, {}))
            else:
                sent = SENT.get(action, {})
                answer = await hand.post(f"/desk/api/cases/{number}/{action}", sent)
            told = (role, action, form, await answer.text())
            if not may(role, action):
                assert answer.status == 403, told
            elif danger and not may(role, "see_protection"):
                assert answer.status == 404, told
            elif action == "reply":
                assert answer.status == 409, told  # one takes a case first
            else:
                assert answer.status in DONE, told
                continue
            assert json.dumps([dict(row) for row in team.rows(case)], default=str) == before
            assert [author for author, _ in team.said(said)] == ["user", "assistant"], told


@pytest.mark.parametrize("danger", [False, True], ids=["usual", "danger"])
@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_may_see_of_a_case(team: Team, role: str, danger: bool) -> None:
    hand = team.join("one", role)
    number = team.case("who pays?", DANGER) if danger else team.case("who pays?")
    for path in (f"/desk/cases/{number}", f"/desk/api/cases/{number}"):
        answer = await hand.get(path)
        seen = may(role, "see_case") and (not danger or may(role, "see_protection"))
        hidden = 404 if may(role, "see_case") else 403
        assert answer.status == (200 if seen else hidden), path


@pytest.mark.parametrize("role", ROLES)
async def test_what_else_a_role_may_see(team: Team, role: str) -> None:
    hand = team.join("one", role)
    for path, action in PAGES.items():
        answer: Any = await hand.get(path)
        assert answer.status == (200 if may(role, action) else 403), path
