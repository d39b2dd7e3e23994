"""The rules of each programme against cases that staff can read, and every criterion both ways."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.eligibility.assessment import RESULTS, Assessment
from knowledge.eligibility.programmes import assess_programme
from knowledge.eligibility.told import Told
from knowledge.eligibility.vocabulary import IOM
from knowledge.live import live_knowledge

FILES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
LEAST = 12
# What no answer can bring about: an office judges, sources differ, or it goes without saying.
NEVER = {
    ("avrr_nl", "avrr_nationality", "met"),
    ("avrr_nl", "avrr_nationality", "not_met"),
    ("avrr_nl", "travel_document", "not_met"),
    ("family_reunification_nl", "sponsor_status", "not_met"),
    ("jobs_internships", "nationality", "met"),
    ("jobs_internships", "track", "not_met"),
    ("mida", "project", "not_met"),
    ("cd4d_1", "profession", "not_met"),
    ("rean", "travel_document", "not_met"),
    ("trqn_iii", "origin", "not_met"),
    ("match", "sector", "not_met"),
}


def read(path: Path) -> tuple[str, list[dict[str, Any]]]:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return written["programme"], written["cases"]


def judged(programme: str, case: dict[str, Any]) -> Assessment:
    knowledge = live_knowledge().at_hand()
    known = IOM.read(case["profile"])
    dont_know = frozenset(case.get("dont_know", ()))
    return assess_programme(knowledge, knowledge.content.programmes[programme], known, dont_know)


def results(found: Assessment) -> dict[str, str]:
    told = {one.criterion.id: one.result for one in found.judged}
    return {**told, **{key: "unknown" for key, _ in found.cautions}}


CASES = [(path.stem, case) for path in FILES for case in read(path)[1]]


@pytest.mark.parametrize(("programme", "case"), CASES, ids=[f"{p}: {c['who']}" for p, c in CASES])
def test_case(programme: str, case: dict[str, Any]) -> None:
    found = judged(programme, case)
    assert found.verdict == case["verdict"], case.get("because")
    told = results(found)
    for result in RESULTS.values():
        for key in case.get(result, ()):
            assert told.get(key) == result, f"{key}: {case.get('because')}"


def test_every_programme_with_conditions_has_its_cases() -> None:
    programmes = live_knowledge().at_hand().content.programmes
    with_conditions = {key for key, one in programmes.items() if one.eligibility}
    assert {path.stem for path in FILES} == with_conditions
    for path in FILES:
        programme, cases = read(path)
        assert programme == path.stem
        assert len(cases) >= LEAST


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_criterion_comes_out_each_way_and_each_caution_once(path: Path) -> None:
    programme, cases = read(path)
    knowledge = live_knowledge().at_hand()
    found = [judged(programme, case) for case in cases]
    seen = {(key, result) for one in found for key, result in results(one).items()}
    held = knowledge.content.programmes[programme].eligibility
    assert held is not None
    settled = {"goal", "destination_country", "wants_return"} & set(held.presumed)
    wanted = {
        (criterion.id, result)
        for one in found
        for criterion in (judgement.criterion for judgement in one.judged)
        for result in RESULTS.values()
        if (programme, criterion.id, result) not in NEVER
        and not (criterion.id in settled and result == "unknown")
    }
    wanted |= {(key, "unknown") for key in held.cautions}
    assert wanted - seen == set()


def test_a_rule_past_its_review_is_unknown_and_says_so() -> None:
    knowledge = live_knowledge().at_hand()
    programme, known = knowledge.content.programmes["rean"], IOM.read({"residence_country": "DE"})
    later = date(2030, 1, 1)
    found = assess_programme(knowledge, programme, known, today=later)
    assert found.verdict == "cannot_tell"
    told = Told(knowledge, programme, found, known)
    assert "due for review" in told.why(found.judged[0], "en")
    assert found.missing == ()
    before = assess_programme(knowledge, programme, known, today=date(2026, 11, 27))
    assert before.verdict == "not_eligible"
