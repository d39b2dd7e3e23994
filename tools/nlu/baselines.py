"""What Rasa's own classifiers make of the same rows: default DIET, and logistic regression.

Each is trained by `rasa train nlu` in a temporary directory and read on the held-out split only.
DIET takes some twenty minutes, so what was read is kept in var/nlu by the rows it was made of.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import load_agent
from rasa.core.channels.channel import UserMessage

from tools.nlu.rows import ROOT, Row

EPOCHS = 40  # of the 300 that are its default: those would take hours, and it fits after ten
KEPT_IN = ROOT / "var" / "nlu"
FEATURES: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
DIET = [
    *FEATURES,
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True, "random_seed": 7},
]
REGRESSION = [
    {"name": "WhitespaceTokenizer"},
    *FEATURES[3:],
    {"name": "LogisticRegressionClassifier", "random_state": 7},
]
BASELINES = {"Rasa's LogisticRegression": REGRESSION, f"DIET ({EPOCHS} epochs)": DIET}


def led(pipeline: list[dict[str, Any]], learnt: Sequence[Row], rows: Sequence[Row]) -> Any:
    """Return the ranking of intents for each row, and the seconds that training took."""
    made_of = json.dumps([pipeline, learnt, rows], ensure_ascii=False).encode()
    kept = KEPT_IN / f"{hashlib.sha256(made_of).hexdigest()[:16]}.json"
    if not kept.exists():
        KEPT_IN.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as place:
            seconds = _train(Path(place), pipeline, learnt)
            rankings = asyncio.run(_read(Path(place) / "models" / "nlu.tar.gz", rows))
        kept.write_text(json.dumps({"seconds": seconds, "rankings": rankings}), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def _train(place: Path, pipeline: list[dict[str, Any]], learnt: Sequence[Row]) -> float:
    by_intent: dict[str, list[str]] = {}
    for row in learnt:
        by_intent.setdefault(row.intent, []).append(f"- {row.text}\n")
    nlu = [{"intent": name, "examples": "".join(texts)} for name, texts in by_intent.items()]
    config = {"recipe": "default.v1", "language": "fr", "pipeline": pipeline}
    for name, held in (("nlu.yml", {"version": "3.1", "nlu": nlu}), ("config.yml", config)):
        (place / name).write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--config"]
    command += ["config.yml", "--out", "models", "--fixed-model-name", "nlu"]
    started = time.perf_counter()
    subprocess.run(command, cwd=place, check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    return time.perf_counter() - started


async def _read(model: Path, rows: Sequence[Row]) -> list[list[dict[str, Any]]]:
    agent = await load_agent(model_path=str(model))
    if agent.processor is None:
        raise SystemExit(f"{model} could not be loaded")
    return [
        (await agent.processor.parse_message(UserMessage(row.text)))["intent_ranking"]
        for row in rows
    ]


if __name__ == "__main__":
    from tools.nlu.rows import HELD_OUT, LANGUAGES, all_training_rows, split_rows

    held_out = [row for language in LANGUAGES for row in split_rows(HELD_OUT, language)]
    for name, pipeline in BASELINES.items():
        print(name, led(pipeline, all_training_rows(), held_out)["seconds"], flush=True)
