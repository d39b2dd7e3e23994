"""From decisions of reviewers to files: phrasings as data/nlu has them, and a list of gaps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.conversations.redact import without_marks
from bot.files import read_yaml
from knowledge.names import fold

GAPS = "gaps.yml"
LEARNT = "data/nlu"
# With what is in these the model is tuned and measured: it must never learn it.
MEASURED = (
    "data/development",
    "tests/nlu/heldout",
    "tests/conversations/heldout",
    "tests/knowledge/heldout",
)
MARKUP = re.compile(r"[\[\]{}]")  # by which Rasa would take a person's words for an entity


class Phrasing(NamedTuple):
    """How somebody said something, and what they meant."""

    text: str
    intent: str
    language: str


@dataclass
class Picked:
    """What of the decisions is written, and how many were left out, and why."""

    phrasings: list[Phrasing] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def folded(text: str) -> str:
    """Return a phrasing as it is compared: words only, without accents and case."""
    return " ".join(re.findall(r"\w+", fold(text)))


def told(said: str) -> str:
    """Return what a person said as one line that Rasa's format takes for nothing but words."""
    return " ".join(MARKUP.sub(" ", without_marks(said)).split())


def learnt_in(root: Path) -> frozenset[str]:
    """Return the phrasings of data/nlu as they are compared."""
    entries = (entry for path in _files(root, LEARNT) for entry in read_yaml(path)["nlu"])
    return frozenset(
        folded(line.removeprefix("- "))
        for entry in entries
        for line in entry.get("examples", "").splitlines()
    )


def measured_in(root: Path) -> frozenset[str]:
    """Return every text of the sets that measure, as it is compared."""
    files = (path for folder in MEASURED for path in _files(root, folder))
    return frozenset(folded(text) for path in files for text in _texts(read_yaml(path)))


def _files(root: Path, folder: str) -> Iterable[Path]:
    return sorted((root / folder).rglob("*.yml"))


def _texts(read: Any) -> Iterator[str]:
    """Yield every text of a file, however that is laid out."""
    if isinstance(read, str):
        yield read
    elif isinstance(read, Mapping):
        for one in (*read, *read.values()):
            yield from _texts(one)
    elif isinstance(read, list):
        for one in read:
            yield from _texts(one)


def picked(rows: Sequence[Mapping[str, Any]], learnt: Set[str], measured: Set[str]) -> Picked:
    """Return what to write of the decisions: nothing by which a person could be known."""
    found, known = Picked(), set(learnt)
    meant: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["intent"] and row["no_person"]:
            meant[folded(told(row["said"]))].add(row["intent"])
    for row in rows:
        if row["gap"]:
            found.gaps.append(_gap(row))
        elif why := _against(row, meant, known, measured):
            found.left_out[why] += 1
        else:
            text = told(row["said"])
            found.phrasings.append(Phrasing(text, row["intent"], row["language"]))
            known.add(folded(text))
    return found


def _against(
    row: Mapping[str, Any],
    meant: Mapping[str, set[str]],
    known: Set[str],
    measured: Set[str],
) -> str | None:
    """Return why a phrasing is not written."""
    if not row["no_person"]:
        return "not confirmed that nobody can be known by it"
    text = folded(told(row["said"]))
    if not text:
        return "nothing but what was redacted"
    if text in measured:
        return "in a set that measures"
    if len(meant[text]) > 1:
        return "given two intents by reviewers"
    return "known already" if text in known else None


def _gap(row: Mapping[str, Any]) -> dict[str, Any]:
    said = told(row["said"]) if row["no_person"] else None
    return {"gap": row["gap"].strip(), "language": row["language"], "said": said}


def files(found: Picked, topics: Mapping[str, str]) -> dict[str, str]:
    """Return what to write, by the path in the folder; `topics`: of each intent."""
    by_file: dict[str, list[Phrasing]] = defaultdict(list)
    for one in found.phrasings:
        by_file[f"nlu/{one.language}/{topics[one.intent]}.yml"].append(one)
    written = {path: as_nlu(many) for path, many in sorted(by_file.items())}
    gaps = sorted(found.gaps, key=lambda one: (one["gap"], one["language"], one["said"] or ""))
    return {**written, GAPS: yaml.safe_dump(gaps, allow_unicode=True, sort_keys=False)}


def as_nlu(phrasings: Iterable[Phrasing]) -> str:
    """Return a file of phrasings as data/nlu has them: by intent, sorted."""
    by_intent: dict[str, set[str]] = defaultdict(set)
    for one in phrasings:
        by_intent[one.intent].add(one.text)
    lines = ['version: "3.1"', "", "nlu:"]
    for intent, texts in sorted(by_intent.items()):
        lines += [f"  - intent: {intent}", "    examples: |"]
        lines += [f"      - {text}" for text in sorted(texts)]
    return "\n".join(lines) + "\n"
