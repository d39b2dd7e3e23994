"""WhatsApp: what each payload says, what each call holds, what each answer means."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from bot.channels.base import Address, BadPayload, Heard, Option, Part, Status
from bot.channels.whatsapp import WhatsApp
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

SAYS = expected("whatsapp")
SCOPED = Address("NL.1000000000000001", "100200300400500")
NUMBER = Address("99900000001", "100200300400500")
CHANNEL = WhatsApp(settings("whatsapp"))


def options(count: int, length: int = 5) -> tuple[Option, ...]:
    return tuple(Option(f"7.{n}", f"{n}".rjust(length, "x")) for n in range(count))


def body_of(part: Part, to: Address = SCOPED) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(CHANNEL.call(to, part).body)
    return held


def test_every_payload_has_its_meaning() -> None:
    assert set(SAYS) == set(recorded("whatsapp"))
    assert len(SAYS) >= 22


@pytest.mark.parametrize("name", sorted(SAYS))
def test_what_a_payload_says(name: str) -> None:
    says_so(CHANNEL, recorded("whatsapp")[name], SAYS[name])


def test_without_a_phone_id_every_number_is_ours() -> None:
    every = WhatsApp(settings("whatsapp", PHONE_ID=""))
    request = signed(json.dumps(recorded("whatsapp")["wrong_account"]).encode())
    (heard,) = every.heard(request)
    assert isinstance(heard, Heard)
    assert heard.address == Address("NL.1000000000000001", "900800700600500")
    call = every.call(heard.address, Part("Bonjour"))
    assert call.url == "https://graph.facebook.com/v23.0/900800700600500/messages"


@HOSTILE
@given(spoilt("whatsapp"))
def test_nothing_hostile_breaks_it(body: bytes) -> None:
    try:
        found = CHANNEL.heard(signed(body))
    except BadPayload:
        return
    for one in found:
        assert one.own_id
        if isinstance(one, Heard):
            assert one.address.person
            assert one.address.ours == "100200300400500"
            # Nobody waits for a thing that cannot be said: text and button hold something.
            assert one.kind != "text" or one.text
            assert one.kind != "button" or one.button
            assert (one.kind in ("edited", "deleted")) == (one.about is not None)
        else:
            assert isinstance(one, Status)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"object":1,"object":2}', b'{"a":NaN}', b"\xff", b"[" * 100_000],
    ids=["nothing", "list", "cut", "twice", "nan", "no_utf8", "deep"],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadPayload):
        CHANNEL.heard(signed(body))


def changed(name: str, **message: Any) -> dict[str, Any]:
    """Return a payload whose message is changed; ... takes a key away."""
    payload: dict[str, Any] = deepcopy(recorded("whatsapp")[name])
    (held,) = payload["entry"][0]["changes"][0]["value"]["messages"]
    held.update(message)
    for key in [key for key, value in held.items() if value is ...]:
        del held[key]
    return payload


@pytest.mark.parametrize(
    "text", [{"body": ""}, {"body": 5}, {}, [], "Bonjour", None], ids=json.dumps
)
def test_a_text_without_words_is_unreadable(text: Any) -> None:
    (heard,) = CHANNEL.heard(signed(json.dumps(changed("text", text=text)).encode()))
    assert isinstance(heard, Heard)
    assert (heard.kind, heard.text) == ("unreadable", "")


@pytest.mark.parametrize("own_id", [..., None, "", 5, "two words", "x" * 513], ids=repr)
def test_a_message_without_an_id_is_refused(own_id: Any) -> None:
    with pytest.raises(BadPayload):
        CHANNEL.heard(signed(json.dumps(changed("text", id=own_id)).encode()))


def test_an_account_that_would_lead_elsewhere_is_refused() -> None:
    payload = changed("text")
    payload["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "../me"
    with pytest.raises(BadPayload):
        WhatsApp(settings("whatsapp", PHONE_ID="")).heard(signed(json.dumps(payload).encode()))


def test_a_stranger_is_not_given_the_id_of_somebody_else() -> None:
    payload = changed("text", **{"from_user_id": ..., "from": "99900000077"})
    (heard,) = CHANNEL.heard(signed(json.dumps(payload).encode()))
    assert isinstance(heard, Heard)
    assert heard.address.person == "99900000077"


def test_a_text_goes_to_an_id_or_a_number() -> None:
    call = CHANNEL.call(SCOPED, Part("Bonjour", ref="ab" * 16))
    assert call.url == "https://graph.facebook.com/v23.0/100200300400500/messages"
    assert call.headers["Authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in call.url
    text = {"preview_url": False, "body": "Bonjour"}
    shared = {"messaging_product": "whatsapp", "recipient_type": "individual", "type": "text"}
    assert json.loads(call.body) == {
        **shared,
        "recipient": "NL.1000000000000001",
        "text": text,
        "biz_opaque_callback_data": "ab" * 16,
    }
    assert body_of(Part("Bonjour"), NUMBER) == {**shared, "to": "99900000001", "text": text}
    assert body_of(Part("x"), Address("FR.ENT.2", "1"))["recipient"] == "FR.ENT.2"


def test_three_short_options_are_buttons() -> None:
    said = body_of(Part("Et maintenant ?", options(3, 20)))["interactive"]
    assert said["type"] == "button"
    assert said["body"] == {"text": "Et maintenant ?"}
    assert [one["reply"]["id"] for one in said["action"]["buttons"]] == ["7.0", "7.1", "7.2"]


@pytest.mark.parametrize(
    "held", [options(4), options(10, 24), options(1, 21)], ids=["four", "ten", "long"]
)
def test_more_or_longer_ones_are_a_list(held: tuple[Option, ...]) -> None:
    said = body_of(Part("Choose", held, language="en"))["interactive"]
    assert said["type"] == "list"
    assert said["action"]["button"] == "See the choices"
    (section,) = said["action"]["sections"]
    assert section["rows"] == [{"id": one.id, "title": one.label} for one in held]


def test_a_long_label_is_told_whole_under_its_beginning() -> None:
    label = "Un permis de séjour temporaire, pour études"
    said = body_of(Part("Choisissez", (Option("9.a", label),)))["interactive"]
    assert said["action"]["button"] == "Voir les choix"
    (row,) = said["action"]["sections"][0]["rows"]
    assert row == {"id": "9.a", "title": "Un permis de séjour tem…", "description": label}
    assert len(row["title"]) == 24


@pytest.mark.parametrize(
    ("held", "fit"),
    [
        ((), False),
        (options(1), True),
        (options(10, 72), True),
        (options(11), False),
        (options(1, 73), False),
        ((Option("a", "Oui"), Option("b", "Oui")), False),
        ((Option("a", "Oui"), Option("a", "Non")), False),
        ((Option("a", " "),), False),
        ((Option("", "Oui"),), False),
        ((Option("a" * 200, "Oui"),), True),
        ((Option("a" * 201, "Oui"),), False),
    ],
    ids=[
        "none",
        "one",
        "ten",
        "eleven",
        "too_long",
        "same_label",
        "same_id",
        "blank",
        "no_id",
        "id_fits",
        "id_too_long",
    ],
)
def test_what_can_be_shown(held: tuple[Option, ...], fit: bool) -> None:
    assert CHANNEL.shows(held) is fit


def test_the_template_has_a_name_and_a_language_and_no_more() -> None:
    call = CHANNEL.template(SCOPED, "en", "cd" * 16)
    assert call is not None
    assert json.loads(call.body) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "recipient": "NL.1000000000000001",
        "type": "template",
        "template": {"name": "answer_waits", "language": {"code": "en"}},
        "biz_opaque_callback_data": "cd" * 16,
    }
    assert WhatsApp(settings("whatsapp", TEMPLATE="")).template(SCOPED, "fr", "") is None
