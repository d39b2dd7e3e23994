"""`make safety-report`: docs/protection.md, what each danger is told, and how well danger is heard.

Choices are made on data/development; tests/bot/safety/heldout is only measured, and every miss of
it is listed in var/safety/misses.txt for a human eye.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety import Finding, SafetyNet, SafetyTexts
from bot.settings import CONTENT
from bot.training import ensure_danger_model

ROOT = Path(__file__).resolve().parents[1]
SPLITS = {
    "held out": ("tests/bot/safety/heldout", "{}_3"),
    "held out, older": ("tests/bot/safety/heldout", "{}_2"),
    "development": ("data/development", "safety_{}_4"),
}
LANGUAGES = {"fr": "French", "en": "English"}
EVERYDAY = ROOT / "tests" / "bot" / "safety" / "heldout" / "everyday.yml"
MISSES = ROOT / "var" / "safety" / "misses.txt"
PAGE = ROOT / "docs" / "protection.md"
HEAD = """# Protection

Made by `make safety-report`; do not edit by hand.

Every message is read for danger before anything else reads it: by word lists in French and
English, with the strongest words in Dutch and Arabic (`knowledge/content/safety/words_*.yml`), and
by a linear model of letters and words that has learnt from {taught} sentences how people tell of
danger otherwise (`bot/safety/model.py`, `data/danger`). Both are deterministic and work with Rasa,
the actions and the knowledge base down. Only the fixed texts below answer; nothing is asked, and
nobody is promised anything.

The sentences that measure were written by people who had seen neither word lists nor teaching
rows. Those "held out" were measured four times while a few lessons changed; nothing was chosen by
them. The older ones were never read, but they were measured some ten times on the way, and of two
limits one was taken with their false alarms in sight: these are too good by that. **Nobody should
rely on this net alone**: of a hundred messages about danger it misses some, above all those that
only hint at it.

## What is heard

In per cent. "Noticed": some safety text is told. "Right": that of the kind the writer had in mind
(or of a second kind that the writer allowed). "Urgent": of those the writer marked as life or
liberty at stake. "False": harmless sentences that look like danger and get a safety text anyway.

"""


@dataclass(frozen=True)
class Row:
    """A sentence, what kinds of danger it may be called, and how its writer marked it."""

    text: str
    kinds: tuple[str, ...]  # none: harmless
    priority: str
    style: str


def rows(split: str, language: str) -> list[Row]:
    """Read one split."""
    folder, name = SPLITS[split]
    held = yaml.safe_load((ROOT / folder / f"{name.format(language)}.yml").read_text("utf-8"))
    return [
        *(
            Row(one["text"], (one["category"], *one.get("also", ())), one["priority"], one["style"])
            for one in held["positives"]
        ),
        *(Row(one["text"], (), "", one["style"]) for one in held["look_alikes"]),
    ]


Heard = list[tuple[Row, Finding | None]]


def shares(heard: Heard) -> tuple[str, ...]:
    """Return number, noticed, right, urgent and false as a table shows them."""
    danger = [(row, found) for row, found in heard if row.kinds]
    urgent = [found for row, found in danger if row.priority == "urgent"]
    harmless = [found for row, found in heard if not row.kinds]
    noticed = [found for _, found in danger if found]
    right = [found for row, found in danger if found and found.category in row.kinds]
    return (
        str(len(danger)),
        _share(len(noticed), len(danger)),
        _share(len(right), len(danger)),
        _share(sum(found is not None for found in urgent), len(urgent)),
        str(len(harmless)),
        _share(sum(found is not None for found in harmless), len(harmless)),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def table(head: Sequence[str], lines: Iterator[Sequence[str]] | list[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rule = ["---"] * len(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, rule, *lines))


def measured(net: SafetyNet, alone: SafetyNet) -> Iterator[str]:
    """Yield the sections with figures; write down what was missed."""
    head = ("", "danger", "noticed", "right", "urgent noticed", "harmless", "false")
    every: dict[tuple[str, str], Heard] = {}
    for split in SPLITS:
        for code in LANGUAGES:
            every[split, code] = [(row, net.recognise(row.text)) for row in rows(split, code)]
    lines = [
        (f"**{name}, {split}**", *shares(every[split, code]))
        for split in SPLITS
        for code, name in LANGUAGES.items()
    ]
    bare = [
        (
            f"{name}, held out, word lists alone",
            *shares([(row, alone.recognise(row.text)) for row in rows("held out", code)]),
        )
        for code, name in LANGUAGES.items()
    ]
    yield table(head, [*lines, *bare])
    yield from ordinary(net)
    yield "\nHeld out, by kind (noticed / right, of how many):\n\n"
    kinds = list(dict.fromkeys(p.finding.category for p in net.patterns))
    yield table(("", *LANGUAGES.values()), [_by_kind(kind, every) for kind in kinds])
    yield "\nHeld out, by style (noticed, false):\n\n"
    styles = sorted({row.style for row, _ in every["held out", "fr"]})
    yield table(("", *LANGUAGES.values()), [_by_style(style, every) for style in styles])
    MISSES.parent.mkdir(parents=True, exist_ok=True)
    MISSES.write_text("".join(_missed(every)), encoding="utf-8")


def ordinary(net: SafetyNet) -> Iterator[str]:
    """Yield how often what people say in any chat is taken for danger."""
    said = yaml.safe_load(EVERYDAY.read_text(encoding="utf-8"))
    taken = {code: sum(net.recognise(text) is not None for text in said[code]) for code in said}
    counts = ", ".join(f"{taken[code]} of {len(said[code])} in {LANGUAGES[code]}" for code in said)
    yield f"\nShort everyday lines (answers, thanks), held out, taken for danger: {counts}.\n"


def _by_kind(kind: str, every: dict[tuple[str, str], Heard]) -> tuple[str, ...]:
    cells = []
    for code in LANGUAGES:
        mine = [(row, found) for row, found in every["held out", code] if row.kinds[:1] == (kind,)]
        noticed = [(row, found) for row, found in mine if found]
        right = sum(found.category in row.kinds for row, found in noticed)
        cells.append(f"{len(noticed)} / {right}, of {len(mine)}")
    return (f"`{kind}`", *cells)


def _by_style(style: str, every: dict[tuple[str, str], Heard]) -> tuple[str, ...]:
    told = [
        shares([one for one in every["held out", code] if one[0].style == style])
        for code in LANGUAGES
    ]
    return (style, *(f"{one[1]} of {one[0]}, {one[5]} of {one[4]}" for one in told))


def _missed(every: dict[tuple[str, str], Heard]) -> Iterator[str]:
    for code in LANGUAGES:
        for row, found in every["held out", code]:
            if row.kinds and found is None:
                yield f"{code} missed {row.kinds[0]} ({row.priority}, {row.style}): {row.text}\n"
            elif not row.kinds and found:
                yield f"{code} false {found.category} ({row.style}): {row.text}\n"


def speed(net: SafetyNet) -> str:
    """Return how long a short and a long text take."""
    short = "mon patron garde mon passeport et je ne sais pas quoi faire"
    told = []
    for text in (short, " ".join(row.text for row in rows("development", "en"))[:1000]):
        times = []
        for _ in range(50):
            begun = time.perf_counter()
            net.recognise(text)
            times.append(time.perf_counter() - begun)
        told.append(f"{len(text)} characters {1000 * statistics.median(times):.1f} ms")
    return f"\nReading takes, as a median on the machine that made this page: {', '.join(told)}.\n"


def told(texts: SafetyTexts, net: SafetyNet) -> Iterator[str]:
    """Yield what is told, by kind, and where each number comes from."""
    urgency = {p.finding.category: p.finding.priority for p in net.patterns}
    yield "\n## What is told\n\n"
    approved = texts.held["approved"] or "not yet approved by protection staff"
    yield f"Version {texts.held['version']}, {approved}.\n"
    for category in texts.categories:
        reply = texts.reply(category)
        yield f"\n### `{category}` ({urgency[category]})\n\n"
        for language, name in LANGUAGES.items():
            lines = "\n".join(f"> {line}  " for line in reply["text"][language].splitlines())
            yield f"{name}:\n\n{lines}\n\n"
    yield "\n## The numbers\n\n"
    yield table(
        ("", "of", "country", "hours", "cost", "sources", "called"),
        [_number(key, entry) for key, entry in texts.held["contacts"].items()],
    )


def _number(key: str, entry: dict[str, Any]) -> tuple[str, ...]:
    words = [entry[name]["en"] if entry[name] else "–" for name in ("hours", "cost")]
    sources = ", ".join(entry["sources"]) or "–"
    called = entry["called"] or "not yet"
    return (entry["value"], entry["label"]["en"], entry["country"] or "–", *words, sources, called)


def main() -> None:
    """Measure and write the page."""
    model = ensure_danger_model(ROOT, ROOT / "models", print)
    folder = CONTENT / "safety"
    net, alone = SafetyNet.load(folder, model), SafetyNet.load(folder)
    taught = sum(
        len(texts)
        for path in sorted((ROOT / "data" / "danger").glob("*.yml"))
        for texts in yaml.safe_load(path.read_text(encoding="utf-8")).values()
    )
    parts = [HEAD.format(taught=taught), *measured(net, alone), speed(net)]
    parts += told(SafetyTexts.load(folder), net)
    PAGE.write_text("".join(parts), encoding="utf-8")
    print("".join(parts[1:7]))
    print(f"wrote {PAGE.relative_to(ROOT)} and {MISSES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
