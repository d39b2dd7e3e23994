"""The page of `make bench`, from made-up figures; how quick anything is, is not tested."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tools.benching import page
from tools.benching.page import Measured
from tools.benching.stopwatch import Stopwatch
from tools.benching.talks import Figures

SLOW = Figures(30, 60, 20, 900, (5, 20, 1))
QUICK = Figures(10, 20, 100, 900, (5, 4, 1))
PARTS = {"reading": (1.5, 2.0), "writing": (0.5, 1.0)}


def measured(ours: Figures, long: tuple[float, float] = (10, 11)) -> Measured:
    return Measured([SLOW, ours], [SLOW], (60, 14, 19), long, PARTS, PARTS)


def test_the_page_tells_the_better_round_and_what_is_missed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page.write(tmp_path / "docs", measured(QUICK, long=(10, 13)))
    told = (tmp_path / "docs" / "performance.md").read_text(encoding="utf-8")
    assert "| this assistant | 10 ms | 20 ms | 100 |" in told
    assert "| messages a second, beside stock | ≥ 5 × | 5.0 × | met |" in told
    assert "| 1,000th message beside the first | ≤ 1.2 × | 1.30 × | missed |" in told
    assert "| reading | 1.50 | 75 % | 2.0 |" in told
    assert (tmp_path / "docs" / "performance.png").stat().st_size < 200_000


def test_a_missed_budget_is_called_missed() -> None:
    told = page.budgets(measured(SLOW))
    assert "| messages a second, beside stock | ≥ 5 × | 1.0 × | missed |" in told
    assert "| reply p50 | ≤ 20 ms | 30 ms | missed |" in told


def test_a_part_is_counted_without_the_parts_inside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0, 1, 4, 5, 8, 10])
    clock = SimpleNamespace(perf_counter=lambda: next(seconds))
    monkeypatch.setattr("tools.benching.stopwatch.time", clock)
    watch = Stopwatch()
    with watch.part("outer"):
        for _ in range(2):
            with watch.part("inner"):
                pass
    each = watch.each(1)
    assert list(each) == ["inner", "outer"]
    assert each == {"inner": (6000, 2), "outer": (4000, 1)}
