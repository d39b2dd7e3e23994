"""`make nlu`: what was tried on the development split, and what held-out phrasings say of it.

Writes docs/understanding.md. Choices are made on data/development; tests/nlu is only measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.nlu.entities import build_index, find
from bot.nlu.fusion import FusedModel
from bot.nlu.intent import (
    FALLBACK,
    NOT_OURS,
    FusedIntentClassifier,
    told_again,
    with_fallback,
)
from bot.nlu.second_look import OURS, SecondLook, doubt
from knowledge.live import live_knowledge
from knowledge.names import fold
from tools.nlu_page import PAGE

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "en")
WEIGHTS = (0.0, 0.3, 0.5, 0.7, 1.0)
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3)
Row = tuple[str, str]  # text, intent
Ranking = list[dict[str, Any]]


def training_rows(language: str) -> list[Row]:
    """Return what the model learns from."""
    entries = [
        entry
        for path in sorted((ROOT / "data" / "nlu" / language).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    return [
        (line.removeprefix("- "), entry["intent"])
        for entry in entries
        for line in entry["examples"].splitlines()
    ]


def split_rows(folder: str, language: str) -> list[Row]:
    """Return the rows of a split, without those that training rows happen to equal."""
    read = yaml.safe_load((ROOT / folder / f"{language}.yml").read_text(encoding="utf-8"))
    learnt = {folded(text) for text, _ in training_rows(language)}
    rows = [(text, intent) for intent, texts in read.items() for text in texts]
    return [row for row in rows if folded(row[0]) not in learnt]


def folded(text: str) -> str:
    """Return a phrasing as it is compared: words only, without accents and case."""
    return " ".join(re.findall(r"\w+", fold(text)))


@dataclass(frozen=True)
class Score:
    """How one split went: all shares from 0 to 1."""

    rows: int
    first: float  # the right intent leads, among questions for us
    in_three: float
    refused: float  # of what is not for us: out_of_scope or below the threshold
    lost: float  # of questions for us, refused

    @classmethod
    def of(cls, rankings: Sequence[Ranking], rows: Sequence[Row]) -> Score:
        """Score one ranking a phrasing."""
        ours = np.array([intent != NOT_OURS for _, intent in rows])
        led = [ranking[0]["name"] for ranking in rankings]
        three = [
            [one["name"] for one in ranking if one["name"] != FALLBACK][:3] for ranking in rankings
        ]
        right = np.array([lead == intent for lead, (_, intent) in zip(led, rows, strict=True)])
        among = np.array([intent in first for first, (_, intent) in zip(three, rows, strict=True)])
        refused = np.array([lead in (NOT_OURS, FALLBACK) for lead in led])
        return cls(
            len(rows),
            float(right[ours].mean()),
            float(among[ours].mean()),
            float(refused[~ours].mean()),
            float(refused[ours].mean()),
        )

    def cells(self) -> str:
        """Return the score as cells of a table, in per cent."""
        shares = (self.first, self.in_three, self.refused, self.lost)
        return f"{self.rows} | " + " | ".join(f"{100 * share:.1f}" for share in shares)


def table(first: str, lines: Iterable[tuple[str, Score]]) -> str:
    """Return a Markdown table."""
    head = f"| {first} | rows | right | in three | refused, not ours | refused, ours |"
    body = "\n".join(f"| {name} | {score.cells()} |" for name, score in lines)
    return f"{head}\n|---|---|---|---|---|---|\n{body}\n"


def report(config: dict[str, Any]) -> str:
    """Train once and measure everything."""
    learnt = [row for language in LANGUAGES for row in training_rows(language)]
    texts, intents = zip(*learnt, strict=True)
    model = FusedModel.fitted(texts, intents, config["strength"], config["seed"])
    chosen, limit = config["form_weight"], config["threshold"]
    index, second = build_index(live_knowledge().at_hand()), settings_of(SecondLook)

    def score(
        folder: str, language: str, weight: float, threshold: float, looks_twice: bool = True
    ) -> Score:
        rows = split_rows(folder, language)
        chances = model.chances([text for text, _ in rows], weight)
        rankings = [ranked(row, model.intents, threshold) for row in chances]
        named = [find(index, text, language) for text, _ in rows]
        for number, ranking in enumerate(rankings):
            again = told_again(rows[number][0], named[number], ranking, model)
            if again:
                row = model.chances([again], weight)[0]
                rankings[number] = ranked(row, model.intents, threshold)
        if looks_twice:
            rankings = [
                doubt(ranking, second["unsure"], second["least"])
                if OURS & {entity["entity"] for entity in entities}
                else ranking
                for ranking, entities in zip(rankings, named, strict=True)
            ]
        return Score.of(rankings, rows)

    dev, spoken = "data/development", (("fr", "French"), ("en", "English"))
    weights = [
        (f"{name}, share of characters {weight}", score(dev, language, weight, limit))
        for language, name in spoken
        for weight in WEIGHTS
    ]
    thresholds = [
        (f"{name}, threshold {each}", score(dev, language, chosen, each))
        for language, name in spoken
        for each in THRESHOLDS
    ]
    looks = [
        (f"{name}, second look {told}", score(dev, language, chosen, limit, twice))
        for language, name in spoken
        for told, twice in (("no", False), ("yes", True))
    ]
    held_out = [
        (name, score("tests/nlu/heldout", language, chosen, limit)) for language, name in spoken
    ]
    return PAGE.format(
        rows=len(learnt),
        intents=len(model.intents),
        chosen=chosen,
        limit=limit,
        weights=table("development split", weights),
        thresholds=table("development split", thresholds),
        looks=table("development split", looks),
        held_out=table("held out", held_out),
    )


def ranked(chances: Any, intents: Sequence[str], threshold: float) -> Ranking:
    """Return what the classifier says for one row of chances."""
    return with_fallback(
        [
            {"name": intents[i], "confidence": float(chances[i])}
            for i in np.argsort(chances)[::-1][:10]
        ],
        threshold,
    )


def settings_of(component: type[Any]) -> dict[str, Any]:
    """Return a component's settings in config.yml over its defaults."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    mine = next(entry for entry in pipeline if entry["name"].endswith(component.__name__))
    return {**component.get_default_config(), **mine}


if __name__ == "__main__":
    page = report(settings_of(FusedIntentClassifier))
    (ROOT / "docs" / "understanding.md").write_text(page, encoding="utf-8")
    print(page)
