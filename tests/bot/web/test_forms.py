"""The chat without a script: the same conversation, by plain forms."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.tables import conversation, feedback, message
from bot.web import taking
from bot.web.keys import MESSAGE_RATES, NOTICES, PERSONAL_DATA
from bot.web.rates import Rates
from tests.bot.web.forms_person import Person
from tests.bot.web.gateway import Client, FakeRasa, app_of
from tests.bot.web.test_keeping import Switch

Rasa = tuple[FakeRasa, str]
ANSWER: dict[str, Any] = {
    "kind": "answer",
    "sources": [
        {
            "id": "S1",
            "title": "News",
            "url": "https://www.iom.int/a",
            "published": "2008-08-22",
            "verified": None,
            "note": None,
        },
        {
            "id": "S2",
            "title": "Old",
            "url": "javascript:alert(1)",
            "published": None,
            "verified": None,
            "note": {"fr": "non daté, copie", "en": "undated, copy"},
        },
    ],
    "contacts": [
        {
            "kind": "phone",
            "value": "+31 70 318 15 00",
            "current": True,
            "cost": None,
            "label": {"fr": "Ligne", "en": "Line"},
            "hours": None,
            "country": "NL",
        },
        {
            "kind": "phone",
            "value": "+31 70 000 00 00",
            "current": False,
            "cost": None,
            "label": {"fr": "Ancien", "en": "Old"},
            "hours": None,
            "country": "NL",
        },
    ],
    "buttons": [{"id": "human", "label": {"fr": "Parler à quelqu'un", "en": "Talk to someone"}}],
    "programme": "rean",
}


@pytest.fixture
def person(client: Client) -> Person:
    return Person(client)


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Switch]:
    yield Switch(monkeypatch)


async def rows(client: Client, table: sa.Table) -> list[Any]:
    database = app_of(client)[PERSONAL_DATA].database
    return await database.read(lambda c: list(c.execute(sa.select(table)).mappings()))


async def test_the_notice_comes_first_and_nothing_is_opened(client: Client, person: Person) -> None:
    page = await person.read()
    for language in ("fr", "en"):
        for line in app_of(client)[NOTICES].reply("welcome")["text"][language].splitlines():
            assert line.replace("\u00a0", " ") in page.text
    assert page.text.index("Bonjour") < page.text.index("Hello")
    assert await rows(client, conversation) == []
    english = await Person(client, "en-GB").read()
    assert english.text.index("Hello") < english.text.index("Bonjour")


@pytest.mark.parametrize(("language", "says"), [("fr", "fr TRQN"), ("en", "en TRQN")])
async def test_a_conversation_begins_in_either_language(
    person: Person, language: str, says: str
) -> None:
    page = await person.start(language)
    assert f'<html lang="{language}">' in page.html
    assert person.answer.url.path == "/chat"
    page = await person.say("TRQN")  # a name has no language
    assert says in page.text
    assert person.led[0].endswith("/chat#m2")


async def test_the_first_question_can_be_asked_with_the_start(person: Person, rasa: Rasa) -> None:
    page = await person.start("fr", "qui finance ce programme ?")
    assert "fr qui finance ce programme ?" in page.text
    assert [turn["text"] for turn in rasa[0].turns] == ["qui finance ce programme ?"]


async def test_a_reading_without_style_is_in_order(person: Person, rasa: Rasa) -> None:
    rasa[0].extra = ANSWER
    await person.start()
    page = await person.say("bonjour à vous")
    order = ["Géré par", "Quitter vite", "Je suis un assistant", "Vous bonjour à vous"]
    order += ["Assistant fr bonjour", "Ligne : +31 70", "Sources (2)", "Vous pouvez choisir"]
    order += ["Votre message", "Envoyer", "Supprimer ma conversation", "Vos données"]
    places = [page.text.rindex(words) for words in order]
    assert places == sorted(places), list(zip(order, places, strict=True))


async def test_an_answer_shows_what_it_stands_on(person: Person, rasa: Rasa) -> None:
    rasa[0].extra = ANSWER
    await person.start()
    page = await person.say("bonjour à vous")
    assert "News , 22 août 2008" in page.text
    assert "Old, non daté, copie" in page.text
    assert "https://www.iom.int/a" in page.links
    assert "tel:+31703181500" in page.links
    assert "Ancien : +31 70 000 00 00" in page.text
    assert not [one for one in page.links if "000000" in one or "javascript" in one]
    assert "/fr/programmes/rean" in page.links


async def test_a_button_is_pressed_as_in_the_chat(person: Person, rasa: Rasa) -> None:
    rasa[0].extra = ANSWER
    await person.start()
    await person.say("bonjour à vous")
    page = await person.press("Parler à quelqu'un")
    assert rasa[0].turns[-1]["button"] == "human"
    assert "Vous Parler à quelqu'un" in page.text


async def test_a_check_is_told_in_words_and_marks(person: Person, rasa: Rasa) -> None:
    def both(text: str) -> dict[str, str]:
        return {"fr": text, "en": text}

    results = {"met": "remplie", "not_met": "non remplie", "unknown": "on ne sait pas"}
    criteria = [
        {
            "id": key,
            "label": both(f"Point {key}"),
            "result": key,
            "why": both("Voilà."),
            "sources": [],
        }
        for key in results
    ]
    held = {"programme": "rean", "verdict": "not_eligible", "programme_open": False}
    held |= {"criteria": criteria, "missing": [], "next_question": None, "note": both("À noter.")}
    rasa[0].extra = {"kind": "eligibility", "eligibility": held}
    await person.start()
    page = await person.say("est-ce pour moi ?")
    text = page.text[page.text.index("Conditions publiées") :]
    assert text.index("Ce programme est terminé.") < text.index("Au moins une condition")
    for key, words in results.items():
        assert f"Point {key} : {words} Voilà." in text
    assert "À noter." in text
    assert "éligible" not in text


async def test_danger_is_answered_and_stands_out(person: Person, rasa: Rasa) -> None:
    await person.start("en")
    page = await person.say("my husband beats me " + "and it goes on " * 100)  # also too long
    assert "Important: your safety" in page.text
    assert "Veilig Thuis" in page.text
    assert "tel:112" in page.links
    assert 'class="alarm"' in page.html
    assert rasa[0].turns == []


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
    rasa[0].failures = 2
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
    for _ in range(100):
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


async def test_the_language_can_be_chosen_and_one_message_be_read_in_the_other(
    person: Person, rasa: Rasa
) -> None:
    await person.start()
    await person.say("bonjour à vous")
    page = await person.read("/chat?other=3")
    assert "en bonjour à vous" in page.text and "fr bonjour à vous" not in page.text
    page = await person.press("Continue in English")
    assert '<html lang="en">' in page.html
    page = await person.say("encore une question")
    assert "en encore une question" in page.text  # chosen, so it stays


async def test_a_reply_is_judged_by_two_buttons(client: Client, person: Person) -> None:
    await person.start()
    await person.say("bonjour à vous")
    page = await person.press("Réponse pas utile")
    assert "Merci, c'est noté." in page.text
    (held,) = await rows(client, feedback)
    assert (held["seq"], held["useful"], held["comment"]) == (3, False, None)
    await person.press("Réponse utile")
    assert [one["useful"] for one in await rows(client, feedback)] == [True]


async def test_ones_data_come_as_a_file(person: Person) -> None:
    await person.start()
    await person.say("bonjour à vous")
    await person.read("/chat/data")
    assert "attachment" in person.answer.headers["Content-Disposition"]
    held = json.loads(person.page.html)
    assert [one["text"] for one in held["messages"]][1:] == ["bonjour à vous", "fr bonjour à vous"]


async def test_a_conversation_is_deleted_with_numbers_to_keep(
    client: Client, person: Person
) -> None:
    await person.start()
    await person.say("bonjour à vous")
    page = await person.press("Oui, tout supprimer")
    assert "Votre conversation est supprimée." in page.text
    assert {"tel:112", "tel:+31703181500"} <= set(page.links)
    assert "bonjour à vous" not in page.text
    assert await rows(client, message) == await rows(client, conversation) == []
    assert "Avant de commencer" in (await person.read()).text


async def test_the_typed_order_to_erase_is_obeyed(client: Client, person: Person) -> None:
    await person.start()
    page = await person.say("effacez tout")
    assert "Voulez-vous effacer toute cette conversation" in page.text
    page = await person.say("oui")
    assert "C'est effacé." in page.text
    assert await rows(client, message) == []


async def test_after_the_idle_minutes_the_text_is_still_there(
    client: Client, person: Person
) -> None:
    await person.start()
    database = app_of(client)[PERSONAL_DATA].database
    old = {"token_hash": "0" * 64}
    await database.write(lambda c: c.execute(sa.update(conversation).values(**old)))
    page = await person.say("ce que je voulais dire")
    assert "La conversation s'est fermée après 20 minutes." in page.text
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


async def test_a_long_conversation_shows_its_end_first(person: Person, client: Client) -> None:
    app_of(client)._state[MESSAGE_RATES] = Rates(0)
    await person.start()
    for number in range(18):
        await person.say(f"question numéro {number}")
    assert "question numéro 0" not in person.page.text
    assert "Voir les messages plus anciens (7)" in person.page.text
    assert "question numéro 0" in (await person.read("/chat?all")).text


async def test_ask_about_this_begins_with_a_question(person: Person, rasa: Rasa) -> None:
    page = await person.read("/chat?programme=rean&language=fr")
    assert page.draft == (
        "Parlez-moi de ce programme : Aide au retour volontaire depuis les Pays-Bas (REAN)"
    )
    assert (await person.read("/chat?programme=%3Cscript%3E")).draft == ""
    await person.start()
    assert (await person.read("/chat?programme=rean&language=fr")).draft.startswith("Parlez-moi")


async def test_what_people_and_content_write_is_text(person: Person, rasa: Rasa) -> None:
    bad = '</textarea></p><script>alert(1)</script><img src=x onerror="alert(1)">'
    label = {"fr": bad, "en": bad}
    rasa[0].extra = {**ANSWER, "buttons": [{"id": bad, "label": label}], "programme": None}
    rasa[0].extra["sources"] = [{**ANSWER["sources"][0], "title": bad, "url": f"https://e/{bad}"}]
    await person.start()
    for html in ((await person.say(bad)).html, (await person.say(bad + "x" * 1000)).html):
        assert "<script" not in html and "<img" not in html
    assert person.page.draft.startswith(bad)


async def test_pages_hold_no_token_and_are_kept_by_nobody(person: Person) -> None:
    await person.start()
    await person.say("bonjour à vous")
    held = person.client.session.cookie_jar.filter_cookies(person.answer.url)["chat"].value
    key, token = held.split(".")
    assert key not in person.page.html and token not in person.page.html
    assert person.answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in person.answer.headers["Content-Security-Policy"]
