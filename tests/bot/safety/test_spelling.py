"""A slip of one letter hides no danger, and makes none of a word of its own."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
import yaml

from bot.safety import SafetyNet
from bot.safety.phrases import Phrases
from bot.safety.spelling import Spelling
from bot.settings import CONTENT

LISTS = {
    "spelling": {"bos": "boss", "dont": "do not"},
    "forgiven": ["takes"],
    "everyday": ["partons"],
    "sets": {"takes": ["patron*", "papers"], "more": ["together", "agence", "# hours"]},
}
OTHER = {"sets": {"words": ["papier"]}, "everyday": ["paper"]}
SPELLING = Spelling.of(LISTS, [LISTS, OTHER])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("papres", "papers"),  # exchanged
        ("paprs", "papers"),  # missing
        ("pappers", "papers"),  # too many
        ("pavers", "papers"),  # wrong
        ("pavres", "pavres"),  # two wrong
        ("papr", "papr"),  # too short to tell
        ("capers", "capers"),  # another first letter
        ("patrn", "patron"),
        ("patrone", "patrone"),  # any end will do
        ("partons", "partons"),  # a word of its own
        ("paper", "paper"),  # the same in the other language
        ("papier", "papier"),
        ("togethr", "togethr"),  # in sets not named: from eight letters
        ("togetherr", "together"),
        ("togethar", "togethar"),  # and nothing wrong in it
        ("lagence", "l agence"),
        ("bos", "boss"),
        ("dont", "do not"),
    ],
)
def test_one_slip(typed: str, meant: str) -> None:
    assert " ".join(SPELLING.of_lists([typed])) == meant


def test_where_phrases_begin() -> None:
    phrases = Phrases({"one": ["m a pris", "pris*"], "two": ["# ans", "a * c"]})
    assert phrases.places(["il", "ma", "pris", "12", "ans"]) == {"one": [1, 2], "two": [3]}
    assert phrases.places(["a", "b", "c", "m", "a", "prise"]) == {"one": [5], "two": [0]}
    assert phrases.places([]) == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_of_their_own_are_needed(language: str) -> None:
    """What is listed as a word of its own would be taken for a slip else."""
    lists = yaml.safe_load((CONTENT / "safety" / f"words_{language}.yml").read_text("utf-8"))
    bare = {**lists, "everyday": []}
    spelling = Spelling.of(bare, [bare])
    assert [word for word in lists["everyday"] if spelling.of_lists([word]) == [word]] == []


def test_twenty_times_the_text_is_at_most_twenty_times_the_work() -> None:
    """Counted in calls: the same on every machine."""
    net = SafetyNet.load(CONTENT / "safety")
    text = "konfisqués sitamett adipisking passports papieers and the weather "

    def calls(letters: int) -> int:
        whole = (text * (letters // len(text) + 1))[:letters]
        count = 0

        def counted(_frame: FrameType, event: str, _: Any) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(counted)
        try:
            assert net.recognise(whole) is None  # danger would end the search early
        finally:
            sys.setprofile(None)
        return count

    once = calls(1000)
    assert 100 < once < 20_000
    assert calls(20_000) <= 20 * once
