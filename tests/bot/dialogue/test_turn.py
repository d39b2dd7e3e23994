"""What the stored events tell of a turn: answered, failed, or failed and then answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.turn import turn_of


def user(
    message_id: str,
    intent: str = "ask_status",
    confidence: float = 0.9,
    text: str = "",
    named: str = "",
) -> dict[str, Any]:
    entities = [{"entity": named, "value": "x"}] if named else []
    parsed = {"intent": {"name": intent, "confidence": confidence}, "entities": entities}
    return {"event": "user", "message_id": message_id, "text": text, "parse_data": parsed}


def bot(text: str) -> dict[str, Any]:
    return {"event": "bot", "data": {"custom": {"text": text}}}


LISTEN = {"event": "action", "name": "action_listen"}


def test_the_replies_of_one_message_in_order() -> None:
    events = [user("1"), bot("a"), LISTEN, user("2"), bot("b"), bot("c"), LISTEN]
    first, second = turn_of(events, "1"), turn_of(events, "2")
    assert first is not None
    assert [said["text"] for said in first.payloads] == ["a"]
    assert second is not None
    assert [said["text"] for said in second.payloads] == ["b", "c"]
    assert turn_of(events, "3") is None


def test_a_turn_whose_action_failed_is_not_handled_and_the_next_try_counts() -> None:
    failed = [user("1"), LISTEN]
    assert turn_of(failed, "1") is None
    again = turn_of([*failed, user("1"), bot("a"), LISTEN], "1")
    assert again is not None
    assert [said["text"] for said in again.payloads] == ["a"]


@pytest.mark.parametrize(
    ("intent", "confidence", "sure"),
    [("ask_status", 0.9, True), ("ask_status", 0.3, False), ("affirm", 0.9, False)],
)
def test_what_is_a_clear_question(intent: str, confidence: float, sure: bool) -> None:
    turn = turn_of([user("1", intent, confidence), bot("a")], "1")
    assert turn is not None
    assert turn.sure() is sure


# As the model reads them: what it takes for a question although somebody is afraid.
OF_FRIGHT = [
    ("he is still there, is it safe", "ask_status", 0.82, ""),
    ("he's still outside", "ask_status", 0.93, ""),
    ("is it safe now", "ask_status", 0.9, ""),
    ("they will find me", "ask_status", 0.7, ""),
    ("will the police send me back", "ask_benefits", 0.8, ""),
    ("can you hide me", "ask_benefits", 0.8, ""),
    ("il est encore là", "ask_status", 0.9, ""),
    ("ils viennent ce soir", "ask_status", 0.7, ""),
    ("est-ce que je suis en sécurité", "ask_benefits", 0.8, ""),
    ("elle m'attend dehors", "ask_status", 0.7, ""),
    ("est-ce qu'on va m'expulser", "ask_benefits", 0.8, ""),
    ("still there", "ask_status", 0.3, "detail"),
    ("toujours là", "ask_status", 0.3, "detail"),
]
QUESTIONS = [
    ("what is the phone of IOM in The Hague", "ask_contact_office", 0.84, "office"),
    ("which countries are in TRQN", "ask_countries", 0.98, "programme"),
    ("is TRQN safe, they are asking", "ask_status", 0.3, "programme"),
    ("how old must i be", "ask_eligibility", 0.69, "detail"),
    ("can she take part", "ask_eligibility", 0.8, ""),
    ("quel est le téléphone de l'OIM à La Haye", "ask_contact_office", 0.87, "office"),
    ("quels pays sont dans TRQN", "ask_countries", 0.96, "programme"),
    ("faut-il un diplôme", "ask_eligibility", 0.8, ""),
    ("il faut quel âge", "ask_eligibility", 0.8, "detail"),
    ("y a-t-il une aide pour ma soeur", "ask_benefits", 0.8, ""),
]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "named", "sure"),
    [(*row, False) for row in OF_FRIGHT] + [(*row, True) for row in QUESTIONS],
)
def test_after_a_fright_only_a_clear_question_is_one(
    text: str, intent: str, confidence: float, named: str, sure: bool
) -> None:
    turn = turn_of([user("1", intent, confidence, text, named), bot("a")], "1")
    assert turn is not None
    assert turn.sure() is sure
