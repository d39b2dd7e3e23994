"""Phrasings with what they mean: the training rows, the development and the held-out split."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.nlu.entities import build_index, find
from bot.nlu.fusion import FusedModel, Said
from bot.nlu.intent import FusedIntentClassifier, Ranking, ranking_of, spelt_right, told_again
from bot.nlu.ladder import FallbackLadder, Steps, names_ours
from bot.nlu.spelling import short_forms
from knowledge.live import live_knowledge
from knowledge.names import fold

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fr", "en")
NAMED = {"fr": "French", "en": "English"}
DEVELOPMENT, HELD_OUT = "data/development", "tests/nlu/heldout"
UNSORTED = "unsorted"  # the style of rows whose writer was told none


class Row(NamedTuple):
    """A phrasing."""

    text: str
    intent: str
    language: str
    style: str = UNSORTED


class Reading(NamedTuple):
    """What the classifier makes of a phrasing, before the ladder."""

    ranking: Ranking
    names_ours: bool


@lru_cache(maxsize=2)
def training_rows(language: str) -> tuple[Row, ...]:
    """Return what the model learns from."""
    return rows_in(ROOT / "data" / "nlu", language)


def rows_in(folder: Path, language: str) -> tuple[Row, ...]:
    """Return the rows of a folder that is laid out like data/nlu."""
    entries = [
        entry
        for path in sorted((folder / language).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    return tuple(
        Row(line.removeprefix("- "), entry["intent"], language)
        for entry in entries
        for line in entry["examples"].splitlines()
    )


def written(folder: str, language: str) -> list[Row]:
    """Return all rows of a split, of each style."""
    place = ROOT / folder
    plain = _read(place / f"{language}.yml")
    by_style = {UNSORTED: plain, **_read(place / f"styles_{language}.yml")}
    return [
        Row(text, intent, language, style)
        for style, by_intent in by_style.items()
        for intent, texts in by_intent.items()
        for text in texts
    ]


def split_rows(folder: str, language: str) -> list[Row]:
    """Return the rows of a split without those that training rows happen to equal."""
    learnt = {folded(row.text) for one in LANGUAGES for row in training_rows(one)}
    return [row for row in written(folder, language) if folded(row.text) not in learnt]


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def folded(text: str) -> str:
    """Return a phrasing as it is compared: words only, without accents and case."""
    return " ".join(re.findall(r"\w+", fold(text)))


def without_names(index: Any, row: Row) -> str:
    """Return a phrasing with one word in place of each name, to find those that differ by it."""
    text = row.text
    spans = {
        (e["start"], e["end"]) for e in find(index, text, row.language) if e["entity"] != "detail"
    }
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}X{text[end:]}"
    return text


def settings_of(component: type[Any]) -> dict[str, Any]:
    """Return a component's settings in config.yml over its defaults."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    mine = next(entry for entry in pipeline if entry["name"].endswith(component.__name__))
    return {**component.get_default_config(), **mine}


def steps() -> Steps:
    """Return the ladder's steps in config.yml."""
    return Steps.of(settings_of(FallbackLadder))


def trained(rows: Sequence[Row]) -> FusedModel:
    """Train with the settings in config.yml."""
    config = settings_of(FusedIntentClassifier)
    texts, intents = [row.text for row in rows], [row.intent for row in rows]
    return FusedModel.fitted(texts, intents, config["strength"], config["seed"], short_forms())


def all_training_rows() -> list[Row]:
    """Return the training rows of both languages."""
    return [row for language in LANGUAGES for row in training_rows(language)]


def readings(model: FusedModel, rows: Sequence[Row], weight: float | None = None) -> list[Reading]:
    """Read phrasings as the classifier does, in one go."""
    if weight is None:
        weight = settings_of(FusedIntentClassifier)["form_weight"]
    index = build_index(live_knowledge().at_hand())
    named = [find(index, row.text, row.language) for row in rows]
    said = [
        Said(row.text, row.language, spelt_right(row.text, entities))
        for row, entities in zip(rows, named, strict=True)
    ]
    found = []
    for one, chances, entities in zip(said, model.chances(said, weight), named, strict=True):
        ranking = ranking_of(model, chances)
        again = told_again(one.text, entities, ranking, model)
        if again:
            ranking = ranking_of(model, model.chances([one._replace(text=again)], weight)[0])
        found.append(Reading(ranking, names_ours(entities)))
    return found
