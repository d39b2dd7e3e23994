"""`tools/setup.sh`: environments made once, and what is said when Python is missing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


class Shell:
    """`tools/setup.sh` with a PATH that holds nothing but what we put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        for name in ("bash", "sha256sum", "cut", "cat", "rm", "grep", "sleep", "mkdir", "cp"):
            found = shutil.which(name)
            assert found
            (self.programs / name).symlink_to(found)
        (folder / "lock.txt").write_text("aiohttp==3.14.5\n")

    def add(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def add_python(self) -> None:
        """Add a Python whose `-m venv` copies it and whose pip notes that it was asked."""
        self.add(
            "python3.10",
            'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
            'if [ "$2" = pip ]; then echo pip >>asked; [ ! -e pip-fails ]; fi',
        )

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", str(ROOT / "tools/setup.sh"), "env", "3.10", "lock.txt", *arguments]
        return subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": str(self.programs), **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self) -> list[str]:
        noted = self.folder / "asked"
        return noted.read_text().split() if noted.exists() else []


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_setup_installs_once_and_again_when_the_lock_changes(shell: Shell) -> None:
    shell.add_python()
    first = shell.run()
    assert (first.returncode, first.stderr) == (0, "")
    assert "installing what lock.txt lists" in first.stdout
    second = shell.run()
    assert (second.returncode, second.stdout) == (0, "")
    (shell.folder / "lock.txt").write_text("aiohttp==3.14.6\n")
    shell.run()
    assert shell.asked() == ["pip", "pip"]


def test_a_broken_installation_is_redone(shell: Shell) -> None:
    shell.add_python()
    (shell.folder / "pip-fails").touch()
    assert shell.run().returncode != 0
    (shell.folder / "pip-fails").unlink()
    assert shell.run().returncode == 0
    assert shell.asked() == ["pip", "pip"]


def test_an_environment_whose_python_is_gone_is_made_anew(shell: Shell) -> None:
    shell.add_python()
    shell.run()
    (shell.folder / "env/bin/python").unlink()
    (shell.folder / "env/leftover").touch()
    assert shell.run().returncode == 0
    assert shell.asked() == ["pip", "pip"]
    assert not (shell.folder / "env/leftover").exists()


@pytest.mark.parametrize("shim", [False, True], ids=["no program", "pyenv shim that fails"])
def test_a_missing_python_is_one_sentence_and_removes_nothing(shell: Shell, shim: bool) -> None:
    if shim:
        shell.add("python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    (shell.folder / "env").mkdir()
    done = shell.run()
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Python 3.10 (with venv) is missing: install it")
    assert len(done.stderr.splitlines()) == 1
    assert (shell.folder / "env").is_dir()


def test_what_is_optional_is_an_error_in_ci_only(shell: Shell) -> None:
    here, in_ci = shell.run("optional"), shell.run("optional", CI="true")
    assert here.returncode == 0
    assert "is missing, so what needs env is left out" in here.stdout
    assert in_ci.returncode == 1


@pytest.mark.parametrize("works", [True, False], ids=["uv works", "uv fails"])
def test_uv_installs_where_it_can_and_pip_where_it_cannot(shell: Shell, works: bool) -> None:
    shell.add_python()
    shell.add("uv", f"echo uv >>asked; exit {0 if works else 2}")
    assert shell.run().returncode == 0
    assert shell.asked() == (["uv"] if works else ["uv", "pip"])


def test_setup_and_ci_are_programs() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    for script in (".ci/run", "tools/setup.sh"):
        subprocess.run(["bash", "-n", str(ROOT / script)], check=True)
