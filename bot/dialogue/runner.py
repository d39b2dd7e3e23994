"""Runs Rasa's prediction graph node after node.

Rasa hands each of the three runs of a turn to dask, which plans anew what never changes. Training
still goes Rasa's way.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Dict, List, Optional, Tuple

import rasa.core.processor as rasa_processor
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Plan = List[Tuple[GraphNode, str, List[str]]]  # node, its name, the names it needs


class DirectRunner(GraphRunner):
    """Keeps the nodes and the order in which each set of targets needs them."""

    def __init__(self, schema: GraphSchema, nodes: Dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._plans: Dict[Tuple[str, ...], Plan] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: Optional[List[GraphNodeHook]] = None,
    ) -> DirectRunner:
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(
        self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None
    ) -> Dict[str, Any]:
        """Return the output of each target; KeyError when an input is missing."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        known = dict(inputs or {})
        for node, name, needs in self._plans[wanted]:
            _, known[name] = node(*((need, known[need]) for need in needs))
        return {name: known[name] for name in wanted}

    def _plan(self, wanted: Tuple[str, ...]) -> Plan:
        needed = self._schema.minimal_graph_schema(list(wanted)).nodes
        needs = {name: list(node.needs.values()) for name, node in needed.items()}
        ordered = TopologicalSorter(needs).static_order()
        return [(self._nodes[name], name, needs[name]) for name in ordered if name in needs]


def run_graph_directly() -> None:
    """Make Rasa load its models into this runner."""
    rasa_processor.DaskGraphRunner = DirectRunner
