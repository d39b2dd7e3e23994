"""`make nlu-report`: writes docs/nlu/README.md and its pictures. Measures; tunes nothing.

Some forty minutes the first time, most of it for DIET; five once that is kept in var/nlu.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.matcher import PhraseMatcher

from bot.foreign import foreign
from bot.language import LanguageIdentifier
from bot.nlu.entities import build_index, find
from bot.nlu.fusion import FusedModel
from bot.nlu.intent import FusedIntentClassifier, read
from bot.nlu.tokens import blank
from knowledge.live import live_knowledge
from tools.nlu import measures, pictures
from tools.nlu.comparisons import PUBLISHED, baselines, benchmark, crossed, shares_of
from tools.nlu.measures import percent
from tools.nlu.page import PAGE, table
from tools.nlu.rows import (
    DEVELOPMENT,
    HELD_OUT,
    LANGUAGES,
    NAMED,
    ROOT,
    Reading,
    Row,
    all_training_rows,
    readings,
    settings_of,
    split_rows,
    steps,
    trained,
)

DOCS = ROOT / "docs" / "nlu"
WEIGHTS = (0.0, 0.3, 0.5, 0.7, 1.0)
HEAD = ["rows", "right", "in three", "not for us: right", "not for us: refused at 95 % kept"]
ODD = {
    "emoji": "😀🇸🇩👩‍⚕️ " * 100,
    "right-to-left marks": "\u202e\u200fbonjour\u2066 le programme " * 30,
    "zalgo": "".join(f"{letter}\u0301\u0327\u0336" for letter in "quels pays " * 20),
    "“aaaa…”": "a" * 990,
}
SHORT = "est-ce que le Soudan est dans le programme ?"
LONG = (SHORT + " Je suis infirmière à Rotterdam et j'ai lu un article. ") * 12


def by_language_and_style(
    read: Sequence[Reading], rows: Sequence[Row]
) -> Iterator[tuple[str, list[str]]]:
    """Yield a line for each language, then one for each style in it."""
    for language in LANGUAGES:
        for style in (None, *dict.fromkeys(row.style for row in rows)):
            some = [
                number
                for number, row in enumerate(rows)
                if row.language == language and style in (None, row.style)
            ]
            name = f"{NAMED[language]}, {style}" if style else f"**{NAMED[language]}**"
            yield name, shares_of([read[n] for n in some], [rows[n] for n in some])


def milliseconds(model: FusedModel, text: str, times: int = 60) -> tuple[float, float]:
    """Return p50 and p95 of reading a text: language, names, intent, ladder."""
    index, identifier = build_index(live_knowledge().at_hand()), LanguageIdentifier()
    weight, chosen, took = settings_of(FusedIntentClassifier)["form_weight"], steps(), []
    for number in range(times):
        said = f"{number} {text}"[:1000]  # never the same twice: something could be remembered
        started = time.perf_counter()
        language = "en" if identifier.log_odds(said) < 0 else "fr"
        foreign(said)
        chosen.climb(read(model, said, language, find(index, said, language), weight), True)
        took.append(1000 * (time.perf_counter() - started))
    return float(np.percentile(took, 50)), float(np.percentile(took, 95))


def report() -> str:
    """Measure everything; draw; return the page."""
    learnt = all_training_rows()
    model = trained(learnt)
    held = [row for language in LANGUAGES for row in split_rows(HELD_OUT, language)]
    told = readings(model, held)
    tried = [row for language in LANGUAGES for row in split_rows(DEVELOPMENT, language)]
    got = dict(_acted_on(told, held))
    bare: Any = {language: PhraseMatcher(blank(language).vocab) for language in LANGUAGES}
    names, without = measures.names_found(), measures.names_found(bare)
    timed = {f"{len(SHORT)} characters": SHORT, "1,000 characters": LONG, **ODD}
    styles = list(by_language_and_style(told, held))
    DOCS.mkdir(parents=True, exist_ok=True)
    pictures.confusion(told, held, DOCS / "confusion.png")
    pictures.styles([(name, float(cells[1])) for name, cells in styles], DOCS / "styles.png")
    return PAGE.format(
        learnt=len(learnt),
        intents=len(model.intents),
        held=len(held),
        tried=len(tried),
        styles=table(["held out", *HEAD], styles),
        got=table(
            ["held out", *got["fr"]],
            [
                (NAMED[lang], [percent(one) for one in shares.values()])
                for lang, shares in got.items()
            ],
        ),
        names=table(
            ["held out", "names", "precision", "recall", "F1", "F1 without spaCy's matcher"],
            [
                (
                    kind,
                    [
                        str(one["names"]),
                        *(percent(one[part]) for part in ("precision", "recall", "F1")),
                        percent(without.get(kind, {"F1": 0.0})["F1"]),
                    ],
                )
                for kind, one in names.items()
            ],
        ),
        languages=table(
            ["held out", "right, per cent"],
            [(name, [percent(share)]) for name, share in measures.languages_told().items()],
        ),
        speed=table(
            ["message", "p50, ms", "p95, ms"],
            [
                (name, [f"{one:.1f}" for one in milliseconds(model, text)])
                for name, text in timed.items()
            ],
        ),
        crossed=table(["five folds of the training rows", *HEAD], crossed(learnt)),
        baselines=table(["held out", *HEAD], [*_chosen(styles), *baselines(learnt, held)]),
        weights=table(
            ["development, share of characters", *HEAD],
            [(str(weight), shares_of(readings(model, tried, weight), tried)) for weight in WEIGHTS],
        ),
        benchmarks=table(
            ["10 rows an intent, right", "ours", "RoBERTa", "USE large", "ConveRT", "CPFT", "ICDA"],
            [(name, benchmark(name)) for name in PUBLISHED],
        ),
    )


def _acted_on(
    read: Sequence[Reading], rows: Sequence[Row]
) -> Iterator[tuple[str, dict[str, float]]]:
    for language in LANGUAGES:
        some = [number for number, row in enumerate(rows) if row.language == language]
        mine = [read[number] for number in some], [rows[number] for number in some]
        yield language, measures.acted_on(*mine, steps())


def _chosen(styles: Sequence[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    for name, cells in styles:
        if name.startswith("**"):
            yield f"chosen, {name.strip('*')}", cells


def main(page: Path = DOCS / "README.md") -> None:
    """Write the page."""
    page.write_text(report(), encoding="utf-8")
    print(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
