"""Nothing is changed but by a page of ours: the word of the session, and no foreign origin."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.signing_in import SIGN_IN
from tests.desk.staffed import PASSWORD, WORD, Person, Staffed

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://[::1"},
]
WRONG: list[dict[str, str]] = [{}, {"word": ""}, {"word": "0" * 32}, {"word": "é"}]
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
TABLES = ("staff", "staff_session", "case_note")


def changing(desk: Staffed) -> list[tuple[str, str]]:
    """Return every route that may change something, whoever adds one."""
    app: Any = desk.client.app
    listed = [(one.method, one.resource.canonical) for one in app.router.routes()]
    return [(method, path.replace("{id}", "1")) for method, path in listed if method in CHANGES]


def state(desk: Staffed) -> list[Any]:
    return [desk.rows(name) for name in TABLES]


def filled(desk: Staffed, person: Person, join: str) -> dict[str, str]:
    """Return a form with all that any route could want."""
    code = desk.code(person)
    return {
        "name": person.name,
        "password": PASSWORD,
        "again": PASSWORD,
        "join": join,
        "code": code,
    }


async def test_the_routes_that_change_are_all_here(desk: Staffed) -> None:
    paths = {path for _, path in changing(desk)}
    assert {SIGN_IN, "/desk/sign-out", "/desk/join", "/desk/join/confirm"} <= paths


@pytest.mark.parametrize("told", FOREIGN, ids=str)
async def test_what_another_site_sends_changes_nothing(desk: Staffed, told: dict[str, str]) -> None:
    person = await desk.joined("Amina", "protection")
    join = desk.invited("Omar")
    await person.read("/desk/")
    word, before = WORD.search(person.page), state(desk)
    assert word is not None
    for method, path in changing(desk):
        sent = {**filled(desk, person, join), "word": word[1]}
        answer = await desk.client.request(method, path, data=sent, headers=told)
        assert answer.status == 403, path
        assert state(desk) == before, path
    refused = [row for row in desk.log() if row[1] == "refused"]
    assert {row[3] for row in refused} == {"foreign"}


@pytest.mark.parametrize("wrong", WRONG, ids=str)
async def test_without_the_word_of_the_session_nothing_is_changed(
    desk: Staffed, wrong: dict[str, str]
) -> None:
    person = await desk.joined("Amina", "protection")
    join, before = desk.invited("Omar"), state(desk)
    for method, path in changing(desk):
        sent = {**filled(desk, person, join), **wrong}
        answer = await desk.client.request(method, path, data=sent, allow_redirects=False)
        assert answer.status in (403, 409), path
        assert state(desk)[0][0] == before[0][0], path
        assert len(desk.rows("staff_session")) == 1, path
    assert ("Amina", "refused", None, "word") in desk.log()


async def test_nobody_who_is_not_signed_in_changes_anything(desk: Staffed) -> None:
    person = await desk.joined("Amina", "protection")
    join = desk.invited("Omar")
    person.client.session.cookie_jar.clear()
    before = state(desk)
    for method, path in changing(desk):
        sent = {**filled(desk, person, join), "word": "0" * 32}
        answer = await desk.client.request(method, path, data=sent, allow_redirects=False)
        assert answer.status in (303, 401, 409), path
        assert state(desk) == before, path


async def test_a_script_of_ours_sends_the_word_in_a_header(desk: Staffed) -> None:
    path, sent = "/desk/api/cases/1/take", {"json": {"a": 1}}
    answer = await desk.client.post(path, **sent)
    assert (answer.status, (await answer.json())["error"]["code"]) == (401, "unauthorized")
    person = await desk.joined("Amina")
    await person.read("/desk/")
    word = WORD.search(person.page)
    assert word is not None
    for wrong in ("", "0" * 32, "\udce9"):
        answer = await desk.client.post(path, **sent, headers={"X-Desk-Word": wrong})
        assert (answer.status, (await answer.json())["error"]["code"]) == (403, "forbidden")
    answer = await desk.client.post(path, **sent, headers={"X-Desk-Word": word[1]})
    assert (answer.status, (await answer.json())["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("cookie", ["", "x", "é" * 22, "a" * 5000, "'; DROP TABLE staff;--"])
async def test_a_strange_cookie_opens_nothing(desk: Staffed, cookie: str) -> None:
    headers = {"Cookie": f"desk={cookie}"}
    answer = await desk.client.get("/desk/", headers=headers, allow_redirects=False)
    assert answer.status == 303


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"&".join(b"a%d=1" % n for n in range(50)), "application/x-www-form-urlencoded"),
        (b"name=\xff\xfe", "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_no_form_of_ours_gets_a_page(desk: Staffed, body: bytes, kind: str) -> None:
    await desk.client.get(SIGN_IN)
    headers = {"Content-Type": kind, "Accept": "text/html"}
    answer = await desk.client.post(SIGN_IN, data=body, headers=headers)
    assert (answer.status, answer.content_type) == (409, "text/html")


async def test_getting_a_page_changes_nothing(desk: Staffed) -> None:
    person = await desk.joined("Amina")
    before = state(desk)[0], desk.log()
    for path in ("/desk/", "/desk/join", "/desk/sign-in?said=signed_out", "/", "/desk"):
        await person.read(path)
        assert person.answer.status == 200
    for path in ("/desk/sign-out", "/desk/join/confirm"):
        page = await person.read(path, Accept="text/html")
        assert person.answer.status == 405
        assert "This page cannot be opened this way" in page  # who joined chose English
    assert (state(desk)[0], desk.log()) == before


async def test_a_link_of_another_site_does_not_end_a_session(desk: Staffed) -> None:
    """The browser keeps the cookie back from such a link; the page asks for itself once more."""
    led = {"Sec-Fetch-Site": "cross-site"}
    answer = await desk.client.get("/desk/?language=en", headers=led)
    assert answer.headers["Refresh"] == "0; url=/desk/?language=en"
    assert "desk=" not in answer.headers.get("Set-Cookie", "")
