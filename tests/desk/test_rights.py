"""Every role with every action, with cases of people in danger and with others."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from aiohttp import web

from bot.desk.guard import Member, allowed, demand
from bot.desk.rights import ACTIONS, RIGHTS, ROLES, may
from tests.desk.staffed import Person, Staffed

# Written out by hand, from the task: what is not here is refused.
LISTED = {
    "viewer": "see_queue see_case see_reports",
    "agent": "see_queue see_case see_reports take reply note label assign close hand_back search "
    "review",
    "protection": "see_queue see_case see_reports take reply note label assign close hand_back "
    "search review see_protection",
    "admin": "manage_staff see_log see_reports export",
}
MATRIX = list(product(ROLES, ACTIONS, (False, True)))


@pytest.mark.parametrize(("role", "action", "protection"), MATRIX)
def test_who_may_do_what(role: Any, action: Any, protection: bool) -> None:
    listed = action in LISTED[role].split()
    assert may(role, action, protection) is (listed and (not protection or role == "protection"))


def test_the_table_has_all_roles_and_no_others() -> None:
    assert list(RIGHTS) == list(ROLES)
    assert not any(may("owner", action) for action in ACTIONS)  # one that nobody knows


async def reached(request: web.Request, member: Member) -> web.Response:
    """Do what a handler of a case does: ask again when it is known which case it is."""
    action, case = request.match_info["action"], request.match_info["case"]
    await demand(request, member, action, 7, case == "protection")  # type: ignore[arg-type]
    return web.json_response({"name": member.name})


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_meets_each_action_by_http(desk: Staffed, role: Any) -> None:
    """404 for a case of which one may not know; 403 for what one may not do."""
    app: Any = desk.client.app
    app.router._frozen = False
    for action in ACTIONS:
        handler = allowed(action)(_ok)
        app.router.add_get(f"/desk/api/plain/{action}", handler)
    app.router.add_get("/desk/api/{action}/{case}", allowed(None)(reached))
    paths = [f"/desk/api/{one}" for one in [f"plain/{a}" for a in ACTIONS]]
    assert [(await desk.client.get(path)).status for path in paths] == [401] * len(ACTIONS)
    await desk.joined("amina", role)
    for action, protection in product(ACTIONS, (False, True)):
        wanted = 200 if may(role, action, protection) else 403
        if protection and not may(role, "see_protection"):
            wanted = 404
        case = "protection" if protection else "other"
        answer = await desk.client.get(f"/desk/api/{action}/{case}")
        assert answer.status == wanted, (action, protection)
        if wanted != 200:
            assert desk.log()[-1] == ("amina", "refused", 7, action)
        plain = await desk.client.get(f"/desk/api/plain/{action}")
        assert plain.status == (200 if may(role, action) else 403), action


async def _ok(request: web.Request, member: Member) -> web.Response:
    return web.json_response({})


async def test_who_was_told_404_sees_what_is_not_there(desk: Staffed) -> None:
    app: Any = desk.client.app
    app.router._frozen = False
    app.router.add_get("/desk/api/{action}/{case}", allowed(None)(reached))
    person: Person = await desk.joined("amina", "agent")
    hidden = await person.read("/desk/api/see_case/protection")
    assert person.answer.status == 404
    assert await person.read("/desk/api/nothing/at/all") == hidden
