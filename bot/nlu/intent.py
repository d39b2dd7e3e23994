"""The intent of a message, as a Rasa component around `bot.nlu.fusion`."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Optional

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

from bot.nlu.fusion import FusedModel, Said
from bot.nlu.spelling import WORD, short_forms
from knowledge.names import fold

NOT_OURS = "out_of_scope"
STAND_IN = "TRQN"  # the programme that most phrasings name
HEARD = 0.3  # confidence below which an intent may be anything
LONGEST = 1000  # characters; what the gateway lets through
Entities = List[Dict[str, Any]]
Ranking = List[Dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FusedIntentClassifier(GraphComponent, IntentClassifier):
    """Late fusion of two linear models: ranks the intents; `bot.nlu.ladder` says what follows."""

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
            short=short_forms(),
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
                    ranking = self._ranked(text[:LONGEST], message)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranked(self, text: str, message: Message) -> Ranking:
        if self._model is None:
            raise RuntimeError("the intent classifier is not trained; run `make train`")
        entities, language = message.get(ENTITIES) or [], message.get("language") or "fr"
        weight, length = self._config["form_weight"], self._config["ranking_length"]
        return read(self._model, text, language, entities, weight)[:length]


def read(
    model: FusedModel, text: str, language: str, entities: Entities, form_weight: float
) -> Ranking:
    """Return the intents with their confidence, best first."""
    names = spelt_right(text, entities)
    said = Said(text, language, names)
    ranking = ranking_of(model, model.chances([said], form_weight)[0])
    again = told_again(text, entities, ranking, model)
    if again is None:
        return ranking
    return ranking_of(model, model.chances([said._replace(text=again)], form_weight)[0])


def ranking_of(model: FusedModel, chances: Any) -> Ranking:
    """Return intents with their chances, best first."""
    return [
        {"name": model.intents[i], "confidence": float(chances[i])}
        for i in np.argsort(chances)[::-1]
    ]


def spelt_right(text: str, entities: Entities) -> FrozenSet[str]:
    """Return the words of names that were found as they are written."""
    exact = (e for e in entities if e["entity"] != "detail" and e["confidence_entity"] == 1.0)
    return frozenset(
        word for e in exact for word in WORD.findall(fold(text[e["start"] : e["end"]]))
    )


def told_again(text: str, entities: Entities, ranking: Ranking, model: FusedModel) -> Optional[str]:
    """Return a refused message with a known programme where a name stands that no phrasing has.

    What is asked of a programme added yesterday is asked in the same words as of any other; a
    refusal may only mean that its name was never heard.
    """
    spans = {(e["start"], e["end"]) for e in entities if e["entity"] == "programme"}
    strange = [span for span in sorted(spans) if not model.knows(text[slice(*span)])]
    refused = ranking[0]["name"] == NOT_OURS or ranking[0]["confidence"] < HEARD
    if not refused or not strange:
        return None
    for start, end in reversed(strange):
        text = f"{text[:start]}{STAND_IN}{text[end:]}"
    return text
