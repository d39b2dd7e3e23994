"""The part of Rasa's component interface that is the same for all of ours."""

from __future__ import annotations

from typing import Any, Dict, List, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

C = TypeVar("C", bound="Untrained")


class Untrained(GraphComponent):
    """A component that learns nothing; Rasa insists on these names and annotations."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config = config

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        raise NotImplementedError

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data
