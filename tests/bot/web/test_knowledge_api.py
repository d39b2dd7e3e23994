"""Programmes and offices as data."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
import yaml

from bot.web.keys import SETTINGS
from knowledge.database import Database
from knowledge.settings import CONTENT
from knowledge.store import load_release
from tests.bot.web.gateway import Client
from tests.conftest import ROOT

API = "/api/v1"


@pytest.fixture
async def loaded(client: Client) -> Client:
    def load() -> None:
        assert client.app is not None
        database = Database(client.app[SETTINGS].database_url)
        load_release(database, CONTENT, datetime(2026, 11, 27, tzinfo=timezone.utc))
        database.close()

    await asyncio.to_thread(load)
    return client


async def get(client: Client, path: str) -> tuple[int, Any]:
    async with client.get(API + path) as answer:
        return answer.status, await answer.json()


async def ids(client: Client, filters: str) -> set[str]:
    status, body = await get(client, f"/programmes?{filters}")
    assert status == 200, body
    return {programme["id"] for programme in body["programmes"]}


async def test_all_programmes_are_listed_with_sources_and_the_release(loaded: Client) -> None:
    status, body = await get(loaded, "/programmes")
    assert status == 200
    assert len(body["programmes"]) == 19
    assert body["release"]["current"] is True
    assert body["release"]["loaded_at"] == "2026-11-27T00:00:00Z"
    for programme in body["programmes"]:
        assert programme["sources"], programme["id"]
        assert set(programme["summary"]) == {"fr", "en"}
        for source in programme["sources"]:
            assert source["published"] or source["note"], source


async def test_programmes_are_filtered(loaded: Client) -> None:
    assert {"trqn_ii", "trqn_pilot", "rqa"} <= await ids(loaded, "country=af")
    assert "trqn_ii" not in await ids(loaded, "country=RS")
    assert "rean" in await ids(loaded, "status=open&country=NL")
    assert "trqn_ii" in await ids(loaded, "status=closed")
    assert {"cd4d_3", "mida_ghana_health"} <= await ids(loaded, "status=unknown")
    assert "rean" in await ids(loaded, "q=RETOUR%20volontaire")
    assert await ids(loaded, "q=%00nothing%20is%20called%20this") == set()


async def test_a_programme_comes_with_its_facts_in_one_language(loaded: Client) -> None:
    status, body = await get(loaded, "/programmes/rean?lang=fr")
    assert status == 200
    assert body["status"] == "open"
    assert body["steps"]
    assert len(body["facts"]) > 10
    assert all(isinstance(fact["text"], str) and fact["sources"] for fact in body["facts"])


async def test_offices_have_their_lines(loaded: Client) -> None:
    status, body = await get(loaded, "/offices?country=NL&lang=en")
    assert status == 200
    (office,) = body["offices"]
    assert "+31 70 318 15 00" in {contact["value"] for contact in office["contacts"]}
    status, one = await get(loaded, "/offices/geneva")
    assert status == 200
    assert one["facts"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/programmes?lang=nl", 422, "bad_language"),
        ("/programmes?status=maybe", 422, "bad_status"),
        ("/programmes?country=Sudan", 422, "bad_country"),
        (f"/programmes?q={'a' * 1001}", 422, "text_too_long"),
        ("/programmes/nothing", 404, "not_found"),
        ("/offices/%2e%2e", 404, "not_found"),
    ],
)
async def test_bad_requests_get_a_clear_error(
    client: Client, path: str, status: int, code: str
) -> None:
    got, body = await get(client, path)
    assert (got, body["error"]["code"]) == (status, code)


async def test_questions_are_searched(loaded: Client) -> None:
    status, body = await get(loaded, "/search?q=Qui%20finan%C3%A7ait%20TRQN%20%3F&lang=fr")
    assert status == 200
    assert body["language"] == "fr"
    scores = [fact["score"] for fact in body["facts"]]
    assert scores == sorted(scores, reverse=True)
    assert 0 < len(scores) <= 10
    for fact in body["facts"]:
        assert isinstance(fact["text"], str)
        assert fact["sources"] or fact["kind"] != "answer"
    assert any(fact["about"] == "funding" for fact in body["facts"][:3])
    status, body = await get(loaded, "/search?q=who%20funded%20TRQN")
    assert set(body["facts"][0]["text"]) == {"fr", "en"}
    assert body["language"] == "en"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 422, "text_empty"),
        ("?q=", 422, "text_empty"),
        ("?q=%20%20", 422, "text_empty"),
        ("?q=visa&lang=nl", 422, "bad_language"),
        ("?q=" + "a" * 1001, 422, "text_too_long"),
    ],
)
async def test_a_bad_search_is_told_so(loaded: Client, query: str, status: int, code: str) -> None:
    answer, body = await get(loaded, f"/search{query}")
    assert (answer, body["error"]["code"]) == (status, code)


async def test_nothing_found_is_an_empty_list(loaded: Client) -> None:
    status, body = await get(loaded, "/search?q=%F0%9F%8E%89&lang=en")
    assert (status, body["facts"], body["sure"]) == (200, [], False)


async def test_what_is_known_already_is_not_sent_again(loaded: Client) -> None:
    async with loaded.get(f"{API}/programmes/rean") as first:
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"] == "no-cache"
    strong = tag.removeprefix("W/")
    for known in (tag, strong, f"W/{strong}", f'"old", {tag}', "*"):
        async with loaded.get(f"{API}/programmes/rean", headers={"If-None-Match": known}) as again:
            assert (again.status, await again.read()) == (304, b""), known
    async with loaded.get(f"{API}/programmes/rean", headers={"If-None-Match": '"old"'}) as other:
        assert other.status == 200
    async with loaded.get(f"{API}/programmes/none", headers={"If-None-Match": tag}) as missing:
        assert missing.status == 404


def objects(body: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a body, however deep."""
    if isinstance(body, dict):
        yield body
    for one in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
        yield from objects(one)


async def test_the_documentation_says_what_is_answered(loaded: Client) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    calls = re.findall(r"^\| `/api/v1(\S+)` \| (.+) \|$", text, re.MULTILINE)
    assert len(calls) == 6
    for path, told in calls:
        status, body = await get(loaded, path)
        assert status == 200, path
        named = [key for key in re.findall(r"`(\w+)`", told) if key in ("facts", "offices")]
        assert all(body[key] for key in [*named, "release"]), path
    example = re.search(r"^A fact:\n\n```\n(.+?)\n```", text, re.MULTILINE | re.DOTALL)
    assert example
    fact = yaml.safe_load(example.group(1).replace("…", "x"))
    _, body = await get(loaded, "/programmes/trqn_pilot")
    real = next(one for one in body["facts"] if one["id"] == fact["id"])
    assert set(fact) == set(real)
    assert set(fact["sources"][0]) == set(real["sources"][0])


async def test_with_a_language_all_is_said_in_it(loaded: Client) -> None:
    for path in ("/programmes/rean?lang=fr", "/offices?lang=en", "/search?q=visa&lang=fr"):
        _, body = await get(loaded, path)
        assert not [one for one in objects(body) if set(one) & {"fr", "en"}], path
