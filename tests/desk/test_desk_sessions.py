"""Sessions: how long they last, what ends them, and the cookie that holds one."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest

from bot.desk import accounts, journal
from tests.desk.staffed import WRONG, Person, Staffed


def do(desk: Staffed, work: Any, *given: Any) -> Any:
    return desk.database.writing(lambda c: work(c, *given, desk.clock.now))


async def test_a_session_ends_when_nobody_is_there_for_15_minutes(
    desk: Staffed, amina: Person
) -> None:
    await desk.sign_in(amina)
    for _ in range(3):
        desk.clock.on(minutes=14, seconds=59)
        assert "Amina, answers" in await amina.read("/desk/?language=en")
    desk.clock.on(minutes=15)
    page = await amina.read("/desk/?language=en")
    assert amina.answer.url.path == "/desk/sign-in"
    assert "Your session has ended." in page


async def test_a_session_ends_after_8_hours_in_any_case(desk: Staffed, amina: Person) -> None:
    await desk.sign_in(amina)
    for _ in range(47):
        desk.clock.on(minutes=10)
        assert "Amina, answers" in await amina.read("/desk/?language=en")
    desk.clock.on(minutes=9, seconds=59)
    assert "Amina, answers" in await amina.read("/desk/?language=en")
    desk.clock.on(seconds=1)
    assert "Amina, answers" not in await amina.read("/desk/?language=en")


async def test_each_entry_has_a_new_token_and_ends_the_one_before(
    desk: Staffed, amina: Person
) -> None:
    await amina.read("/desk/sign-in")
    tokens = [amina.cookie()]
    for _ in range(3):
        await desk.sign_in(amina)
        tokens.append(amina.cookie())
        desk.clock.on(seconds=30)
        await amina.read("/desk/")  # and signs in again without signing out
    assert len({*tokens}) == 4
    assert all(token is not None and len(token) == 22 for token in tokens)
    assert len(desk.rows("staff_session")) == 1
    held = str(desk.rows("staff_session"))
    assert not any(str(token) in held for token in tokens)


@pytest.mark.parametrize(
    "ends",
    [
        lambda desk: do(desk, accounts.disable, "Amina"),
        lambda desk: do(desk, accounts.reset, "Amina"),
        lambda desk: do(desk, accounts.set_role, "Amina", "viewer"),
    ],
    ids=["disabled", "reset", "another role"],
)
async def test_what_the_operator_does_ends_sessions_at_once(
    desk: Staffed, amina: Person, ends: Any
) -> None:
    await desk.sign_in(amina)
    assert "Amina, answers" in await amina.read("/desk/?language=en")
    ends(desk)
    assert "Amina, answers" not in await amina.read("/desk/?language=en")
    desk.clock.on(minutes=1)
    desk.forgive()
    row = desk.rows("staff", name="Amina")[0]
    assert (await desk.sign_in(amina) == 303) is (row["role"] == "viewer")


async def test_signing_out_ends_the_session_on_the_server(desk: Staffed, amina: Person) -> None:
    await desk.sign_in(amina)
    token = amina.cookie()
    await amina.read("/desk/?language=en")
    await amina.send("/desk/sign-out?language=en", {})
    headers = amina.answer.headers
    assert headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert SimpleCookie(headers["Set-Cookie"])["desk"].value == ""
    assert "You are signed out." in await amina.read(headers["Location"])
    old = {"Cookie": f"desk={token}"}
    answer = await desk.client.get("/desk/", headers=old, allow_redirects=False)
    assert answer.status == 303
    assert desk.rows("staff_session") == []


async def test_the_cookie_is_for_this_host_and_for_no_script(desk: Staffed, amina: Person) -> None:
    await desk.sign_in(amina)
    cookie = SimpleCookie(amina.answer.headers["Set-Cookie"])["desk"]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/", "Strict", "")
    assert (cookie["httponly"], cookie["secure"], cookie["domain"]) == (True, "", "")
    secure = await desk.client.get("/desk/sign-in", headers={"X-Forwarded-Proto": "https"})
    cookie = SimpleCookie(secure.headers["Set-Cookie"])["__Host-desk"]
    assert (cookie["httponly"], cookie["secure"], cookie["path"]) == (True, True, "/")
    # Over https the plain cookie, which another host of the domain may have set, is none.
    headers = {"X-Forwarded-Proto": "https", "Cookie": f"desk={amina.cookie()}"}
    answer = await desk.client.get("/desk/", headers=headers, allow_redirects=False)
    assert answer.status == 303


async def test_each_kind_of_database_keeps_accounts_and_sessions(each_desk: Staffed) -> None:
    desk = each_desk
    amina = await desk.joined("Amina", "protection")
    await amina.read("/desk/")
    await amina.send("/desk/sign-out", {})
    for _ in range(5):
        desk.forgive()
        assert await desk.sign_in(amina, password=WRONG) == 401
    desk.forgive()
    assert await desk.sign_in(amina) == 401
    desk.clock.on(seconds=15)
    assert await desk.sign_in(amina, name="\0") == 401
    assert await desk.sign_in(amina) == 303
    desk.clock.on(minutes=14)
    assert "Amina, answers" in await amina.read("/desk/?language=en")
    desk.clock.on(minutes=14)
    assert "Amina, answers" in await amina.read("/desk/?language=en")
    do(desk, accounts.disable, "Amina")
    assert "Amina, answers" not in await amina.read("/desk/?language=en")
    whys = [row[3] for row in desk.log() if row[1] == "sign_in_failed"]
    assert whys == ["password"] * 5 + ["waits", "unknown"]
    assert desk.database.reading(journal.verify)[0] == len(desk.log())
