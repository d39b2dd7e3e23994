"""Bad files: every fault is told with file and field, and the old release goes on serving."""

from __future__ import annotations

import shutil
from datetime import datetime, timezone
from pathlib import Path

import pytest

from knowledge.database import Database
from knowledge.migrate import upgrade
from knowledge.reader import ContentError, read_content
from knowledge.settings import CONTENT
from knowledge.store import load_release, read_release

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    return copy


def add_unit(folder: Path, text: str) -> None:
    (folder / "answers" / "extra.yml").write_text(text, encoding="utf-8")


GOOD = """
- id: extra.one
  aspect: extra
  kind: smalltalk
  text: {fr: Bonjour, en: Hello}
  written: 2026-11-24
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("aspect: extra", "aspekt: extra"), "aspekt"),
        ((", en: Hello", ""), "text.en"),
        (("kind: smalltalk", "kind: answer"), "needs facts and sources"),
        (("en: Hello", "en: Hello 12"), "figures differ"),
        (("written: 2026-11-24", "written: 2026-11-24\n  buttons: [nowhere]"), "'nowhere'"),
        (("- id: extra.one", "- id: [extra"), "not readable as YAML"),
        (("kind: smalltalk", "kind: not_known"), "no contact line"),
    ],
)
def test_a_fault_is_told_with_its_place(folder: Path, change: tuple[str, str], told: str) -> None:
    add_unit(folder, GOOD.replace(*change))
    with pytest.raises(ContentError, match=told.replace("[", r"\[")) as error:
        read_content(folder)
    assert "extra" in str(error.value)


def test_all_faults_at_once(folder: Path) -> None:
    add_unit(folder, GOOD.replace("aspect", "aspekt") + GOOD.replace("en: Hello", "en: ''"))
    with pytest.raises(ContentError) as error:
        read_content(folder)
    assert len(error.value.faults) >= 2


def test_windows_line_ends_and_a_byte_order_mark_are_read(folder: Path) -> None:
    path = folder / "answers" / "extra.yml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert "extra.one" in read_content(folder).units


def test_loading_twice_changes_nothing_and_a_bad_load_keeps_the_old(
    folder: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'k.db'}"
    upgrade(url)
    database = Database(url)
    first = load_release(database, folder, NOW)
    assert first is not None
    assert load_release(database, folder, NOW) is None
    add_unit(folder, GOOD.replace("aspect", "aspekt"))
    with pytest.raises(ContentError):
        load_release(database, folder, NOW)
    served = database.reading(read_release)
    assert served is not None
    assert served.release == first.digest
    add_unit(folder, GOOD)
    second = load_release(database, folder, NOW)
    assert second is not None
    assert [str(change) for change in second.changes] == ["added units extra.one"]
    served = database.reading(read_release)
    assert served is not None
    assert "extra.one" in served.content.units
    database.close()
