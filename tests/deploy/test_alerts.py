"""The alarms ask for what the gateways count, and docs/operate.md names them."""

from __future__ import annotations

import re

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram

from bot.conversations.metrics import Metrics
from bot.conversations.spool import MOST
from tests.conftest import ROOT
from tests.deploy.files import OPERATE

ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
RULES = [
    rule
    for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
WORDS = {"sum", "max", "by", "le", "rate", "increase", "histogram_quantile"}  # of the language
SCRAPED = {"up": {"job"}}  # what Prometheus itself notes
MATCHER = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"[^"]*"')


def _labels() -> dict[str, set[str]]:
    """Return what a gateway exposes, with the labels of each."""
    found = dict(SCRAPED)
    for one in vars(Metrics()).values():
        if isinstance(one, (Counter, Gauge, Histogram)):
            [family] = one.describe()
            endings = {Counter: ("_total",), Gauge: ("",), Histogram: ("_bucket", "_count", "_sum")}
            for ending in endings[type(one)]:
                bucket = {"le"} if ending == "_bucket" else set()
                found[family.name + ending] = set(one._labelnames) | bucket
    return found


LABELS = _labels()


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one["alert"])
def test_an_alarm_asks_for_metrics_and_labels_that_exist(rule: dict[str, str]) -> None:
    bare = re.sub(r"\{[^{}]*\}|\[\w+\]", " ", rule["expr"])
    names = set(re.findall(r"[A-Za-z_:][\w:]*", bare)) - WORDS
    assert names
    assert names <= LABELS.keys()
    for name, matchers in re.findall(r"(\w+)\{([^{}]*)\}", rule["expr"]):
        asked = [one.strip() for one in matchers.split(",")]
        assert all(MATCHER.fullmatch(one) for one in asked)
        assert {one.split("=")[0].rstrip("!").strip() for one in asked} <= LABELS[name]


def test_each_alarm_says_how_pressing_it_is_and_what_it_means() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("urgent", "soon")
        assert rule["annotations"]["summary"].endswith(".")
        assert re.fullmatch(r"[0-9]+[smh]", rule.get("for", "0s"))


def test_the_spools_alarm_comes_before_it_is_full() -> None:
    [rule] = [one for one in RULES if one["alert"] == "SpoolFillsUp"]
    assert int(rule["expr"].split(">")[1]) <= MOST / 2
    assert f"{MOST:,}" in rule["annotations"]["summary"]


def test_operate_names_each_alarm_and_only_metrics_that_exist() -> None:
    text = OPERATE.read_text(encoding="utf-8")
    assert {f"`{rule['alert']}`" for rule in RULES} <= set(re.findall(r"`\w+`", text))
    known = {name.removesuffix("_bucket") for name in LABELS}
    assert set(re.findall(r"`(iom_\w+)", text)) <= known
