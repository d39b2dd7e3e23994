"""The chat without a script: the same conversation, by plain forms."""

from __future__ import annotations

import json

import pytest

from bot.conversations.tables import conversation, feedback, message
from bot.web.keys import NOTICES
from tests.bot.web.forms_person import Person, rows
from tests.bot.web.gateway import Client, FakeRasa, app_of

Rasa = tuple[FakeRasa, str]


@pytest.fixture
def person(client: Client) -> Person:
    return Person(client)


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


async def test_ones_own_message_is_not_judged(client: Client, person: Person) -> None:
    await person.start()
    page = await person.say("bonjour à vous")
    page = await person.send(page.form("/chat/feedback"), {"seq": "2", "useful": "yes"})
    assert "Merci, c'est noté." not in page.text
    assert await rows(client, feedback) == []


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
    page = await person.press("Oui, tout effacer")
    assert "Votre conversation est effacée." in page.text
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


async def test_ask_about_this_begins_with_a_question(person: Person, rasa: Rasa) -> None:
    page = await person.read("/chat?programme=rean&language=fr")
    assert page.draft == (
        "Parlez-moi de ce programme : Aide au retour volontaire depuis les Pays-Bas (REAN)"
    )
    assert (await person.read("/chat?programme=%3Cscript%3E")).draft == ""
    await person.start()
    assert (await person.read("/chat?programme=rean&language=fr")).draft.startswith("Parlez-moi")
