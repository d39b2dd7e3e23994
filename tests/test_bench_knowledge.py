"""The made-up base of `make bench-knowledge` can be loaded; its speed is not tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.reader import read_content
from knowledge.search.index import Search
from tools import bench_knowledge


def test_the_made_up_base_is_sound_and_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_knowledge, "PROGRAMMES", 5)
    monkeypatch.setattr(bench_knowledge, "OFFICES", 3)
    bench_knowledge.write(tmp_path / "content", seed=1)
    content = read_content(tmp_path / "content")
    assert {"p0", "p4"} <= set(content.programmes)
    assert {"o0", "o2"} <= set(content.offices)
    name = content.programmes["p3"].name.fr.removeprefix("Projet ")
    hits = Search.of(content).find(name, "fr").hits
    assert {key for hit in hits[:5] for key in hit.unit.programmes} == {"p3"}
