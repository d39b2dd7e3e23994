"""The files for containers, read once; and the commands that docs/operate.md gives."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

OPERATE = ROOT / "docs" / "operate.md"
KUBERNETES = sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
DOCKERFILES = {one: ROOT / "deploy" / f"{one}.Dockerfile" for one in ("rasa", "gateway")}
KIND = {"Deployment", "StatefulSet", "Job"}
NAME = "app.kubernetes.io/name"
Tree = Mapping[str, Any]
MANIFESTS: list[Tree] = [
    one for path in KUBERNETES for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
COMPOSE: Tree = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
WORKLOADS = [one for one in MANIFESTS if one["kind"] in KIND]


def of(kind: str) -> list[Tree]:
    return [one for one in MANIFESTS if one["kind"] == kind]


def pod_of(workload: Tree) -> Tree:
    pod: Tree = workload["spec"]["template"]["spec"]
    return pod


def containers() -> Iterator[tuple[Tree, Tree]]:
    for workload in WORKLOADS:
        for container in pod_of(workload)["containers"]:
            yield workload, container


def instructions(which: str) -> list[tuple[str, str]]:
    whole = DOCKERFILES[which].read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in whole.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.split(None, 1)[1]) for line in lines]


def health_command(which: str) -> list[str]:
    [check] = [told for name, told in instructions(which) if name == "HEALTHCHECK"]
    command: list[str] = json.loads(check[check.index("[") :])
    return command


def documented(label: str) -> str:
    """Return the commands of docs/operate.md that begin with this comment."""
    blocks = re.findall(r"```sh\n(.*?)```", OPERATE.read_text(encoding="utf-8"), re.S)
    [found] = [block for block in blocks if block.startswith(f"# {label}\n")]
    return str(found)


def do(label: str, folder: Path, path: str = "", **environ: str) -> None:
    programs = os.pathsep.join([path, str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", documented(label)],
        check=True,
        cwd=folder,
        env={"PATH": programs.strip(os.pathsep), **environ},
    )
