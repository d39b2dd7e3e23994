"""`make tune`: choose the steps of the fallback ladder on the development split.

Writes them into config.yml, and docs/nlu/thresholds.png. The held-out split is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.nlu.intent import NOT_OURS
from bot.nlu.ladder import FALLBACK, Steps
from tools.nlu.pictures import threshold_curve
from tools.nlu.rows import (
    DEVELOPMENT,
    LANGUAGES,
    ROOT,
    Reading,
    Row,
    all_training_rows,
    readings,
    split_rows,
    steps,
    trained,
)

# What is tried, what is liked better first: it is taken when it is as good as the best.
GRID = {
    "sure": (0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1),
    "margin": (0.05, 0.1, 0.15),  # never none: of two as likely the person chooses
    "refuse": (0.2, 0.16, 0.13, 0.1, 0.08, 0.05),
    "doubt": (0.3, 0.4, 0.5, 0.6, 0.7),
    "least": (0.3, 0.2, 0.15, 0.1, 0.05),
    "whole": (0.4, 0.3, 0.25, 0.2, 0.15, 0.1),
}
# What an outcome is worth to the person. A wrong answer is seen to be one and costs another try;
# being asked back costs a click, and much more on a phone without buttons.
WORTH = {
    "right": 1.0,
    "offered": 0.3,
    "offered in vain": -0.4,
    "lost": -0.6,
    "wrong": -0.8,
    "refused": 1.0,
    "asked in vain": -0.2,
    "answered": -1.0,
}
ROUNDS = 3
NOISE = 0.002  # three rows of worth are chance
PICTURE = ROOT / "docs" / "nlu" / "thresholds.png"


def outcome(row: Row, reading: Reading, chosen: Steps) -> str:
    """Name what a person gets: for a question of ours the first five, else the last three."""
    ranking, meant = chosen.climb(reading.ranking, reading.names_ours)
    led = ranking[0]["name"]
    if row.intent == NOT_OURS:
        return (
            "asked in vain" if meant else "refused" if led in (FALLBACK, NOT_OURS) else "answered"
        )
    if led == row.intent:
        return "right"
    if meant:
        return "offered" if row.intent in meant else "offered in vain"
    return "lost" if led in (FALLBACK, NOT_OURS) else "wrong"


def worth(rows: Sequence[Row], read: Sequence[Reading], chosen: Steps) -> float:
    """Return what the steps are worth, a row."""
    outcomes = (outcome(row, one, chosen) for row, one in zip(rows, read, strict=True))
    return sum(WORTH[one] for one in outcomes) / len(rows)


def tuned(rows: Sequence[Row], read: Sequence[Reading], chosen: Steps) -> Steps:
    """Return better steps: one is changed at a time, until none helps."""
    for _ in range(ROUNDS):
        before = chosen
        for name, values in GRID.items():
            tried = [replace(chosen, **{name: value}) for value in values]
            worths = [worth(rows, read, one) for one in tried]
            good = (at for at, one in enumerate(worths) if one >= max(worths) - NOISE)
            chosen = tried[next(good)]
        if chosen == before:
            break
    return chosen


def curve(
    rows: Sequence[Row], read: Sequence[Reading], chosen: Steps
) -> Iterator[tuple[float, dict[str, float]]]:
    """Yield a value of `sure`, and the share of each outcome with it, of ours and of the others."""
    ours = [row.intent != NOT_OURS for row in rows]
    for value in [number / 20 for number in range(1, 16)]:
        one = replace(chosen, sure=value)
        got = [outcome(row, each, one) for row, each in zip(rows, read, strict=True)]
        shares = dict.fromkeys(WORTH, 0.0)
        for name, of_ours in zip(got, ours, strict=True):
            shares[name] += 1 / (sum(ours) if of_ours else len(ours) - sum(ours))
        yield value, shares


def write(config: Path, chosen: Steps) -> None:
    """Write the steps below the ladder's name in config.yml."""
    text = config.read_text(encoding="utf-8")
    lines = "".join(f"    {name}: {value}\n" for name, value in vars(chosen).items())
    pattern = r"(  - name: bot\.nlu\.ladder\.FallbackLadder\n)(?:    .*\n)*"
    config.write_text(re.sub(pattern, rf"\g<1>{lines}", text), encoding="utf-8")


def main() -> None:
    """Tune, write and draw."""
    rows = [row for language in LANGUAGES for row in split_rows(DEVELOPMENT, language)]
    read = readings(trained(all_training_rows()), rows)
    before = steps()
    chosen = tuned(rows, read, before)
    write(ROOT / "config.yml", chosen)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    threshold_curve(list(curve(rows, read, chosen)), chosen.sure, PICTURE)
    was, now = worth(rows, read, before), worth(rows, read, chosen)
    print(f"{len(rows)} development rows: worth {was:.3f} before, {now:.3f} now\n{chosen}")


if __name__ == "__main__":
    main()
