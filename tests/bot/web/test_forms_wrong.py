"""The forms when something goes wrong: sent twice, too long, too much, too late, database away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversations.rates import Rates
from bot.conversations.tables import conversation
from bot.web import taking
from bot.web.keys import MESSAGE_RATES, PERSONAL_DATA
from tests.bot.web.forms_person import Person, rows
from tests.bot.web.gateway import Client, FakeRasa, app_of
from tests.bot.web.test_keeping import Switch

Rasa = tuple[FakeRasa, str]


@pytest.fixture
def person(client: Client) -> Person:
    return Person(client)


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch) -> Switch:
    return Switch(monkeypatch)


async def test_loading_again_and_a_double_click_send_once(person: Person, rasa: Rasa) -> None:
    await person.start()
    before = person.page
    both = await asyncio.gather(
        *(
            person.client.post(
                "/chat",
                data={
                    **before.form("/chat").fields,
                    "text": "salut à vous",
                    "page": next(f for f in before.forms if f.area is not None).fields["page"],
                },
                headers={"Sec-Fetch-Site": "same-origin"},
            )
            for _ in range(2)
        )
    )
    assert [one.status for one in both] == [200, 200]
    page = await person.read()
    assert page.text.count("Vous salut à vous") == 1
    assert len(rasa[0].turns) == 1
    person.page = before  # "back", then another text
    page = await person.say("autre chose ici")
    assert "Vous autre chose ici" in page.text
    assert len(rasa[0].turns) == 2


async def test_a_page_that_waits_loads_again_until_stopped(
    client: Client, person: Person, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "WAIT", 0.05)
    released = asyncio.Event()

    async def hold(turn: object) -> None:
        await released.wait()

    rasa[0].meanwhile = hold
    await person.start()
    page = await person.say("salut à vous")
    assert "Votre message est bien arrivé" in page.text
    assert person.answer.headers["Refresh"] == "5; url=/chat?waiting"
    assert "http-equiv" not in page.html
    assert not [form for form in page.forms if form.area is not None]  # it would be lost each time
    held = (await rows(client, conversation))[0]["expires_at"]
    await person.read("/chat?waiting")
    assert (await rows(client, conversation))[0]["expires_at"] == held  # nobody is there
    stopped = await person.read("/chat?stopped")
    assert person.answer.headers["Refresh"].startswith("1210;")
    assert stopped.draft == ""
    released.set()
    for _ in range(200):
        page = await person.read("/chat?waiting")
        if "fr salut à vous" in page.text:
            break
        await asyncio.sleep(0.1)
    assert "Votre message est bien arrivé" not in page.text
    assert person.answer.headers["Refresh"] == "1210; url=/chat"


async def test_a_text_that_is_too_long_is_not_lost(person: Person, rasa: Rasa) -> None:
    await person.start()
    text = "a\nb " + "é" * 1100
    page = await person.say(text.replace("\n", "\r\n"))
    assert person.answer.status == 422
    assert f"Votre texte a {len(text)} caractères : 1 000 au plus." in page.text
    assert page.draft == text
    assert "<title>Votre texte a" in page.html
    page = await person.say("plus court maintenant")
    assert "fr plus court maintenant" in page.text


async def test_far_too_long_is_said_so(person: Person) -> None:
    await person.start("en")
    page = await person.say("x" * 17_000)
    assert person.answer.status == 413
    assert "far too long" in page.text


async def test_too_many_messages_are_said_so_with_the_text(client: Client, person: Person) -> None:
    app_of(client)._state[MESSAGE_RATES] = Rates(1)
    await person.start()
    await person.say("la première question")
    page = await person.say("la deuxième question")
    assert person.answer.status == 429
    assert "Trop de messages à la fois. Réessayez dans" in page.text
    assert page.draft == "la deuxième question"


async def test_nothing_to_send_is_said_so(person: Person, rasa: Rasa) -> None:
    await person.start()
    page = await person.say("  \n ")
    assert "Il n'y a pas encore de texte." in page.text
    assert rasa[0].turns == []


async def test_a_button_that_was_not_offered_does_nothing(person: Person, rasa: Rasa) -> None:
    await person.start()
    page = await person.send(person.page.form("/chat"), {"button": "ask_secret"})
    assert person.answer.status == 422
    assert "Ce choix n'est plus proposé." in page.text
    assert rasa[0].turns == []


async def test_after_the_idle_minutes_the_text_is_still_there(
    client: Client, person: Person
) -> None:
    await person.start()
    database = app_of(client)[PERSONAL_DATA].database
    old = {"token_hash": "0" * 64}
    await database.write(lambda c: c.execute(sa.update(conversation).values(**old)))
    page = await person.say("ce que je voulais dire")
    assert "Cette conversation est fermée" in page.text
    assert page.draft == "ce que je voulais dire"
    page = await person.send(page.form("/chat/start"), {"language": "fr"})
    assert "fr ce que je voulais dire" in page.text


async def test_while_the_database_is_away_numbers_are_shown_and_the_message_kept(
    client: Client, person: Person, switch: Switch, tmp_path: Path
) -> None:
    await person.start()
    switch.away = True
    page = await person.read()
    assert person.answer.status == 503
    assert "tel:112" in page.links
    page = await person.say("où en est REAN ?")
    assert "Votre message est bien gardé." in page.text
    assert len(list((tmp_path / "spool").iterdir())) == 1
    switch.away = False
    for _ in range(100):
        page = await person.read()
        if "fr où en est REAN ?" in page.text:
            break
        await asyncio.sleep(0.1)
    assert "Vous où en est REAN ?" in page.text


async def test_danger_is_answered_while_the_database_is_away(
    person: Person, switch: Switch
) -> None:
    await person.start()
    await person.read()
    switch.away = True
    page = await person.say("mon mari me frappe")
    assert "Veilig Thuis" in page.text
