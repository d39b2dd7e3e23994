"""`make fuzz-api`: schemathesis over the whole API, by what it says of itself; same by its seed.

It asks a gateway of its own, in an environment of its own (`.venvfuzz`): Rasa pins what it needs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bot.web.process import Gateway, started
from tests.conftest import ROOT, free_port

PROGRAMS = ROOT / ".venvfuzz" / "bin"
HOW = ROOT / "tests" / "api" / "fuzz"
DESCRIPTION = "/api/v1/openapi.json"
EACH, LONGEST = 200, 3600  # cases an operation and phase; seconds of a run


def gateway_settings() -> dict[str, str]:
    """Return the settings of the gateway that is asked: somebody reads what people leave."""
    return {"DESK": "hours", "DESK_PORT": str(free_port())}


def validated(document: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Hold a description against the specification of OpenAPI."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "openapi.json")
        path.write_text(json.dumps(document), encoding="utf-8")
        return _run([PROGRAMS / "python", "-m", "openapi_spec_validator", path], Path(folder))


def asked(
    gateway: Gateway, *options: str, document: dict[str, Any] | None = None
) -> subprocess.CompletedProcess[str]:
    """Let schemathesis ask a gateway, by its own description or by another; return what it says."""
    gateway.rasa.extra = {"kind": "handoff"}  # each message asks for a person
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, "fuzz")  # what it remembers goes with it
        shutil.copytree(HOW, here)
        # From a file: the call that the description comes from would be left out.
        told = document or gateway.ask("GET", DESCRIPTION).json()
        (here / "openapi.json").write_text(json.dumps(told), encoding="utf-8")
        configured = [PROGRAMS / "st", "--config-file", "schemathesis.toml"]
        return _run([*configured, "run", "openapi.json", "--url", gateway.url, *options], here)


def _run(command: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [str(one) for one in command],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )


def main() -> int:
    """Ask as often as wanted, in every phase; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz_api", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=EACH, help="cases an operation and phase")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), **gateway_settings()) as gateway,
    ):
        done = asked(gateway, "--seed", str(given.seed), "--max-examples", str(given.each))
        lives = gateway.lives()
    print(done.stdout)
    if not lives:
        print("the gateway is gone", file=sys.stderr)
    return done.returncode if lives else 1


if __name__ == "__main__":
    sys.exit(main())
