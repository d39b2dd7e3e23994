"""Bad files: every fault is told with file and field, and the old release goes on serving."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from pathlib import Path

import pytest

from knowledge.reader import ContentError, read_content

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


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
        (("aspect: extra", "aspekt: extra"), "did you mean aspect?"),
        (
            ("kind: smalltalk", "kind: smalltalk\n  contacts: [nobody]"),
            "'nobody' is not in contacts",
        ),
        (("en: Hello", "en: 'see a.nl'"), "addresses differ"),
        (("en: Hello", "en: 'Hello {contry}'"), "stands for nothing"),
        (("written: 2026-11-24", "written: 2031-01-01"), "is in the future"),
        (("written: 2026-11-24", "written: 2026-02-31"), "not readable as YAML"),
        (("kind: smalltalk", "kind: smalltalk\n  kind: answer"), "is given twice"),
        (("  aspect: extra", "\taspect: extra"), "a tab; indent with spaces"),
        (
            ("aspect: extra", "aspect: extra\n  valid_from: 2027-01-01\n  valid_to: 2026-01-01"),
            "ends",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(folder: Path, change: tuple[str, str], told: str) -> None:
    add_unit(folder, GOOD.replace(*change))
    with pytest.raises(ContentError, match=re.escape(told)) as error:
        read_content(folder, NOW.date())
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


def test_a_fault_names_file_line_and_field(folder: Path) -> None:
    add_unit(folder, GOOD.replace("en: Hello", "en: ''"))
    with pytest.raises(ContentError) as error:
        read_content(folder)
    (fault,) = error.value.faults
    assert (fault.path.name, fault.line, fault.field) == ("extra.yml", 5, "extra.one.text.en")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"# " + b"x" * 1_000_000, "over 512 KiB; split it by topic"),
        ("- id: été".encode("latin-1"), "not UTF-8"),
        (b"just words", "must be a list"),
        (b"a: &a [*a]", "must be a list"),
        (b"[" * 5000, "not readable as YAML"),
    ],
)
def test_a_file_that_is_none_is_told(folder: Path, raw: bytes, told: str) -> None:
    (folder / "answers" / "extra.yml").write_bytes(raw)
    with pytest.raises(ContentError, match=told) as error:
        read_content(folder)
    assert len(error.value.faults) == 1


def test_an_id_is_used_once(folder: Path) -> None:
    add_unit(folder, GOOD.replace("extra.one", "rean.programme"))
    with pytest.raises(ContentError, match="the id is used already"):
        read_content(folder)


def test_an_entry_that_cannot_be_read_makes_no_dead_links(folder: Path) -> None:
    path = folder / "sources.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "titel: ", 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_content(folder)
    assert {fault.field for fault in error.value.faults} == {"S0.title", "S0.titel"}
