"""API keys: what they open and nothing else does, their limits, and how they die."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import api_keys
from bot.conversations.api_keys import Keys, Limits
from bot.conversations.key_tables import api_key
from bot.conversations.tables import conversation
from bot.web.keys import KEYS, METRICS, PERSONAL_DATA, STORE
from knowledge.database import Database
from tests.bot.web.gateway import ROOT, Client, FakeRasa, app_of, start
from tests.bot.web.test_resume import CODE
from tests.bot.web.timed import Clock, opened

Rasa = tuple[FakeRasa, str]
Headers = dict[str, str]
HEADER = "X-API-Key"
WRONG = "iomk_00000000_" + "A" * 32


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(rasa: Rasa, tmp_path: Path, clock: Clock) -> AsyncIterator[Client]:
    settings = {"MESSAGES_PER_MINUTE": "3", "CONVERSATIONS_PER_MINUTE": "2"}
    settings["ALLOWED_ORIGINS"] = "https://aid.example"
    async with opened(rasa, tmp_path, clock, **settings) as one:
        yield one


def database_of(client: Client) -> Database:
    return app_of(client)[PERSONAL_DATA].database


async def made(
    client: Client,
    clock: Clock,
    name: str = "unhcr",
    scopes: tuple[str, ...] = ("chat",),
    **most: int,
) -> Headers:
    limits = Limits(**most)
    add = api_keys.add
    key = await database_of(client).write(lambda c: add(c, name, scopes, limits, clock.now))
    await app_of(client)[KEYS].refresh()
    return {HEADER: key}


async def begun(client: Client, key: Headers) -> tuple[str, Headers]:
    answer = await client.post(ROOT, json={"language": "en"}, headers=key)
    assert answer.status == 201
    body = await answer.json()
    return f"{ROOT}/{body['conversation_id']}", {"Authorization": f"Bearer {body['token']}"}


async def code_of(answer: Any) -> tuple[int, str]:
    return answer.status, (await answer.json())["error"]["code"]


async def says(client: Client, path: str, headers: Headers, text: str = "hello") -> Any:
    return await client.post(f"{path}/messages", json={"text": text}, headers=headers)


def counted(client: Client, name: str, **labels: str) -> float | None:
    return app_of(client)[METRICS].registry.get_sample_value(f"iom_{name}_total", labels)


CALLS = [
    ("GET", "", None),
    ("GET", "/messages", None),
    ("GET", "/messages/1", None),
    ("GET", "/events", None),
    ("GET", "/export", None),
    ("POST", "/messages", {"text": "hello"}),
    ("POST", "/messages/1/feedback", {"useful": True}),
    ("POST", "/contact", {"contact": None}),
    ("PUT", "/language", {"language": "fr"}),
    ("PUT", "/keep", {"days": 0}),
    ("DELETE", "", None),
]


@pytest.mark.parametrize(
    ("method", "ending", "body"), CALLS, ids=[f"{method} {path}" for method, path, _ in CALLS]
)
async def test_only_the_key_and_its_token_open_what_it_opened(
    client: Client, clock: Clock, method: str, ending: str, body: Any
) -> None:
    key, other = await made(client, clock), await made(client, clock, "red-cross")
    path, token = await begun(client, key)
    for wrong in (token, token | other, key, {}, token | {HEADER: WRONG}):
        refused = await client.request(method, path + ending, json=body, headers=wrong)
        assert await code_of(refused) == (401, "unauthorized")
    right = await client.request(method, path + ending, json=body, headers=token | key)
    assert right.status in (200, 204)
    right.close()


async def test_a_key_opens_nothing_of_others(client: Client, clock: Clock) -> None:
    key = await made(client, clock)
    path, token = await start(client)
    assert await code_of(await says(client, path, token | key)) == (401, "unauthorized")
    mine, my_token = await begun(client, key)
    # A good token at another's door is "not found" for who may know that it is good.
    assert await code_of(await says(client, path, my_token | key)) == (404, "not_found")
    assert await code_of(await says(client, path, my_token)) == (401, "unauthorized")
    assert (await says(client, path, token)).status == 200
    assert (await says(client, mine, my_token | key)).status == 200


async def test_the_forms_open_no_conversation_of_a_key(client: Client, clock: Clock) -> None:
    key = await made(client, clock)
    path, token = await begun(client, key)
    held = f"{path.rpartition('/')[2]}.{token['Authorization'].partition(' ')[2]}"
    page = await client.get("/chat", headers={"Cookie": f"chat={held}", **key})
    assert "/chat/start" in await page.text()  # the notice, as for anybody


async def test_what_is_known_while_the_database_is_away_is_the_keys_too(
    client: Client, clock: Clock
) -> None:
    key = await made(client, clock)
    path, token = await begun(client, key)
    number, secret = path.rpartition("/")[2], token["Authorization"].partition(" ")[2]
    known = app_of(client)[STORE].known
    assert known.opened(number, secret, clock.now) is None
    assert known.opened(number, secret, clock.now, key[HEADER].split("_")[1]) is not None


@pytest.mark.parametrize("wrong", [WRONG, "", "iomk_", "é" * 40, "x" * 5000], ids=str.__len__)
async def test_a_wrong_key_is_refused_and_counted(client: Client, wrong: str) -> None:
    for path in ("/api/v1/programmes", ROOT):
        refused = await client.request(
            "GET" if path != ROOT else "POST", path, headers={HEADER: wrong}
        )
        assert await code_of(refused) == (401, "unauthorized")
    assert counted(client, "key_refused", why="wrong") == 2


async def test_half_a_key_and_two_keys_are_refused(client: Client, clock: Clock) -> None:
    key = (await made(client, clock))[HEADER]
    nearly = key[:-1] + ("y" if key.endswith("x") else "x")
    for headers in ([(HEADER, nearly)], [(HEADER, key[:-1])], [(HEADER, key), (HEADER, key)]):
        assert (await client.post(ROOT, headers=headers)).status == 401


async def test_a_scope_that_is_missing_is_403(client: Client, clock: Clock) -> None:
    chats, reads = await made(client, clock), await made(client, clock, "reader", ("read",))
    assert await code_of(await client.post(ROOT, headers=reads)) == (403, "forbidden")
    resumed = await client.post("/api/v1/resume", json={"code": "a"}, headers=reads)
    assert await code_of(resumed) == (403, "forbidden")
    assert await code_of(await client.get("/api/v1/offices", headers=chats)) == (403, "forbidden")
    assert (await client.get("/api/v1/offices", headers=reads)).status == 200
    assert (await client.get("/api/v1/offices")).status == 200
    assert counted(client, "key_refused", why="scope") == 3
    assert counted(client, "key_calls", key="reader", scope="read") == 1


async def test_a_key_has_limits_of_its_own_instead_of_its_address(
    client: Client, clock: Clock
) -> None:
    key = await made(client, clock, conversations=3, messages=4)
    talks = [await begun(client, key) for _ in range(3)]  # by address it would be two
    refused = await client.post(ROOT, headers=key)
    assert await code_of(refused) == (429, "too_many_messages")
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert (await client.post(ROOT)).status == 201  # others of that address are free
    path, token = talks[0]
    for _ in range(3):
        assert (await says(client, path, token | key)).status == 200
    one_too_many = await says(client, path, token | key)  # for one conversation
    assert await code_of(one_too_many) == (429, "too_many_messages")
    path, token = talks[1]
    named = {"text": "hello", "client_message_id": "one"}
    for _ in range(2):  # the same again is no further message
        answer = await client.post(f"{path}/messages", json=named, headers=token | key)
        assert answer.status == 200
    assert (await says(client, path, token | key, "more")).status == 429  # the key's fifth
    danger = await says(client, path, token | key, "my boss took my passport")
    assert (await danger.json())["messages"][0]["kind"] == "safety"
    clock.passes(seconds=61)
    assert (await says(client, path, token | key, "later")).status == 200


async def test_reading_has_a_limit_for_each_key(client: Client, clock: Clock) -> None:
    key = await made(client, clock, "reader", ("read",), reads=2)
    other = await made(client, clock, "second", ("read",), reads=2)
    statuses = [(await client.get("/api/v1/offices", headers=key)).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert (await client.get("/api/v1/offices", headers=other)).status == 200
    assert (await client.get("/api/v1/offices")).status == 200


async def test_a_code_comes_back_with_the_same_key_only(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    key, other = await made(client, clock), await made(client, clock, "red-cross")
    path, token = await begun(client, key)
    rasa[0].extra = {"kind": "handoff"}
    said = await (await says(client, path, token | key)).json()
    found = CODE.search(said["messages"][0]["text"])
    assert found
    code = {"code": found.group()}
    for wrong in ({}, other):
        answer = await client.post("/api/v1/resume", json=code, headers=wrong)
        assert await code_of(answer) == (404, "not_found")
    assert (await client.get(f"{path}/messages", headers=token | key)).status == 200  # still good
    back = await client.post("/api/v1/resume", json=code, headers=key)
    token = {"Authorization": f"Bearer {(await back.json())['token']}"}
    assert (await client.get(f"{path}/messages", headers=token)).status == 401
    assert (await client.get(f"{path}/messages", headers=token | key)).status == 200


async def test_a_key_that_is_revoked_dies_here_and_in_other_gateways(
    client: Client, clock: Clock
) -> None:
    key = await made(client, clock)
    other = Keys(database_of(client), clock)
    await other.refresh()
    path, token = await begun(client, key)
    stream = await client.get(f"{path}/events", headers=token | key)
    await stream.content.readuntil(b'"notice"')
    assert other.opened(key[HEADER]) is not None
    await database_of(client).write(lambda c: api_keys.revoke(c, "unhcr", clock.now))
    await other.refresh()
    assert other.opened(key[HEADER]) is None
    # The gateway sees it by itself, and the stream that was open ends.
    await asyncio.wait_for(stream.content.read(), 20)
    assert (await says(client, path, token | key)).status == 401
    assert (await says(client, path, token)).status == 401  # what was the key's is nobody's


async def test_a_renewed_key_has_the_conversations_of_the_old_one(
    client: Client, clock: Clock
) -> None:
    old = await made(client, clock)
    path, token = await begun(client, old)
    new = {HEADER: await database_of(client).write(lambda c: api_keys.renew(c, "unhcr"))}
    await app_of(client)[KEYS].refresh()
    assert (await says(client, path, token | old)).status == 401
    assert (await says(client, path, token | new)).status == 200


async def test_the_table_holds_no_key_and_the_day_of_its_last_use(
    client: Client, clock: Clock
) -> None:
    key = await made(client, clock)
    await begun(client, key)
    await app_of(client)[KEYS].refresh()

    def held(connection: sa.Connection) -> tuple[Any, str]:
        row = connection.execute(sa.select(api_key)).mappings().one()
        return row["used_on"], str(dict(row))

    used_on, told = await database_of(client).read(held)
    assert used_on == clock.now.date()
    assert key[HEADER] not in told and key[HEADER].split("_", 2)[2] not in told


async def test_browsers_of_other_sites_may_not_send_a_key(client: Client) -> None:
    asks = {"Origin": "https://aid.example", "Access-Control-Request-Method": "POST"}
    asks["Access-Control-Request-Headers"] = HEADER
    answer = await client.options(ROOT, headers=asks)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://aid.example"
    assert HEADER.lower() not in str(answer.headers).lower()


async def test_a_message_costs_no_statement_more_for_keys(client: Client, clock: Clock) -> None:
    engine, seen = database_of(client).engine, list[str]()
    key = await made(client, clock)
    keyed, keyless = await begun(client, key), await start(client)

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if "conversation" in statement and "hook" not in statement:
            seen.append(statement)

    counts = []
    sa.event.listen(engine, "before_cursor_execute", note)
    for (path, token), more in ((keyless, {}), (keyed, key)):
        each = []
        for _ in range(3):
            seen.clear()
            assert (await says(client, path, token | more)).status == 200
            each.append(Counter(seen))
        # What all three cost: sweeps, beats and a second look at what takes long come between.
        counts.append(each[0] & each[1] & each[2])
    sa.event.remove(engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] and counts[0]


async def test_a_conversation_says_whose_it_is_in_its_row_only(
    client: Client, clock: Clock
) -> None:
    key = await made(client, clock)
    await begun(client, key)
    await start(client)
    chosen = sa.select(conversation.c.api_key).order_by(conversation.c.api_key.is_(None))
    held = await database_of(client).read(lambda c: list(c.execute(chosen).scalars()))
    assert held == [key[HEADER].split("_")[1], None]
