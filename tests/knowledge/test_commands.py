"""The editors' commands, as they are typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.settings import CONTENT
from tests.conftest import ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "content")


def knowledge(content: Path, *arguments: str) -> tuple[int, str]:
    """Run `python -m knowledge`; return its exit code and what it said."""
    environ = {**os.environ, "CONTENT_DIR": str(content), "STATE_DIR": str(content.parent / "var")}
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "knowledge", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def change(content: Path, before: str, after: str) -> None:
    path = content / "programmes" / "rqa.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_change_goes_out_and_comes_back(content: Path) -> None:
    code, said = knowledge(content, "load")
    assert code == 0
    assert "added programmes: 19" in said
    change(content, "status: unknown", "status: ended")
    code, said = knowledge(content, "diff")
    assert code == 0
    assert "changed programmes rqa: status\n  status\n  - unknown\n  + ended\n1 change(s)" in said
    assert "changed programmes rqa: status\n" in knowledge(content, "load")[1]
    assert knowledge(content, "load") == (0, "nothing changed\n")
    assert "back at release" in knowledge(content, "rollback")[1]
    # `make run` loads at every start: it must neither undo this nor fail because of it.
    code, said = knowledge(content, "load")
    assert code == 0
    assert "was rolled back; correct the content" in said
    assert knowledge(content, "load", "--again")[0] == 0


def test_faults_are_told_all_at_once(content: Path) -> None:
    change(content, "status: unknown", "status: perhaps")
    change(content, "aspect: programme", "aspekt: programme")
    code, said = knowledge(content, "check")
    assert code == 1
    assert "rqa.yml:" in said
    assert "'perhaps'" in said
    assert said.endswith("3 fault(s); nothing was loaded\n")


def test_a_programme_is_shown_as_people_see_it(content: Path) -> None:
    code, said = knowledge(content, "show", "rqa", "--lang", "fr")
    assert code == 0
    assert "fr: RQA" in said
    assert "en: " not in said
    assert "S30 New Efforts" in said
    assert "{" not in said
    assert knowledge(content, "show", "nothing")[0] == 1


def test_what_waits_for_its_other_language_is_listed(content: Path) -> None:
    dates = "written: {fr: 2026-11-27, en: 2026-11-20}"
    change(content, "written: 2026-11-27", dates)
    code, said = knowledge(content, "stale")
    assert code == 0
    assert "write anew in en; not served until then: 1\n  rqa\n" in said
