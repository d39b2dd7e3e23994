"""The two documents on Meta's platforms say what the code does."""

from __future__ import annotations

import re

import pytest

from bot.channel_settings import GRAPH, MORE
from bot.channels.base import BadPayload
from bot.channels.messenger import START, Messenger
from bot.channels.meta_errors import LATER, Meaning, meaning_of
from bot.channels.whatsapp import WhatsApp
from tests.channels.metas import settings, signed
from tests.conftest import ROOT

PAGES = {name: ROOT / "docs" / "channels" / f"{name}.md" for name in ("whatsapp", "messenger")}
HAPPENS: dict[str, Meaning] = {
    "everything waits": "ours",
    "tried again later": "later",
    "the template goes out": "outside",
    "waits until they write": "outside",
    "nothing more is sent": "blocked",
    "that one message is given up": "refused",
}
BOTH = pytest.mark.parametrize("name", sorted(PAGES))


@BOTH
def test_every_setting_is_told(name: str) -> None:
    page = PAGES[name].read_text()
    for what in ("TOKEN", "SECRET", "API_BASE", *MORE[name]):
        assert f"| `{name.upper()}_{what}` |" in page
    assert GRAPH in page
    assert f"https://chat.example/channels/{name}`" in page


@BOTH
def test_every_code_does_what_the_table_says(name: str) -> None:
    rows = re.findall(r"^\| ([0-9., ]+) \| [^|]+ \| ([^|]+) \|", PAGES[name].read_text(), re.M)
    assert len(rows) >= 8
    for codes, happens in rows:
        (means,) = {HAPPENS[said] for said in HAPPENS if happens.startswith(said)}
        for one in codes.split(", "):
            code, _, subcode = one.partition(".")
            assert meaning_of(int(code), int(subcode) if subcode else None) == means, one


def test_the_codes_that_pass_are_those_of_meta_only() -> None:
    assert not LATER & {190, 131047, 551, 131026}


@BOTH
def test_the_body_to_try_is_one_that_says_nothing(name: str) -> None:
    (body,) = re.findall(r"body='([^']+)'", PAGES[name].read_text())
    channels = {"whatsapp": WhatsApp, "messenger": Messenger}
    assert channels[name](settings(name)).heard(signed(body.encode())) == []
    for other in channels.keys() - {name}:
        with pytest.raises(BadPayload):
            channels[other](settings(other)).heard(signed(body.encode()))


def test_get_started_says_what_messenger_listens_for() -> None:
    assert f'{{"get_started": {{"payload": "{START}"}}}}' in PAGES["messenger"].read_text()
