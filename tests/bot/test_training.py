"""A model is trained when its inputs changed, and only then."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import bot.training
from bot.training import (
    TrainingFailed,
    ensure_danger_model,
    ensure_model,
    ensure_models,
    inputs_hash,
    seal_of,
)
from tests.bot.house import alive, build


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return build(tmp_path)


def train(house: Path) -> Path:
    return ensure_model(house, house / "models", lambda line: None)


def trainings(house: Path) -> list[int]:
    noted = house / "trainings"
    return [int(pid) for pid in noted.read_text().split()] if noted.exists() else []


def test_trains_once_and_names_the_model_by_its_inputs(house: Path) -> None:
    said: list[str] = []
    model = ensure_model(house, house / "models", said.append)
    assert model.name == f"iom-{inputs_hash(house)}.tar.gz"
    assert model.is_file()
    assert "training" in said[0]
    assert ensure_model(house, house / "models", said.append) == model
    assert len(trainings(house)) == len(said) == 1


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain/offices.yml",
        "data/nlu/fr/offices.yml",
        "bot/nlu/intent.py",
        "knowledge/search/encoder.py",
        "requirements/assistant.txt",
    ],
)
def test_every_input_counts(house: Path, name: str) -> None:
    before = train(house)
    with (house / name).open("a") as changed:
        changed.write("# changed\n")
    assert train(house) != before
    assert len(trainings(house)) == 2


def test_a_model_that_was_changed_since_is_refused(house: Path) -> None:
    model = train(house)
    model.write_bytes(model.read_bytes() + b"x")
    with pytest.raises(TrainingFailed, match=rf"{model.name} is not as it was made.*delete it"):
        train(house)
    model.unlink()
    assert train(house) == model


def test_a_model_without_its_seal_is_made_anew(house: Path) -> None:
    seal_of(train(house)).unlink()
    train(house)
    assert len(trainings(house)) == 2


def test_the_safety_net_is_taught_when_its_rows_changed(house: Path) -> None:
    said: list[str] = []
    first = ensure_danger_model(house, house / "models", said.append)
    assert ensure_danger_model(house, house / "models", said.append) == first
    (house / "data/danger/fr.yml").write_text("threats: [on me menace]\n")
    assert ensure_danger_model(house, house / "models", said.append) != first
    assert len(said) == 2


DANGER = """
import os, pathlib, sys
pathlib.Path("danger").write_text(str(os.getpid()))
pathlib.Path("before").write_text(str([one.name for one in pathlib.Path("models").glob("iom-*")]))
pathlib.Path("train-slowly").unlink(missing_ok=True)
pathlib.Path(sys.argv[1]).write_bytes(b"model")
"""


def test_both_are_made_side_by_side(house: Path) -> None:
    (house / "bot/nlu/danger.py").write_text(DANGER)
    (house / "train-slowly").touch()  # until the other one is there
    both = ensure_models(house, house / "models", lambda line: None)
    assert (house / "before").read_text() == "[]", "neither waits for the other"
    assert ensure_models(house, house / "models", lambda line: None) == both
    assert [one.is_file() for one in both] == [True, True] and len(trainings(house)) == 1
    both[1].unlink()
    assert ensure_models(house, house / "models", lambda line: None) == both
    assert len(trainings(house)) == 1, "what is there is not made again"


def test_when_one_fails_the_other_is_stopped(house: Path) -> None:
    slow = "import time\nfor _ in range(600):\n    time.sleep(0.1)\n"
    (house / "bot/nlu/danger.py").write_text(DANGER + slow)
    (house / "train-slowly").touch()
    (house / "train-badly").touch()
    with pytest.raises(TrainingFailed, match=r"read .*train\.log"):
        ensure_models(house, house / "models", lambda line: None)
    assert not alive(int((house / "danger").read_text()))


def test_two_that_start_at_once_train_once(house: Path) -> None:
    (house / "train-slowly").touch()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if "another process" in line:
            (house / "train-slowly").unlink()

    with ThreadPoolExecutor() as pool:
        both = [pool.submit(ensure_model, house, house / "models", say) for _ in range(2)]
        first, second = (one.result(60) for one in both)
    assert first == second and first.is_file()
    assert len(trainings(house)) == 1
    assert sum("another process is training here" in line for line in said) == 1


def test_a_new_and_a_renamed_file_count(house: Path) -> None:
    empty = inputs_hash(house)
    (house / "data/rules").mkdir()
    (house / "data/rules/offices.yml").write_text("rules: []\n")
    added = inputs_hash(house)
    (house / "data/rules/offices.yml").rename(house / "data/rules/office.yml")
    assert len({empty, added, inputs_hash(house)}) == 3


@pytest.mark.parametrize(
    "name", ["knowledge/content/countries.yml", "bot/nlu/__pycache__/intent.pyc", "README.md"]
)
def test_what_a_model_is_not_made_of_does_not_count(house: Path, name: str) -> None:
    before = inputs_hash(house)
    (house / name).parent.mkdir(exist_ok=True)
    (house / name).write_text("changed")
    assert inputs_hash(house) == before


def test_going_back_to_old_inputs_needs_no_training(house: Path) -> None:
    first = train(house)
    (house / "config.yml").write_text("recipe: other\n")
    train(house)
    (house / "config.yml").write_text("recipe: default.v1\n")
    assert train(house) == first
    assert len(trainings(house)) == 2


@pytest.mark.parametrize("trouble", ["train-badly", "train-nothing"])
def test_a_failed_training_leaves_no_model_and_is_tried_again(house: Path, trouble: str) -> None:
    (house / trouble).touch()
    with pytest.raises(TrainingFailed, match=r"training failed; read .*train\.log") as failed:
        train(house)
    assert "\n" not in str(failed.value)
    (house / trouble).unlink()
    assert train(house).is_file()


def test_the_log_holds_what_rasa_said(house: Path) -> None:
    (house / "train-badly").touch()
    with pytest.raises(TrainingFailed):
        train(house)
    assert "no such policy" in (house / "models" / "train.log").read_text()


def test_progress_is_said_and_an_interrupted_training_ends(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.training, "PROGRESS_EVERY", 0.5)
    (house / "train-slowly").touch()

    def interrupt(line: str) -> None:
        # Not before the child has noted its id.
        if "still training" in line and trainings(house):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensure_model(house, house / "models", interrupt)
    (pid,) = trainings(house)
    assert pid != os.getpid()
    assert not alive(pid)
    assert not list((house / "models").glob("*.tar.gz"))
