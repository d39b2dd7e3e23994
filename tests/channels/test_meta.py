"""What both of Meta's platforms share: signatures, the handshake, what an answer means."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Address, Heard, Later, Outcome, Refused, Sent
from bot.channels.messenger import Messenger
from bot.channels.meta import moment
from bot.channels.whatsapp import WhatsApp
from tests.channels.metas import NOW, PATIENT, SECRET, WORD, settings, signed, spoilt

WHATSAPP, MESSENGER = WhatsApp(settings("whatsapp")), Messenger(settings("messenger"))
BOTH = pytest.mark.parametrize(
    "channel", [WHATSAPP, MESSENGER], ids=[WHATSAPP.name, MESSENGER.name]
)
BODIES = st.binary(max_size=300)


@BOTH
@PATIENT
@given(body=BODIES)
def test_what_the_app_signed_is_taken(channel: WhatsApp | Messenger, body: bytes) -> None:
    for name in ("X-Hub-Signature-256", "x-hub-signature-256", "X-HUB-SIGNATURE-256"):
        assert channel.verified(signed(body, name=name), NOW)


@PATIENT
@given(body=st.binary(min_size=1, max_size=300), at=st.integers(0))
def test_any_one_bit_of_the_body_refuses_it(body: bytes, at: int) -> None:
    flipped = bytearray(body)
    at %= 8 * len(body)
    flipped[at // 8] ^= 1 << (at % 8)
    assert not WHATSAPP.verified(replace(signed(body), body=bytes(flipped)), NOW)


@PATIENT
@given(body=BODIES, at=st.integers(0, 8 * len("sha256=" + "0" * 64) - 1))
def test_any_one_bit_of_the_signature_refuses_it(body: bytes, at: int) -> None:
    made = bytearray(signed(body).headers["X-Hub-Signature-256"].encode())
    made[at // 8] ^= 1 << (at % 8)
    headers = {"X-Hub-Signature-256": made.decode("latin-1")}
    assert not WHATSAPP.verified(replace(signed(body), headers=headers), NOW)


@PATIENT
@given(body=BODIES, secret=st.text(min_size=1, max_size=40).filter(lambda one: one != SECRET))
def test_another_secret_is_refused(body: bytes, secret: str) -> None:
    try:
        request = signed(body, secret)
    except UnicodeEncodeError:
        return
    assert not WHATSAPP.verified(request, NOW)


@PATIENT
@given(
    st.dictionaries(
        st.sampled_from(["X-Hub-Signature-256", "X-Hub-Signature", "X-Other"]),
        st.one_of(st.text(max_size=80), st.just("sha256="), st.just("\udcff\ud800")),
    )
)
def test_no_header_breaks_it(headers: dict[str, str]) -> None:
    assert not WHATSAPP.verified(replace(signed(b"{}"), headers=headers), NOW)


@pytest.mark.parametrize("digest", ["sha1", "md5", "sha512", "sha3_256"])
def test_no_other_digest_is_taken(digest: str) -> None:
    made = hmac.new(SECRET.encode(), b"{}", digest).hexdigest()
    for name in ("X-Hub-Signature-256", "X-Hub-Signature"):
        headers = {name: f"{digest}={made}"}
        assert not WHATSAPP.verified(replace(signed(b"{}"), headers=headers), NOW)


def test_the_older_header_and_a_bare_digest_are_not_taken() -> None:
    made = hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()
    for headers in (
        {"X-Hub-Signature": f"sha256={made}"},
        {"X-Hub-Signature-256": made},
        {"X-Hub-Signature-256": f"sha256={made.upper()}"},
        {"X-Hub-Signature-256": f"sha256={made} "},
        {},
    ):
        assert not WHATSAPP.verified(replace(signed(b"{}"), headers=headers), NOW)


def asked(**more: str) -> dict[str, str]:
    told = {"mode": "subscribe", "verify_token": WORD, "challenge": "1158201444", **more}
    return {f"hub.{name}": value for name, value in told.items()}


@BOTH
def test_the_handshake_gives_the_challenge_back(channel: WhatsApp | Messenger) -> None:
    assert channel.handshake(asked()) == "1158201444"


def test_without_a_word_of_its_own_the_secret_is_the_word() -> None:
    channel = WhatsApp(settings("whatsapp", VERIFY_TOKEN=""))
    assert channel.handshake(asked(verify_token=SECRET)) == "1158201444"
    assert channel.handshake(asked()) is None
    assert channel.handshake(asked(verify_token="")) is None


@pytest.mark.parametrize(
    "query",
    [
        asked(verify_token=SECRET),
        asked(verify_token=WORD[:-1]),
        asked(verify_token=""),
        asked(verify_token="é\ud800"),
        asked(mode="unsubscribe"),
        asked(challenge=""),
        asked(challenge="<script>alert(1)</script>"),
        asked(challenge="1\n"),
        asked(challenge="1" * 257),
        {},
    ],
    ids=[
        "secret",
        "cut",
        "empty",
        "no_ascii",
        "mode",
        "no_challenge",
        "page",
        "line",
        "long",
        "nothing",
    ],
)
def test_nobody_else_gets_an_answer(query: dict[str, str]) -> None:
    assert WHATSAPP.handshake(query) is None


def answered(channel: Any, status: int, body: Any, **headers: str) -> Outcome:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    outcome: Outcome = channel.outcome(status, headers, raw)
    return outcome


def error(code: Any, subcode: Any = None, **more: Any) -> dict[str, Any]:
    told = {"message": f"(#{code}) …", "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        told["error_subcode"] = subcode
    return {"error": {**told, "fbtrace_id": "AbCd"}}


def test_the_id_of_what_was_sent() -> None:
    told = {"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": "wamid.1"}]}
    assert answered(WHATSAPP, 200, told) == Sent("wamid.1")
    said = {"recipient_id": "7000000000000001", "message_id": "m_1"}
    assert answered(MESSENGER, 200, said) == Sent("m_1")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", {}, {"messages": []}, {"messages": [5]}, {"messages": 5}, {"message_id": 5}],
    ids=["nothing", "page", "empty", "none", "number_in", "number", "number_id"],
)
@BOTH
def test_a_success_nobody_can_read_is_one(channel: Any, body: Any) -> None:
    assert answered(channel, 200, body) == Sent(None)


# code, subcode, what it means
MEANS: list[tuple[int, int | None, Outcome]] = [
    (0, None, Refused("0", ours=True)),
    (1, None, Later("1")),
    (2, None, Later("2")),
    (3, None, Refused("3", ours=True)),
    (4, None, Later("4")),
    (4, 2018022, Later("4.2018022")),
    (10, None, Refused("10", ours=True)),
    (10, 2018278, Refused("10.2018278", outside=True)),
    (10, 2018065, Refused("10.2018065", outside=True)),
    (10, 2534022, Refused("10.2534022", outside=True)),
    (10, 2018108, Refused("10.2018108", blocked=True)),
    (33, None, Refused("33", ours=True)),
    (100, None, Refused("100")),
    (100, 33, Refused("100.33", ours=True)),
    (100, 2018001, Refused("100.2018001")),
    (190, 463, Refused("190.463", ours=True)),
    (200, None, Refused("200", ours=True)),
    (200, 1545041, Refused("200.1545041", blocked=True)),
    (230, None, Refused("230", ours=True)),
    (299, None, Refused("299", ours=True)),
    (300, None, Refused("300")),
    (368, None, Refused("368", ours=True)),
    (551, 1545041, Refused("551.1545041", blocked=True)),
    (613, None, Later("613")),
    (1200, None, Later("1200")),
    (80006, None, Later("80006")),
    (80007, None, Later("80007")),
    (130429, None, Later("130429")),
    (130472, None, Refused("130472")),
    (131000, None, Later("131000")),
    (131005, None, Refused("131005", ours=True)),
    (131009, None, Refused("131009")),
    (131016, None, Later("131016")),
    (131026, None, Refused("131026")),
    (131030, None, Refused("131030")),
    (131031, None, Refused("131031", ours=True)),
    (131042, None, Refused("131042", ours=True)),
    (131047, None, Refused("131047", outside=True)),
    (131048, None, Later("131048")),
    (131049, None, Refused("131049")),
    (131056, None, Later("131056")),
    (132001, None, Refused("132001")),
    (133010, None, Refused("133010", ours=True)),
    (987654, None, Refused("987654")),
]


@pytest.mark.parametrize(
    ("code", "subcode", "means"), MEANS, ids=[f"{code}.{sub or 0}" for code, sub, _ in MEANS]
)
@BOTH
def test_what_a_code_means(channel: Any, code: int, subcode: int | None, means: Outcome) -> None:
    assert answered(channel, 400, error(code, subcode)) == means
    # Meta may say so with another status, even with a success.
    assert answered(channel, 200, error(code, subcode)) == means


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (200, Refused("987654")),
        (401, Refused("987654", ours=True)),
        (403, Refused("987654")),
        (404, Refused("987654")),
        (429, Later("987654")),
        (500, Later("987654")),
        (503, Later("987654")),
    ],
    ids=str,
)
def test_a_code_nobody_knows_goes_by_the_status(status: int, means: Outcome) -> None:
    assert answered(WHATSAPP, status, error(987654)) == means


def test_a_code_nobody_knows_that_passes_is_tried_again() -> None:
    assert answered(WHATSAPP, 400, error(987654, is_transient=True)) == Later("987654")
    assert answered(WHATSAPP, 400, error(131047, is_transient=True)) == Refused(
        "131047", outside=True
    )


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (301, Refused("http_301", ours=True)),
        (400, Refused("http_400")),
        (401, Refused("http_401", ours=True)),
        (403, Refused("http_403", ours=True)),
        (404, Refused("http_404", ours=True)),
        (408, Later("http_408")),
        (413, Refused("http_413")),
        (429, Later("http_429")),
        (500, Later("http_500")),
        (502, Later("http_502")),
        (504, Later("http_504")),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", {"error": "x"}, {"error": {"code": "190"}}, {"error": {"code": True}}],
    ids=["nothing", "page", "text", "code_text", "code_true"],
)
def test_without_a_code_the_status_decides(status: int, means: Outcome, body: Any) -> None:
    assert answered(MESSENGER, status, body) == means


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("30", 30.0),
        (" 5 ", 5.0),
        ("0", 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1e9", None),
        ("9999999", None),
        ("Mon, 23 Nov 2026 12:00:30 GMT", None),
    ],
    ids=["30", "spaces", "0", "empty", "word", "negative", "exponent", "huge", "date"],
)
def test_how_long_to_wait(given: str, seconds: float | None) -> None:
    told = error(130429)
    for name in ("Retry-After", "retry-after"):
        assert WHATSAPP.outcome(429, {name: given}, json.dumps(told).encode()) == Later(
            "130429", seconds
        )


@PATIENT
@given(status=st.integers(100, 599), body=st.one_of(BODIES, spoilt("whatsapp")))
def test_no_answer_breaks_it(status: int, body: bytes) -> None:
    for channel in (WHATSAPP, MESSENGER):
        assert isinstance(channel.outcome(status, {}, body), Sent | Later | Refused)


@BOTH
def test_one_day_to_answer_and_no_word_about_presses(channel: WhatsApp | Messenger) -> None:
    assert channel.window == timedelta(hours=24)
    assert channel.acknowledgement == ("text/plain", "ok")
    assert channel.pressed(Heard(Address("1"), "m", "button", button="7.x")) is None


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("1795435200", 0),
        (1795435200, 0),
        (1795435200250, 0.25),
        ("1795435201000", 1),
    ],
    ids=["text", "number", "milliseconds", "milliseconds_text"],
)
def test_a_time_is_read(given: Any, seconds: float) -> None:
    assert moment(given) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "given", [None, True, 0, -5, 1.5, "", "now", "-1", 10**30, [], {}], ids=repr
)
def test_what_is_no_time_is_none(given: Any) -> None:
    assert moment(given) is None
