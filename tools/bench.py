"""`make bench`: starts, reply time, throughput and memory over HTTP, beside a stock assistant.

Writes docs/performance.md and its picture.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.training import ensure_model
from tools import bench_eligibility
from tools.benching import page, stock
from tools.benching.page import Measured, Parts
from tools.benching.talks import (
    ROOT,
    Figures,
    long_talk,
    measure,
    ours,
    stock_talker,
    talker,
    timed,
)

ROUNDS = 3


def first_start() -> float:
    """Return the seconds of a start that has to train; the models at hand are kept."""
    models, aside = ROOT / "models", ROOT / "models.aside"
    if models.exists():
        models.rename(aside)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # Rasa keeps what it trained once; a fresh machine has nothing of it.
            nothing = {"RASA_CACHE_DIRECTORY": f"{folder}/cache"}
            with ours(Path(folder), **nothing) as (_, _, ready):
                return ready
    finally:
        if aside.exists():
            shutil.rmtree(models, ignore_errors=True)
            aside.rename(models)


def profiles() -> tuple[Parts, Parts]:
    """Return where a message spends its time in the gateway, and a turn in the Rasa process."""
    with tempfile.TemporaryDirectory() as folder:
        url = {"DATABASE_URL": f"sqlite:///{folder}/assistant.db", "STATE_DIR": folder}
        environ = {**os.environ, **url}
        model = str(ensure_model(ROOT, ROOT / "models", print))

        def run(*arguments: str) -> str:
            command = [sys.executable, "-m", *arguments]
            done = subprocess.run(
                command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout

        run("knowledge", "load")
        gateway, rasa = (
            json.loads(run(*arguments).splitlines()[-1])
            for arguments in (
                ("tools.benching.profile_gateway",),
                ("tools.benching.profile_rasa", model),
            )
        )
        return gateway, rasa


def main() -> None:
    """Measure the engine of eligibility, then both assistants in turn; print and write."""
    bench_eligibility.main()
    first = first_start()
    mine: list[Figures] = []
    theirs: list[Figures] = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for _ in range(ROUNDS):  # in turn, since the machine is not always as quick
            with ours(Path(one)) as (url, pids, later):
                mine.append(measure(talker(url), pids))
            with stock.running(Path(other)) as (url, pids, stock_start):
                theirs.append(measure(stock_talker(url), pids))
        with ours(Path(one)) as (url, _, _):
            timed(talker(url)(), 20)
            long = long_talk(talker(url))
    gateway, rasa = profiles()
    measured = Measured(mine, theirs, (first, later, stock_start), long, gateway, rasa)
    page.write(ROOT / "docs", measured)
    print(page.table(measured))


if __name__ == "__main__":
    main()
