"""Joining: a code of an invitation, a password, an app that shows the right code."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pyotp
import pytest

from bot.desk import accounts, entering
from tests.desk.staffed import PASSWORD, Person, Staffed

SECRET = re.compile(r'class="number" translate="no">([A-Z2-7 ]+)<')


def form_of(name: str, join: str, **other: str) -> dict[str, str]:
    return {"name": name, "join": join, "password": PASSWORD, "again": PASSWORD, **other}


async def chosen(desk: Staffed, join: str, **other: str) -> Person:
    """Return somebody who has sent name, join code and password."""
    person = Person(desk.client, "Amina")
    await person.read("/desk/join?language=en")
    await person.send("/desk/join?language=en", form_of("Amina", join, **other))
    return person


def secret_in(person: Person) -> str:
    found = SECRET.search(person.page)
    assert found is not None
    return found[1].replace(" ", "")


async def test_an_invitation_leads_to_an_open_account(desk: Staffed) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join.lower().replace("-", " "))
    person.secret = secret_in(person)
    assert f"otpauth://totp/Staff%20desk:Amina?secret={person.secret}" in person.page
    assert desk.rows("staff_session") == []
    code = {"name": "Amina", "join": join, "code": desk.code(person)}
    await person.send("/desk/join/confirm?language=en", code)
    assert person.answer.headers["Location"] == "/desk/?language=en"
    assert "Amina, answers" in await person.read("/desk/?language=en")
    assert desk.log() == [
        ("Amina", "staff_added", None, "agent"),
        ("Amina", "joined", None, None),
    ]
    row = desk.rows("staff")[0]
    assert row["join_hash"] is None
    assert row["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    await person.send("/desk/sign-out", {})
    assert await desk.sign_in(person) == 401  # the code that opened it was taken
    desk.clock.on(seconds=30)
    assert await desk.sign_in(person) == 303


async def test_a_join_code_works_once(desk: Staffed) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join)
    person.secret = secret_in(person)
    page, code = person.page, {"name": "Amina", "join": join, "code": desk.code(person)}
    await person.send("/desk/join/confirm", code)
    assert person.answer.status == 303
    await person.send("/desk/sign-out", {})
    again = await chosen(desk, join)
    assert again.answer.status == 401
    assert "do not go together" in again.page
    person.page = page
    await person.send("/desk/join/confirm", code)
    assert person.answer.status == 409  # an old page


async def test_a_join_code_is_good_for_24_hours(desk: Staffed) -> None:
    join = desk.invited("Amina")
    desk.clock.on(hours=23, minutes=59)
    assert (await chosen(desk, join)).answer.status == 200
    desk.clock.on(minutes=1)
    assert (await chosen(desk, join)).answer.status == 401


async def test_a_code_of_somebody_else_opens_nothing(desk: Staffed) -> None:
    join, other = desk.invited("Amina"), desk.invited("Omar", "admin")
    for wrong in (other, join[:-1], "", "\0", "x" * 2000):
        assert (await chosen(desk, wrong)).answer.status == 401
    assert all(row["password_hash"] is None for row in desk.rows("staff"))
    assert desk.log()[-1] == ("Amina", "join_failed", None, "join_code")
    assert (await chosen(desk, join)).answer.status == 429  # after five failures
    desk.clock.on(seconds=2)
    assert (await chosen(desk, join)).answer.status == 200


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("password", "k7v kite", "too short: at least 12 characters"),
        ("password", "k7 " * 43, "too long: at most 128 characters"),
        ("password", "bonjour soleil", "among the most common"),
        ("password", "tulips of AMINA 33", "contains your name"),
        ("again", "cactus lanterne 7 voile", "The two passwords differ."),
    ],
)
async def test_a_bad_password_is_refused_and_asked_again(
    desk: Staffed, field: str, typed: str, told: str
) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join, **{field: typed})
    assert person.answer.status == 422
    assert told in person.page
    assert 'value="Amina"' in person.page
    assert f'value="{join}"' in person.page
    assert typed not in person.page
    assert PASSWORD not in person.page
    assert desk.rows("staff")[0]["password_hash"] is None


async def test_without_the_right_code_nothing_opens(desk: Staffed) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join)
    secret = secret_in(person)
    for code in ("000000", "", pyotp.TOTP(pyotp.random_base32()).at(desk.clock.now)):
        await person.send(
            "/desk/join/confirm?language=en", {**form_of("Amina", join), "code": code}
        )
        assert person.answer.status == 422
        assert "Wrong code." in person.page
        assert secret_in(person) == secret  # the app need not be told again
    person.secret = secret
    assert await desk.sign_in(person) == 401
    assert desk.log()[-1] == ("Amina", "sign_in_failed", None, "not_open")


async def test_who_begins_again_has_the_newest_password(desk: Staffed) -> None:
    join = desk.invited("Amina")
    first = secret_in(await chosen(desk, join))
    newer = PASSWORD[::-1]
    person = await chosen(desk, join, password=newer, again=newer)
    person.secret = secret_in(person)
    assert person.secret != first
    await person.send("/desk/join/confirm", {**form_of("Amina", join), "code": desk.code(person)})
    await person.send("/desk/sign-out", {})
    desk.clock.on(minutes=1)
    assert await desk.sign_in(person) == 401
    assert await desk.sign_in(person, password=newer) == 303


async def test_a_reset_in_between_ends_it(desk: Staffed) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join)
    person.secret = secret_in(person)
    new = desk.database.writing(lambda c: accounts.reset(c, "Amina", desk.clock.now))
    confirm = {**form_of("Amina", join), "code": desk.code(person)}
    await person.send("/desk/join/confirm", confirm)
    assert person.answer.status == 401
    await person.send("/desk/join/confirm", {**confirm, "join": new})
    assert person.answer.status == 409  # nothing was chosen yet with the new one
    assert (await chosen(desk, new)).answer.status == 200


async def test_two_who_use_one_code_at_once_come_to_one_account(desk: Staffed) -> None:
    join = desk.invited("Amina")
    person = await chosen(desk, join)
    person.secret = secret_in(person)
    two = Person(desk.client, "Amina", page=person.page)
    code: dict[str, Any] = {**form_of("Amina", join), "code": desk.code(person)}
    sent = (one.send("/desk/join/confirm", code) for one in (person, two))
    await asyncio.gather(*sent)
    assert sorted([person.answer.status, two.answer.status])[0] == 303
    assert max(person.answer.status, two.answer.status) in (401, 409)
    assert len(desk.rows("staff_session")) == 1


async def test_what_happens_while_a_password_is_hashed_counts(desk: Staffed) -> None:
    """Between two transactions of one request the operator, or another request, may be quicker."""
    now, do = desk.clock.now, desk.database.writing
    shown = entering.Shown(1, None, now)
    join = desk.invited("Amina")
    row = do(lambda c: entering.invited(c, "Amina", join, now))
    assert row is not None
    do(lambda c: accounts.reset(c, "Amina", now))
    assert do(lambda c: entering.prepared(c, row, "hash", "secret")) is False
    assert do(lambda c: entering.joined(c, row, shown)) is None
    await desk.joined("Omar")
    row, _ = do(lambda c: entering.tried(c, "Omar", desk.clock.now))
    assert row is not None
    do(lambda c: accounts.disable(c, "Omar", now))
    late = entering.Shown(row["last_totp_step"] + 1, None, now)
    assert do(lambda c: entering.entered(c, row, late, row["password_hash"])) is None
    do(lambda c: accounts.reset(c, "Omar", now))
    assert do(lambda c: entering.entered(c, row, late, row["password_hash"])) is None
    assert desk.rows("staff_session") == []
