"""What the stored events tell of a turn: answered, failed, or failed and then answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.turn import turn_of


def user(message_id: str, intent: str = "ask_status", confidence: float = 0.9) -> dict[str, Any]:
    parsed = {"intent": {"name": intent, "confidence": confidence}, "entities": []}
    return {"event": "user", "message_id": message_id, "parse_data": parsed}


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
