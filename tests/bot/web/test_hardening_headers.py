"""ASVS 3.4, 4.1.1, 14.3.2 (items 15, 16, 17, 21, 42): what every answer tells the browser."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings, SettingsError
from bot.web.app import create_app
from bot.web.pages import STATIC
from tests.bot.web.gateway import ROOT, Client, start
from tests.bot.web.process import Gateway
from tests.tables import upgrade

PATHS = ["/", "/privacy", "/static/chat.js", "/static/chat.css", "/none", "/health/live"]
PATHS += [f"{ROOT}/one/messages", ROOT, "/api/v1/offices", "/api/v1/offices/none", "/static/a.css"]
OURS, FOREIGN = "https://aid.example", "https://evil.example"
FORGED = [FOREIGN, "null", "https://aid.example.evil.example", "https://evil-aid.example", "*"]
FORGED += ["http://aid.example", "https://aid.example:444", "https://AID.example", f"{OURS}/"]


@pytest.mark.parametrize("path", PATHS)
def test_3_4_3_to_3_4_6_every_answer_carries_the_strict_headers(
    gateway: Gateway, path: str
) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = gateway.ask(method, path)
        rules = [r.split() for r in answer.headers["Content-Security-Policy"].split(";")]
        policy = {rule[0]: rule[1:] for rule in rules}
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
        assert not any("unsafe" in one or "*" in one for rule in policy.values() for one in rule)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["index.html", "privacy.html"])
def test_3_4_3_no_script_and_no_style_stands_in_a_page(name: str) -> None:
    html = (STATIC / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
    scripts = "".join(one.read_text(encoding="utf-8") for one in STATIC.glob("*.js"))
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert sink not in scripts
    assert not re.search(r"setAttribute\(.(?:on|style|href|src)|new Function|\.style\b", scripts)


@pytest.mark.parametrize("path", [path for path in PATHS if "offices" not in path])
def test_4_1_1_the_type_and_its_charset_are_told(gateway: Gateway, path: str) -> None:
    answer = gateway.ask("GET", path)
    kinds = {".js": "text/javascript", ".css": "text/css"}
    page = "text/html" if path in ("/", "/privacy") else kinds.get(Path(path).suffix)
    kind = page if answer.status == 200 and page else "application/json"
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"


async def test_14_3_2_what_a_person_reads_is_not_kept_by_caches(client: Client) -> None:
    path, token = await start(client)
    sent = await client.post(f"{path}/messages", json={"text": "hello"}, headers=token)
    answers = [sent, await client.get(f"{path}/messages", headers=token)]
    answers += [await client.get(f"{path}/messages/2", headers=token), await client.post(ROOT)]
    answers += [await client.get(f"{path}/messages"), await client.get("/none")]
    answers += [await client.delete(path, headers=token), await client.get("/health/live")]
    assert {one.headers["Cache-Control"] for one in answers} == {"no-store"}


async def serving(tmp_path: Path, origins: str) -> TestClient[Any, Any]:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "ALLOWED_ORIGINS": origins})
    await asyncio.to_thread(upgrade, settings.database_url)
    return TestClient(TestServer(create_app(settings)))


def preflight(origin: str) -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": "POST"}


@pytest.mark.parametrize("origin", [OURS, *FORGED])
def test_3_4_2_by_default_no_origin_is_allowed(gateway: Gateway, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = gateway.ask(method, ROOT, None, preflight(origin))
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert answer.status == 405


async def test_3_4_2_the_allowed_origins_are_a_fixed_list(tmp_path: Path) -> None:
    async with await serving(tmp_path, f"{OURS}, http://localhost:3000") as client:
        for origin in FORGED:
            for method in ("GET", "POST", "OPTIONS"):
                answer = await client.request(method, ROOT, headers=preflight(origin))
                assert "Access-Control-Allow-Origin" not in answer.headers
                assert answer.headers["Vary"] == "Origin"
        asked = await client.options(f"{ROOT}/one/messages", headers=preflight(OURS))
        assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, OURS)
        assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
        made = await client.post(ROOT, headers={"Origin": OURS})
        assert (made.status, made.headers["Access-Control-Allow-Origin"]) == (201, OURS)
        refused = await client.get(f"{ROOT}/one/messages", headers={"Origin": OURS})
        assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, OURS)
        page = await client.get("/", headers={"Origin": OURS})
        assert "Access-Control-Allow-Origin" not in page.headers
        for answer in (asked, made, refused):
            assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("wrong", ["*", "null", "aid.example", "http://aid.example", f"{OURS}/a"])
def test_3_4_2_a_loose_origin_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="ALLOWED_ORIGINS"):
        Settings.from_environ({"ALLOWED_ORIGINS": f"{OURS},{wrong}"})
