"""`python -m tools.nlu.candidate <folder>`: what more phrasings would change, before they ship.

Trains twice, without and with the phrasings of a folder laid out like data/nlu; counts what people
get of the held-out rows. No row is shown: who sees which one is wrong would tune on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.nlu.page import table
from tools.nlu.rows import (
    HELD_OUT,
    LANGUAGES,
    NAMED,
    Row,
    all_training_rows,
    folded,
    readings,
    rows_in,
    split_rows,
    steps,
    trained,
)
from tools.nlu.tune import outcome

GOOD = ("right", "refused")
HEAD = ["rows", "right before", "right after", "became right", "became wrong"]


def compared(added: Sequence[Row]) -> str:
    """Return what more phrasings change, in a table."""
    learnt, new = all_training_rows(), {folded(row.text) for row in added}
    every = [row for language in LANGUAGES for row in split_rows(HELD_OUT, language)]
    held = [row for row in every if folded(row.text) not in new]
    before, after = rights(learnt, held), rights([*learnt, *added], held)
    return table(["held out", *HEAD], lines(held, before, after))


def rights(learnt: Sequence[Row], held: Sequence[Row]) -> list[bool]:
    """Return of which rows people get what they should, by a model of these phrasings."""
    read, chosen = readings(trained(learnt), held), steps()
    return [outcome(row, one, chosen) in GOOD for row, one in zip(held, read, strict=True)]


def lines(
    held: Sequence[Row], before: Sequence[bool], after: Sequence[bool]
) -> Iterator[tuple[str, list[str]]]:
    """Yield a line a language."""
    for language in LANGUAGES:
        pairs = [
            both for row, *both in zip(held, before, after, strict=True) if row.language == language
        ]
        counts = (
            len(pairs),
            sum(was for was, _ in pairs),
            sum(now for _, now in pairs),
            sum(now and not was for was, now in pairs),
            sum(was and not now for was, now in pairs),
        )
        yield NAMED[language], [str(count) for count in counts]


def main(folder: Path) -> None:
    """Read the phrasings and print the comparison."""
    added = [row for language in LANGUAGES for row in rows_in(folder, language)]
    if not added:
        sys.exit(
            f"{folder}: no phrasings in fr/*.yml or en/*.yml there; name the folder of an export"
        )
    print(compared(added))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
