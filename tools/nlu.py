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

from bot.nlu.fusion import FusedModel
from knowledge.names import fold

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "en")
WEIGHTS = (0.0, 0.3, 0.5, 0.7, 1.0)
THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3)
NOT_OURS = "out_of_scope"
Row = tuple[str, str]  # text, intent


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
    learnt = {_folded(text) for text, _ in training_rows(language)}
    rows = [(text, intent) for intent, texts in read.items() for text in texts]
    return [row for row in rows if _folded(row[0]) not in learnt]


def _folded(text: str) -> str:
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
    def of(cls, chances: Any, intents: Sequence[str], rows: Sequence[Row], limit: float) -> Score:
        """Score one row of chances a phrasing."""
        ours = np.array([intent != NOT_OURS for _, intent in rows])
        ranks = np.argsort(-chances, axis=1)
        led = [intents[rank[0]] for rank in ranks]
        right = np.array([lead == intent for lead, (_, intent) in zip(led, rows, strict=True)])
        three = np.array(
            [
                intent in {intents[i] for i in rank[:3]}
                for rank, (_, intent) in zip(ranks, rows, strict=True)
            ]
        )
        refused = np.array([lead == NOT_OURS for lead in led]) | (chances.max(axis=1) < limit)
        return cls(
            len(rows),
            float(right[ours].mean()),
            float(three[ours].mean()),
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

    def score(folder: str, language: str, weight: float, threshold: float) -> Score:
        rows = split_rows(folder, language)
        chances = model.chances([text for text, _ in rows], weight)
        return Score.of(chances, model.intents, rows, threshold)

    dev = "data/development"
    weights = [
        (f"{name}, share of characters {weight}", score(dev, language, weight, limit))
        for language, name in (("fr", "French"), ("en", "English"))
        for weight in WEIGHTS
    ]
    thresholds = [
        (f"{name}, threshold {each}", score(dev, language, chosen, each))
        for language, name in (("fr", "French"), ("en", "English"))
        for each in THRESHOLDS
    ]
    held_out = [
        (name, score("tests/nlu/heldout", language, chosen, limit))
        for language, name in (("fr", "French"), ("en", "English"))
    ]
    return PAGE.format(
        rows=len(learnt),
        intents=len(model.intents),
        chosen=chosen,
        limit=limit,
        weights=table("development split", weights),
        thresholds=table("development split", thresholds),
        held_out=table("held out", held_out),
    )


PAGE = """# How well questions are understood

Made by `make nlu`; do not edit by hand.

{rows} phrasings teach {intents} intents, French and English together. The held-out and the
development phrasings were each written by somebody who had not seen the others; the few that
equal a training row by chance ("bye for now") are left out. Choices are made on the development
split; the held-out one is measured only, with share {chosen}, threshold {limit}.

"Right": the right intent leads; "in three": it is among the first three (both of questions that
are for us). "Refused": taken for out of scope, or below the threshold. All in per cent.

{held_out}
## What was tried: how much characters count beside meaning

0 is the sentence encoder alone, 1 the characters and words alone.

{weights}
## What was tried: below which confidence to refuse

{thresholds}"""


def configured() -> dict[str, Any]:
    """Return the settings of the classifier in config.yml over its defaults."""
    from bot.nlu.intent import FusedIntentClassifier

    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    mine = next(c for c in pipeline if c["name"].endswith(FusedIntentClassifier.__name__))
    return {**FusedIntentClassifier.get_default_config(), **mine}


if __name__ == "__main__":
    page = report(configured())
    (ROOT / "docs" / "understanding.md").write_text(page, encoding="utf-8")
    print(page)
