"""What the tests of WhatsApp and Messenger share: settings, payloads, hostile shapes."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import yaml
from hypothesis import HealthCheck
from hypothesis import strategies as st

from bot.channel_settings import GRAPH, ChannelSettings
from bot.channels.base import Address, BadPayload, Channel, Heard, Signed, Status

# A busy machine is no failure.
PATIENT = hypothesis.settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOSTILE = hypothesis.settings(PATIENT, max_examples=400)
PAYLOADS = Path(__file__).parents[1] / "payloads"
NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
TOKEN, SECRET, WORD = "made-up-token", "made-up-app-secret", "made-up-word"
MORE = {
    "whatsapp": {"PHONE_ID": "100200300400500", "TEMPLATE": "answer_waits"},
    "messenger": {"PAGE_ID": "400500600700800"},
}


def settings(name: str, base: str = GRAPH, **more: str) -> ChannelSettings:
    """Return settings of a platform as an operator would have them."""
    held = {"VERIFY_TOKEN": WORD, **MORE[name], **more}
    return ChannelSettings(name, base, TOKEN, SECRET, "", held)


def signed(body: bytes, secret: str = SECRET, name: str = "X-Hub-Signature-256") -> Signed:
    """Return a request as Meta makes it."""
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Signed("https://chat.example/channels/x", {name: f"sha256={made}"}, body)


@lru_cache
def recorded(name: str) -> dict[str, Any]:
    """Return the payloads of a platform by name."""
    files = sorted((PAYLOADS / name).glob("*.json"))
    return {one.stem: json.loads(one.read_text()) for one in files}


def says_so(channel: Channel, told: Any, says: list[Heard | Status] | None) -> None:
    """Hold what a payload is read as to what it says; None: it is refused, quoting nothing."""
    request = signed(json.dumps(told).encode())
    if says is None:
        with pytest.raises(BadPayload) as refused:
            channel.heard(request)
        assert "From whom" not in str(refused.value)
    else:
        assert list(channel.heard(request)) == says


def expected(name: str) -> dict[str, list[Heard | Status] | None]:
    """Return what each payload of a platform says; None: refused."""
    told = yaml.safe_load((PAYLOADS / name / "expected.yml").read_text())
    return {
        key: None if said == "refused" else [_made(told["defaults"], one) for one in said]
        for key, said in told["expected"].items()
    }


def _made(defaults: dict[str, Any], said: dict[str, Any]) -> Heard | Status:
    if "reached" in said:
        return Status(**said)
    held = {**defaults, **said}
    return Heard(address=Address(held.pop("person"), held.pop("ours")), **held)


ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, "", "\ud800", "a\x00b", "x" * 600, [], [[]], {}, [None],
    {"a": 1}, ["text"], [{"id": 1}], {"id": {"id": "1"}}, "2026-11-23", "99999999999999",
]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, name: str) -> bytes:
    """Draw a recorded payload with some of it dropped, doubled, nested, or of another type."""
    body = draw(st.sampled_from(list(recorded(name).values())))
    for _ in range(draw(st.integers(1, 4))):
        body = _spoilt(draw, body)
    return json.dumps(body).encode()


def _spoilt(draw: st.DrawFn, value: Any) -> Any:
    """Go down some way and change what is there."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: _spoilt(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], _spoilt(draw, value[at]), *value[at + 1 :]]
    how = draw(st.integers(0, 3))
    if how == 0 and isinstance(value, dict) and value:
        gone = draw(st.sampled_from(sorted(value)))
        return {key: one for key, one in value.items() if key != gone}
    if how == 1:
        return draw(st.sampled_from([[value], {"text": value}, [value, value]]))
    return draw(st.sampled_from(ODD))
