"""Twilio: what forms say, how they are signed, what is sent, and what becomes of it."""

from __future__ import annotations

import base64
import hmac
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.base import Address, Heard, Later, Option, Outcome, Part, Refused, Sent, Signed
from bot.channels.base import Status as Report
from bot.channels.twilio import Twilio
from tests.channels.hands import NOW, REF, make
from tests.channels.hostile import (
    answers,
    body_of,
    check_outcome,
    heard_or_refused,
    mutated,
    statuses,
    unhurried,
    waits,
)
from tests.channels.payloads import ANOTHER, expected, names_of, payload, said, settings_of
from tests.channels.standins.base import Fault
from tests.channels.standins.twilio import TwilioStandIn

URL = "https://assistant.example/channels/twilio"
ACCOUNT = "AC000000000000000000000000000000FA"
SOMEBODY = "+99900000001"
OURS = f"{ACCOUNT} +99970000000"
EXPECTED = expected("twilio")
CHANNEL = Twilio(settings_of("twilio", ACCOUNT=ACCOUNT))
# As Twilio's page on the security of webhooks has it.
PUBLISHED = {
    "CallSid": "CA1234567890ABCDE",  # pragma: allowlist secret
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
PUBLISHED_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
PUBLISHED_SIGNATURE = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="  # pragma: allowlist secret


def form(given: dict[str, Any]) -> bytes:
    return urlencode(given, doseq=True).encode()


def published(url: str = PUBLISHED_URL, body: bytes = b"", made: str = "") -> Signed:
    headers = {"X-Twilio-Signature": made or PUBLISHED_SIGNATURE}
    return Signed(url, headers, body or form(PUBLISHED))


def twilio_of(**given: str) -> Twilio:
    return Twilio(settings_of("twilio", **{"secret": "12345", **given}))


@pytest.mark.parametrize("name", names_of("twilio"))
def test_each_form_says_what_it_should(name: str) -> None:
    assert said(CHANNEL, Signed(URL, {}, form(payload("twilio", name)))) == EXPECTED[name]


def test_nothing_is_expected_of_a_form_that_is_not_there() -> None:
    assert EXPECTED.keys() == set(names_of("twilio")) and len(EXPECTED) >= 22


def test_the_account_is_that_of_who_wrote_unless_it_is_set() -> None:
    wrong = Signed(URL, {}, form(payload("twilio", "wrong_account")))
    (told,) = Twilio(settings_of("twilio")).heard(wrong)
    assert isinstance(told, Heard) and told.address.ours.startswith("AC")
    call = Twilio(settings_of("twilio")).call(told.address, Part("x"))
    assert "/Accounts/AC000000000000000000000000000000FB/" in call.url


@pytest.mark.parametrize(
    "body",
    [b"Body=%ff", b"\xff=1", b"&".join([b"a=1"] * 501)],
    ids=["escaped", "bytes", "too_many"],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    assert said(CHANNEL, Signed(URL, {}, body)) == "the body: not one form in UTF-8"
    assert not CHANNEL.verified(Signed(URL, {"X-Twilio-Signature": ""}, body), NOW)


@unhurried
@given(mutated("twilio"))
def test_hostile_forms_are_refused_or_read(made: dict[str, Any]) -> None:
    flat = {name: held for name, held in made.items() if name.isprintable()}
    raw = urlencode(flat, doseq=True, errors="replace").encode()
    for one in heard_or_refused(CHANNEL, Signed(URL, {}, raw)):
        if isinstance(one, Heard):
            CHANNEL.call(one.address, Part(one.text))


@unhurried
@given(st.binary(max_size=80), st.text(max_size=30))
def test_any_bytes_are_refused_or_read(body: bytes, url: str) -> None:
    request = Signed(url, {"X-Twilio-Signature": "\udcff"}, body)
    heard_or_refused(CHANNEL, request)
    assert not CHANNEL.verified(request, NOW)


def test_what_twilio_published_is_verified() -> None:
    assert twilio_of().verified(published(), NOW)
    assert twilio_of(token="another").verified(published(), NOW), "SECRET verifies"
    assert not twilio_of(secret=ANOTHER, token="12345").verified(published(), NOW)
    assert not twilio_of().verified(Signed(PUBLISHED_URL, {}, form(PUBLISHED)), NOW)


@pytest.mark.parametrize(
    ("public", "url", "good"),
    [
        ("https://mycompany.com", "http://127.0.0.1:8080/myapp.php?foo=1&bar=2", True),
        ("https://mycompany.com:443", "http://gateway/myapp.php?foo=1&bar=2", True),
        ("", "https://mycompany.com:443/myapp.php?foo=1&bar=2", True),
        ("", "http://mycompany.com/myapp.php?foo=1&bar=2", False),
        ("", "https://mycompany.com/myapp.php?bar=2&foo=1", False),
        ("", "https://mycompany.com/myapp.php?foo=1&bar=2&", False),
        ("", "https://mycompany.com/myapp.php", False),
        ("", "https://mycompany.com/Myapp.php?foo=1&bar=2", False),
        ("", "https://mycompany.org/myapp.php?foo=1&bar=2", False),
        ("https://other.example", PUBLISHED_URL, False),
        ("", "http://[/", False),
    ],
    ids=[
        "public",
        "port",
        "standard",
        "scheme",
        "order",
        "more",
        "query",
        "path",
        "host",
        "other",
        "none",
    ],
)
def test_the_address_is_signed(public: str, url: str, good: bool) -> None:
    assert twilio_of(public_url=public).verified(published(url), NOW) is good


@pytest.mark.parametrize(
    ("called", "seen", "good"),
    [
        ("https://a.example:443/x", "https://a.example/x", True),
        ("https://a.example/x", "https://a.example:8443/x", True),
        ("http://a.example:80/x", "http://a.example/x", True),
        ("https://a.example:8443/x", "https://a.example/x", False),
        ("http://a.example:443/x", "http://a.example/x", False),
    ],
    ids=["standard", "left_out", "http", "other", "other_standard"],
)
def test_a_port_may_be_signed_or_not(called: str, seen: str, good: bool) -> None:
    said = called + "".join(name + PUBLISHED[name] for name in sorted(PUBLISHED))
    made = base64.b64encode(hmac.new(b"12345", said.encode(), "sha1").digest()).decode()
    assert twilio_of().verified(published(seen, made=made), NOW) is good


def test_a_pair_that_comes_twice_is_signed_once_in_the_order_of_values() -> None:
    body = form(PUBLISHED)
    assert twilio_of().verified(published(body=body + b"&Digits=1234"), NOW)
    assert not twilio_of().verified(published(body=body + b"&Digits=12345"), NOW)
    assert twilio_of().verified(published(body=b"&".join(body.split(b"&")[::-1])), NOW)


@unhurried
@given(st.integers(0, 8 * len(form(PUBLISHED)) - 1))
def test_a_body_with_one_bit_wrong_is_refused(bit: int) -> None:
    wrong = bytearray(form(PUBLISHED))
    wrong[bit // 8] ^= 1 << bit % 8
    try:
        same = parse_qsl(wrong.decode(), True) == list(PUBLISHED.items())
    except ValueError:
        same = False
    assume(not same)  # %2B and %2b are one letter
    assert not twilio_of().verified(published(body=bytes(wrong)), NOW)


@unhurried
@given(st.integers(0, 8 * len(PUBLISHED_SIGNATURE) - 1))
def test_a_signature_with_one_bit_wrong_is_refused(bit: int) -> None:
    wrong = bytearray(PUBLISHED_SIGNATURE.encode())
    wrong[bit // 8] ^= 1 << bit % 8
    made = wrong.decode("utf-8", "surrogateescape")
    assert not twilio_of().verified(published(made=made), NOW)


def test_what_is_sent_goes_from_the_number_that_was_written_to() -> None:
    channel = twilio_of(ACCOUNT=ACCOUNT, public_url="https://assistant.example", token="t" * 9)
    call = channel.call(Address(SOMEBODY, OURS), Part("Où ? & 100 %", ref=REF))
    assert call.url == f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    login = base64.b64decode(call.headers["Authorization"].removeprefix("Basic ")).decode()
    assert login == f"{ACCOUNT}:{'t' * 9}"
    assert parse_qs(call.body.decode()) == {
        "To": [SOMEBODY],
        "From": ["+99970000000"],
        "Body": ["Où ? & 100 %"],
        "StatusCallback": [f"{URL}?ref={REF}"],
    }
    assert b"StatusCallback" not in CHANNEL.call(Address(SOMEBODY, OURS), Part("x")).body
    CHANNEL.call(Address(SOMEBODY, OURS), Part("\ud800"))


def test_nothing_is_a_button_in_a_text_message() -> None:
    assert not CHANNEL.shows([]) and not CHANNEL.shows([Option("a", "A")])
    assert CHANNEL.acknowledgement == ("text/xml", "<Response/>")


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, {"sid": "SM1", "status": "queued"}, Sent("SM1")),
        (201, {"sid": 1}, Sent(None)),
        (401, {"code": 20003}, Refused("20003", ours=True)),
        (401, None, Refused("401", ours=True)),
        (404, {"code": 20404}, Refused("20404", ours=True)),
        (403, {"code": 20403}, Refused("20403", ours=True)),
        (400, {"code": 21606}, Refused("21606", ours=True)),
        (400, {"code": 21610}, Refused("21610", blocked=True)),
        (400, {"code": 21211}, Refused("21211")),
        (400, {"code": 21614}, Refused("21614")),
        (403, {"code": 21408}, Refused("21408")),
        (400, {"code": "21610"}, Refused("400")),
        (429, {"code": 20429}, Later("20429", 9.0)),
        (429, None, Later("429", 9.0)),
        (400, {"code": 21611}, Later("21611", 9.0)),
        (503, {"code": 20503}, Later("20503", 9.0)),
        (301, None, Refused("301", ours=True)),
    ],
    ids=[
        *("sent", "no_sid", "token", "login", "account", "forbidden", "number", "stopped"),
        *(
            "no_number",
            "landline",
            "region",
            "code_a_text",
            "busy",
            "wait",
            "full",
            "down",
            "moved",
        ),
    ],
)
def test_every_answer_has_its_outcome(status: int, body: Any, outcome: Outcome) -> None:
    raw = b"<html>" if body is None else body_of(body)
    assert CHANNEL.outcome(status, {"retry-after": "9"}, raw) == outcome


@unhurried
@given(statuses, answers, waits)
def test_whatever_is_answered_has_an_outcome(status: int, body: bytes, wait: str) -> None:
    check_outcome(CHANNEL, status, body, wait)


# Against the stand-in.


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as platform:
        yield platform


class Gateway:
    """Answers as ours does, and keeps what came."""

    def __init__(self) -> None:
        self.got: list[Signed] = []
        application = web.Application()
        application.add_routes([web.post("/channels/twilio", self._take)])
        self.server = TestServer(application)

    async def _take(self, request: web.Request) -> web.Response:
        self.got.append(Signed(str(request.url), request.headers, await request.read()))
        kind, text = Twilio.acknowledgement
        return web.Response(text=text, content_type=kind)


@pytest.fixture
async def gateway(twilio: TwilioStandIn) -> AsyncIterator[Gateway]:
    made = Gateway()
    async with made.server:
        twilio.webhook = str(made.server.make_url("/channels/twilio"))
        yield made


def channel_of(platform: TwilioStandIn, **given: str) -> Twilio:
    given = {"token": platform.token, "secret": platform.token, **given}
    return Twilio(settings_of("twilio", api_base=platform.url, **given))


async def test_a_message_is_answered_and_reported_on(
    twilio: TwilioStandIn, gateway: Gateway
) -> None:
    public = twilio.webhook.removesuffix("/channels/twilio")
    channel = channel_of(twilio, public_url=public)
    (acknowledged,) = await twilio.says(SOMEBODY, "Où êtes-vous ? 1+1=2 & ça")
    assert (acknowledged.content_type, acknowledged.body) == ("text/xml", b"<Response/>")
    (heard,) = channel.heard(gateway.got[0])
    assert isinstance(heard, Heard) and heard.text == "Où êtes-vous ? 1+1=2 & ça"
    assert heard.address == Address(SOMEBODY, f"{twilio.account} {twilio.number}")
    sent = await make(channel, channel.call(heard.address, Part("À La Haye.", ref=REF)))
    assert sent == Sent(twilio.sent[0]["sid"]) and twilio.texts(SOMEBODY) == ["À La Haye."]
    assert isinstance(sent, Sent) and sent.own_id
    await twilio.reports(sent.own_id, "sent")
    await twilio.reports(sent.own_id, "undelivered", "30003")
    assert [one for each in gateway.got[1:] for one in channel.heard(each)] == [
        Report(sent.own_id, "sent", None, REF),
        Report(sent.own_id, "failed", "30003", REF),
    ]
    assert all(channel.verified(one, NOW) for one in gateway.got)
    assert not any(channel_of(twilio, secret=ANOTHER).verified(one, NOW) for one in gateway.got)


async def test_the_same_message_brought_twice_is_known_by_its_id(
    twilio: TwilioStandIn, gateway: Gateway
) -> None:
    await twilio.says(SOMEBODY, "Bonjour", times=3)
    found = [one for each in gateway.got for one in channel_of(twilio).heard(each)]
    assert len(found) == 3 and len(set(map(repr, found))) == 1


async def test_who_writes_stop_gets_nothing_until_they_write_start(
    twilio: TwilioStandIn, gateway: Gateway
) -> None:
    twilio.advanced = True
    channel = channel_of(twilio)
    call = channel.call(Address(SOMEBODY, f"{twilio.account} {twilio.number}"), Part("x"))
    for word in ("Stop", "Start", "YES", "Help"):
        await twilio.says(SOMEBODY, word)
        outcome = await make(channel, call)
        stopped = Refused("21610", blocked=True)
        assert outcome == stopped if word == "Stop" else isinstance(outcome, Sent)
    heard = [one for each in gateway.got for one in channel.heard(each)]
    assert [(one.kind, one.text) for one in heard if isinstance(one, Heard)] == [
        ("blocked", ""),
        ("text", "menu"),
        ("text", "YES"),
        ("text", "Help"),
    ]


@pytest.mark.parametrize("length", [1, 1530], ids=["shortest", "longest"])
async def test_texts_at_the_edges_are_taken(twilio: TwilioStandIn, length: int) -> None:
    channel = channel_of(twilio)
    assert Twilio.longest == Twilio.longest_with_options == 1530
    text = "😀" * min(70, length) + "é" * (length - min(70, length))
    to = Address(SOMEBODY, f"{twilio.account} {twilio.number}")
    assert isinstance(await make(channel, channel.call(to, Part(text))), Sent)
    assert twilio.texts() == [text]


async def test_what_the_vendor_refuses_is_refused_with_its_code(twilio: TwilioStandIn) -> None:
    twilio.landlines.add("+99900000002")
    channel = channel_of(twilio)

    async def send(to: str, text: str = "x", number: str = twilio.number, **given: str) -> Outcome:
        address = Address(to, f"{given.pop('account', twilio.account)} {number}")
        one = channel_of(twilio, **given) if given else channel
        return await make(one, one.call(address, Part(text)))

    assert await send("99900000001") == Refused("21211")
    assert await send("+99900000002") == Refused("21614")
    assert await send(SOMEBODY, "") == Refused("21602")
    assert await send(SOMEBODY, "x" * 1601) == Refused("21617")
    assert await send(SOMEBODY, number="+99970000001") == Refused("21606", ours=True)
    assert await send(SOMEBODY, number="") == Refused("21603", ours=True)
    assert await send(SOMEBODY, token="another") == Refused("20003", ours=True)
    assert await send(SOMEBODY, account="AC9") == Refused("20003", ours=True)
    assert twilio.sent == []


async def test_faults_of_the_vendor_are_later(twilio: TwilioStandIn) -> None:
    channel = channel_of(twilio)
    call = channel.call(Address(SOMEBODY, f"{twilio.account} {twilio.number}"), Part("x"))
    twilio.fails(Fault(429, wait=7), Fault(503), Fault(500, taken=True))
    assert await make(channel, call) == Later("20429", 7.0)
    assert await make(channel, call) == Later("20500")
    assert (await make(channel, call), twilio.texts()) == (Later("20500"), ["x"])
