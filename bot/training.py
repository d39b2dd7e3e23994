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
from typing import NamedTuple

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


class Job(NamedTuple):
    """One model to make: by what, first called what, and what is said meanwhile."""

    model: Path
    command: Sequence[str]
    new: Path
    log: Path
    told: str


def ensure_models(root: Path, models: Path, say: Callable[[str], None]) -> tuple[Path, Path]:
    """Return the understanding and the safety net; made side by side, as each takes one core."""
    language, danger = _language(root, models), _danger(root, models)
    _made(root, models, say, language, danger)
    return language.model, danger.model


def ensure_model(root: Path, models: Path, say: Callable[[str], None]) -> Path:
    """Return the model of the present inputs, training it when there is none yet."""
    return _made(root, models, say, _language(root, models))


def ensure_danger_model(root: Path, models: Path, say: Callable[[str], None]) -> Path:
    """Return the safety net's second look, teaching it when its rows changed."""
    return _made(root, models, say, _danger(root, models))


def _language(root: Path, models: Path) -> Job:
    name = f"iom-{inputs_hash(root)}"
    command = [sys.executable, "-m", "rasa", "train", "--domain", "domain"]
    command += ["--config", "config.yml", "--out", str(models), "--fixed-model-name", f"{name}-new"]
    # Rasa's cache knows a component by its settings, not by its code: it would give an old one.
    command += ["--force", "--data", *DATA]
    files = models / f"{name}-new.tar.gz", models / "train.log"
    told = "training the understanding of French and English (about a minute) …"
    return Job(models / f"{name}.tar.gz", command, *files, told)


def _danger(root: Path, models: Path) -> Job:
    name = f"danger-{inputs_hash(root, DANGER)}"
    files = models / f"{name}-new.npz", models / "danger.log"
    command = [sys.executable, "-m", "bot.nlu.danger", str(files[0])]
    told = "teaching the safety net (about a minute) …"
    return Job(models / f"{name}.npz", command, *files, told)


def _made(root: Path, models: Path, say: Callable[[str], None], *jobs: Job) -> Path:
    """Make what is missing; return the first model."""
    models.mkdir(parents=True, exist_ok=True)
    if not all(is_as_made(job.model) for job in jobs):
        with _alone(models / "train.lock", say):
            # Without what another process has made before us.
            _run(root, [job for job in jobs if not is_as_made(job.model)], say)
    return jobs[0].model


def _run(root: Path, jobs: Sequence[Job], say: Callable[[str], None]) -> None:
    running: list[subprocess.Popen[bytes]] = []
    started, quiet = time.monotonic(), {**os.environ, **QUIET}
    try:
        for job in jobs:
            say(job.told)
            with job.log.open("wb") as log:
                made = subprocess.Popen(job.command, cwd=root, env=quiet, stdout=log, stderr=log)
                running.append(made)
        for job, process in zip(jobs, running, strict=True):
            _wait(process, started, say)
            _finish(job, process.returncode)
    finally:
        for process in running:  # nothing is left when one failed, or we are to stop
            process.kill()
        for process in running:
            process.wait()


def _finish(job: Job, code: int) -> None:
    if code != 0 or not job.new.is_file():
        what = "correct what it names and start again"
        raise TrainingFailed(f"training failed; read {job.log}, {what}")
    seal_of(job.model).write_text(_digest(job.new), encoding="ascii")
    job.new.rename(job.model)  # a model is whole or not there


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


def _wait(process: subprocess.Popen[bytes], started: float, say: Callable[[str], None]) -> None:
    while True:
        try:
            process.wait(PROGRESS_EVERY)
            return
        except subprocess.TimeoutExpired:
            say(f"… still training, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    try:
        print(*ensure_models(Path.cwd(), Path("models"), print), sep="\n")
    except TrainingFailed as error:
        sys.exit(str(error))
