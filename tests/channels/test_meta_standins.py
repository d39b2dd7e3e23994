"""The stand-ins of WhatsApp and Messenger: they take what ours say, else nothing.

And the other way: what they bring is heard as it was meant, each time it is brought.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ServerDisconnectedError

from bot.channels.base import (
    Address,
    Call,
    Heard,
    Later,
    Option,
    Part,
    Refused,
    Sent,
    Status,
)
from tests.channels.meta_house import (
    AMINA,
    NUMBER,
    PAGE,
    PHONE,
    PSID,
    Clock,
    House,
    messenger_house,
    whatsapp_house,
)
from tests.channels.metas import WORD
from tests.channels.standins.graph import Fault


@pytest.fixture
async def whatsapp() -> AsyncIterator[House]:
    async for one in whatsapp_house(Clock()):
        yield one


@pytest.fixture
async def messenger() -> AsyncIterator[House]:
    async for one in messenger_house(Clock()):
        yield one


@pytest.fixture(params=["whatsapp", "messenger"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    clock = Clock()
    made = {"whatsapp": whatsapp_house, "messenger": messenger_house}[request.param]
    async for one in made(clock):
        yield one


def options(count: int, length: int) -> tuple[Option, ...]:
    return tuple(Option(f"7.{n}", f"{n}".rjust(length, "x")) for n in range(count))


PARTS = {
    "whatsapp": {
        "longest": Part("x" * 4096, ref="ab" * 16),
        "one_button": Part("x" * 1024, options(1, 20)),
        "three_buttons": Part("x" * 1024, options(3, 20), "ab" * 16),
        "list_of_ten": Part("x" * 1024, options(10, 24)),
        "longest_labels": Part("x" * 1024, options(10, 72), language="en"),
        "longest_id": Part("x", (Option("a" * 200, "Oui"), Option("b" * 200, "x" * 21))),
    },
    "messenger": {
        "longest": Part("x" * 2000, ref="ab" * 16),
        "one_reply": Part("x", options(1, 20)),
        "thirteen": Part("x" * 2000, options(13, 20)),
        "longest_id": Part("x", (Option("a" * 1000, "Oui"),)),
    },
}
TOO_MUCH = {
    "whatsapp": {
        "text": Part("x" * 4097),
        "blank": Part(" "),
        "body": Part("x" * 1025, options(1, 20)),
        "rows": Part("x", options(11, 20)),
        "label": Part("x", options(1, 73)),
        "ref": Part("x", ref="a" * 513),
        "titles": Part("x", (Option("a", "Oui"), Option("b", "Oui"))),
        "ids": Part("x", (Option("a", "Oui"), Option("a", "x" * 21))),
    },
    "messenger": {
        "text": Part("x" * 2001),
        "blank": Part(" "),
        "replies": Part("x", options(14, 20)),
        "label": Part("x", options(1, 21)),
        "payload": Part("x", (Option("a" * 1001, "Oui"),)),
    },
}
CASES = [(name, case) for name, held in PARTS.items() for case in held]
WRONG = [(name, case) for name, held in TOO_MUCH.items() for case in held]


@pytest.mark.parametrize(
    ("house", "case"), CASES, indirect=["house"], ids=["-".join(one) for one in CASES]
)
async def test_what_fits_is_taken(house: House, case: str) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    part = PARTS[house.channel.name][case]
    outcome = await house.say(part)
    assert (house.meta.refused, len(house.meta.sent)) == ([], 1)
    (taken,) = house.meta.sent
    assert outcome == Sent(taken.own_id)
    assert (taken.text, taken.person) == (part.text, house.person)


@pytest.mark.parametrize(
    ("house", "case"), WRONG, indirect=["house"], ids=["-".join(one) for one in WRONG]
)
async def test_what_does_not_fit_is_refused(house: House, case: str) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    outcome = await house.say(TOO_MUCH[house.channel.name][case])
    assert isinstance(outcome, Refused)
    assert not (outcome.ours or outcome.blocked or outcome.outside)
    assert house.meta.sent == []


async def test_what_people_write_is_heard_in_order(house: House) -> None:
    said = [house.meta.text(word, house.person) for word in ("Un", "Deux", "Trois")]
    assert await house.bring(*said) == [200]
    assert [one.text for one in house.gateway.heard if isinstance(one, Heard)] == [
        "Un",
        "Deux",
        "Trois",
    ]
    await house.bring(*reversed(said), times=2)
    ids = [one.own_id for one in house.gateway.heard]
    assert ids[3:6] == ids[6:9] == ids[2::-1]


async def test_a_gateway_that_is_away_is_asked_again(house: House) -> None:
    house.gateway.away = 2
    assert await house.bring(house.meta.text("Bonjour", house.person)) == [503, 503, 200]
    assert len(house.gateway.heard) == 1
    house.gateway.away = 99
    pauses = (0.0, 0.0, 0.0)
    assert await house.bring(house.meta.text("Alors ?", house.person), pauses=pauses) == [503] * 3


async def test_what_another_app_signs_is_refused(house: House) -> None:
    house.meta.secret = WORD
    statuses = await house.bring(house.meta.text("Bonjour", house.person), pauses=(0.0,))
    assert (statuses, house.gateway.heard) == ([401], [])


async def test_they_shake_hands(house: House) -> None:
    assert await house.meta.shake_hands(house.gateway.url, WORD)
    assert not await house.meta.shake_hands(house.gateway.url, "guessed")


async def test_a_choice_comes_back_with_its_id(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    await house.say(Part("Et maintenant ?", options(3, 20)))
    await house.bring(house.meta.press(house.meta.sent[0], 1, house.person))
    pressed = house.gateway.heard[-1]
    assert isinstance(pressed, Heard)
    assert (pressed.kind, pressed.button) == ("button", "7.1")
    assert pressed.address.person == house.person


async def test_a_row_of_a_list_comes_back_with_its_id(whatsapp: House) -> None:
    await whatsapp.bring(whatsapp.meta.text("Bonjour", AMINA))
    await whatsapp.say(Part("Choisissez", options(5, 40)))
    await whatsapp.bring(whatsapp.meta.press(whatsapp.meta.sent[0], 4, AMINA))
    pressed = whatsapp.gateway.heard[-1]
    assert isinstance(pressed, Heard)
    assert pressed.button == "7.4"


async def test_after_a_day_whatsapp_takes_the_template_only(whatsapp: House) -> None:
    await whatsapp.bring(whatsapp.meta.text("Bonjour", AMINA))
    whatsapp.clock.now += timedelta(hours=23, minutes=59)
    assert isinstance(await whatsapp.say(Part("Voici")), Sent)
    whatsapp.clock.now += timedelta(minutes=1)
    assert await whatsapp.say(Part("Voici")) == Refused("131047", outside=True)
    for language in ("fr", "en"):
        call = whatsapp.channel.template(Address(AMINA, PHONE), language, "ab" * 16)
        assert call
        assert isinstance(await whatsapp.make(call), Sent)
    whatsapp.meta.templates.clear()
    assert call
    assert await whatsapp.make(call) == Refused("132001")
    await whatsapp.bring(whatsapp.meta.text("Oui", AMINA))
    assert isinstance(await whatsapp.say(Part("Voici")), Sent)


async def test_after_a_day_messenger_takes_nothing(messenger: House) -> None:
    assert await messenger.say(Part("Bonjour")) == Refused("100.2018001")
    await messenger.bring(messenger.meta.text("Bonjour", PSID))
    messenger.clock.now += timedelta(hours=24)
    assert await messenger.say(Part("Voici")) == Refused("10.2018278", outside=True)
    await messenger.bring(messenger.meta.text("Oui", PSID))
    assert isinstance(await messenger.say(Part("Voici")), Sent)


async def test_a_refusal_may_come_later_as_a_status(whatsapp: House) -> None:
    whatsapp.meta.late_refusals = True
    ref = "ab" * 16
    sent = await whatsapp.say(Part("Voici", ref=ref))
    assert isinstance(sent, Sent)
    ((taken, code),) = whatsapp.meta.failing
    told = whatsapp.meta.payload(statuses=[whatsapp.meta.status(taken, "failed", code)])
    await whatsapp.meta.bring(whatsapp.gateway.url, told)
    assert sent.own_id
    assert whatsapp.gateway.heard == [Status(sent.own_id, "failed", "131047", ref, True)]


async def test_statuses_of_whatsapp_name_our_message(whatsapp: House) -> None:
    await whatsapp.bring(whatsapp.meta.text("Bonjour", NUMBER))
    await whatsapp.say(Part("Voici", ref="cd" * 16), NUMBER)
    (taken,) = whatsapp.meta.sent
    assert taken.body["to"] == NUMBER
    told = [whatsapp.meta.status(taken, one) for one in ("read", "sent", "delivered")]
    await whatsapp.meta.bring(whatsapp.gateway.url, whatsapp.meta.payload(statuses=told))
    heard = [one for one in whatsapp.gateway.heard if isinstance(one, Status)]
    assert [one.reached for one in heard] == ["read", "sent", "delivered"]
    assert {(one.own_id, one.ref) for one in heard} == {(taken.own_id, "cd" * 16)}


async def test_deliveries_and_echoes_of_messenger(messenger: House) -> None:
    await messenger.bring(messenger.meta.text("Bonjour", PSID))
    for word in ("Un", "Deux"):
        await messenger.say(Part(word))
    first, second = messenger.meta.sent
    await messenger.bring(messenger.meta.echo(first), messenger.meta.delivered(first, second))
    assert messenger.gateway.heard[1:] == [
        Status(first.own_id, "delivered"),
        Status(second.own_id, "delivered"),
    ]


async def test_who_blocks_us_gets_nothing(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    house.meta.blocked.add(house.person)
    outcome = await house.say(Part("Voici"))
    told = {"whatsapp": Refused("131026"), "messenger": Refused("551.1545041", blocked=True)}
    assert outcome == told[house.channel.name]
    assert house.meta.sent == []


async def test_a_wrong_token_is_ours_to_mend(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    house.meta.token = WORD
    assert await house.say(Part("Voici")) == Refused("190", ours=True)
    part = house.channel.call(Address(house.person, PHONE), Part("Voici"))
    bare = Call(part.url, {"Content-Type": "application/json"}, part.body)
    assert await house.make(bare) == Refused("104", ours=True)


async def test_faults_pass(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    house.meta.fail(4, status=429, after=30, times=2)
    house.meta.fail(2, status=503)
    outcomes = [await house.say(Part("Voici")) for _ in range(4)]
    assert outcomes[:3] == [Later("4", 30.0), Later("4", 30.0), Later("2")]
    assert isinstance(outcomes[3], Sent)
    assert len(house.meta.sent) == 1


async def test_a_cut_line_may_hide_a_success(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    house.meta.faults = [Fault(cut=True, taken=True), Fault(cut=True)]
    for _ in range(2):
        with pytest.raises(ServerDisconnectedError):
            await house.say(Part("Voici"))
    assert [one.text for one in house.meta.sent] == ["Voici"]


async def test_a_hang_lasts_until_somebody_gives_up(house: House) -> None:
    await house.bring(house.meta.text("Bonjour", house.person))
    house.meta.faults = [Fault(hangs=60)]
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(house.say(Part("Voici")), 0.2)
    assert isinstance(await house.say(Part("Voici")), Sent)


async def test_another_number_is_not_ours(whatsapp: House) -> None:
    call = whatsapp.channel.call(Address(AMINA, "900800700600500"), Part("Voici"))
    assert await whatsapp.make(call) == Refused("100.33", ours=True)


async def test_an_id_in_the_field_for_numbers_is_lost(whatsapp: House) -> None:
    await whatsapp.bring(whatsapp.meta.text("Bonjour", AMINA))
    call = whatsapp.channel.call(Address(AMINA, PHONE), Part("Voici"))
    body = json.loads(call.body)
    body["to"] = body.pop("recipient")
    wrong = Call(call.url, call.headers, json.dumps(body).encode())
    assert isinstance(await whatsapp.make(wrong), Sent)
    assert (len(whatsapp.meta.lost), whatsapp.meta.sent) == (1, [])


@pytest.mark.parametrize("key", ["messaging_product", "recipient", "text", "type"])
async def test_what_whatsapp_requires_is_required(whatsapp: House, key: str) -> None:
    await whatsapp.bring(whatsapp.meta.text("Bonjour", AMINA))
    call = whatsapp.channel.call(Address(AMINA, PHONE), Part("Voici"))
    for body in (
        {one: said for one, said in json.loads(call.body).items() if one != key},
        {**json.loads(call.body), key: 5},
        {**json.loads(call.body), "colour": "red"},
    ):
        if key == "type" and "type" not in body:
            continue  # text is what it means then
        wrong = Call(call.url, call.headers, json.dumps(body).encode())
        assert isinstance(await whatsapp.make(wrong), Refused)
    assert whatsapp.meta.sent == []


@pytest.mark.parametrize("key", ["messaging_type", "recipient", "message"])
async def test_what_messenger_requires_is_required(messenger: House, key: str) -> None:
    await messenger.bring(messenger.meta.text("Bonjour", PSID))
    call = messenger.channel.call(Address(PSID, PAGE), Part("Voici"))
    for body in (
        {one: said for one, said in json.loads(call.body).items() if one != key},
        {**json.loads(call.body), key: 5},
        {**json.loads(call.body), "colour": "red"},
    ):
        wrong = Call(call.url, call.headers, json.dumps(body).encode())
        assert isinstance(await messenger.make(wrong), Refused)
    assert messenger.meta.sent == []
