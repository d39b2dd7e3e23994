"""Feedback on replies: what is kept of it, of whose messages, and for how long."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.tables import case, feedback
from bot.web.keys import PERSONAL_DATA
from tests.bot.web.gateway import Client, app_of, start

Token = dict[str, str]
LONG = "é" * 500


async def judge(client: Client, path: str, token: Token, seq: int, body: Any) -> tuple[int, str]:
    answer = await client.post(f"{path}/messages/{seq}/feedback", json=body, headers=token)
    code = "" if answer.status == 204 else (await answer.json())["error"]["code"]
    return answer.status, code


async def kept(client: Client, table: sa.Table = feedback) -> list[Any]:
    database = app_of(client)[PERSONAL_DATA].database
    found: list[Any] = await database.read(lambda c: list(c.execute(sa.select(table)).mappings()))
    return found


async def asked(client: Client) -> tuple[str, Token]:
    """Open a conversation with a question (2) and its answer (3)."""
    path, token = await start(client)
    await client.post(f"{path}/messages", json={"text": "hello"}, headers=token)
    return path, token


async def test_the_last_word_counts_and_is_in_the_export(client: Client) -> None:
    path, token = await asked(client)
    first = {"useful": True, "comment": "clear"}
    assert await judge(client, path, token, 3, first) == (204, "")
    assert await judge(client, path, token, 3, {"useful": False, "comment": None}) == (204, "")
    assert await judge(client, path, token, 1, {"useful": True}) == (204, "")
    exported = await (await client.get(f"{path}/export", headers=token)).json()
    assert exported["feedback"] == [
        {"seq": 1, "useful": True, "comment": None},
        {"seq": 3, "useful": False, "comment": None},
    ]
    assert (await client.delete(path, headers=token)).status == 204
    assert await kept(client) == []


async def test_a_comment_is_cleaned_and_redacted_as_messages_are(client: Client) -> None:
    path, token = await asked(client)
    told = "\x00my number is +31 6 12345678,\u0000 thanks"
    assert await judge(client, path, token, 3, {"useful": True, "comment": told}) == (204, "")
    (one,) = await kept(client)
    assert "12345678" not in one["comment"] and "\x00" not in one["comment"]
    assert one["comment"].endswith("thanks")
    nothing = {"useful": True, "comment": " \u200b "}
    assert await judge(client, path, token, 3, nothing) == (204, "")
    assert [one["comment"] for one in await kept(client)] == [None]


@pytest.mark.parametrize(
    ("seq", "body", "expected"),
    [
        (2, {"useful": True}, (422, "not_a_reply")),
        (4, {"useful": True}, (404, "not_found")),
        (999999999, {"useful": True}, (404, "not_found")),
        (3, {}, (422, "bad_feedback")),
        (3, {"useful": None}, (422, "bad_feedback")),
        (3, {"useful": 1}, (422, "bad_feedback")),
        (3, {"useful": "true"}, (422, "bad_feedback")),
        (3, {"useful": True, "comment": 5}, (422, "bad_feedback")),
        (3, {"useful": True, "comment": LONG + "é"}, (422, "bad_feedback")),
        (3, {"useful": True, "stars": 5}, (422, "field_unknown")),
        (3, [True], (400, "bad_json")),
        (3, {"useful": True, "comment": LONG}, (204, "")),
    ],
)
async def test_what_is_taken(
    client: Client, seq: int, body: Any, expected: tuple[int, str]
) -> None:
    path, token = await asked(client)
    assert await judge(client, path, token, seq, body) == expected
    assert len(await kept(client)) == (expected[0] == 204)


async def test_only_with_the_token(client: Client) -> None:
    path, token = await asked(client)
    other, _ = await start(client)
    wrong = {"Authorization": "Bearer wrong"}
    assert await judge(client, path, wrong, 3, {"useful": True}) == (401, "unauthorized")
    assert await judge(client, other, token, 1, {"useful": True}) == (404, "not_found")


async def test_danger_in_a_comment_gets_the_numbers_and_is_not_kept(client: Client) -> None:
    path, token = await asked(client)
    said = {"useful": False, "comment": "my boss took my passport " + "and " * 400}
    assert await judge(client, path, token, 3, said) == (204, "")
    assert [one["comment"] for one in await kept(client)] == [None]
    assert [one["category"] for one in await kept(client, case)] == ["trafficking"]
    held = await (await client.get(f"{path}/messages?after=3", headers=token)).json()
    (reply,) = held["messages"]
    assert (reply["kind"], reply["category"]) == ("safety", "trafficking")


async def test_too_much_of_it_is_refused_but_danger_never(client: Client) -> None:
    path, token = await asked(client)
    found = [await judge(client, path, token, 3, {"useful": True}) for _ in range(21)]
    assert found == [(204, "")] * 20 + [(429, "too_many_messages")]
    said = {"useful": False, "comment": "my boss took my passport"}
    assert await judge(client, path, token, 3, said) == (204, "")
