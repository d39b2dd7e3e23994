"""The signed webhook: what bodies say, how both sides sign, and what becomes of what is sent."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Address, Heard, Later, Option, Outcome, Part, Refused, Sent, Signed
from bot.channels.base import Status as Report
from bot.channels.webhook import Webhook
from tests.channels.hands import NOW, REF, make
from tests.channels.hostile import (
    answers,
    anything,
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
from tests.channels.standins.webhook import WebhookStandIn
from tests.conftest import ROOT

URL = "https://assistant.example/channels/webhook"
EXPECTED = expected("webhook")
CHANNEL = Webhook(settings_of("webhook"))
BODY = b'{"messages": [{"from": "personne-1", "id": "m-1", "text": "Bonjour"}]}'
AT = "1795867200"  # noon of the 28th
# Made with: printf '%s.%s' $AT "$BODY" | openssl dgst -sha256 -hmac not-a-secret
SIGNATURE = "sha256=3e01ab64519ba737bd3abeb4657d0c0196ee0e2a53c90b438fe5ba817dfa740c"
PART = Part(
    "Que cherchez-vous ?",
    (Option("7.trqn_ii", "TRQN II"),),
    REF,
    number=1,
    message={"seq": 7, "kind": "question", "text": "Que cherchez-vous ?"},
    now=NOW,
)


def signed(body: bytes = BODY, at: str = AT, made: str = SIGNATURE) -> Signed:
    return Signed(URL, {"X-Timestamp": at, "x-signature": made}, body)


@pytest.mark.parametrize("name", names_of("webhook"))
def test_each_body_says_what_it_should(name: str) -> None:
    assert said(CHANNEL, signed(body_of(payload("webhook", name)))) == EXPECTED[name]


def test_nothing_is_expected_of_a_body_that_is_not_there() -> None:
    assert EXPECTED.keys() == set(names_of("webhook")) and len(EXPECTED) >= 22


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"messages":[],"messages":[]}', b"\xff"],
    ids=["nothing", "list", "half", "twice", "bytes"],
)
def test_what_is_no_object_is_refused(body: bytes) -> None:
    assert said(CHANNEL, signed(body)) == "the body: not one JSON object in UTF-8"


@unhurried
@given(mutated("webhook"))
def test_hostile_bodies_are_refused_or_read(made: dict[str, Any]) -> None:
    for one in heard_or_refused(CHANNEL, signed(body_of(made))):
        if isinstance(one, Heard):
            json.loads(CHANNEL.call(one.address, PART).body)


@unhurried
@given(anything | st.dictionaries(st.sampled_from(["messages", "statuses"]), anything))
def test_anything_is_refused_or_read(made: Any) -> None:
    heard_or_refused(CHANNEL, signed(body_of(made)))


def test_what_is_signed_and_of_now_is_verified() -> None:
    assert CHANNEL.verified(signed(), NOW)
    assert not Webhook(settings_of("webhook", secret=ANOTHER)).verified(signed(), NOW)
    for missing in ("X-Timestamp", "x-signature"):
        headers = {name: held for name, held in signed().headers.items() if name != missing}
        assert not CHANNEL.verified(Signed(URL, headers, BODY), NOW)
    for at in ("", "-1", "1e9", " 1795867200", "１７９５８６７２００", "9" * 13, "\udcff"):
        assert not CHANNEL.verified(signed(at=at), NOW)


@pytest.mark.parametrize(
    ("seconds", "good"),
    [(-301, False), (-300, True), (0, True), (300, True), (301, False)],
    ids=["before", "just_before", "now", "just_after", "after"],
)
def test_what_is_old_or_of_tomorrow_is_refused(seconds: int, good: bool) -> None:
    assert CHANNEL.verified(signed(), NOW + timedelta(seconds=seconds)) is good


@unhurried
@given(st.data())
def test_one_bit_wrong_anywhere_is_refused(data: st.DataObject) -> None:
    parts = [BODY, AT.encode(), SIGNATURE.encode()]
    which = data.draw(st.integers(0, 2))
    wrong = bytearray(parts[which])
    bit = data.draw(st.integers(0, 8 * len(wrong) - 1))
    wrong[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(wrong)
    body, at, made = parts
    request = signed(body, *(one.decode("utf-8", "surrogateescape") for one in (at, made)))
    assert not CHANNEL.verified(request, NOW)


def test_what_is_sent_is_signed_and_holds_the_whole_message() -> None:
    call = CHANNEL.call(Address("personne-1", "ligne-1"), PART)
    assert call.url == "https://partner.example/in"
    assert call.headers["Authorization"] == "Bearer 999000:AA-not-real"
    assert CHANNEL.verified(Signed(URL, call.headers, call.body), NOW), "both ways alike"
    assert json.loads(call.body) == {
        "to": "personne-1",
        "from": "ligne-1",
        "id": REF,
        "part": 1,
        "text": "Que cherchez-vous ?",
        "options": [{"id": "7.trqn_ii", "label": "TRQN II"}],
        "language": "fr",
        "message": {"seq": 7, "kind": "question", "text": "Que cherchez-vous ?"},
    }
    with pytest.raises(ValueError, match=r"Part\.now"):
        CHANNEL.call(Address("personne-1"), Part("x"))


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"id": "wh-1"}, Sent("wh-1")),
        (204, None, Sent(None)),
        (200, {"id": 7}, Sent(None)),
        (202, {"id": "x" * 129}, Sent(None)),
        (429, {}, Later("429", 9.0)),
        (503, {}, Later("503", 9.0)),
        (410, {}, Refused("410", blocked=True)),
        (401, {}, Refused("401", ours=True)),
        (403, {}, Refused("403", ours=True)),
        (404, {}, Refused("404")),
        (422, {}, Refused("422")),
        (307, {}, Refused("307", ours=True)),
    ],
    ids=[
        "id",
        "none",
        "number",
        "long",
        "wait",
        "down",
        "gone",
        "token",
        "forbidden",
        "unknown",
        "wrong",
        "moved",
    ],
)
def test_every_answer_has_its_outcome(status: int, body: Any, outcome: Outcome) -> None:
    raw = b"" if body is None else body_of(body)
    assert CHANNEL.outcome(status, {"Retry-After": "9"}, raw) == outcome


@unhurried
@given(statuses, answers, waits)
def test_whatever_is_answered_has_an_outcome(status: int, body: bytes, wait: str) -> None:
    check_outcome(CHANNEL, status, body, wait)


def test_the_snippet_of_the_document_signs_and_verifies_as_we_do() -> None:
    text = (ROOT / "docs" / "channels" / "webhook.md").read_text("utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(snippet.strip().splitlines()) <= 15
    held: dict[str, Any] = {}
    exec(snippet, held)
    headers = held["sign"]("not-a-secret", BODY, NOW.timestamp())
    assert headers == {"X-Timestamp": AT, "X-Signature": SIGNATURE}
    assert CHANNEL.verified(Signed(URL, headers, BODY), NOW)
    call = CHANNEL.call(Address("personne-1"), PART)
    verify, now = held["verify"], NOW.timestamp()
    assert verify("not-a-secret", call.headers, call.body, now)
    assert not verify("another", call.headers, call.body, now)
    assert not verify("not-a-secret", call.headers, call.body + b" ", now)
    assert not verify("not-a-secret", call.headers, call.body, now + 301)
    assert not verify("not-a-secret", {}, call.body, now)


# Against the stand-in.


@pytest.fixture
async def partner() -> AsyncIterator[WebhookStandIn]:
    async with WebhookStandIn(now=lambda: NOW) as platform:
        yield platform


def channel_of(platform: WebhookStandIn, **given: str) -> Webhook:
    given = {"token": platform.token, "secret": platform.secret, **given}
    return Webhook(settings_of("webhook", api_base=platform.url, **given))


async def test_messages_come_in_a_batch_and_answers_go_out_once(partner: WebhookStandIn) -> None:
    got: list[Signed] = []

    async def gateway(request: web.Request) -> web.Response:
        got.append(Signed(str(request.url), request.headers, await request.read()))
        return web.json_response({})

    application = web.Application()
    application.add_routes([web.post("/channels/webhook", gateway)])
    channel = channel_of(partner)
    async with TestServer(application) as server:
        partner.webhook = str(server.make_url("/channels/webhook"))
        two = partner.message("anne", text="Bonjour"), partner.message("ben", text="Hello")
        assert (await partner.brings(*two)).status == 200
        anne, ben = channel.heard(got[0])
        assert isinstance(anne, Heard) and isinstance(ben, Heard)
        sent = await make(channel, channel.call(anne.address, PART))
        assert sent == Sent("wh-1")
        await partner.presses("anne", "TRQN II")
        await partner.reports({"id": "wh-1", "reached": "read", "ref": REF})
    assert all(channel.verified(one, NOW) for one in got)
    assert await make(channel, channel.call(anne.address, PART)) == sent, "shown once"
    assert partner.texts("anne") == [PART.text] and partner.texts("ben") == []
    passing = channel.call(ben.address, Part("Un instant.", now=NOW))
    assert json.loads(passing.body)["id"] is None
    assert await make(channel, passing) == Sent("wh-2")
    (press,), (report,) = (channel.heard(one) for one in got[1:])
    assert isinstance(press, Heard) and press.button == "7.trqn_ii"
    assert report == Report("wh-1", "read", None, REF)


@pytest.mark.parametrize("length", [1, 4000], ids=["shortest", "longest"])
async def test_texts_at_the_edges_are_taken(partner: WebhookStandIn, length: int) -> None:
    channel = channel_of(partner)
    assert Webhook.longest == Webhook.longest_with_options == 4000
    part = Part("é" * length, ref=REF, now=NOW)
    assert await make(channel, channel.call(Address("anne"), part)) == Sent("wh-1")


async def test_what_the_partner_refuses_is_refused(partner: WebhookStandIn) -> None:
    partner.gone.add("ben")

    async def send(to: str = "anne", part: Part = PART, **given: str) -> Outcome:
        channel = channel_of(partner, **given)
        return await make(channel, channel.call(Address(to), part))

    assert await send("ben") == Refused("410", blocked=True)
    assert await send(token="another") == Refused("401", ours=True)
    assert await send(secret=ANOTHER) == Refused("401", ours=True)
    old = Part("x", ref=REF, now=NOW - timedelta(seconds=301))
    assert await send(part=old) == Refused("401", ours=True)
    assert await send(part=Part("x", ref="no ref", now=NOW)) == Refused("422")
    assert partner.wrong == ["gone", "token", "signature", "signature", "id"]
    partner.fails(Fault(429, wait=7), Fault(500))
    assert await send() == Later("429", 7.0)
    assert await send() == Later("500")
    assert partner.sent == []
