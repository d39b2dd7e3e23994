"""ASVS 5.2.1, 7.2.3, 13.3.1, 16.5.1 (items 25, 31, 40, 45): tokens, uploads and our faults."""

from __future__ import annotations

import re
import secrets
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from bot.settings import DialogueSettings, Settings, SettingsError
from bot.web.keys import STORE
from tests.bot.web.gateway import ROOT, Client, start
from tests.bot.web.process import Gateway
from tests.conftest import ROOT as HOUSE


def test_5_2_1_no_upload_is_accepted(gateway: Gateway) -> None:
    path, token = gateway.open()
    before = sorted(one.name for one in gateway.state_dir.rglob("*"))
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="../a"\r\n\r\nhi\r\n--x--'
    for kind in ("multipart/form-data; boundary=x", "image/jpeg", "application/octet-stream"):
        answer = gateway.ask("POST", f"{path}/messages", part, {**token, "Content-Type": kind})
        assert (answer.status, answer.code()) == (400, "bad_json")
    assert sorted(one.name for one in gateway.state_dir.rglob("*")) == before


async def test_7_2_3_tokens_are_128_random_bits_and_stored_hashed(
    client: Client, tmp_path: Path
) -> None:
    made = [await (await client.post(ROOT)).json() for _ in range(30)]
    tokens = {one["token"] for one in made}
    assert len(tokens | {one["conversation_id"] for one in made}) == 60
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    with sqlite3.connect(tmp_path / "assistant.db") as database:
        dump = "\n".join(database.iterdump())
    assert made[0]["conversation_id"] in dump
    assert not [token for token in tokens if token in dump]


async def test_7_2_3_neither_the_id_nor_another_token_opens(client: Client) -> None:
    (path, token), (other, _) = await start(client), await start(client)
    own = token["Authorization"].removeprefix("Bearer ")
    wrong = ["", "Bearer", "Bearer ", f"Bearer {path.rpartition('/')[2]}", f"Basic {own}"]
    wrong += [
        f"bearer {own}x",
        f"Bearer {own[:-1]}",
        f"Bearer  {own}",
        f"Bearer {secrets.token_urlsafe(16)}",
    ]
    for value in wrong:
        answer = await client.get(f"{path}/messages", headers={"Authorization": value})
        assert answer.status == 401, value
    assert (await client.get(f"{path}/messages?token={own}")).status == 401
    assert (await client.get(f"{other}/messages", headers=token)).status == 404


async def test_2_2_1_what_no_id_looks_like_is_not_looked_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses NUL and half characters; that would be a 500."""
    (_, token), app = await start(client), client.app
    assert app is not None
    monkeypatch.setattr(app[STORE], "authenticate", None)
    for key in ("%00", "a%00b", "%ed%a0%80", "a%27", "a" * 65, "%F0%9F%98%80"):
        url = URL(f"{ROOT}/{key}/messages", encoded=True)
        assert (await client.get(url, headers=token)).status == 404
        wrong = {"Authorization": "Bearer another"}
        assert (await client.get(url, headers=wrong)).status == 401


@pytest.mark.parametrize("token", ["", "short", "é" * 40, "a" * 31])
def test_13_3_1_there_is_no_default_token(token: str, tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.touch()
    given = {"RASA_PORT": "5005", "RASA_MODEL": str(model), "RASA_BIND": "0.0.0.0"}
    with pytest.raises(SettingsError, match="RASA_TOKEN"):
        DialogueSettings.from_environ({**given, "RASA_TOKEN": token})
    with pytest.raises(SettingsError, match="RASA_TOKEN"):
        DialogueSettings.from_environ({**given, "RASA_BIND": "127.0.0.1"})
    assert Settings.from_environ({}).rasa_token == ""


def test_13_3_1_no_key_or_password_file_is_kept_in_the_repository() -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    if kept.returncode:
        pytest.skip("no checkout")
    secret = re.compile(r"(^|/)(\.env|id_rsa|.*\.(pem|key|p12|pfx|kdbx|db|sqlite))$")
    assert [name for name in kept.stdout.splitlines() if secret.search(name)] == []


async def test_16_5_1_a_fault_of_ours_is_told_by_a_number_only(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path, token = await start(client)

    async def broken(*given: Any) -> Any:
        raise RuntimeError("SELECT canary FROM secret; /etc/hosts")

    assert client.app is not None
    monkeypatch.setattr(client.app[STORE], "history", broken)
    answer = await client.get(f"{path}/messages?after=1", headers=token)
    assert (answer.status, answer.content_type) == (500, "application/json")
    error = (await answer.json())["error"]
    assert error["code"] == "broken"
    number = re.search(r"\[([0-9a-f]{8})\]$", error["message"])
    assert number
    failed = [one for one in caplog.records if one.getMessage() == "request failed"]
    (told,) = [vars(one)["fields"] for one in failed]
    assert told["number"] == number[1]
    for text in (str(error), str(told)):
        assert not re.search(r"canary|SELECT|hosts|Traceback|File ", text)
