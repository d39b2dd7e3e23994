"""Requests in the forms that platforms send, and what each of them says: tests/payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from bot.channel_settings import BASES, MORE, ChannelSettings
from bot.channels.base import Address, BadPayload, Channel, Heard, Signed, Status
from tests.conftest import ROOT

SECRET = "not-a-secret"  # pragma: allowlist secret
ANOTHER = "another"
FOLDER = ROOT / "tests" / "payloads"
Expected = str | Sequence[Heard | Status]


def settings_of(name: str, **given: str) -> ChannelSettings:
    """Return the settings of a channel whose address is the vendor's unless it is given."""
    kept = {one: given.pop(one, "") for one in MORE[name]}
    held = {"api_base": BASES[name] or "https://partner.example/in", "token": "999000:AA-not-real"}
    held |= {"secret": SECRET, **given}
    return ChannelSettings(name, more=kept, **held)


def names_of(channel: str) -> list[str]:
    """Return the names of its payloads."""
    return sorted(path.stem for path in (FOLDER / channel).glob("*.json"))


def payload(channel: str, name: str) -> dict[str, Any]:
    """Return one payload as it is written down."""
    made: dict[str, Any] = json.loads((FOLDER / channel / f"{name}.json").read_text("utf-8"))
    return made


def expected(channel: str) -> dict[str, Expected]:
    """Return what each payload says, or why it is refused."""
    held = yaml.safe_load((FOLDER / channel / "expected.yml").read_text("utf-8"))
    return {
        name: one if isinstance(one, str) else list(map(_said, one)) for name, one in held.items()
    }


def said(channel: Channel, request: Signed) -> Expected:
    """Return what a channel makes of a request, in the same form."""
    try:
        return list(channel.heard(request))
    except BadPayload as error:
        return str(error)


def _said(one: Mapping[str, Any]) -> Heard | Status:
    kept = dict(one)
    if "reached" in kept:
        return Status(**kept)
    address = Address(str(kept.pop("person")), kept.pop("ours", ""))
    at = kept.pop("at", None)
    return Heard(address, at=datetime.fromisoformat(at) if at else None, **kept)
