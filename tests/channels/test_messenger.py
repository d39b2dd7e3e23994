"""Messenger: what each payload says, what each call holds."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from bot.channels.base import Address, BadPayload, Heard, Option, Part, Status
from bot.channels.messenger import Messenger
from tests.channels.metas import (
    HOSTILE,
    TOKEN,
    expected,
    recorded,
    says_so,
    settings,
    signed,
    spoilt,
)

SAYS = expected("messenger")
PERSON = Address("7000000000000001", "400500600700800")
CHANNEL = Messenger(settings("messenger"))


def options(count: int, length: int = 5) -> tuple[Option, ...]:
    return tuple(Option(f"7.{n}", f"{n}".rjust(length, "x")) for n in range(count))


def test_every_payload_has_its_meaning() -> None:
    assert set(SAYS) == set(recorded("messenger"))
    assert len(SAYS) >= 22


@pytest.mark.parametrize("name", sorted(SAYS))
def test_what_a_payload_says(name: str) -> None:
    says_so(CHANNEL, recorded("messenger")[name], SAYS[name])


def test_without_a_page_id_every_page_is_ours() -> None:
    every = Messenger(settings("messenger", PAGE_ID=""))
    (heard,) = every.heard(signed(json.dumps(recorded("messenger")["wrong_account"]).encode()))
    assert isinstance(heard, Heard)
    assert heard.address == Address("7000000000000001", "800700600500400")


@HOSTILE
@given(spoilt("messenger"))
def test_nothing_hostile_breaks_it(body: bytes) -> None:
    try:
        found = CHANNEL.heard(signed(body))
    except BadPayload:
        return
    for one in found:
        assert one.own_id
        if isinstance(one, Heard):
            assert one.address.person.isdecimal()
            assert one.address.ours.isdecimal()
            assert one.kind != "text" or one.text
            assert one.kind != "button" or one.button
            assert (one.kind in ("edited", "deleted")) == (one.about is not None)
        else:
            assert isinstance(one, Status)


def test_of_deliveries_only_ids_are_read() -> None:
    payload = deepcopy(recorded("messenger")["delivered"])
    payload["entry"][0]["messaging"][0]["delivery"]["mids"] = [None, 5, ["m_1"], "", "a b", "m_1"]
    assert CHANNEL.heard(signed(json.dumps(payload).encode())) == [Status("m_1", "delivered")]


def test_an_edit_and_a_deletion_are_not_taken_for_the_message() -> None:
    ids = set()
    for name in ("text", "edited", "deleted"):
        (heard,) = CHANNEL.heard(signed(json.dumps(recorded("messenger")[name]).encode()))
        ids.add(heard.own_id)
    assert len(ids) == 3


def test_a_text_is_a_response_and_the_token_stands_in_no_address() -> None:
    call = CHANNEL.call(PERSON, Part("Bonjour", ref="ab" * 16))
    assert call.url == "https://graph.facebook.com/v23.0/me/messages"
    assert call.headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(call.body) == {
        "recipient": {"id": "7000000000000001"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Bonjour"},
    }


def test_options_are_quick_replies() -> None:
    said: dict[str, Any] = json.loads(CHANNEL.call(PERSON, Part("Et ?", options(13, 20))).body)
    replies = said["message"]["quick_replies"]
    assert replies[12] == {"content_type": "text", "title": "x" * 18 + "12", "payload": "7.12"}
    assert len(replies) == 13


@pytest.mark.parametrize(
    ("held", "fit"),
    [
        ((), False),
        (options(1), True),
        (options(13, 20), True),
        (options(14), False),
        (options(1, 21), False),
        ((Option("a", "Oui"), Option("b", "Oui")), False),
        ((Option("a", "Oui"), Option("a", "Non")), False),
        ((Option("a", " "),), False),
        ((Option("", "Oui"),), False),
        ((Option("a" * 1001, "Oui"),), False),
    ],
    ids=[
        "none",
        "one",
        "thirteen",
        "fourteen",
        "too_long",
        "same_label",
        "same_id",
        "blank",
        "no_id",
        "id_too_long",
    ],
)
def test_what_can_be_shown(held: tuple[Option, ...], fit: bool) -> None:
    assert CHANNEL.shows(held) is fit


def test_there_is_no_template() -> None:
    assert CHANNEL.template(PERSON, "fr", "ab" * 16) is None
