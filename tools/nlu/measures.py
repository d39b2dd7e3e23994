"""What is counted of readings: shares of right intents, refusals, names and languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from bot.foreign import foreign
from bot.language import Language, LanguageIdentifier
from bot.nlu.entities import build_index, find
from bot.nlu.intent import NOT_OURS, Ranking
from bot.nlu.ladder import FALLBACK, Steps
from knowledge.live import live_knowledge
from tools.nlu.rows import HELD_OUT, LANGUAGES, ROOT, Reading, Row

SAME: dict[str, Language] = {"fr": "fr", "en": "en"}
OTHER: dict[str, Language] = {"fr": "en", "en": "fr"}
KEPT = 0.95  # of questions for us


@dataclass(frozen=True)
class Shares:
    """How rankings fit their rows, from 0 to 1."""

    rows: int
    first: float  # the right intent leads, of questions for us
    three: float  # it is among the first three
    others: float  # of what is not for us: `out_of_scope` leads
    recall: float  # of what is not for us: refused when 95 % of questions for us are kept

    @classmethod
    def of(cls, rankings: Sequence[Ranking], rows: Sequence[Row]) -> Shares:
        """Count."""
        ours = np.array([row.intent != NOT_OURS for row in rows])
        first = np.array(
            [ranking[0]["name"] == row.intent for ranking, row in zip(rankings, rows, strict=True)]
        )
        three = np.array(
            [
                row.intent in [one["name"] for one in ranking[:3]]
                for ranking, row in zip(rankings, rows, strict=True)
            ]
        )
        for_us = np.array([_for_us(ranking) for ranking in rankings])
        limit = np.quantile(for_us[ours], 1 - KEPT)
        return cls(
            len(rows),
            float(first[ours].mean()),
            float(three[ours].mean()),
            float(first[~ours].mean()) if (~ours).any() else float("nan"),
            float((for_us[~ours] < limit).mean()) if (~ours).any() else float("nan"),
        )

    def cells(self) -> list[str]:
        """Return the shares in per cent."""
        shares = (self.first, self.three, self.others, self.recall)
        return [str(self.rows), *(percent(share) for share in shares)]


def _for_us(ranking: Ranking) -> float:
    """Return how much a ranking speaks for a question that is for us."""
    if ranking[0]["name"] == NOT_OURS:
        return -float(ranking[0]["confidence"])
    return float(ranking[0]["confidence"])


def percent(share: float) -> str:
    """Return a share in per cent."""
    return "–" if np.isnan(share) else f"{100 * share:.1f}"


def acted_on(readings: Sequence[Reading], rows: Sequence[Row], steps: Steps) -> dict[str, float]:
    """Return what people get of the ladder: shares of questions for us, and of the others."""
    got = {"right": 0, "offered": 0, "wrong": 0, "refused": 0, "others refused": 0}
    for read, row in zip(readings, rows, strict=True):
        ranking, meant = steps.climb(read.ranking, read.names_ours)
        led, refused = ranking[0]["name"], ranking[0]["name"] in (FALLBACK, NOT_OURS) and not meant
        if row.intent == NOT_OURS:
            got["others refused"] += refused
        elif led == row.intent:
            got["right"] += 1
        else:
            got["offered" if meant else "refused" if refused else "wrong"] += 1
    ours = sum(row.intent != NOT_OURS for row in rows)
    return {
        name: count / (len(rows) - ours if name == "others refused" else ours)
        for name, count in got.items()
    }


def names_found(matchers: dict[str, Any] | None = None) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of names by kind, on the held-out rows.

    `matchers` stand in for spaCy's, to see what these are worth. Details are no names.
    """
    index = build_index(live_knowledge().at_hand())
    if matchers is not None:
        index = index.matched_by(matchers)
    counts: dict[str, list[int]] = {}  # found rightly, found, wanted
    written = yaml.safe_load((ROOT / HELD_OUT / "entities.yml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        for text, wanted in written[language]:
            told = {f"{e['entity']} {e['value']}" for e in find(index, text, language)}
            told = {one for one in told if one.split()[0] not in ("detail", "language")}
            for kind in {one.split()[0] for one in told | set(wanted)} | {"all"}:
                mine = {one for one in told if kind in ("all", one.split()[0])}
                theirs = {one for one in wanted if kind in ("all", one.split()[0])}
                tally = counts.setdefault(kind, [0, 0, 0])
                for at, number in enumerate((len(mine & theirs), len(mine), len(theirs))):
                    tally[at] += number
    return {kind: _f1(*tally) for kind, tally in sorted(counts.items())}


def _f1(right: int, found: int, wanted: int) -> dict[str, float]:
    return {
        "names": wanted,
        "precision": right / max(found, 1),
        "recall": right / max(wanted, 1),
        "F1": 2 * right / max(found + wanted, 1),
    }


def languages_told() -> dict[str, float]:
    """Return how often the language of the reply is right, on the held-out conversations.

    Each is held on a page in the person's language, then on one in the other, the harder case. A
    language taken wrongly stays wrong until a message shows it.
    """
    read = yaml.safe_load((ROOT / HELD_OUT / "languages.yml").read_text(encoding="utf-8"))
    shares: dict[str, float] = {}
    for page, begins in (("page in it", SAME), ("page in the other", OTHER)):
        right: dict[str, list[bool]] = {"first message": [], "later messages": []}
        for conversation in read["conversations"]:
            held: Language = begins[conversation[0][0]]
            log_odds = 0.0
            for number, (wanted, text) in enumerate(conversation):
                told = LanguageIdentifier().choose(held, log_odds, text)
                right["later messages" if number else "first message"].append(
                    told.language == wanted
                )
                held, log_odds = told.language, told.log_odds
        shares |= {f"{name}, {page}": _mean(rights) for name, rights in right.items()}
    others = [(wanted, foreign(text)) for wanted, text in read["others"]]
    shares["another language noticed"] = _mean(told is not None for _, told in others)
    shares["and named rightly"] = _mean(told == wanted for wanted, told in others)
    return shares


def _mean(rights: Iterable[bool]) -> float:
    return float(np.mean(list(rights)))
