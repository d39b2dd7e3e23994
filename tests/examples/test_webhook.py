"""What is signed here is verified there: by the client, and by the lines that the docs show."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.hook_calls import Event, headers_of
from examples.client import Api, verify
from tests.bot.test_partner_commands import bot, receiver
from tests.bot.web.process import started
from tests.conftest import ROOT

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
SECRET = "s" * 43
BODY = Event("e" * 32, "case.opened", NOW, {"case": 12}).body()
HEADERS = headers_of(SECRET, BODY, NOW)
AT = NOW.timestamp()
Verify = Callable[[str, dict[str, str], bytes, float], Any]


def of_the_docs() -> Verify:
    """Return the function that docs/integrate.md shows."""
    text = (ROOT / "docs" / "integrate.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    held: dict[str, Any] = {}
    exec(compile(code, "docs/integrate.md", "exec"), held)
    shown: Verify = held["verified"]
    return shown


BOTH = pytest.mark.parametrize("verified", [verify, of_the_docs()], ids=["client", "docs"])


@BOTH
def test_what_we_send_is_known_to_be_ours(verified: Verify) -> None:
    told = {"id": "e" * 32, "event": "case.opened", "at": "2026-11-28T12:00:00Z"}
    for now in (AT, AT + 300, AT - 300):
        assert verified(SECRET, HEADERS, BODY, now) == {**told, "data": {"case": 12}}


@BOTH
@given(at=st.integers(0, len(BODY) * 8 - 1))
def test_any_bit_that_flips_is_seen(verified: Verify, at: int) -> None:
    body = bytearray(BODY)
    body[at // 8] ^= 1 << at % 8
    with pytest.raises(ValueError, match="signature"):
        verified(SECRET, HEADERS, bytes(body), AT)


@BOTH
@pytest.mark.parametrize(
    ("secret", "changed", "now"),
    [
        ("t" * 43, {}, AT),
        (SECRET, {"X-Signature": HEADERS["X-Signature"][:-1]}, AT),
        (SECRET, {"X-Signature": "é"}, AT),
        (SECRET, {"X-Signature": ""}, AT),
        (SECRET, {"X-Timestamp": str(int(AT) + 1)}, AT),
        (SECRET, {}, AT + 301),
        (SECRET, {}, AT - 301),
    ],
    ids=["secret", "short", "no ascii", "empty", "time", "old", "early"],
)
def test_what_is_not_ours_or_not_of_now_is_refused(
    verified: Verify, secret: str, changed: dict[str, str], now: float
) -> None:
    with pytest.raises(ValueError, match=r"signature|old"):
        verified(secret, {**HEADERS, **changed}, BODY, now)


def test_headers_in_any_case_and_none_at_all() -> None:
    small = {name.lower(): value for name, value in HEADERS.items()}
    assert verify(SECRET, small, BODY, AT)["event"] == "case.opened"
    with pytest.raises(ValueError, match="signature"):
        verify(SECRET, {}, BODY, AT)


def test_a_case_and_new_content_reach_an_address(tmp_path: Path) -> None:
    """The whole way: commands, a gateway, a person in danger, a release, a receiver."""
    with receiver(204) as (url, got), started(tmp_path) as gateway:
        asked = ("--event", "case.opened", "--event", "content.changed")
        secret = bot(tmp_path, "hooks", "add", url, *asked)[1].split()[-1]
        talk, _ = Api(gateway.url).open("en")
        talk.say("my boss took my passport")
        load = [sys.executable, "-m", "knowledge", "load"]
        settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'assistant.db'}"}
        subprocess.run(load, cwd=ROOT, env=settings, check=True, capture_output=True)
        end = time.monotonic() + 60

        def told() -> list[dict[str, Any]]:
            came = [verify(secret, dict(headers), body, time.time()) for headers, body in got]
            return list({one["id"]: one for one in came}.values())  # one may come twice

        while len(told()) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        talk.erase()
        while len(told()) < 3 and time.monotonic() < end:
            time.sleep(0.1)
        opened, changed, erased = told()
    events = [one["event"] for one in (opened, changed, erased)]
    assert events == ["case.opened", "content.changed", "case.erased"]
    assert opened["data"]["category"] == "trafficking" and changed["data"]["release"]
    assert erased["data"] == {"case": opened["data"]["case"]}
