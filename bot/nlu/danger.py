"""`python -m bot.nlu.danger FILE`: teach the gateway's second look and write it down.

Beside it in the file: what hears orders about one's data (data/orders).

Needs scikit-learn, so Rasa's environment; what it writes is read with numpy alone
(`bot.safety.model`). It learns from data/danger, and from the phrasings of data/nlu and what
people say of themselves in data/development that these are harmless.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.conversations.commands import command_in
from bot.files import read_yaml
from bot.safety.model import HARMLESS, LETTERS, ORDERS, WORDS, plain

ROOT = Path(__file__).resolve().parents[2]
ABOUT_DANGER = frozenset({"ask_scam", "report_misconduct"})  # their phrasings may be either
PART = 4
STRENGTH = 20.0  # how closely it fits its rows; 5 to 100 tell no different on development rows
STEPS = 60
FEWEST = 2  # sentences that a feature must be in
NUMBERS = """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    """
AGREED = 8  # times that an example of the word lists counts
EVERYDAY = 3  # times that a line of any chat counts: nearly all that is written is of that kind
SEED = 7
Row = tuple[str, str]  # a sentence and its category


def taught(folder: Path = ROOT / "data" / "danger") -> Iterator[Row]:
    """Yield the sentences of data/danger with their category."""
    for path in sorted(folder.glob("*.yml")):
        times = EVERYDAY if path.stem.startswith("everyday") else 1
        for category, texts in read_yaml(path).items():
            yield from ((text, category) for text in texts for _ in range(times))


def asked(
    but: frozenset[str] = ABOUT_DANGER, folder: Path = ROOT / "data" / "nlu"
) -> Iterator[Row]:
    """Yield the phrasings of ordinary questions: harmless; `but` those of some intents."""
    for path in sorted(folder.rglob("*.yml")):
        for entry in read_yaml(path).get("nlu", []):
            if entry.get("intent") not in (None, *but):
                lines = str(entry["examples"]).splitlines()
                yield from ((line.removeprefix("- "), HARMLESS) for line in lines if line)


def answered(folder: Path = ROOT / "data" / "development") -> Iterator[Row]:
    """Yield what people say of themselves, and small talk: harmless, and short as answers are."""
    for name in ("profile", "profile_2"):
        held = read_yaml(folder / f"{name}.yml")
        yield from ((row["said"], HARMLESS) for one in ("fr", "en") for row in held[one])
    for talk in read_yaml(folder / "languages.yml")["conversations"]:
        yield from ((text, HARMLESS) for _, text in talk)
    for number in (*map(str, range(1, 66)), *NUMBERS.split()):  # of experience, children, one's age
        yield from ((f"{number}{years}", HARMLESS) for years in ("", " ans", " years"))


def listed(folder: Path = ROOT / "knowledge" / "content" / "safety") -> Iterator[Row]:
    """Yield the examples and look-alikes of the word lists: on these the two must agree."""
    for language in ("fr", "en"):
        words = read_yaml(folder / f"words_{language}.yml")
        for category, entry in words["categories"].items():
            yield from ((text, category) for text in entry["examples"])
        yield from ((text, HARMLESS) for text in words["look_alikes"])


def ordered(folder: Path = ROOT / "data") -> Iterator[Row]:
    """Yield what people order about their data, and what only sounds like it: harmless."""
    development = read_yaml(folder / "development" / "commands.yml")
    for language in ("fr", "en"):
        taught = read_yaml(folder / "orders" / f"{language}.yml")
        for order, texts in taught.items():
            of = HARMLESS if order == "neither" else order
            every = [*texts, *development[order][language]]
            yield from ((text, of) for text in every for _ in range(EVERYDAY))


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what `DangerModel.load` reads."""
    texts, categories = [plain(text) for text, _ in rows], [category for _, category in rows]
    pieces = TfidfVectorizer(
        analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, min_df=FEWEST
    )
    words = TfidfVectorizer(
        ngram_range=WORDS, token_pattern=r"(?u)\w+", sublinear_tf=True, min_df=FEWEST
    )
    features = hstack([pieces.fit_transform(texts), words.fit_transform(texts)]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # STEPS are few on purpose
        model.fit(features, categories)
    return {
        "pieces": np.array("\n".join(pieces.get_feature_names_out())),
        "words": np.array("\n".join(words.get_feature_names_out())),
        "rarity": np.concatenate([pieces.idf_, words.idf_]).astype(np.float32),
        "weights": model.coef_.T.astype(np.float16),
        "bias": model.intercept_.astype(np.float32),
        "categories": np.array("\n".join(model.classes_)),
    }


def main(path: Path) -> None:
    """Teach and write the file."""
    danger = [*taught(), *asked(), *answered(), *(list(listed()) * AGREED)]
    # No question of ours is an order, nor is anything that tells of danger: a part of it will do.
    told = list(taught())
    harmless = [row for row in told if row[1] == HARMLESS]
    besides = [*harmless, *told[::PART], *asked(frozenset()), *answered()]
    # What is asked about one's data may be an order; the patterns tell.
    orders = [*ordered(), *((text, command_in(text) or HARMLESS) for text, _ in besides)]
    both = {**fit(danger), **{f"{ORDERS}{name}": part for name, part in fit(orders).items()}}
    with path.open("wb") as file:
        np.savez_compressed(file, **both)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
