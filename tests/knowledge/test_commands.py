"""The editors' commands, as they are typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


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


def test_a_change_goes_out_and_comes_back(folder: Path) -> None:
    code, said = knowledge(folder, "load")
    assert code == 0
    assert "added programmes: 19" in said
    change(folder, "status: unknown", "status: ended")
    code, said = knowledge(folder, "diff")
    assert code == 0
    assert "changed programmes rqa: status\n  status\n  - unknown\n  + ended\n1 change(s)" in said
    assert "changed programmes rqa: status\n" in knowledge(folder, "load")[1]
    assert knowledge(folder, "load") == (0, "nothing changed\n")
    assert "back at release" in knowledge(folder, "rollback")[1]
    # `make run` loads at every start: it must neither undo this nor fail because of it.
    code, said = knowledge(folder, "load")
    assert code == 0
    assert "was rolled back; correct the content" in said
    assert knowledge(folder, "load", "--again")[0] == 0


def test_faults_are_told_all_at_once(folder: Path) -> None:
    change(folder, "status: unknown", "status: perhaps")
    change(folder, "aspect: programme", "aspekt: programme")
    code, said = knowledge(folder, "check")
    assert code == 1
    assert "rqa.yml:" in said
    assert "'perhaps'" in said
    assert said.endswith("3 fault(s); nothing was loaded\n")


def test_a_programme_is_shown_as_people_see_it(folder: Path) -> None:
    code, said = knowledge(folder, "show", "rqa", "--lang", "fr")
    assert code == 0
    assert "fr: RQA" in said
    assert "en: " not in said
    assert "S30 New Efforts" in said
    assert "{" not in said
    assert knowledge(folder, "show", "nothing")[0] == 1


def test_what_waits_for_its_other_language_is_listed(folder: Path) -> None:
    dates = "written: {fr: 2026-11-27, en: 2026-11-20}"
    change(folder, "written: 2026-11-27", dates)
    code, said = knowledge(folder, "stale")
    assert code == 0
    assert "write anew in en; not served until then: 1\n  rqa\n" in said


def test_a_question_is_searched(folder: Path) -> None:
    code, said = knowledge(folder, "search", "Joost van der Aalst, Chief of Mission", "--words")
    assert code == 0
    assert re.match(r"1\.\d\d  person\.joost\S*: Joost van der Aalst was Chief of Mission", said)
    assert said.endswith("the first would be told as the answer\n")
    code, said = knowledge(folder, "search", "crêpes sans lait", "--lang", "fr", "--words")
    assert (code, said) == (0, "none is sure enough to tell\n")
