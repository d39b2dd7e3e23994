"""What more phrasings change is counted rightly, and no held-out row is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rasa", reason="Rasa is not installed here")
from tools.nlu import candidate
from tools.nlu.rows import Row

HELD = [
    Row(text, "greet", language)
    for text, language in zip("abcde", ("fr", "fr", "fr", "en", "en"), strict=True)
]


def test_rows_that_became_right_and_wrong_are_counted_by_language() -> None:
    before, after = [True, False, False, True, True], [False, True, True, True, False]
    assert list(candidate.lines(HELD, before, after)) == [
        ("French", ["3", "1", "2", "2", "1"]),
        ("English", ["2", "2", "1", "0", "1"]),
    ]


def test_what_is_learnt_is_not_measured_and_no_row_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = [Row("a secret row", "greet", "en"), Row("hello there you", "greet", "en")]
    seen: list[Any] = []

    def rights(learnt: Any, rows: Any) -> list[bool]:
        seen.append((len(learnt), [row.text for row in rows]))
        return [True] * len(rows)

    monkeypatch.setattr(candidate, "split_rows", lambda _, language: held * (language == "en"))
    monkeypatch.setattr(candidate, "rights", rights)
    place = tmp_path / "en" / "small_talk.yml"
    place.parent.mkdir()
    place.write_text("nlu:\n  - intent: greet\n    examples: |\n      - Hello there, you!\n")
    candidate.main(tmp_path)
    (before, rows), (after, again) = seen
    assert after == before + 1 and rows == again == ["a secret row"]
    out = capsys.readouterr().out
    assert "| English | 1 | 1 | 1 | 0 | 0 |" in out and "secret" not in out


def test_a_folder_without_phrasings_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no phrasings in"):
        candidate.main(tmp_path)
