"""The runner gives each node what it needs, and runs only what is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import GraphComponent, GraphSchema, SchemaNode

from bot.dialogue.runner import DirectRunner

pytestmark = pytest.mark.rasa
Given = tuple[str, Any]


def node(**needs: str) -> SchemaNode:
    return SchemaNode(needs, GraphComponent, "create", "run", {})


def runner(ran: list[str]) -> DirectRunner:
    def adding(name: str, amount: int) -> Any:
        def run(*given: Given) -> Given:
            ran.append(name)
            return name, sum(value for _, value in given) + amount

        return run

    schema = GraphSchema(
        {"last": node(a="first", b="second"), "second": node(a="first"), "first": node(a="text")}
        | {"apart": node(a="text")}
    )
    return DirectRunner(schema, {name: adding(name, 10**n) for n, name in enumerate(schema.nodes)})


def test_nodes_run_after_what_they_need_and_no_others() -> None:
    ran: list[str] = []
    assert runner(ran).run({"text": 5}, ["last"]) == {"last": 105 + 115 + 1}
    assert ran == ["first", "second", "last"]


def test_several_targets_come_back_by_name() -> None:
    found = runner([]).run({"text": 1}, ["apart", "first"])
    assert found == {"apart": 1001, "first": 101}


def test_a_missing_input_is_an_error() -> None:
    with pytest.raises(KeyError, match="text"):
        runner([]).run({}, ["apart"])
