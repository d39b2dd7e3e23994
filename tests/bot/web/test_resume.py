"""The return code: told at a hand-off, kept by nobody but the person, and hard to guess."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations.data import PersonalData
from bot.conversations.notices import Notices
from bot.conversations.return_codes import LIVES, ReturnCodes, plain
from bot.conversations.store import IDLE
from bot.conversations.tables import conversation, message, return_code
from bot.settings import CONTENT, Settings
from bot.web.app import create_app
from bot.web.guesses import A_MINUTE, FREE, LONGEST_PAUSE, Guesses
from bot.web.keys import GUESSES, PERSONAL_DATA
from tests.bot.web.gateway import Client, FakeRasa, app_of, start
from tests.tables import upgrade

Rasa = tuple[FakeRasa, str]
Token = dict[str, str]
NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
CODE = re.compile(r"[a-z]+-[a-z]+-[a-z]+-[0-9]{4}")


class Clock:
    """The time of a gateway, which the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(rasa: Rasa, tmp_path: Path, clock: Clock) -> AsyncIterator[Client]:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1]})
    await asyncio.to_thread(upgrade, settings.database_url)
    rasa[0].extra = {"kind": "handoff"}
    async with TestClient(TestServer(create_app(settings, clock))) as opened:
        yield opened


async def say(client: Client, path: str, token: Token, text: str) -> dict[str, Any]:
    answer = await client.post(f"{path}/messages", json={"text": text}, headers=token)
    (said,) = (await answer.json())["messages"]
    found: dict[str, Any] = said
    return found


async def handed(client: Client, path: str, token: Token) -> str:
    """Ask for a human; return the code."""
    found = CODE.search((await say(client, path, token, "a person please"))["text"])
    assert found is not None
    return found.group()


async def come_back(client: Client, code: Any) -> tuple[int, Any]:
    answer = await client.post("/api/v1/resume", json={"code": code})
    body = await answer.json()
    return answer.status, body if answer.status == 200 else body["error"]["code"]


def data(client: Client) -> PersonalData:
    found: PersonalData = app_of(client)[PERSONAL_DATA]
    return found


async def stored(client: Client) -> str:
    """Return all that the database holds of messages and codes."""

    def work(connection: sa.Connection) -> list[Any]:
        tables = (message, return_code, conversation)
        return [list(connection.execute(sa.select(table)).mappings()) for table in tables]

    return str(await data(client).database.read(work))


async def test_after_the_screen_has_closed_the_code_opens_it_again(
    client: Client, clock: Clock
) -> None:
    path, token = await start(client)
    code = await handed(client, path, token)
    clock.now += timedelta(days=3)
    assert (await client.get(f"{path}/messages", headers=token)).status == 401
    status, opened = await come_back(client, code)
    assert (status, set(opened)) == (200, {"conversation_id", "token"})
    assert path.endswith(opened["conversation_id"])
    fresh = {"Authorization": f"Bearer {opened['token']}"}
    held = await (await client.get(f"{path}/messages", headers=fresh)).json()
    assert [one["author"] for one in held["messages"]] == ["assistant", "user", "assistant"]
    assert code not in str(held) and "[…]" in held["messages"][-1]["text"]
    clock.now += IDLE + timedelta(minutes=1)
    assert (await come_back(client, code))[0] == 200  # more than once


async def test_it_is_forgiving(client: Client, clock: Clock) -> None:
    path, token = await start(client)
    code = await handed(client, path, token)
    spaced = f"  {code.upper().replace('-', '  ')}. "
    accents = code.replace("e", "é").replace("a", "À")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (spaced, accents, code.replace("-", ""), arabic):
        assert (await come_back(client, typed))[0] == 200, typed
    assert plain("Forêt – Pomme_de 0427") == "foretpommede0427"


async def test_only_one_token_and_only_the_newest_code(client: Client, clock: Clock) -> None:
    path, token = await start(client)
    first = await handed(client, path, token)
    second = await handed(client, path, token)
    assert await come_back(client, first) == (404, "not_found")
    async with client.get(f"{path}/events?after=5", headers=token) as events:
        assert (await come_back(client, second))[0] == 200
        while await asyncio.wait_for(events.content.readline(), 20):  # it ends
            pass
    assert (await client.get(f"{path}/messages", headers=token)).status == 401


async def test_whoever_has_the_token_reads_it_but_no_file_holds_it(
    client: Client, clock: Clock
) -> None:
    path, token = await start(client)
    code = await handed(client, path, token)
    for asked in ("messages", "messages/3", "messages/3?lang=fr"):
        assert code in await (await client.get(f"{path}/{asked}", headers=token)).text()
    exported = await (await client.get(f"{path}/export", headers=token)).json()
    assert code not in str(exported) and "[…]" in exported["messages"][-1]["text"]
    (kept,) = exported["return_codes"]
    assert kept == {"good_until": (NOW + LIVES).isoformat()}
    await data(client).sweep(clock.now + IDLE - timedelta(minutes=1))
    assert code in await stored(client)
    await data(client).sweep(clock.now + IDLE + timedelta(minutes=1))
    assert code not in await stored(client)
    assert (await come_back(client, code))[0] == 200


async def test_thirty_days_and_then_no_more(client: Client, clock: Clock) -> None:
    path, token = await start(client)
    code = await handed(client, path, token)
    clock.now += timedelta(days=20)
    assert (await come_back(client, code))[0] == 200
    clock.now += timedelta(days=10, seconds=1)
    assert await come_back(client, code) == (404, "not_found")
    await data(client).sweep(clock.now)
    assert "proof" not in await stored(client)


async def test_it_goes_with_its_conversation(client: Client) -> None:
    path, token = await start(client)
    code = await handed(client, path, token)
    assert (await client.delete(path, headers=token)).status == 204
    assert await come_back(client, code) == (404, "not_found")
    assert "proof" not in await stored(client)


async def test_no_other_reply_tells_one(client: Client, rasa: Rasa) -> None:
    rasa[0].extra = {"kind": "answer"}
    path, token = await start(client)
    said = await say(client, path, token, "what is {return_code}")
    assert said["text"] == "en what is {return_code}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": "maison-livre-pomme-0000"}, (404, "not_found")),
        ({"code": ""}, (404, "not_found")),
        ({"code": "\x00" * 2000}, (404, "not_found")),
        ({"code": 5}, (422, "bad_code")),
        ({}, (422, "bad_code")),
        ({"code": "a", "id": "b"}, (422, "field_unknown")),
        ([], (400, "bad_json")),
    ],
)
async def test_what_opens_nothing(client: Client, body: Any, expected: tuple[int, str]) -> None:
    answer = await client.post("/api/v1/resume", json=body)
    assert (answer.status, (await answer.json())["error"]["code"]) == expected


async def test_five_tries_a_minute(client: Client, clock: Clock) -> None:
    found = [await come_back(client, "no-such-code-0000") for _ in range(A_MINUTE + 1)]
    assert found == [(404, "not_found")] * A_MINUTE + [(429, "too_many_codes")]
    path, token = await start(client)
    code = await handed(client, path, token)
    refused = await client.post("/api/v1/resume", json={"code": code})
    assert (refused.status, 0 < int(refused.headers["Retry-After"]) <= 61) == (429, True)
    clock.now += timedelta(minutes=1)
    assert (await come_back(client, code))[0] == 200
    guesses: Guesses = app_of(client)[GUESSES]
    assert round(guesses._wrong) <= A_MINUTE  # a right one is no guess


def test_many_addresses_together_are_slowed_down_more_and_more() -> None:
    guesses, now = Guesses(), NOW
    assert not any(guesses.seconds_to_wait(f"10.0.0.{n}", now) for n in range(FREE))
    pauses = []
    for number in range(8):
        while wait := guesses.seconds_to_wait(f"10.0.1.{number}", now):
            pauses.append(wait)
            now += timedelta(seconds=wait)
    assert pauses == sorted(pauses) and pauses[0] <= 3 and pauses[-1] > 30
    assert max(pauses) <= LONGEST_PAUSE + 1
    assert guesses.seconds_to_wait("10.0.2.1", now + timedelta(hours=2)) == 0
    assert guesses.seconds_to_wait("10.0.2.2", now + timedelta(hours=2)) == 0


def test_of_ipv6_a_household_is_one_address() -> None:
    guesses = Guesses()
    waits = [guesses.seconds_to_wait(f"2001:db8::{n}", NOW) for n in range(A_MINUTE + 1)]
    assert [bool(wait) for wait in waits] == [False] * A_MINUTE + [True]
    assert guesses.seconds_to_wait("2001:db8:0:1::1", NOW) == 0


def codes(days: int = 30) -> ReturnCodes:
    return ReturnCodes.load(CONTENT, Notices.load(CONTENT, None), days)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_are_many_plain_and_far_from_each_other(language: str) -> None:
    words = codes().words[language]
    assert len(set(words)) == len(words) >= 256
    assert all(re.fullmatch("[a-z]{4,10}", word) for word in words)
    near: dict[str, str] = {}
    for word in words:  # two words a letter apart share a form in which one is left out
        for form in {word, *(word[:i] + "?" + word[i + 1 :] for i in range(len(word)))}:
            assert near.setdefault(form, word) == word, (word, near[form])
        for form in {word[:i] + word[i + 1 :] for i in range(len(word))}:
            assert form not in words, (word, form)
    assert CODE.fullmatch(codes().made(language))


def test_the_line_says_how_long_and_stays_short() -> None:
    assert "30 jours" in codes().line["fr"] and "30 days" in codes(90).line["en"]
    assert "1 jour et" in codes(1).line["fr"] and "1 day and" in codes(1).line["en"]
    for language in ("fr", "en"):
        assert "{return_code}" in codes().line[language]
        assert len(codes().line[language].split()) <= 24


async def test_the_code_is_in_the_language_of_the_person(client: Client) -> None:
    made = await client.post("/api/v1/conversations", json={"language": "fr"})
    body = await made.json()
    path = f"/api/v1/conversations/{body['conversation_id']}"
    token = {"Authorization": f"Bearer {body['token']}"}
    answer = {"text": "je voudrais parler à quelqu'un"}
    said = await (await client.post(f"{path}/messages", json=answer, headers=token)).json()
    found = CODE.search(said["messages"][0]["text"])
    assert found is not None
    assert set(found.group().split("-")[:3]) <= set(codes().words["fr"])
