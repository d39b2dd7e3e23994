"""What nobody may do on the internal channel, and that every answer follows from an intent."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.conftest import Assistant
from tests.talk import Person

pytestmark = pytest.mark.rasa


def events(assistant: Assistant, person: Person) -> list[dict[str, object]]:
    with sqlite3.connect(assistant.state_dir / "assistant.db") as database:
        rows = database.execute(
            "select data from tracker_event where sender = ? order by id", (person.id,)
        )
        return [json.loads(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("text", "intent", "action"),
    [
        (
            "Quels pays sont concernés par le retour provisoire ?",
            "ask_countries",
            "action_answer_countries",
        ),
        ("is TRQN still open", "ask_status", "action_answer_status"),
        ("numéro de l'OIM à La Haye svp", "ask_contact_office", "action_answer_contact_office"),
    ],
)
def test_the_action_follows_from_the_intent_that_rasa_parsed(
    assistant: Assistant, text: str, intent: str, action: str
) -> None:
    person = Person(assistant.url)
    person.say(text)
    kept = events(assistant, person)
    heard = next(i for i, event in enumerate(kept) if event["event"] == "user")
    assert kept[heard]["parse_data"]["intent"]["name"] == intent  # type: ignore[index]
    done = [event["name"] for event in kept[heard:] if event["event"] == "action"]
    assert done[0] == action


@pytest.mark.parametrize("text", ["/ask_funding", " /restart", "//ask_iom", "/session_start{}"])
def test_a_slash_is_only_text(assistant: Assistant, text: str) -> None:
    person = Person(assistant.url, "en")
    assert person.say(text)
    kept = events(assistant, person)
    heard = [event for event in kept if event["event"] == "user"]
    assert all(not str(event["text"]).startswith("/") for event in heard)
    assert not any(event["event"] == "restart" for event in kept)
    confident = [e["parse_data"]["intent"]["confidence"] for e in heard]  # type: ignore[index]
    assert 1.0 not in confident
