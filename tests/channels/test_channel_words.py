"""What is said on platforms stands in both languages, and for each platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channel_settings import NAMES
from bot.files import read_yaml

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"


def pairs(told: Any, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(told, dict) and {"fr", "en"} & told.keys():
        yield where, told
    elif isinstance(told, dict):
        for name, one in told.items():
            yield from pairs(one, f"{where}.{name}")


def test_every_text_is_there_in_both_languages() -> None:
    found = dict(pairs(read_yaml(CONTENT / "channels.yml")))
    assert len(found) > 25
    for where, both in found.items():
        assert both.keys() == {"fr", "en"} and all(one.strip() for one in both.values()), where
        assert both["fr"].count("{") == both["en"].count("{"), where


@pytest.mark.parametrize("name", NAMES)
def test_every_platform_says_what_it_sees(name: str) -> None:
    assert name in read_yaml(CONTENT / "channels.yml")["platform"]
    words = read_yaml(CONTENT.parents[1] / "bot" / "desk" / "templates" / "words.yml")
    assert name in words["work"]["names"]
