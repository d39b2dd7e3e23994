"""The chat on the pages of others: who may load, call and frame what."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.assets import FOLDER, TYPES, Asset, takes_gzip
from tests.bot.web.gateway import ROOT, Client
from tests.tables import upgrade

ALLOWED = ("https://aid.example", "http://localhost:3000")
FOREIGN = "https://evil.example"
FILES = ["/chat.js", *(f"/static/{o.name}" for o in FOLDER.iterdir() if o.suffix in TYPES)]
PLAIN = {"Accept-Encoding": "identity"}


async def serving(folder: Path, origins: str) -> TestClient[Any, Any]:
    settings = Settings.from_environ({"STATE_DIR": str(folder), "ALLOWED_ORIGINS": origins})
    await asyncio.to_thread(upgrade, settings.database_url)
    return TestClient(TestServer(create_app(settings)), auto_decompress=False)


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Client]:
    """A gateway that no other site may call."""
    async with await serving(tmp_path, "") as client:
        yield client


@pytest.fixture
async def open_to_two(tmp_path: Path) -> AsyncIterator[Client]:
    async with await serving(tmp_path, ", ".join(ALLOWED)) as client:
        yield client


async def test_every_site_may_load_the_files(alone: Client) -> None:
    for path in FILES:
        answer = await alone.get(path, headers={"Origin": FOREIGN})
        assert answer.status == 200, path
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin", path
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_but_nothing_else(alone: Client, open_to_two: Client) -> None:
    for client in (alone, open_to_two):
        for path in ("/", "/privacy", "/static/none.js", "/static/index.html", "/health/live"):
            answer = await client.get(path, headers={"Origin": FOREIGN})
            assert "Access-Control-Allow-Origin" not in answer.headers, path
            assert answer.headers.get("Cross-Origin-Resource-Policy") != "cross-origin", path
        made = await client.post(ROOT, headers={"Origin": FOREIGN})
        assert "Access-Control-Allow-Origin" not in made.headers


async def test_files_are_packed_for_who_takes_that(alone: Client) -> None:
    for path in FILES:
        plain = await alone.get(path, headers=PLAIN)
        packed = await alone.get(path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(await packed.read()) == await plain.read()
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
        for one in (plain, packed):
            assert int(one.headers["Content-Length"]) == len(await one.read())
        whole = len(await plain.read())
        assert whole < 500 or len(await packed.read()) < whole


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip", True),
        ("gzip;q=0.1", True),
        ("gzip; q=1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("identity", False),
        ("br, zstd", False),
        ("gzipped", False),
        ("", False),
        (";q=1,,", False),
    ],
)
def test_gzip_is_for_who_says_so(accepted: str, packed: bool) -> None:
    assert takes_gzip(accepted) is packed


@pytest.mark.parametrize("path", ["/chat.js", "/static/chat.css"])
async def test_what_has_not_changed_is_not_sent_again(alone: Client, path: str) -> None:
    first = await alone.get(path)
    kept = first.headers["Cache-Control"]
    assert "public" in kept and "max-age=300" in kept and "stale-while-revalidate" in kept
    for tag in (first.headers["ETag"], first.headers["ETag"].removeprefix("W/"), "*"):
        again = await alone.get(
            path, headers={"If-None-Match": f'"other", {tag}'.replace('"other", *', "*")}
        )
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert (await alone.get(path, headers={"If-None-Match": '"other"'})).status == 200
    head = await alone.head(path, headers=PLAIN)
    assert (head.status, await head.read()) == (200, b"")


def test_another_text_has_another_tag() -> None:
    one, other = (Asset.of(text, TYPES[".js"]) for text in (b"1;", b"2;"))
    assert one.tag != other.tag
    assert Asset.of(b"1;", TYPES[".js"]) == one  # also of another gateway


async def test_by_default_nothing_may_be_framed(alone: Client) -> None:
    for path in ("/", "/chat", "/privacy", "/none", "/chat.js", ROOT, "/health/live"):
        answer = await alone.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY", path


async def test_the_chat_may_be_framed_by_the_sites_on_the_list(open_to_two: Client) -> None:
    answer = await open_to_two.get("/")
    rules = answer.headers["Content-Security-Policy"].split("; ")
    (frames,) = (rule for rule in rules if rule.startswith("frame-ancestors"))
    assert set(frames.split()[1:]) == set(ALLOWED)
    assert "default-src 'none'" in rules
    assert "X-Frame-Options" not in answer.headers


async def test_no_other_page_may(open_to_two: Client) -> None:
    others = [
        "/privacy",
        "/none",
        "/chat",
        "/chat/",
        "/chat/left",
        "/Chat",
        "/chat.js",
        "/static/chat.css",
        ROOT,
    ]
    for path in [*others, "/fr/programmes", "/help-now", "/health/live", "/api/v1/offices"]:
        answer = await open_to_two.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY", path


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_preflight_allows_what_the_chat_calls(open_to_two: Client, method: str) -> None:
    asked = {"Origin": ALLOWED[0], "Access-Control-Request-Method": method}
    wanted = "authorization, content-type, last-event-id"
    for path in (ROOT, f"{ROOT}/one/keep", f"{ROOT}/one/contact", f"{ROOT}/one", "/api/v1/resume"):
        answer = await open_to_two.options(
            path, headers={**asked, "Access-Control-Request-Headers": wanted}
        )
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (204, ALLOWED[0])
        assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
        allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
        assert set(wanted.split(", ")) <= set(allowed)
        assert int(answer.headers["Access-Control-Max-Age"]) > 60  # on a poor link it is dear
