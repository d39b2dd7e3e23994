"""Search: words, meaning, and what it does when either is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import snowballstemmer
from numpy.typing import NDArray

from knowledge.answers import Knowledge
from knowledge.basics import Language
from knowledge.models import Content, Unit
from knowledge.reader import read_content
from knowledge.search.index import Search
from knowledge.search.lexical import LexicalIndex
from knowledge.search.live import LiveSearch, with_meaning
from knowledge.search.vectors import vectors_of
from knowledge.search.words import _stem, stems_of, words_of
from knowledge.settings import CONTENT
from tools.search import HELD_OUT, rows_of, score

Rows = NDArray[np.float32]


@lru_cache(maxsize=1)
def content() -> Content:
    return read_content(CONTENT)


@lru_cache(maxsize=1)
def by_words() -> Search:
    return Search.of(content())


class Encoder:
    """Stands in for the encoder: means the letters of a text, and counts what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, sentences: Sequence[str]) -> Rows:
        self.given += sentences
        rows = np.zeros((len(sentences), 512), dtype=np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for letter in sentence.lower():
                row[ord(letter) % 512] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("reintegration", "réintégration", "fr"),
        ("SOEUR", "sœur", "fr"),
        ("l’expert", "l'expert", "fr"),
        ("les experts", "expert", "fr"),
        ("assignments", "assignment", "en"),
        ("c'est quoi un visa ?", "visa", "fr"),
        ("what is a visa?", "visa", "en"),
        ("phase 2", "la phase 2", "fr"),
    ],
)
def test_words_are_compared_as_people_write_them(
    typed: str, written: str, language: Language
) -> None:
    assert stems_of(typed, language) == stems_of(written, language) != []


def test_a_heading_counts_beside_the_body_and_a_lone_unknown_word_lowers_the_score() -> None:
    index = LexicalIndex([["sudan"], [], []], [["visa"], ["sudan"], ["bread"]])
    both = index.scores(["sudan"])
    assert both[0] > 0 < both[1]
    assert both[2] == 0
    assert index.scores(["visa"])[0] > index.scores(["visa", "pancake"])[0] > 0
    assert not index.scores([]).any()


def test_typos_and_synonyms_find_but_count_less() -> None:
    index = LexicalIndex([[], []], [["ticket"], ["bread"]], [[["ticket"], ["plane", "fare"]]])
    right, mistyped = index.scores(["ticket"])[0], index.scores(["tickte"])[0]
    assert right > mistyped > 0
    assert index.scores(["bread"])[0] == 0
    both = LexicalIndex([[], []], [["ticket"], ["fare"]], [[["ticket"], ["fare"]]])
    found = both.scores(["fare"])
    assert found[1] > found[0] > 0


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["", "?!", "🎉", "\x00", "é" * 1000, "' OR --"])
def test_what_says_nothing_finds_nothing(text: str, language: Language) -> None:
    found = by_words().find(text, language)
    assert found.hits == ()
    assert not found.sure


def test_without_a_language_the_better_one_is_taken() -> None:
    assert by_words().find("Qui était Joost van der Aalst, Chef de mission ?").language == "fr"
    assert by_words().find("Who was Joost van der Aalst, Chief of Mission?").language == "en"


def test_each_text_is_found_once_and_nothing_with_a_gap() -> None:
    hits = by_words().find("Sudan TRQN who can take part", "en", limit=20).hits
    texts = [hit.unit.text.en for hit in hits]
    assert len(texts) == len(set(texts)) == 20
    assert not any("{" in text for text in texts)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_is_sure_of_what_is_named_only() -> None:
    sure = by_words().find("who was Joost van der Aalst", "en")
    assert sure.sure
    assert sure.hits[0].unit.person == "joost_van_der_aalst"
    assert not by_words().find("pancakes without milk", "en").sure


@pytest.mark.parametrize(("language", "first", "three"), [("fr", 0.40, 0.62), ("en", 0.40, 0.56)])
def test_words_find_held_out_questions(language: Language, first: float, three: float) -> None:
    measured = score(by_words(), rows_of(HELD_OUT, language))
    assert measured[0] >= first, measured
    assert measured[1] >= three, measured


@pytest.fixture(scope="module")
def by_both(tmp_path_factory: pytest.TempPathFactory) -> Search:
    from knowledge.search.encoder import encode

    kept_in = tmp_path_factory.mktemp("vectors") / "vectors.npz"
    return with_meaning(by_words(), content(), encode, kept_in)


@pytest.mark.rasa
@pytest.mark.parametrize(("language", "first", "three"), [("fr", 0.45, 0.68), ("en", 0.43, 0.58)])
def test_meaning_helps_words(
    language: Language, first: float, three: float, by_both: Search
) -> None:
    measured = score(by_both, rows_of(HELD_OUT, language))
    assert measured[0] >= first, measured
    assert measured[1] >= three, measured


def test_a_sentence_is_encoded_once(tmp_path: Path) -> None:
    encode, kept = Encoder(), tmp_path / "new" / "vectors.npz"
    before = vectors_of(["one", "two", "one"], encode, kept)
    assert encode.given == ["one", "two"]
    after = vectors_of(["three", "two"], encode, kept)
    assert encode.given == ["one", "two", "three"]
    np.testing.assert_allclose(before[1], after[1], atol=1e-3)
    assert vectors_of([], encode, kept).shape == (0, 512)


@pytest.mark.parametrize("spoilt", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_spoilt_file_is_made_anew(spoilt: bytes, tmp_path: Path) -> None:
    kept = tmp_path / "vectors.npz"
    kept.write_bytes(spoilt)
    encode = Encoder()
    vectors_of(["one"], encode, kept)
    vectors_of(["one"], encode, kept)
    assert encode.given == ["one"]


def test_a_file_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    encode = Encoder()
    assert vectors_of(["one"], encode, tmp_path / "file" / "vectors.npz").shape == (1, 512)


def small(release: str, *units: Unit) -> Knowledge:
    return Knowledge(Content(units={unit.id: unit for unit in units}), release)


def unit(key: str, text: str, state: str = "sourced") -> Unit:
    said = {"fr": text, "en": text}
    return Unit.model_validate(
        {"id": key, "aspect": "programme", "text": said, "written": "2026-01-01", "state": state}
    )


async def test_the_index_follows_the_release_and_tells_nothing_that_is_gone() -> None:
    live = LiveSearch()
    bread, visa = unit("bread", "Bread is baked here."), unit("visa", "A visa is not ours.")
    first = await live.find("bread", "en", small("one", bread, visa))
    assert [hit.unit.id for hit in first.hits] == ["bread"]
    changed = unit("bread", "Bread is sold here.")
    later = small("two", changed)
    # The old index may still answer here: then not with what is gone or was changed.
    during = await live.find("bread", "en", later)
    assert all(hit.unit == changed for hit in during.hits)
    await live.settled()
    assert [hit.unit for hit in (await live.find("bread", "en", later)).hits] == [changed]
    assert (await live.find("visa", "en", later)).hits == ()


async def test_many_at_once_index_once_and_meaning_comes_later(tmp_path: Path) -> None:
    encode = Encoder()
    live = LiveSearch(encode, tmp_path / "vectors.npz")
    knowledge = small("one", unit("bread", "Bread is baked here."))
    found = await asyncio.gather(*(live.find("bread", "en", knowledge) for _ in range(20)))
    assert all(len(one.hits) == 1 for one in found)
    await live.settled()
    assert encode.given.count(" : Bread is baked here.") == 1  # the same in both languages
    assert (await live.ready(knowledge)).meaning is not None


async def test_a_broken_encoder_leaves_the_words(tmp_path: Path) -> None:
    def broken(sentences: Sequence[str]) -> Rows:
        raise RuntimeError("no weights")

    live = LiveSearch(broken, tmp_path / "vectors.npz")
    knowledge = small("one", unit("bread", "Bread is baked here."))
    await live.find("bread", "en", knowledge)
    await live.settled()
    assert len((await live.find("bread", "en", knowledge)).hits) == 1


async def test_what_may_not_be_told_is_not_found() -> None:
    knowledge = small("one", unit("bread", "Bread is baked here.", state="withdrawn"))
    assert (await LiveSearch().find("bread", "en", knowledge)).hits == ()


async def test_what_follows_another_on_a_day_is_found_from_that_day_on() -> None:
    last, live = date(2026, 12, 31), LiveSearch()
    old = unit("old", "A visa is free.").model_copy(update={"valid_to": last})
    new = unit("new", "A visa costs 5.").model_copy(update={"valid_from": date(2027, 1, 1)})
    release = small("one", old, new)
    assert release.on(last) is release.on(last)
    found = await live.find("visa", "en", release.on(last))
    assert [hit.unit.id for hit in found.hits] == ["old"]
    await live.find("visa", "en", release.on(date(2027, 1, 1)))
    await live.settled()
    found = await live.find("visa", "en", release.on(date(2027, 1, 1)))
    assert [hit.unit.id for hit in found.hits] == ["new"]


def test_threads_do_not_spoil_one_anothers_stems() -> None:
    words = sorted({word for u in content().units.values() for word in words_of(u.text.fr)})
    alone = {word: snowballstemmer.stemmer("french").stemWord(word) for word in words}
    _stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: {w: _stem(w, "fr") for w in words}, range(8)):
            assert found == alone
