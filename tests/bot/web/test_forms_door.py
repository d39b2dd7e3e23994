"""Who may send the forms: nobody but the page that the person was given. And coming back."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest

from bot.conversations.tables import conversation, message
from tests.bot.web.forms_person import Person, rows
from tests.bot.web.gateway import ROOT, Client, FakeRasa

Rasa = tuple[FakeRasa, str]
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1.evil.example"},
    {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "", "Origin": "http://[::1"},  # no address at all
]


@pytest.fixture
def person(client: Client) -> Person:
    return Person(client)


async def cookie_of(client: Client, **headers: str) -> Any:
    """Return the cookie that beginning a conversation sets."""
    client.session.cookie_jar.clear()
    person = Person(client)
    form = (await person.read()).form("/chat/start")
    fields = {**form.fields, "language": "fr"}
    answer = await client.post("/chat/start", data=fields, headers=headers, allow_redirects=False)
    assert answer.status == 303
    return SimpleCookie(answer.headers["Set-Cookie"])["chat"]


async def test_the_cookie_is_for_the_chat_alone_and_for_no_script(client: Client) -> None:
    cookie = await cookie_of(client)
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/chat", "Strict", "1200")
    assert cookie["httponly"] is True
    assert not cookie["secure"] and not cookie["domain"]
    secure = await cookie_of(client, **{"X-Forwarded-Proto": "https"})
    assert secure["secure"] is True
    cookies = {"Cookie": f"chat={cookie.value}"}
    key = cookie.value.partition(".")[0]
    assert (await client.get(f"{ROOT}/{key}/messages", headers=cookies)).status == 401


@pytest.mark.parametrize("told", FOREIGN)
async def test_what_another_site_sends_does_nothing(
    client: Client, person: Person, told: dict[str, str]
) -> None:
    await person.start()
    page = person.page
    before = await rows(client, message)
    for path in ("/chat", "/chat/delete", "/chat/start", "/chat/language"):
        form = replace(page.form("/chat"), action=path)
        await person.send(form, {"text": "oui", "language": "en"}, **told)
        assert person.answer.status == 403
        assert "Rien n'a été fait." in person.page.text
    assert await rows(client, message) == before
    assert len(await rows(client, conversation)) == 1


async def test_an_old_browser_that_tells_nothing_needs_the_word_of_the_form(
    client: Client, person: Person, rasa: Rasa
) -> None:
    await person.start()
    nothing = {"Sec-Fetch-Site": "", "Origin": ""}
    page = await person.say("bonjour à vous", **nothing)
    assert "fr bonjour à vous" in page.text
    for path in ("/chat", "/chat/delete", "/chat/feedback", "/chat/resume", "/chat/start"):
        for word in ({}, {"word": ""}, {"word": "0" * 32}, {"word": "é"}):
            answer = await client.post(path, data={"text": "oui", "seq": "3", **word})
            assert answer.status == 409, path
    assert len(rasa[0].turns) == 1
    assert len(await rows(client, message)) == 3


async def test_nobody_can_be_led_into_a_conversation_of_somebody_else(client: Client) -> None:
    """A stranger's form cannot put their conversation into another person's browser."""
    answer = await client.post("/chat/resume", data={"code": "a-b-c-1234", "word": "0" * 32})
    assert "cookie" in await answer.text()
    held = SimpleCookie(answer.headers["Set-Cookie"])["chat"].value
    assert held.startswith("none.")
    assert await rows(client, conversation) == []


async def test_a_page_of_an_earlier_conversation_keeps_its_text(
    client: Client, person: Person
) -> None:
    await person.start()
    old = person.page
    client.session.cookie_jar.clear()
    await person.start()
    person.page = old
    page = await person.say("mon texte d'avant")
    assert person.answer.status == 409
    assert "Cette page venait d'une autre conversation." in page.text
    assert page.draft == "mon texte d'avant"
    assert "fr mon texte d'avant" in (await person.say("mon texte d'avant")).text


async def test_a_browser_without_cookies_is_told_so(client: Client, person: Person) -> None:
    form = (await person.read()).form("/chat/start")
    client.session.cookie_jar.clear()
    form.fields.pop("page")
    page = await person.send(form, {"language": "fr"})
    assert "Votre navigateur refuse ce cookie" in page.text
    assert await rows(client, conversation) == []


@pytest.mark.parametrize("held", ["", ".", "a.b", "%00.x", "none.", "x" * 5000, "é.é", "none.x"])
async def test_a_strange_cookie_is_no_conversation(client: Client, held: str) -> None:
    answer = await client.get("/chat", headers={"Cookie": f"chat={held}"})
    assert answer.status in (200, 400)
    assert (await client.get("/chat/data", headers={"Cookie": f"chat={held}"})).status in (200, 400)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
        (b"&".join(b"a%d=1" % n for n in range(50)), "application/x-www-form-urlencoded", 400),
        (b"text=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"text=%FF%00%ED%A0%80", "application/x-www-form-urlencoded", 409),
    ],
)
async def test_what_is_no_form_gets_a_page(
    client: Client, person: Person, body: bytes, kind: str, status: int
) -> None:
    await person.start()
    answer = await client.post("/chat", data=body, headers={"Content-Type": kind})
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert (await client.get("/chat")).status == 200


async def test_the_return_code_reopens_the_conversation(
    client: Client, person: Person, rasa: Rasa
) -> None:
    rasa[0].extra = {"kind": "handoff"}
    await person.start()
    page = await person.say("une personne")
    code = re.search(r"[a-z]+-[a-z]+-[a-z]+-[0-9]{4}", page.text)
    assert code is not None
    client.session.cookie_jar.clear()
    page = await person.read()
    page = await person.send(page.form("/chat/resume"), {"code": "aucun mot connu 1234"})
    assert (person.answer.status, "Code inconnu. Vérifiez chaque mot." in page.text) == (404, True)
    page = await person.send(page.form("/chat/resume"), {"code": code.group().upper()})
    assert "Vous une personne" in page.text
    assert "fr encore" in (await person.say("encore")).text
    for _ in range(6):
        await person.send(person.page.form("/chat/resume"), {"code": "rien du tout 1234"})
    assert person.answer.status == 429
    assert "Réessayez dans" in person.page.text


async def test_leaving_quickly_shows_nothing_and_forgets(client: Client, person: Person) -> None:
    await person.start()
    await person.say("bonjour à vous")
    page = await person.press("Quitter vite")
    assert page.text == "Page fermée Page fermée"  # its title, its heading
    assert person.answer.url.path == "/chat/left"
    assert "bonjour à vous" not in (await person.read()).text
    assert len(await rows(client, message)) == 3  # left, not deleted
    await person.start()
    answer = await client.post("/chat/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 200
    assert "La conversation" in (await person.read()).text


async def test_getting_a_page_changes_nothing(client: Client, person: Person) -> None:
    await person.start()
    before = await rows(client, message)
    for path in ("/chat?text=oui", "/chat?button=leave", "/chat/left", "/chat?language=en"):
        await person.read(path)
    for path in ("/chat/delete", "/chat/start", "/chat/leave", "/chat/resume"):
        assert (await client.get(path)).status == 405
    assert await rows(client, message) == before


async def test_a_link_of_another_site_does_not_end_a_conversation(client: Client) -> None:
    led = {"Sec-Fetch-Site": "cross-site"}  # and no cookie, which is for our own pages only
    answer = await client.get("/chat?programme=rean&language=en&x=%22", headers=led)
    assert answer.headers["Refresh"] == "0; url=/chat?programme=rean&language=en"
    assert "Set-Cookie" not in answer.headers
    assert 'href="/chat?programme=rean&amp;language=en"' in await answer.text()


async def test_the_first_button_pressed_twice_opens_one_conversation(
    client: Client, person: Person
) -> None:
    form = (await person.read()).form("/chat/start")
    fields = {**form.fields, "language": "fr", "text": "Qui paie ?"}
    head = {"Cookie": "; ".join(f"{one.key}={one.value}" for one in client.session.cookie_jar)}
    client.session.cookie_jar.clear()  # both presses bring the cookie of the page

    async def press() -> Any:
        sent = {"data": fields, "headers": head, "allow_redirects": False}
        return await client.post("/chat/start", **sent)

    answers = await asyncio.gather(press(), press())
    assert [one.status for one in answers] == [303, 303]
    assert (
        answers[0].headers["Set-Cookie"].split(";")[0]
        == answers[1].headers["Set-Cookie"].split(";")[0]
    )
    assert len(await rows(client, conversation)) == 1
    said = [one for one in await rows(client, message) if one["author"] == "user"]
    assert [one["body"]["text"] for one in said] == ["Qui paie ?"]
