"""What a conversation by forms shows: sources, numbers, cards, alarms, and never markup."""

from __future__ import annotations

import pytest

from bot.conversations.rates import Rates
from bot.web.keys import MESSAGE_RATES
from tests.bot.web.forms_person import ANSWER, Person
from tests.bot.web.gateway import Client, FakeRasa, app_of

Rasa = tuple[FakeRasa, str]


@pytest.fixture
def person(client: Client) -> Person:
    return Person(client)


async def test_a_reading_without_style_is_in_order(person: Person, rasa: Rasa) -> None:
    rasa[0].extra = ANSWER
    await person.start()
    page = await person.say("bonjour à vous")
    order = ["Géré par", "Quitter vite", "Je suis un assistant", "Vous bonjour à vous"]
    order += ["Assistant fr bonjour", "Ligne : +31 70", "Sources (2)", "Vous pouvez choisir"]
    order += ["Votre message", "Envoyer", "Effacer ma conversation", "Vos données"]
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


async def test_a_long_conversation_shows_its_end_first(person: Person, client: Client) -> None:
    app_of(client)._state[MESSAGE_RATES] = Rates(0)
    await person.start()
    for number in range(18):
        await person.say(f"question numéro {number}")
    assert "question numéro 0" not in person.page.text
    assert "Voir les messages plus anciens (7)" in person.page.text
    assert "question numéro 0" in (await person.read("/chat?all")).text


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
