"""Decisions as files: what is written of them, in which form, and what never is."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from bot.conversations import reviewing
from bot.conversations.review_tables import review
from bot.phrasings import files, folded, learnt_in, measured_in, picked, told
from knowledge.database import Database
from tests.conftest import ROOT
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)
NONE: frozenset[str] = frozenset()
TOPICS = {"ask_funding": "programmes", "ask_benefits": "programmes", "greet": "small_talk"}


def row(said: str, intent: str | None = "ask_funding", **more: Any) -> dict[str, Any]:
    usual = {"said": said, "intent": intent, "gap": None, "language": "en", "no_person": True}
    return {**usual, **more}


def test_phrasings_are_written_as_the_training_files_have_them() -> None:
    rows = [
        row("who pays?"),
        row("a fee?"),
        row("hello you", "greet"),
        row("qui paie", language="fr"),
    ]
    written = files(picked(rows, NONE, NONE), TOPICS)
    assert sorted(written) == [
        "gaps.yml",
        "nlu/en/programmes.yml",
        "nlu/en/small_talk.yml",
        "nlu/fr/programmes.yml",
    ]
    ours = (ROOT / "data/nlu/en/programmes.yml").read_text(encoding="utf-8").splitlines()
    mine = written["nlu/en/programmes.yml"].splitlines()
    assert mine[:3] == ours[:3] and ours[4] == mine[4] == "    examples: |"
    assert mine[3:] == [
        "  - intent: ask_funding",
        "    examples: |",
        "      - a fee?",
        "      - who pays?",
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("Omar asks", no_person=False)], "not confirmed that nobody can be known by it"),
        ([row("Who PAYS, then?!")], "known already"),
        ([row("a secret row")], "in a set that measures"),
        ([row("[nom retiré]", language="fr")], "nothing but what was redacted"),
        ([row("twice"), row("Twice!", "greet")], "given two intents by reviewers"),
    ],
)
def test_what_must_not_be_learnt_is_left_out_and_counted(
    rows: list[dict[str, Any]], why: str
) -> None:
    found = picked(rows, {folded("who pays then")}, {folded("a secret row")})
    assert (found.phrasings, dict(found.left_out)) == ([], {why: len(rows)})


def test_the_same_phrasing_is_written_once() -> None:
    found = picked([row("who pays?"), row("Who pays")], NONE, NONE)
    assert [one.text for one in found.phrasings] == ["who pays?"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("[Paris](place) and {this}", "Paris (place) and this"),
        ("I am [name removed], who pays?", "I am …, who pays?"),
        ("one\n  - intent: greet\u2028\x85two", "one - intent: greet two"),
        ("- a dash: and 'quotes' # no comment", "- a dash: and 'quotes' # no comment"),
    ],
)
def test_a_persons_words_are_nothing_but_words_to_rasa(said: str, written: str) -> None:
    assert told(said) == written
    text = files(picked([row(said)], NONE, NONE), TOPICS)["nlu/en/programmes.yml"]
    (entry,) = yaml.safe_load(text)["nlu"]
    assert entry == {"intent": "ask_funding", "examples": f"- {written}\n"}
    assert len(entry["examples"].splitlines()) == 1


def test_a_gap_shows_what_was_said_only_when_confirmed() -> None:
    rows = [
        row("is there a pension", None, gap=" Pensions "),
        row("Omar wants a pension", None, gap="Pensions abroad", no_person=False),
    ]
    gaps = yaml.safe_load(files(picked(rows, NONE, NONE), TOPICS)["gaps.yml"])
    assert gaps == [
        {"gap": "Pensions", "language": "en", "said": "is there a pension"},
        {"gap": "Pensions abroad", "language": "en", "said": None},
    ]


def test_our_own_sets_are_read_whole() -> None:
    learnt = learnt_in(ROOT)
    assert folded("What is the temporary return programme?") in learnt and len(learnt) > 3000
    measured = measured_in(ROOT)
    assert len(measured) > 2000
    held = yaml.safe_load((ROOT / "tests/nlu/heldout/styles_fr.yml").read_text(encoding="utf-8"))
    texts = {one for by in held.values() for many in by.values() for one in many}
    assert {folded(one) for one in texts} <= measured


def test_each_intent_has_a_topic_with_a_file_of_phrasings() -> None:
    topics = reviewing.intents()
    assert "ask_funding" in topics and "nlu_fallback" not in topics
    for language in ("fr", "en"):
        assert all((ROOT / f"data/nlu/{language}/{one}.yml").is_file() for one in topics.values())


def test_a_domain_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="needs the folder domain"):
        reviewing.intents(tmp_path)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Make a database with one decision that may be written, and one that may not."""
    url = f"sqlite:///{tmp_path / 'assistant.db'}"
    upgrade(url)
    database = Database(url)
    usual = {"reason": "wrong", "reply": {"fr": "a", "en": "b"}, "at": NOW, "state": "done"}
    rows = [row("quux for the frobnication?"), row("Omar asks", no_person=False)]
    for one in rows:
        database.writing(lambda c, one=one: c.execute(sa.insert(review).values(**usual, **one)))
    database.close()
    return tmp_path


def command(state: Path, *given: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "STATE_DIR": str(state)}
    environ.pop("DATABASE_URL", None)
    whole = [sys.executable, "-m", "bot", "review", *given]
    return subprocess.run(whole, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)


def test_the_command_writes_again_in_place_of_what_it_wrote(state: Path) -> None:
    for _ in range(2):
        done = command(state, "export")
        assert done.returncode == 0, done.stderr
        assert "1 phrasings and 0 gaps" in done.stdout and "1 left out: not conf" in done.stdout
        assert "Omar" not in done.stdout
        (state / "review/nlu/en/offices.yml").write_text("of an earlier export")
    command(state, "export")
    written = sorted(path.name for path in (state / "review").rglob("*.yml"))
    assert written == ["gaps.yml", "programmes.yml"]


def test_the_command_never_touches_a_folder_that_is_not_its_own(state: Path) -> None:
    """`--out data` would be the training data."""
    theirs = state / "data/nlu/en/programmes.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("ours")
    done = command(state, "export", "--out", str(state / "data"))
    assert done.returncode == 1 and "name an empty folder with --out" in done.stderr
    assert theirs.read_text() == "ours" and not (state / "data/gaps.yml").exists()


def test_without_anything_new_there_is_nothing_to_train(tmp_path: Path) -> None:
    done = command(tmp_path, "report")
    assert (done.returncode, done.stdout) == (0, "no phrasing is new: a model would be as it is\n")


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    environ = {**os.environ, "DATABASE_URL": "mysql://x/y", "STATE_DIR": str(tmp_path)}
    whole = [sys.executable, "-m", "bot", "review", "export"]
    done = subprocess.run(whole, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "DATABASE_URL: must begin with" in done.stderr
