"""Signing in: all three are needed, a code works once, waits grow, sessions end."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.desk.waits import Addresses
from tests.desk.conftest import opened
from tests.desk.staffed import PASSWORD, WRONG, Person, Staffed


async def test_name_password_and_code_open_the_desk(desk: Staffed, amina: Person) -> None:
    assert await desk.sign_in(amina) == 303
    assert amina.answer.headers["Location"] == "/desk/?language=en"
    assert "Amina, answers" in await amina.read("/desk/?language=en")
    assert [row[:2] for row in desk.log()][-3:] == [
        ("Amina", "joined"),
        ("Amina", "signed_out"),
        ("Amina", "signed_in"),
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"password": WRONG}, "password"),
        ({"code": "000000"}, "code"),
        ({"code": ""}, "code"),
        ({"name": "amina"}, "unknown"),
        ({"name": "Nobody here"}, "unknown"),
        ({"name": "\0"}, "unknown"),
        ({"name": "x" * 9000}, "unknown"),
    ],
)
async def test_what_was_wrong_is_logged_and_not_told(
    desk: Staffed, amina: Person, wrong: dict[str, str], why: str
) -> None:
    assert await desk.sign_in(amina, **wrong) == 401
    assert "one of the three is wrong" in amina.page
    assert PASSWORD not in amina.page
    known = "" if why == "unknown" else "Amina"  # a name that we do not know may be a password
    assert desk.log()[-1] == (known, "sign_in_failed", None, why)
    assert desk.rows("staff_session") == []


async def test_a_code_is_taken_once(desk: Staffed, amina: Person) -> None:
    code = desk.code(amina)
    assert await desk.sign_in(amina) == 303
    await amina.read("/desk/")
    await amina.send("/desk/sign-out", {})
    assert await desk.sign_in(amina, code=code) == 401
    desk.clock.on(seconds=30)
    assert await desk.sign_in(amina, code=code) == 401  # still in its time, and taken
    assert await desk.sign_in(amina) == 303


async def test_one_code_sent_twice_at_once_opens_one_session(desk: Staffed, amina: Person) -> None:
    await amina.read("/desk/sign-in")
    form = {"name": "Amina", "password": PASSWORD, "code": desk.code(amina)}
    two = Person(desk.client, "Amina", page=amina.page)
    await asyncio.gather(amina.send("/desk/sign-in", form), two.send("/desk/sign-in", form))
    assert sorted([amina.answer.status, two.answer.status]) == [303, 401]
    assert len(desk.rows("staff_session")) == 1


async def test_an_account_waits_ever_longer_and_opens_again(desk: Staffed, amina: Person) -> None:
    waits = []
    for _ in range(11):
        desk.forgive()
        assert await desk.sign_in(amina, password=WRONG) == 401
        row = desk.rows("staff", name="Amina")[0]
        if row["wait_until"] is None:
            continue
        desk.forgive()
        assert await desk.sign_in(amina) == 401  # all right, and too soon
        assert desk.log()[-1][3] == "waits"
        assert desk.rows("staff", name="Amina")[0]["failures"] == row["failures"]
        seconds = 0
        until = datetime.fromisoformat(row["wait_until"]).replace(tzinfo=timezone.utc)
        while desk.clock.now < until:
            desk.clock.on(seconds=5)
            seconds += 5
        waits.append(seconds)
    assert waits == [15, 30, 60, 120, 240, 300, 300]
    desk.forgive()
    assert await desk.sign_in(amina) == 303
    assert desk.rows("staff", name="Amina")[0]["failures"] == 0


async def test_of_many_tries_at_once_only_the_free_ones_are_tried(
    desk: Staffed, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Addresses, "seconds_to_wait", lambda *_: 0)
    await amina.read("/desk/sign-in")
    people = [Person(desk.client, "Amina", page=amina.page) for _ in range(12)]
    form = {"name": "Amina", "password": WRONG, "code": "123456"}
    await asyncio.gather(*(one.send("/desk/sign-in", form) for one in people))
    whys = [row[3] for row in desk.log() if row[1] == "sign_in_failed"]
    assert (whys.count("password"), whys.count("waits")) == (5, 7)


async def test_an_address_is_told_how_long_to_wait(desk: Staffed, amina: Person) -> None:
    for _ in range(5):
        assert await desk.sign_in(amina, name="Nobody") == 401
    before = len(desk.log())
    assert await desk.sign_in(amina, name="Nobody") == 429
    assert "Try again in 2 s." in amina.page
    assert amina.answer.headers["Retry-After"] == "2"
    assert len(desk.log()) == before  # whoever knocks on cannot fill the log
    desk.clock.on(seconds=2)
    assert await desk.sign_in(amina) == 303


async def test_an_unknown_name_costs_a_hash_like_a_known_one(
    desk: Staffed, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: bytes) -> bool:
        hashed.append(kept)
        return bool(real(self, kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    desk.invited("Not yet joined")
    desk.forgive()
    for name in ("Amina", "Nobody", "Not yet joined"):
        before = len(hashed)
        assert await desk.sign_in(amina, name=name, password=WRONG) == 401
        assert len(hashed) == before + 1, name
    assert len(set(hashed)) == 2  # Amina's, and the one that is nobody's
    costs = {one.rpartition("$")[0].rpartition("$")[0] for one in hashed}
    assert len(costs) == 1


@pytest.mark.parametrize("way", ["//evil.example/", "https://evil.example", "/desk/../x", "/x"])
async def test_nobody_is_led_away_after_signing_in(desk: Staffed, amina: Person, way: str) -> None:
    await amina.read("/desk/sign-in")
    form = {"name": "Amina", "password": PASSWORD, "code": desk.code(amina)}
    await amina.send(f"/desk/sign-in?to={way}", form)
    assert amina.answer.headers["Location"] == "/desk/"


async def test_one_comes_to_the_page_that_one_wanted(desk: Staffed, amina: Person) -> None:
    form = {"name": "Amina", "password": PASSWORD, "code": desk.code(amina)}
    await amina.read("/desk/sign-in?to=/desk/cases/7&language=en")
    action = "/desk/sign-in?to=%2Fdesk%2Fcases%2F7&amp;language=en"
    assert f'action="{action}"' in amina.page
    await amina.send(action.replace("&amp;", "&"), form)
    assert amina.answer.headers["Location"] == "/desk/cases/7?language=en"


async def test_pages_are_kept_by_nobody_and_speak_both_languages(desk: Staffed) -> None:
    for language, said in (("fr", "Se connecter"), ("en", "Sign in")):
        asked = {"Accept-Language": language}
        answer = await desk.client.get("/desk/sign-in", headers=asked)
        assert said in await answer.text()
        assert said in await (await desk.client.get(f"/desk/sign-in?language={language}")).text()
        desk.client.session.cookie_jar.clear()  # a language that was chosen stays
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers
    style = await desk.client.get("/desk/static/desk.css")
    assert (style.status, style.content_type) == (200, "text/css")
    assert "Access-Control-Allow-Origin" not in style.headers


async def test_behind_a_trusted_proxy_each_address_is_told_for_itself(tmp_path: Path) -> None:
    async with opened({"STATE_DIR": str(tmp_path), "TRUSTED_PROXIES": "127.0.0.1"}) as desk:
        nobody, headers = Person(desk.client, "Nobody", "A" * 32), desk.client.session.headers
        headers["X-Forwarded-For"] = "198.51.100.1"
        for _ in range(5):
            assert await desk.sign_in(nobody) == 401
        assert await desk.sign_in(nobody) == 429
        headers["X-Forwarded-For"] = "198.51.100.2"
        assert await desk.sign_in(nobody) == 401
