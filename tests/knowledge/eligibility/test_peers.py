"""Published cases of four other projects, through our own rules and our own way to read them.

Their JSON is converted; nothing is evaluated here. The data are read in place, in ../shared.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from knowledge.eligibility.grammar import read_rule
from knowledge.eligibility.rules import kleene_and, kleene_not, kleene_or
from knowledge.eligibility.vocabulary import Field, Kind, Vocabulary
from tests.knowledge.test_content import SHARED

PEERS = SHARED / "eligibility" / "peer_tests"
NAMES = {
    "enum": {"=": "is", "!=": "is_not", "in": "one_of", "not_in": "none_of"},
    "bool": {"=": "is", "!=": "is_not"},
    "int": {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most"},
    "set": {
        "contains_any": "includes_any",
        "contains_none": "includes_none",
        "contains_all": "includes_all",
    },
}
KINDS: dict[str, Kind] = {"enum": "choice", "bool": "flag", "int": "number", "set": "listing"}


@pytest.fixture(autouse=True)
def _published() -> None:
    """Leave out what is not beside the checkout, but never in CI."""
    if not PEERS.exists():
        missing = f"{PEERS} is missing; set SHARED_DIR"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def read(path: Path) -> Any:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return json.load(file)


class Converter:
    """Their facts and rules as ours. A fact asked only behind a gate has a value where it is shut.

    `{fact}` behind a gate becomes "gate and fact", or "not gate, or fact" where that value passes.
    """

    def __init__(self, facts: list[dict[str, Any]]) -> None:
        self.facts = {fact["name"]: fact for fact in facts}
        self.vocabulary = Vocabulary(
            {
                fact["name"]: Field(KINDS[fact["type"]], tuple(fact.get("options", ())), most=9999)
                for fact in facts
            }
        )

    def rule(self, raw: dict[str, Any]) -> dict[str, Any]:
        for key in ("all", "any"):
            if key in raw:
                return {key: [self.rule(one) for one in raw[key]]}
        if "not" in raw:
            return {"not": self.rule(raw["not"])}
        fact = self.facts[raw["fact"]]
        test = self.test(fact, raw["op"], raw["value"])
        if "ask_if" not in fact:
            return test
        gate = self.rule(fact["ask_if"])
        if fact["na"] == []:  # a value there, and "not answered" here
            passes = raw["op"] == "contains_none"
        else:
            shut = self.vocabulary.read({fact["name"]: fact["na"]})
            passes = read_rule(test, self.vocabulary).value(shut).truth is True
        return {"any": [{"not": gate}, test]} if passes else {"all": [gate, test]}

    def test(self, fact: dict[str, Any], op: str, value: Any) -> dict[str, Any]:
        name = fact["name"]
        if fact["type"] == "bool" and op == "!=":
            return {name: {"is": not value}}
        if op in ("<", ">"):  # of whole numbers
            bound, ours = (value - 1, "at_most") if op == "<" else (value + 1, "at_least")
            return {name: {ours: bound}}
        return {name: {NAMES[fact["type"]][op]: value}}


def test_publicodes_verdicts_and_missing_facts() -> None:
    convert = Converter(
        [
            {"name": "age", "type": "int"},
            {"name": "exp", "type": "int"},
            {"name": "host", "type": "enum", "options": ["NL", "FR", "SN", "OT"]},
            {"name": "nat", "type": "enum", "options": ["SN", "ML", "FR"]},
            {"name": "permit", "type": "bool"},
            {"name": "degree", "type": "bool"},
        ]
    )
    cases = read(PEERS / "publicodes" / "differential_2400.json.gz")
    undecided = 0
    for case in cases:
        rule = read_rule(convert.rule(case["rule"]), convert.vocabulary)
        value = rule.value(convert.vocabulary.read(case["facts"]))
        assert value.truth is case["peer_value"], case
        if value.truth is None:
            undecided += 1
            assert sorted(value.missing) == case["peer_missing"], case
    assert (len(cases), undecided) == (2400, 1108)


def test_dmn_truth_tables() -> None:
    literals = {"true": True, "false": False, "null": None}
    tables = 0
    for case in read(PEERS / "dmn_tck" / "cases_0064_0065_0066.json"):
        expression = case["expression"].strip()
        two = re.fullmatch(r"(true|false|null) (and|or) (true|false|null)", expression)
        one = re.fullmatch(r"not\((true|false|null)\)", expression)
        if two:
            join = kleene_and if two[2] == "and" else kleene_or
            found = join([literals[two[1]], literals[two[3]]])
        elif one:
            found = kleene_not(literals[one[1]])
        else:
            continue  # an operand that is no truth value: our reading refuses it
        tables += 1
        assert found is case["expected"], expression
    assert tables == 21


def test_govuk_own_suite() -> None:
    published = read(PEERS / "govuk_check_benefits" / "rules.json")
    convert = Converter(published["facts"])
    rules = {
        one["id"]: read_rule(convert.rule(one["rule"]), convert.vocabulary)
        for one in published["programmes"]
    }
    suite = read(PEERS / "govuk_check_benefits" / "published_test_suite.json")
    for case in suite:
        answers = convert.vocabulary.read(case["answers"])
        shown = {key for key, rule in rules.items() if rule.value(answers).truth is True}
        if "expect_count" in case:
            assert len(shown) == case["expect_count"], case["test"]
        else:
            assert shown & set(case["expect_any_of"]), case["test"]
    assert (len(suite), len(rules)) == (321, 90)


def test_myfriendben_households() -> None:
    ill = ("disabled", "visually_impaired", "long_term_disability")
    facts = [{"name": "county", "type": "enum"}, {"name": "age", "type": "int"}]
    facts += [{"name": name, "type": "bool"} for name in ("already_has", *ill)]
    vocabulary = Converter(facts).vocabulary
    old_or_ill = {"any": [{"age": {"at_least": 60}}, *({name: {"is": True}} for name in ill)]}
    here = {"all": [{"county": {"is": "Cambridge"}}, {"already_has": {"is": False}}]}
    member, home = read_rule(old_or_ill, vocabulary), read_rule(here, vocabulary)
    cases = 0
    for name in ("ma_taxi_discount", "ma_door_to_door"):
        for case in read(PEERS / "myfriendben" / "validations" / f"{name}.json"):
            house = case["household"]
            has = name in house.get("current_benefits", []) or bool(house.get("has_" + name))
            at_home = vocabulary.read({"county": house.get("county"), "already_has": has})
            people = [
                vocabulary.read({"age": one["age"], **{what: bool(one.get(what)) for what in ill}})
                for one in house["household_members"]
            ]
            anybody = kleene_or(member.value(one).truth for one in people)
            expected = case["expected_results"]
            expected = expected[0] if isinstance(expected, list) else expected
            found = kleene_and([home.value(at_home).truth, anybody])
            assert found is expected["eligible"], case
            cases += 1
    assert cases == 18
