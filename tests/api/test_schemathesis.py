"""Schemathesis over the whole API, in short; `make fuzz-api` does it at length."""

from __future__ import annotations

import copy
import os
import re

import pytest

from tests.api.contract import operations_of
from tests.bot.web.process import Gateway
from tools.fuzz_api import DESCRIPTION, PROGRAMS, asked, validated

pytestmark = pytest.mark.slow
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")
SHORT = ("--seed", "1", "--max-examples", "3")


@pytest.fixture(scope="module", autouse=True)
def _there() -> None:
    if not (PROGRAMS / "st").exists():
        told = f"{PROGRAMS.parent} is missing: `make fuzz-api` makes it"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)


def test_the_description_is_openapi(gateway: Gateway) -> None:
    told = gateway.ask("GET", DESCRIPTION).json()
    assert validated(told).returncode == 0, validated(told).stdout
    del told["info"]["version"]
    assert validated(told).returncode != 0


def test_nothing_is_answered_that_is_not_described(gateway: Gateway) -> None:
    done = asked(gateway, *SHORT)
    assert done.returncode == 0, done.stdout
    every = len(operations_of(gateway.ask("GET", DESCRIPTION).json()))
    assert re.search(rf"Tested: +{every}\b", done.stdout), done.stdout
    for phase in PHASES:
        assert re.search(rf"✅ +{phase}\n", done.stdout), (phase, done.stdout)
    assert "Traceback" not in gateway.printed()
    assert '"level": "error"' not in gateway.printed()


def test_a_false_description_is_found_out(gateway: Gateway) -> None:
    told = copy.deepcopy(gateway.ask("GET", DESCRIPTION).json())
    told["components"]["schemas"]["Office"]["properties"]["country"]["type"] = "integer"
    only = ("--include-operation-id", "list_offices", "--phases", "coverage")
    assert asked(gateway, *SHORT, *only, document=told).returncode == 1
