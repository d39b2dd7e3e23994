"""Trains when what goes into a model changed, and only then."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# What a model is made of. Content is not in the list: names are read at run time.
DATA = ("data/nlu", "data/rules")
CODE = ("bot/nlu", "knowledge/search", "knowledge/names.py")
INPUTS = ("config.yml", "domain", *DATA, *CODE)
TALK = tuple(f"data/development/{name}.yml" for name in ("profile", "profile_2", "languages"))
LISTS = tuple(f"knowledge/content/safety/words_{one}.yml" for one in ("fr", "en"))
READS = ("bot/nlu/danger.py", "bot/safety/model.py", "knowledge/names.py")
DANGER = ("data/danger", "data/orders", "data/nlu", *TALK, *LISTS, *READS)
LOCK = "requirements/assistant.txt"
PROGRESS_EVERY = 5.0  # seconds
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


class TrainingFailed(RuntimeError):
    """Rasa did not make a model; the text names the log."""


def inputs_hash(root: Path, inputs: Sequence[str] = INPUTS) -> str:
    """Name a model by the bytes that it is made of."""
    digest = hashlib.sha256()
    for path in _files(root, inputs):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(root: Path, inputs: Sequence[str]) -> Iterator[Path]:
    for name in (*inputs, LOCK):
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.suffix in (".yml", ".py", ".txt"))


def ensure_model(root: Path, models: Path, say: Callable[[str], None]) -> Path:
    """Return the model of the present inputs, training it when there is none yet."""
    name = f"iom-{inputs_hash(root)}"
    model = models / f"{name}.tar.gz"
    if is_as_made(model):
        return model
    new = models / f"{name}-new.tar.gz"
    command = [sys.executable, "-m", "rasa", "train", "--domain", "domain"]
    command += ["--config", "config.yml", "--out", str(models), "--fixed-model-name", f"{name}-new"]
    # Rasa's cache knows a component by its settings, not by its code: it would give an old one.
    command += ["--force", "--data", *DATA]
    told = "training the understanding of French and English (about a minute) …"
    return _made(root, command, new, model, told, say)


def ensure_danger_model(root: Path, models: Path, say: Callable[[str], None]) -> Path:
    """Return the safety net's second look, teaching it when its rows changed."""
    name = f"danger-{inputs_hash(root, DANGER)}"
    model = models / f"{name}.npz"
    if is_as_made(model):
        return model
    new = models / f"{name}-new.npz"
    command = [sys.executable, "-m", "bot.nlu.danger", str(new)]
    return _made(root, command, new, model, "teaching the safety net (half a minute) …", say)


def _made(
    root: Path,
    command: Sequence[str],
    new: Path,
    model: Path,
    told: str,
    say: Callable[[str], None],
) -> Path:
    new.parent.mkdir(parents=True, exist_ok=True)
    log = new.parent / "train.log"
    with _alone(new.parent / "train.lock", say):
        if is_as_made(model):  # by whoever was there before us
            return model
        say(told)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=root, env={**os.environ, **QUIET}, stdout=output, stderr=output
            )
            _wait(process, say)
        if process.returncode != 0 or not new.is_file():
            what = "correct what it names and start again"
            raise TrainingFailed(f"training failed; read {log}, {what}")
        seal_of(model).write_text(_digest(new), encoding="ascii")
        new.rename(model)  # a model is whole or not there
    return model


@contextmanager
def _alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Let one process train at a time; the lock goes with the process that has it."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is training here; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_as_made(model: Path) -> bool:
    """Tell whether a model is there; TrainingFailed when it is not the one that was made."""
    seal = seal_of(model)
    if not (model.is_file() and seal.is_file()):
        return False
    if seal.read_text(encoding="ascii") != _digest(model):
        told = "is not as it was made (cut short, or changed)"
        raise TrainingFailed(f"{model} {told}; delete it and start again: it is made anew")
    return True


def seal_of(model: Path) -> Path:
    """Return the file that says what a model was when it was made."""
    return model.with_name(f"{model.name}.sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _wait(process: subprocess.Popen[bytes], say: Callable[[str], None]) -> None:
    started = time.monotonic()
    try:
        while True:
            try:
                process.wait(PROGRESS_EVERY)
                return
            except subprocess.TimeoutExpired:
                say(f"… still training, {time.monotonic() - started:.0f} s")
    except BaseException:
        process.kill()
        process.wait()
        raise


if __name__ == "__main__":
    try:
        for ensure in (ensure_model, ensure_danger_model):
            print(ensure(Path.cwd(), Path("models"), print))
    except TrainingFailed as error:
        sys.exit(str(error))
