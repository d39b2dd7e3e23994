"""Changing one's own password: who knows the one of now may, and is alone signed in after it."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp.test_utils import TestClient

from bot.desk import accounts
from tests.desk.staffed import PASSWORD, WRONG, Person, Staffed

HERE = "/desk/password?language=en"
NEXT = "violon sous la pluie 4"  # pragma: allowlist secret


@pytest.fixture
async def inside(desk: Staffed, amina: Person) -> Person:
    """Somebody who is signed in."""
    assert await desk.sign_in(amina) == 303
    return amina


async def changes(person: Person, current: str = PASSWORD, new: str = NEXT, again: str = "") -> int:
    await person.read(HERE)
    await person.send(HERE, {"current": current, "password": new, "again": again or new})
    return int(person.answer.status)


async def test_only_the_new_one_opens_the_desk_after_that(desk: Staffed, inside: Person) -> None:
    assert "Change your password" in await inside.read(HERE)
    assert await changes(inside) == 303
    told = await inside.read(inside.answer.headers["Location"])
    assert "On your other devices you are signed out." in told
    assert desk.log()[-1] == ("Amina", "password_changed", None, None)
    await inside.send("/desk/sign-out", {})
    desk.clock.on(minutes=1)
    assert await desk.sign_in(inside) == 401
    assert await desk.sign_in(inside, password=NEXT) == 303


async def test_every_other_session_ends_and_this_one_has_a_new_token(
    desk: Staffed, inside: Person
) -> None:
    held = inside.cookie()
    async with TestClient(desk.client.server) as elsewhere:
        other = Person(elsewhere, "Amina", inside.secret)
        desk.clock.on(minutes=1)
        assert await desk.sign_in(other) == 303
        assert "Amina, answers" in await other.read("/desk/?language=en")
        assert await changes(inside) == 303
        assert "Amina, answers" in await inside.read("/desk/?language=en")
        assert "Your session has ended." in await other.read("/desk/?language=en")
    assert inside.cookie() != held and len(desk.rows("staff_session")) == 1


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"current": WRONG}, "This is not your current password."),
        ({"current": ""}, "This is not your current password."),
        ({"current": "x" * 9000}, "This is not your current password."),
        ({"new": "short"}, "The password is too short"),
        ({"new": "x1" * 500}, "The password is too long"),
        ({"new": "amina and her garden"}, "Too easy to guess"),
        ({"new": "password1234"}, "among the most common"),
        ({"again": "something else 12"}, "The two passwords differ."),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_changes(
    desk: Staffed, inside: Person, form: dict[str, str], why: str
) -> None:
    before = desk.rows("staff")[0]["password_hash"]
    assert await changes(inside, **form) == 422
    assert why in inside.page and PASSWORD not in inside.page and NEXT not in inside.page
    assert desk.rows("staff")[0]["password_hash"] == before
    if "current" in form:
        assert desk.log()[-1] == ("Amina", "password_kept", None, "password")
    assert "Amina, answers" in await inside.read("/desk/?language=en")


async def test_an_open_page_is_no_place_to_guess(desk: Staffed, inside: Person) -> None:
    for _ in range(5):
        desk.forgive()
        assert await changes(inside, WRONG) == 422
    desk.forgive()
    assert await changes(inside) == 422, "right, and too soon"
    assert desk.log()[-1] == ("Amina", "password_kept", None, "waits")
    desk.clock.on(minutes=6)
    assert await changes(inside) == 303


async def test_an_address_waits_too(inside: Person) -> None:
    for _ in range(100):
        if await changes(inside, WRONG) == 429:
            break
    assert "Too many tries." in inside.page and int(inside.answer.headers["Retry-After"]) > 0


async def test_a_form_of_another_page_changes_nothing(desk: Staffed, inside: Person) -> None:
    form = {"current": PASSWORD, "password": NEXT, "again": NEXT, "word": "0" * 32}
    await inside.send(HERE, form)
    assert inside.answer.status == 403
    assert desk.log()[-1] == ("Amina", "refused", None, "word")


async def test_two_changes_at_once_leave_one_of_them(desk: Staffed, inside: Person) -> None:
    await inside.read(HERE)
    one, other = (Person(desk.client, "Amina", page=inside.page) for _ in range(2))
    forms = [{"current": PASSWORD, "password": new, "again": new} for new in (NEXT, NEXT + "5")]
    await asyncio.gather(one.send(HERE, forms[0]), other.send(HERE, forms[1]))
    assert sorted([one.answer.status, other.answer.status])[0] == 303
    assert [row[1] for row in desk.log()].count("password_changed") == 1
    assert len(desk.rows("staff_session")) == 1


async def test_after_a_reset_an_open_page_changes_nothing(desk: Staffed, inside: Person) -> None:
    await inside.read(HERE)
    desk.database.writing(lambda c: accounts.reset(c, "Amina", desk.clock.now))
    await inside.send(HERE, {"current": PASSWORD, "password": NEXT, "again": NEXT})
    assert inside.answer.headers["Location"].startswith("/desk/sign-in")
    assert desk.rows("staff")[0]["password_hash"] is None
