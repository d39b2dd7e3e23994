"""A second look at what was taken for out of scope although it names something of ours."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Untrained
from bot.nlu.intent import FALLBACK, NOT_OURS

OURS = {"programme", "country", "office", "person", "detail"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SecondLook(Untrained):
    """Lets the runner-up lead when the message names a thing of ours and the refusal is unsure."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        # unsure: confidence below which a refusal is doubted. least: that of the runner-up.
        return {"unsure": 0.5, "least": 0.1}

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            named = {entity["entity"] for entity in message.get(ENTITIES) or []}
            ranking = message.get("intent_ranking") or []
            if named & OURS and ranking:
                again = doubt(ranking, self.config["unsure"], self.config["least"])
                message.set(INTENT, again[0], add_to_output=True)
                message.set("intent_ranking", again, add_to_output=True)
        return messages


def doubt(ranking: List[Dict[str, Any]], unsure: float, least: float) -> List[Dict[str, Any]]:
    """Return the ranking with the first intent that is no refusal in front, if doubt is due."""
    refused = ranking[0]["name"] == FALLBACK or (
        ranking[0]["name"] == NOT_OURS and ranking[0]["confidence"] < unsure
    )
    ours = [one for one in ranking if one["name"] not in (FALLBACK, NOT_OURS)]
    if not refused or not ours or ours[0]["confidence"] < least:
        return ranking
    return [ours[0], *(one for one in ranking if one is not ours[0])]
