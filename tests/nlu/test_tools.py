"""The tools that tune and report count rightly, and write what they found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.ladder import Steps
from tools.nlu.measures import Shares, acted_on
from tools.nlu.page import table
from tools.nlu.rows import ROOT, Reading, Row, steps
from tools.nlu.tune import outcome, tuned, worth, write

STEPS = Steps(sure=0.3, margin=0.0, refuse=0.1, offer=0.05, doubt=0.3, least=0.3, whole=0.4)


def read(**confidences: float) -> Reading:
    ranking = [{"name": name, "confidence": share} for name, share in confidences.items()]
    return Reading(ranking, False)


READ = [
    (Row("a", "ask_iom", "en"), read(ask_iom=0.9, ask_site=0.1), "right"),
    (Row("b", "ask_iom", "en"), read(ask_site=0.8, ask_iom=0.2), "wrong"),
    (Row("c", "ask_iom", "en"), read(ask_site=0.25, ask_iom=0.2), "offered"),
    (Row("d", "ask_iom", "en"), read(ask_site=0.25, ask_menu=0.2), "offered in vain"),
    (Row("e", "ask_iom", "en"), read(out_of_scope=0.9, ask_iom=0.1), "lost"),
    (Row("f", "out_of_scope", "en"), read(out_of_scope=0.9, ask_iom=0.1), "refused"),
    (Row("g", "out_of_scope", "en"), read(ask_iom=0.9, out_of_scope=0.1), "answered"),
    (Row("h", "out_of_scope", "en"), read(ask_iom=0.2, ask_site=0.1), "asked in vain"),
]
ROWS, READINGS = [row for row, _, _ in READ], [one for _, one, _ in READ]


@pytest.mark.parametrize(("row", "reading", "named"), READ)
def test_what_a_person_gets_is_named(row: Row, reading: Reading, named: str) -> None:
    assert outcome(row, reading, STEPS) == named


def test_shares_are_of_questions_for_us_and_of_the_others() -> None:
    shares = Shares.of([one.ranking for one in READINGS], ROWS)
    assert (shares.rows, shares.first, shares.three) == (8, 1 / 5, 4 / 5)
    assert shares.others == 1 / 3
    assert acted_on(READINGS, ROWS, STEPS) == {
        "right": 1 / 5,
        "offered": 2 / 5,
        "wrong": 1 / 5,
        "refused": 1 / 5,
        "others refused": 1 / 3,
    }


def test_tuning_never_makes_it_worse() -> None:
    better = tuned(ROWS, READINGS, STEPS)
    assert worth(ROWS, READINGS, better) >= worth(ROWS, READINGS, STEPS)


def test_steps_are_written_where_they_are_read(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text((ROOT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    write(config, STEPS)
    before, after = (
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "config.yml", config)
    )
    ladders = [one for one in after["pipeline"] if one["name"].endswith("FallbackLadder")]
    assert [Steps.of(one) for one in ladders] == [STEPS]
    assert {**before, "pipeline": None} == {**after, "pipeline": None}
    write(config, steps())
    assert config.read_text(encoding="utf-8") == (ROOT / "config.yml").read_text(encoding="utf-8")


def test_a_table_has_a_cell_for_each_head() -> None:
    assert table(["a", "b"], [("x", ["1"])]) == "| a | b |\n|---|---|\n| x | 1 |\n"
