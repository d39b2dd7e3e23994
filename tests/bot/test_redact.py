"""What tells who somebody is goes; what is asked about stays."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversations.redact import KINDS, marks, ours_of, redact
from bot.language import Language

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONTENT = ROOT / "knowledge" / "content"
MARKED = re.compile(r"\{([^{}|]+)\|([a-z]+)\}")
LEAST = {"phone": 0.99, "email": 1.0, "document": 0.95, "bank": 0.95, "place": 0.95, "name": 0.95}
HELD_OUT, OWN = HERE / "heldout_redact.yml", HERE / "redact.yml"
# Training phrasings with what may really be the number of somebody's file.
REAL_NUMBERS = {"pls check my file number 20457", "dossier numéro 4512, des nouvelles ?"}


class Sample(NamedTuple):
    """A message, what must be left of it, and the kinds of what must go."""

    language: Language
    text: str
    left: str
    kinds: tuple[str, ...]


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def ours() -> frozenset[str]:
    contacts = [*loaded(CONTENT / "contacts.yml").values()]
    contacts += loaded(CONTENT / "safety" / "texts.yml")["contacts"].values()
    return ours_of(contact["value"] for contact in contacts)


def samples(path: Path) -> list[Sample]:
    return [sample(row, lang) for lang in ("fr", "en") for row in loaded(path)[lang]]


def sample(row: str, language: Language) -> Sample:
    words = marks(language)
    left = MARKED.sub(lambda match: words[match[2]], row)
    kinds = tuple(match[2] for match in MARKED.finditer(row))
    return Sample(language, MARKED.sub(r"\1", row), left, kinds)


def as_it_must_be(one: Sample) -> bool:
    """Tell whether a message comes out exactly as marked, or with the short mark if tiny."""
    done = redact(one.text, ours(), one.language)
    short = one.left
    for mark in marks(one.language).values():
        short = short.replace(mark, "[…]")
    fits = len(one.left) <= 2 * len(one.text)
    return done.text == (one.left if fits else short) and done.removed == tuple(
        dict.fromkeys(one.kinds)
    )


def figures(path: Path) -> dict[str, tuple[int, int]]:
    """Count for each kind what was rightly removed, of what should be; `kept` for the others."""
    right: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for one in samples(path):
        for kind in one.kinds or ("kept",):
            rows[kind] += 1
            right[kind] += as_it_must_be(one)
    return {kind: (right[kind], count) for kind, count in rows.items()}


def test_the_samples_are_many_and_all_different() -> None:
    rows = samples(OWN)
    assert len(rows) >= 320
    assert 0.4 <= sum(bool(one.kinds) for one in rows) / len(rows) <= 0.6
    texts = [one.text for one in (*rows, *samples(HELD_OUT))]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("kind", KINDS)
def test_what_tells_who_somebody_is_goes(kind: str) -> None:
    right, rows = figures(OWN)[kind]
    assert right / rows >= LEAST[kind]


def test_what_tells_nothing_stays() -> None:
    right, rows = figures(OWN)["kept"]
    assert right / rows >= 0.99


@pytest.mark.parametrize("kind", KINDS)
def test_held_out_samples_come_out_alike(kind: str) -> None:
    held_out = figures(HELD_OUT)
    assert held_out[kind][0] / held_out[kind][1] >= LEAST[kind]
    # One of 47 is known to fail; it is not mended, for these are not for tuning.
    assert held_out["kept"][0] / held_out["kept"][1] >= 0.97


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


@pytest.mark.parametrize("path", sorted((CONTENT / "answers").glob("*.yml")), ids=lambda p: p.stem)
def test_answers_stay_as_they_are(path: Path) -> None:
    changed = [text for text in strings(loaded(path)) if redact(text, ours()).text != text]
    assert changed == []


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "nlu").glob("*/*.yml")), ids=str)
def test_ways_to_ask_stay_as_they_are(path: Path) -> None:
    phrasings = [
        line.strip().removeprefix("- ")
        for block in loaded(path)["nlu"]
        for line in str(block.get("examples", "")).splitlines()
    ]
    changed = {text for text in phrasings if redact(text, ours()).text != text}
    assert changed <= REAL_NUMBERS


@pytest.mark.parametrize(
    "text", ["+31 70 318 15 00", "070 318 15 00", "0703181500", "0031703181500", "+31(0)70-3181500"]
)
def test_our_own_number_stays_in_any_writing_and_goes_where_it_is_not_ours(text: str) -> None:
    assert redact(text, ours()).removed == ()
    assert redact(text).removed == ("phone",)


def test_kinds_are_named_in_order_and_in_the_language() -> None:
    text = "my name is Omar, a@b.org, 06 12345678 and 06 12345679"
    done = redact(text, language="en")
    assert done.removed == ("name", "email", "phone")
    assert done.text == (
        "my name is [name removed], [e-mail removed], [number removed] and [number removed]"
    )


def test_a_name_said_twice_goes_once() -> None:
    assert redact("je m'appelle Ali ismi Omar").text == "je m'appelle [nom retiré]"


@pytest.mark.parametrize("text", ["", " ", "a@b.fr", "[nom retiré]"])
def test_tiny_texts_stay_tiny(text: str) -> None:
    assert len(redact(text).text) <= 2 * len(text)


@pytest.mark.slow
def test_a_text_ten_times_as_long_does_not_take_a_hundred_times_as_long() -> None:
    rows = " ".join(one.text for one in samples(OWN))
    redact(rows[:1000], ours())

    def median(size: int) -> float:
        took = []
        for start in range(0, len(rows) - size, size):
            begun = time.thread_time()
            redact(rows[start : start + size], ours())
            took.append(time.thread_time() - begun)
        return sorted(took)[len(took) // 2]

    assert median(1000) < 30 * median(100)


PIECES = st.sampled_from(
    [word for path in (OWN,) for one in samples(path) for word in one.text.split()]
)
MESSAGES = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=15).map(" ".join),
    st.lists(PIECES, max_size=15).map("".join),
    st.text(alphabet="0123456789+()-./ ,:°@aAbBNSE'[]٠١", max_size=60),
)


@settings(max_examples=600, deadline=None)
@given(MESSAGES)
def test_it_never_fails_grows_or_finds_more_the_second_time(text: str) -> None:
    done = redact(text)
    assert len(done.text) <= 2 * len(text)
    assert redact(done.text).text == done.text
    assert bool(done.removed) == (done.text != text)
