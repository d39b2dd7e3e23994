"""Telegram: what updates say, what is sent, and what becomes of it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from string import Template
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Address, Later, Option, Outcome, Part, Refused, Sent, Signed
from bot.channels.telegram import HEADER, Telegram
from tests.channels.hands import NOW, make
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
from tests.channels.payloads import SECRET, expected, names_of, payload, said, settings_of
from tests.channels.standins.base import Fault
from tests.channels.standins.telegram import TelegramStandIn
from tests.conftest import ROOT

URL = "https://assistant.example/channels/telegram"
SOMEBODY = 99900001
WELCOME = Part("Que cherchez-vous ?", (Option("7.trqn_ii", "TRQN II"), Option("7.menu", "Menu")))
EXPECTED = expected("telegram")
CHANNEL = Telegram(settings_of("telegram"))


def signed(body: bytes, secret: str = SECRET, name: str = HEADER) -> Signed:
    return Signed(URL, {name: secret}, body)


@pytest.mark.parametrize("name", names_of("telegram"))
def test_each_update_says_what_it_should(name: str) -> None:
    assert said(CHANNEL, signed(body_of(payload("telegram", name)))) == EXPECTED[name]


def test_nothing_is_expected_of_an_update_that_is_not_there() -> None:
    assert EXPECTED.keys() == set(names_of("telegram")) and len(EXPECTED) >= 22


def test_an_edit_names_the_message_it_is_of_and_is_known_by_its_own_name() -> None:
    (was,), (edit,) = EXPECTED["text"], EXPECTED["edited"]
    assert edit.about == was.own_id != edit.own_id  # type: ignore[union-attr]
    other = Telegram(settings_of("telegram", token="999001:AA-not-real"))
    (told,) = other.heard(signed(body_of(payload("telegram", "text"))))
    assert told.own_id != was.own_id, "another bot counts from one again"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'{"update_id":1,"update_id":2}', b"\xff", b"[" * 9999, b"NaN"],
    ids=["nothing", "list", "null", "half", "twice", "bytes", "deep", "nan"],
)
def test_what_is_no_object_is_refused(body: bytes) -> None:
    assert said(CHANNEL, signed(body)) == "the body: not one JSON object in UTF-8"


@unhurried
@given(mutated("telegram"))
def test_hostile_updates_are_refused_or_read(made: dict[str, Any]) -> None:
    for one in heard_or_refused(CHANNEL, signed(body_of(made))):
        json.loads(CHANNEL.call(one.address, WELCOME).body)  # type: ignore[union-attr]
        CHANNEL.pressed(one)  # type: ignore[arg-type]


@unhurried
@given(anything | st.dictionaries(st.sampled_from(["update_id", "message"]), anything))
def test_anything_is_refused_or_read(made: Any) -> None:
    heard_or_refused(CHANNEL, signed(body_of(made)))


def test_the_secret_is_needed_whatever_its_header_is_called() -> None:
    assert CHANNEL.verified(signed(b"{}"), NOW)
    assert CHANNEL.verified(signed(b"{}", name=HEADER.lower()), NOW)
    assert not CHANNEL.verified(Signed(URL, {}, b"{}"), NOW)
    for wrong in ("", "not-a-secre", "not-a-secret ", "Not-a-secret", "not-a-secret\udcff", "é"):
        assert not CHANNEL.verified(signed(b"{}", wrong), NOW)


@unhurried
@given(st.integers(0, 8 * len("not-a-secret") - 1))
def test_a_secret_with_one_bit_wrong_is_refused(bit: int) -> None:
    wrong = bytearray(b"not-a-secret")
    wrong[bit // 8] ^= 1 << bit % 8
    assert not CHANNEL.verified(signed(b"{}", wrong.decode("utf-8", "surrogateescape")), NOW)


def test_what_is_sent_is_plain_without_previews_one_button_a_row() -> None:
    call = CHANNEL.call(Address(str(SOMEBODY)), WELCOME)
    assert call.url == "https://api.telegram.org/bot999000:AA-not-real/sendMessage"
    assert json.loads(call.body) == {
        "chat_id": SOMEBODY,
        "text": "Que cherchez-vous ?",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "TRQN II", "callback_data": "7.trqn_ii"}],
                [{"text": "Menu", "callback_data": "7.menu"}],
            ]
        },
    }
    assert "reply_markup" not in json.loads(CHANNEL.call(Address("1"), Part("x")).body)


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ([Option("x" * 64, "y" * 60)], True),
        ([Option("x" * 65, "y")], False),
        ([Option("é" * 33, "y")], False),
        ([Option("x", "y" * 61)], False),
        ([Option("x", "")], False),
        ([Option(str(n), "y") for n in range(100)], True),
        ([Option(str(n), "y") for n in range(101)], False),
    ],
    ids=["most", "data", "data_in_bytes", "label", "no_label", "hundred", "more"],
)
def test_buttons_are_shown_where_they_fit(options: list[Option], shown: bool) -> None:
    assert CHANNEL.shows(options) is shown


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (
            200,
            {"ok": True, "result": {"message_id": 7, "chat": {"id": 5}}},
            Sent("999000.5.7"),
        ),
        (200, {"ok": True, "result": True}, Sent(None)),
        (429, {"description": "x", "parameters": {"retry_after": 35}}, Later("429", 35.0)),
        (429, {}, Later("429", 9.0)),
        (500, {}, Later("500", 9.0)),
        (502, None, Later("502", 9.0)),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Refused("403", True)),
        (
            400,
            {"description": "Bad Request: chat not found"},
            Refused("400 chat not found", True),
        ),
        (400, {"description": "Bad Request: message is too long"}, Refused("400")),
        (401, {"description": "Unauthorized"}, Refused("401", ours=True)),
        (404, {"description": "Not Found"}, Refused("404", ours=True)),
        (302, None, Refused("302", ours=True)),
    ],
    ids=[
        "sent",
        "done",
        "wait",
        "wait_header",
        "error",
        "no_json",
        "blocked",
        "unknown",
        "long",
        "token",
        "address",
        "moved",
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
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as platform:
        yield platform


def channel_of(platform: TelegramStandIn) -> Telegram:
    return Telegram(settings_of("telegram", api_base=platform.url, token=platform.token))


async def test_a_message_with_buttons_goes_there_and_a_press_comes_back(
    telegram: TelegramStandIn,
) -> None:
    got: list[Signed] = []
    status = 503

    async def gateway(request: web.Request) -> web.Response:
        nonlocal status
        got.append(Signed(str(request.url), request.headers, await request.read()))
        answered, status = status, 200
        return web.Response(status=answered)

    application = web.Application()
    application.add_routes([web.post("/channels/telegram", gateway)])
    channel = channel_of(telegram)
    async with TestServer(application) as server:
        telegram.webhook["url"] = str(server.make_url("/channels/telegram"))
        telegram.webhook["secret_token"] = SECRET
        assert [one.status for one in await telegram.says(SOMEBODY, "Bonjour")] == [503, 200]
        first, again = ([*channel.heard(one)] for one in got)
        assert first == again and first[0].text == "Bonjour"
        assert all(channel.verified(one, NOW) for one in got)
        sent = await make(channel, channel.call(first[0].address, WELCOME))
        assert sent == Sent(f"999000.{SOMEBODY}.{telegram.sent[-1]['message_id']}")
        await telegram.presses(SOMEBODY, "Menu")
    (press,) = channel.heard(got[-1])
    assert press.button == "7.menu" and press.address == first[0].address
    told = channel.pressed(press)
    assert told is not None and channel.pressed(first[0]) is None
    assert await make(channel, told) == Sent(None)
    assert len(telegram.answered) == 1
    assert await make(channel, told) == Refused("400"), "a press is answered once"


async def test_the_call_in_the_document_points_telegram_at_us(telegram: TelegramStandIn) -> None:
    text = (ROOT / "docs" / "channels" / "telegram.md").read_text("utf-8")
    given = {name: held for _, name, held in re.findall(r"-d (['\"])(\w+)=(.*?)\1", text)}
    held = {"PUBLIC_URL": "https://assistant.example", "TELEGRAM_SECRET": SECRET}
    form = {name: Template(one).substitute(held) for name, one in given.items()}
    (method,) = re.findall(r"bot\$TELEGRAM_TOKEN/(set\w+)", text)
    async with ClientSession(telegram.url) as session:
        async with session.post(f"/bot{telegram.token}/{method}", data=form) as answer:
            assert (await answer.json())["ok"] is True
        async with session.get(f"/bot{telegram.token}/getWebhookInfo") as answer:
            assert (await answer.json())["result"]["url"] == URL
    assert telegram.webhook["secret_token"] == SECRET
    wanted = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert telegram.webhook["allowed_updates"] == wanted


@pytest.mark.parametrize("length", [1, 4000], ids=["shortest", "longest"])
async def test_texts_at_the_edges_are_taken(telegram: TelegramStandIn, length: int) -> None:
    telegram.known.add(SOMEBODY)
    channel = channel_of(telegram)
    assert Telegram.longest == Telegram.longest_with_options == 4000
    text = "😀" * min(96, length - 1) + "é" * (length - min(96, length - 1))
    full = tuple(Option(f"{n:0>64}", "y" * 60) for n in range(100))
    for options in ((), full):
        outcome = await make(channel, channel.call(Address(str(SOMEBODY)), Part(text, options)))
        assert isinstance(outcome, Sent)
    assert telegram.texts(SOMEBODY) == [text, text]


async def test_what_the_vendor_refuses_is_refused_with_its_reason(
    telegram: TelegramStandIn,
) -> None:
    telegram.known |= {SOMEBODY, 2, 3}
    telegram.blocked.add(2)
    telegram.deleted.add(3)
    channel = channel_of(telegram)

    async def send(person: int, text: str = "x", *options: Option) -> Outcome:
        return await make(channel, channel.call(Address(str(person)), Part(text, options)))

    assert await send(2) == await send(3) == Refused("403", blocked=True)
    assert await send(4) == Refused("400 chat not found", blocked=True)
    assert await send(SOMEBODY, " ") == await send(SOMEBODY, "x" * 4097) == Refused("400")
    assert await send(SOMEBODY, "x", Option("x" * 65, "y")) == Refused("400")
    assert telegram.sent == []


async def test_faults_of_the_vendor_are_later_or_ours(telegram: TelegramStandIn) -> None:
    telegram.known.add(SOMEBODY)
    channel = channel_of(telegram)
    call = channel.call(Address(str(SOMEBODY)), Part("x"))
    telegram.fails(Fault(429, wait=7), Fault(502), Fault(500, taken=True))
    assert await make(channel, call) == Later("429", 7.0)
    assert await make(channel, call) == Later("502")
    assert (await make(channel, call), telegram.texts()) == (Later("500"), ["x"])
    assert isinstance(await make(channel, call), Sent)
    for token, code in (("999000:AA-another-one", "401"), ("no token", "404")):
        wrong = Telegram(settings_of("telegram", api_base=telegram.url, token=token))
        call = wrong.call(Address(str(SOMEBODY)), Part("x"))
        assert await make(wrong, call) == Refused(code, ours=True)
