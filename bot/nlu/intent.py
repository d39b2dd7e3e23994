"""The intent of a message, as a Rasa component around `bot.nlu.fusion`."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.fusion import FusedModel

FALLBACK = "nlu_fallback"
NOT_OURS = "out_of_scope"
STAND_IN = "TRQN"  # the programme that most phrasings name
LONGEST = 1000  # characters; what the gateway lets through


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FusedIntentClassifier(GraphComponent, IntentClassifier):
    """Late fusion of two linear models; below `threshold` the intent is `nlu_fallback`."""

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model: Optional[FusedModel] = None

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        # form_weight: share of the character model. strength: how closely both fit their rows.
        return {
            "strength": 20.0,
            "form_weight": 0.5,
            "threshold": 0.2,
            "ranking_length": 10,
            "seed": 7,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = joblib.load(folder / "intent.joblib")
        return component

    def train(self, training_data: TrainingData) -> Resource:
        rows = [row for row in training_data.intent_examples if row.get(INTENT) and row.get(TEXT)]
        self._model = FusedModel.fitted(
            [row.get(TEXT) for row in rows],
            [row.get(INTENT) for row in rows],
            strength=self._config["strength"],
            seed=self._config["seed"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "intent.joblib", compress=3)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text and self._model is not None:
                ranking = [{"name": NOT_OURS, "confidence": 1.0}]
                if not message.get("foreign"):
                    ranking = self._ranked(text[:LONGEST], message.get(ENTITIES) or [])
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranked(self, text: str, entities: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        ranking = self.rank(text)
        again = self._model and told_again(text, entities, ranking, self._model)
        return self.rank(again) if again else ranking

    def rank(self, text: str) -> List[Dict[str, Any]]:
        """Return intents with confidence, best first; the fallback leads when none is sure."""
        if self._model is None:
            raise RuntimeError("the intent classifier is not trained; run `make train`")
        chances = self._model.chances([text], self._config["form_weight"])[0]
        order = np.argsort(chances)[::-1][: self._config["ranking_length"]]
        ranking: List[Dict[str, Any]] = [
            {"name": self._model.intents[i], "confidence": float(chances[i])} for i in order
        ]
        return with_fallback(ranking, self._config["threshold"])


def told_again(
    text: str, entities: List[Dict[str, Any]], ranking: List[Dict[str, Any]], model: FusedModel
) -> Optional[str]:
    """Return a refused message with a known programme where a name stands that no phrasing has.

    What is asked of a programme added yesterday is asked in the same words as of any other; a
    refusal may only mean that its name was never heard.
    """
    spans = {(e["start"], e["end"]) for e in entities if e["entity"] == "programme"}
    strange = [span for span in sorted(spans) if not model.knows(text[slice(*span)])]
    if ranking[0]["name"] not in (FALLBACK, NOT_OURS) or not strange:
        return None
    for start, end in reversed(strange):
        text = f"{text[:start]}{STAND_IN}{text[end:]}"
    return text


def with_fallback(ranking: List[Dict[str, Any]], threshold: float) -> List[Dict[str, Any]]:
    """Put the fallback in front when the first intent is not sure enough."""
    best = ranking[0]["confidence"]
    if best >= threshold:
        return ranking
    return [{"name": FALLBACK, "confidence": 1.0 - best}, *ranking]
