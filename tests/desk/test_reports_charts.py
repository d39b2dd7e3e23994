"""Charts: every count in words and as a bar, in both languages, in the colours of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.conversations import cases, counting, reviewing
from bot.desk import charts
from bot.desk.reports import TABLES, Report
from knowledge.basics import LANGUAGES, Language
from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"rean": {"fr": "Retour volontaire", "en": "Assisted return"}}
DAYS = date(2026, 11, 1), date(2026, 11, 30)


def made(**tables: dict[str, int]) -> Report:
    return Report(*DAYS, {**{name: {} for name in TABLES}, **tables})


def drawn(report: Report, table: str, language: Language = "en") -> ElementTree.Element:
    return ElementTree.fromstring(charts.chart(report, table, language, NAMES))


def texts(svg: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def test_a_chart_tells_all_of_it_in_words_as_well() -> None:
    svg = drawn(made(topics={"ask_funding": 1200, "ask_legal": 600, "greet": 0}), "topics")
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "Questions by topic, 1 November 2026 to 30 November 2026"
    assert desc.text == "Who pays for it: 1,200; Visa, stay and rights: 600; Greetings: <\u00a05"
    assert [one for one in texts(svg) if one in ("1,200", "600", "<\u00a05")] == [
        "1,200",
        "600",
        "<\u00a05",
    ]


def test_bars_are_as_long_as_their_counts_and_few_have_none() -> None:
    svg = drawn(made(outcomes={"answered": 100, "not_known": 50, "asked_back": 0}), "outcomes")
    widths = [int(one.get("width", "")) for one in svg.iter(f"{SVG}rect")]
    assert len(widths) == 2 and widths[0] == 2 * widths[1]
    assert max(widths) <= charts.WIDTH - charts.FOR_NUMBERS


def test_a_chart_takes_the_colours_of_its_page_and_brings_none() -> None:
    text = charts.chart(made(feedback={"useful": 5}), "feedback", "fr", NAMES)
    assert 'fill="currentColor"' in text
    assert not re.search(r"#[0-9a-f]{3}|style|<script|href|rgb", text, re.I)


def test_french_is_set_as_french_is() -> None:
    svg = drawn(made(languages={"fr": 1200, "en": 0}), "languages", "fr")
    desc = svg.find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == "Français\u00a0: 1\u202f200\u00a0; Anglais\u00a0: <\u00a05"
    assert "Du 1er novembre 2026 au 30 novembre" in " ".join(texts(svg))


def test_programmes_have_their_names_and_a_strange_key_harms_nothing() -> None:
    svg = drawn(made(programmes={"rean": 10, "<script>&": 5}), "programmes", "fr")
    assert {"Retour volontaire", "<script>&"} <= set(texts(svg))
    stale = drawn(made(stale={"rean": 10, "none": 5}), "stale")
    assert {"Assisted return", "No programme"} <= set(texts(stale))


def test_long_tables_say_how_much_more_there_is() -> None:
    many = {f"ask_{chr(97 + number)}": 5 for number in range(20)}
    svg = drawn(made(topics=many), "topics")
    assert len(list(svg.iter(f"{SVG}rect"))) == charts.MOST_BARS
    assert "and 5 more in the file" in texts(svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_without_anything_says_so(language: Language) -> None:
    svg = drawn(made(), "safety", language)
    desc = svg.find(f"{SVG}desc")
    told = {"fr": "Moins de cinq pour chacun.", "en": "Fewer than five of each."}[language]
    assert desc is not None and desc.text == told and told in texts(svg)


def test_a_table_that_is_none_is_named() -> None:
    with pytest.raises(KeyError, match="no table of a report is called 'x'"):
        charts.chart(made(), "x", "en", NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_nothing_runs_over_the_edge_of_a_small_screen(table: str, language: Language) -> None:
    keys = charts.words().get("topics" if table == "refused" else table, {"none": 0})
    svg = drawn(made(**{table: dict.fromkeys(keys, 1_000_000)}), table, language)
    assert svg.get("width") == "320"
    assert max(map(len, texts(svg))) <= charts.LETTERS


def _pairs(words: Any, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, one in words.items():
        both = isinstance(one, dict) and one.keys() == set(LANGUAGES) and isinstance(one["fr"], str)
        if both:
            yield f"{where}{key}", one
        else:
            yield from _pairs(one, f"{where}{key}.")


SAME = {"topics.none", "checks.asked"}


def test_every_word_is_in_both_languages_with_the_same_gaps() -> None:
    pairs = dict(_pairs(charts.words()))
    assert len(pairs) > 90
    for where, both in pairs.items():
        gaps = [sorted(re.findall(r"\{\w+\}", both[one])) for one in LANGUAGES]
        assert gaps[0] == gaps[1], where
        assert all(both[one].strip() for one in LANGUAGES), where
        assert both["fr"] != both["en"] or where in SAME, where


def test_everything_that_is_counted_has_words() -> None:
    words = charts.words()
    assert words["titles"].keys() == TABLES.keys()
    for table, (_, keys) in TABLES.items():
        assert set(keys) <= words.get(table, {}).keys(), table
    assert {*reviewing.intents(), reviewing.NOT_LEARNT, "none", "other"} == words["topics"].keys()
    assert words["cases"].keys() == set(cases.REASONS)
    assert words["waiting"].keys() == words["within"].keys() == counting.WITHIN.keys()
    assert words["outcomes"].keys() == set(counting.OUTCOMES)
    figures = made(verdicts={}, checks={"asked": 0}).figures()
    assert words["figures"].keys() == figures.keys()


@pytest.mark.parametrize(
    ("waits", "asked", "french", "english"),
    [
        (0, 0, ["<\u00a05"] * 3, ["<\u00a05"] * 3),
        (20, 35, ["3,5", "moins d'une heure"], ["3.5", "under 1 hour"]),
    ],
)
def test_figures_are_told_in_both_languages(
    waits: int, asked: int, french: list[str], english: list[str]
) -> None:
    waiting = {**dict.fromkeys(counting.WITHIN, 0), "1_hour": waits}
    checks = {"verdicts": {"cannot_tell": asked and 10}, "checks": {"asked": asked}}
    report = made(waiting=waiting, **checks)
    for language, expected in (("fr", french), ("en", english)):
        told = [charts.figure(report, name, language) for name in report.figures()]
        assert told[: len(expected)] == expected


def test_every_kind_of_danger_has_words() -> None:
    from bot.files import read_yaml

    texts = read_yaml(ROOT / "knowledge/content/safety/texts.yml")["texts"]
    assert charts.words()["safety"].keys() == texts.keys()
