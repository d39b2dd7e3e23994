"""The chosen model beside others: its own folds, Rasa's classifiers, public data sets."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold

from tools.nlu.baselines import BASELINES, led
from tools.nlu.measures import Shares, percent
from tools.nlu.rows import LANGUAGES, NAMED, ROOT, Reading, Row, readings, trained

BENCHMARKS = ROOT.parent / "shared" / "nlu_benchmarks"
FOLDS = 5
# Published results on the same splits: README of jianguoz/Few-Shot-Intent-Detection.
PUBLISHED = {
    "banking77": ["84.3", "84.2", "83.3", "87.2", "89.8"],
    "clinc150": ["91.6", "90.9", "92.6", "94.2", "94.8"],
    "hwu64": ["82.9", "83.8", "82.7", "87.1", "87.4"],
}


def shares_of(read: Sequence[Reading], rows: Sequence[Row]) -> list[str]:
    """Return the cells of a line."""
    return Shares.of([one.ranking for one in read], rows).cells()


def crossed(rows: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Yield a line a language of a cross-validation of the training rows."""
    found: list[tuple[Row, Reading]] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=7)
    for learnt, rest in folds.split(rows, [row.intent for row in rows]):
        held = [rows[number] for number in rest]
        model = trained([rows[number] for number in learnt])
        found += zip(held, readings(model, held), strict=True)
    for language in LANGUAGES:
        some = [(row, read) for row, read in found if row.language == language]
        yield NAMED[language], shares_of([read for _, read in some], [row for row, _ in some])


def baselines(learnt: Sequence[Row], rows: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Yield a line a language for each of Rasa's own classifiers, on the same rows."""
    for name, pipeline in BASELINES.items():
        kept = led(pipeline, learnt, rows)
        for language in LANGUAGES:
            some = [number for number, row in enumerate(rows) if row.language == language]
            shares = Shares.of(
                [kept["rankings"][number] for number in some], [rows[number] for number in some]
            )
            told = f"{name}, {NAMED[language]} (trained in {kept['seconds']:.0f} s)"
            yield told, shares.cells()


def benchmark(name: str) -> list[str]:
    """Return the chosen model's figure on a public data set beside the published ones."""
    learnt, asked = _csv(f"{name}/train_10.en.csv"), _csv(f"{name}/test.en.csv")
    read = readings(trained(learnt), asked)
    right = np.mean(
        [one.ranking[0]["name"] == row.intent for one, row in zip(read, asked, strict=True)]
    )
    return [percent(float(right)), *PUBLISHED[name]]


def _csv(name: str) -> list[Row]:
    with (BENCHMARKS / name).open(encoding="utf-8", newline="") as file:
        return [Row(line["text"], line["intent"], "en") for line in csv.DictReader(file)]
