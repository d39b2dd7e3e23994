"""An answer as plain text: whole, with its sources and conditions, in parts that fit."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel_settings import ChannelSettings
from bot.channels.options import choices, chosen, is_no_choice, pressed
from bot.channels.summary import Summary
from bot.channels.twilio import Twilio
from bot.channels.wording import parts_of, split
from bot.conversations.notices import Notices
from tests.channels.plain import Plain
from tests.channels.test_channel_words import CONTENT, read_yaml

WORDS = read_yaml(CONTENT / "channels.yml")["words"]
NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)
SETTINGS = ChannelSettings("twilio", "http://127.0.0.1", "token", "secret")
SOURCE = {"id": "S1", "title": "Nouveaux fonds", "url": None, "published": "2008-08-22"}
UNDATED = {"id": "S2", "title": "Return", "url": None, "published": None, "note": None}


def row(seq: int, author: str = "assistant", **body: Any) -> dict[str, Any]:
    text = {"fr": "Le texte.", "en": "The text."}
    body = {"text": "said"} if author == "user" else {"kind": "answer", "text": text, **body}
    held = {"seq": seq, "author": author, "body": body, "language": "en", "at": NOW}
    return {**held, "client_message_id": None}


def button(name: str) -> dict[str, Any]:
    return {"id": name, "label": {"fr": f"fr {name}", "en": f"en {name}"}}


def told(one: dict[str, Any], channel: Any) -> str:
    held = choices([one], channel.shows).get(one["seq"], [])
    return "\n".join(part.text for part in parts_of(one, held, channel, WORDS))


def test_sources_have_their_date_or_none_and_the_conditions_follow_the_text() -> None:
    criteria = [
        {"id": "a", "label": {"fr": "Vivre ici", "en": "Live here"}, "result": "met"},
        {"id": "b", "label": {"fr": "Un diplôme", "en": "A degree"}, "result": "unknown"},
    ]
    check = {"programme": "rean", "verdict": "cannot_tell", "criteria": criteria}
    one = row(3, sources=[SOURCE, UNDATED], eligibility=check)
    assert told(one, Plain(SETTINGS)) == (
        "The text.\n\n- Live here: yes\n- A degree: to be confirmed\n\n"
        "Sources:\n- Nouveaux fonds, 22 August 2008\n- Return, undated"
    )
    assert told({**one, "language": "fr"}, Plain(SETTINGS)).endswith(
        "- Vivre ici : oui\n- Un diplôme : à confirmer\n\n"
        "Sources :\n- Nouveaux fonds, 22 août 2008\n- Return, non daté"
    )
    assert told(one, Twilio(SETTINGS)) == "The text.\n\nSource: Nouveaux fonds, 22 August 2008"


@given(
    text=st.text(st.sampled_from("aé. ?!,\n👍🏽e\u0301"), max_size=900),
    longest=st.integers(40, 200),
)
def test_a_text_is_cut_into_parts_that_fit_and_nothing_is_lost(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert all(len(one) <= longest for one in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_part_ends_where_a_sentence_does() -> None:
    text = "One sentence here. Another one there. And a third, which is longer than that."
    assert split(text, 45) == [
        "One sentence here. Another one there.",
        "And a third, which is longer than that.",
    ]
    assert split("First part.\n\nSecond part of it.", 25) == ["First part.", "Second part of it."]


def test_numbers_go_on_through_what_is_said_at_once() -> None:
    run = [row(3, buttons=[button("a"), button("b")]), row(4, buttons=[button("c")])]
    found = choices(run, lambda options: False)
    assert [(one.typed, one.button) for held in found.values() for one in held] == [
        ("1", "a"),
        ("2", "b"),
        ("3", "c"),
    ]


@pytest.mark.parametrize(
    ("said", "button_id"),
    [("1", "a"), (" 2. ", "b"), ("Option 2", "b"), ("n° 1", "a"), ("EN A", "a"), ("fr b", "b")],
)
def test_a_choice_is_read_as_people_write_it(said: str, button_id: str) -> None:
    rows = [row(1, "user"), row(2, buttons=[button("a"), button("b")])]
    held = chosen(said, rows, lambda options: False)
    assert held and held.button == button_id


@pytest.mark.parametrize("said", ["3", "0", "12", "1 child", "I am 1", "", "a"])
def test_what_was_not_offered_is_text(said: str) -> None:
    rows = [row(1, "user"), row(2, buttons=[button("x"), button("y")])]
    assert chosen(said, rows, lambda options: False) is None


def test_a_number_is_no_choice_of_an_older_question() -> None:
    rows = [row(1, buttons=[button("a")]), row(2, "user"), row(3, kind="question", asks="age")]
    assert chosen("1", rows, lambda options: False) is None
    rows[2] = row(3)
    held = chosen("1", rows, lambda options: False)
    assert held and held.button == "a", "the welcome still holds after a first answer"


def test_what_only_a_page_can_do_is_not_offered() -> None:
    rows = [row(2, buttons=[button("leave"), button("x")])]
    held = choices(rows, lambda options: False)[2]
    assert [(one.button, one.typed) for one in held] == [("x", "1")]
    assert pressed("2.leave", rows) is None


def test_a_press_names_the_message_it_was_under() -> None:
    rows = [row(2, buttons=[button("x")], programme="rean"), row(5, buttons=[button("x")])]
    found = [pressed(given, rows) for given in ("2.x", "5.x", "9.x")]
    assert [one and one.under for one in found] == ["rean", None, None]
    assert pressed("2.never", rows) is None and pressed("", rows) is None


def test_a_number_for_a_question_that_counts_is_none_of_an_earlier_question() -> None:
    rows = [
        row(1, "user"),
        row(2, kind="question", asks="wants_return", buttons=[button("yes"), button("no")]),
        row(3, kind="question", asks="children", buttons=[button("unknown")]),
    ]
    assert chosen("2", rows, lambda options: False) is None
    held = chosen("a", rows, lambda options: False)
    assert held and held.button == "unknown"
    assert not is_no_choice("7", rows, lambda options: False), "seven children"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("9", True), ("3.", True), ("1", False), ("0", False), ("b", False), ("9 years", False)],
)
def test_a_number_that_was_not_offered_is_known_for_that(said: str, wrong: bool) -> None:
    rows = [row(1, "user"), row(2, buttons=[button("x"), button("y")])]
    assert is_no_choice(said, rows, lambda options: False) == wrong


def test_what_is_held_is_told_in_words() -> None:
    notices = Notices.load(CONTENT, None)
    profile = {"origin": ["SD"], "legal_status": "citizen_nl", "employed": True, "age": 44}
    held = {
        "remembered": {"profile": {"known": profile, "dont_know": ["sector"]}},
        "cases": [{"contact": "+31 6"}],
        "notes": [{"text": "called"}],
        "feedback": [],
    }
    told = Summary.load(CONTENT, notices).of(held)
    assert told["en"].startswith("country of origin: Sudan; residence status: Dutch nationality")
    assert told["fr"].startswith("pays d'origine\u00a0: Soudan ; situation de séjour\u00a0:")
    assert told["en"].endswith(
        "requests to a person: 1; contact left: +31 6; notes of the team: called"
    )
    assert "{" not in told["fr"] and "citizen" not in told["fr"]
