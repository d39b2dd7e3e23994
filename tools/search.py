"""`make search`: how well questions find their answer, by words, by meaning and by both.

Writes docs/search.md. Choices are made on data/development; tests/**/heldout is only measured.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.basics import LANGUAGES, Language
from knowledge.models import Unit
from knowledge.reader import read_content
from knowledge.search import encoder, index
from knowledge.search.index import Found, Search
from knowledge.search.live import with_meaning
from knowledge.settings import KnowledgeSettings

ROOT = Path(__file__).resolve().parents[1]
DEVELOPMENT, HELD_OUT = "data/development", "tests/knowledge/heldout"
# Every second answer ends with a line to call; such a fact is an answer only where it comes first.
LINES = frozenset({"con.01", "con.02", "con.04"})
HALVES = ("words", "meaning", "both")
CURVE = {"words": (0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8), "both": (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)}
PAGE = """# Search, measured

Written by `make search`. A question counts as answered rightly when the unit found cites a fact
that answers it. The questions were written by people who had not seen the answers; those of
{held_out} were never tuned on, choices were made on `{development}`.

## Held out

{held}
## Development

{dev}
## When the first hit is told as the answer

Its score and its lead over the next must reach a limit together. "Not for us": questions that
nothing here answers, and messages that are out of scope. Development questions, both languages.

{curves}
Chosen: {words} by words alone, {both} with meaning.
"""


@dataclass(frozen=True)
class Row:
    """A question, its language, and the facts that answer it; none: nothing here does."""

    question: str
    language: Language
    facts: frozenset[str]


def rows_of(folder: str, language: Language) -> list[Row]:
    """Read the questions of a split."""
    read = _yaml(f"{folder}/search_{language}.yml")
    return [Row(one["q"], language, frozenset(one["facts"])) for one in read]


def answers(unit: Unit, row: Row) -> bool:
    """Tell whether a unit answers a question."""
    told = set(unit.facts) - LINES | set(unit.facts[:1])
    return bool(told & row.facts)


def score(search: Search, rows: Sequence[Row]) -> tuple[float, float]:
    """Return how many questions the first hit answers, and one of the first three: shares."""
    asked = [(row, search.find(row.question, row.language, 3)) for row in rows if row.facts]
    right = [[answers(hit.unit, row) for hit in found.hits] for row, found in asked]
    first = np.mean([hits[:1] == [True] for hits in right])
    return float(first), float(np.mean([any(hits) for hits in right]))


class ByMeaning(Search):
    """The half that knows no words."""

    def scores(self, text: str, language: Language) -> Any:
        if self.meaning is None:
            raise ValueError("meaning has to be known: make it with `with_meaning`")
        return self.meaning.gists[language] @ self.meaning.encode([text])[0]


def halves(settings: KnowledgeSettings) -> dict[str, Search]:
    """Return the search by words, by meaning and by both."""
    content = read_content(settings.content_dir)
    words = Search.of(content)
    both = with_meaning(words, content, encoder.encode, settings.vectors)
    meaning = ByMeaning(both.units, both.lexical, both.meaning)
    return {"words": words, "meaning": meaning, "both": both}


def _table(found: Mapping[str, Search], folder: str) -> str:
    columns = [f"{lang}, {told}" for lang in LANGUAGES for told in ("first hit", "in three")]
    lines = [f"| by | {' | '.join(columns)} |", "|---|---|---|---|---|"]
    for half, search in found.items():
        shares = [share for lang in LANGUAGES for share in score(search, rows_of(folder, lang))]
        lines.append(f"| {half} | " + " | ".join(f"{100 * share:.1f} %" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def _curves(found: Mapping[str, Search]) -> str:
    rows = [row for lang in LANGUAGES for row in rows_of(DEVELOPMENT, lang)]
    rows += [
        Row(text, lang, frozenset())
        for lang in LANGUAGES
        for text in _yaml(f"{DEVELOPMENT}/{lang}.yml")["out_of_scope"]
    ]
    columns = "limit | told, of the answerable | right, of those | told, of what is not for us"
    lines = [f"| by | {columns} |", "|---|---|---|---|---|"]
    for half, limits in CURVE.items():
        asked = [(row, found[half].find(row.question, row.language, 3)) for row in rows]
        lines += [f"| {half} | {limit} | {_shares(asked, limit)} |" for limit in limits]
    return "\n".join(lines) + "\n"


def _shares(asked: Sequence[tuple[Row, Found]], limit: float) -> str:
    told = [(row, found) for row, found in asked if found.hits and found.certainty >= limit]
    ours = [(row, found) for row, found in told if row.facts]
    right = sum(answers(found.hits[0].unit, row) for row, found in ours)
    all_ours = sum(bool(row.facts) for row, _ in asked)
    others = len(told) - len(ours)
    return (
        f"{100 * len(ours) / all_ours:.0f} % | {right} of {len(ours)}"
        f" | {others} of {len(asked) - all_ours}"
    )


def _yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def main() -> None:
    """Measure, print and write the page."""
    found = halves(KnowledgeSettings.from_environ(os.environ))
    page = PAGE.format(
        held_out=f"`{HELD_OUT}`",
        development=DEVELOPMENT,
        held=_table(found, HELD_OUT),
        dev=_table(found, DEVELOPMENT),
        curves=_curves(found),
        **index.SURE,
    )
    (ROOT / "docs" / "search.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
