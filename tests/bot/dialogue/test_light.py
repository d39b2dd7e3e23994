"""Rasa without TensorFlow: it is left out only when the model does without, and says so if not."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.dialogue.light import needs_tensorflow
from tests.conftest import ROOT, Assistant

pytestmark = pytest.mark.rasa

HOLLOW = """
from bot.dialogue.light import without_tensorflow
without_tensorflow()
import rasa.core.agent, sys
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.utils.tensorflow.models import RasaModel
assert not hasattr(sys.modules["tensorflow"], "__file__")
try:
    import tensorflow as tf
    class Layer(tf.keras.layers.Layer): pass
    Layer()
except RuntimeError as error:
    print(error)
print([line for line in open("/proc/self/maps") if "tensorflow" in line])
"""


def model(path: Path, *components: str) -> Path:
    told = json.dumps({"predict": [{"uses": one} for one in components]}).encode()
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(told)
        archive.addfile(entry, io.BytesIO(told))
    return path


def test_only_a_model_that_computes_with_it_needs_it(tmp_path: Path) -> None:
    ours = ("bot.nlu.intent.FusedIntentClassifier", "rasa.core.policies.rule_policy.RulePolicy")
    diet = "rasa.nlu.classifiers.diet_classifier.DIETClassifier"
    assert not needs_tensorflow(model(tmp_path / "ours.tar.gz", *ours))
    assert needs_tensorflow(model(tmp_path / "diet.tar.gz", *ours, diet))
    (tmp_path / "none.tar.gz").write_bytes(b"no archive")
    assert needs_tensorflow(tmp_path / "none.tar.gz")


def test_rasa_loads_and_what_computes_with_it_says_why_it_cannot() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOLLOW], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    said, loaded = done.stdout.strip().splitlines()
    assert said == "Layer needs TensorFlow, which this process does without"
    assert loaded == "[]"


def test_the_process_that_answers_does_without(assistant: Assistant) -> None:
    loaded = Path(f"/proc/{assistant.pid('rasa')}/maps").read_text()
    assert "numpy" in loaded and "tensorflow" not in loaded
