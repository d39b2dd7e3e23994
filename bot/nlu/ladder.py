"""From a ranking of intents to what follows: act, look again, ask back, or refuse.

Confident: the intent leads. Unsure: `nlu_fallback` leads, whose action searches the facts, then
offers what may be meant (`meant`), else says that it is not known or not for us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Dict, List, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asking import NO_QUESTION
from bot.nlu.component import Untrained
from bot.nlu.intent import NOT_OURS, Entities, Ranking

FALLBACK = "nlu_fallback"
HALF = "follow_up"
OURS = {"programme", "country", "office", "person", "detail"}
# What nobody is asked whether they meant it.
NOT_OFFERED = NO_QUESTION | {"switch_language"}
MOST = 3  # offered


@dataclass(frozen=True)
class Steps:
    """Confidences at which something else is done: those in config.yml, chosen by `make tune`."""

    sure: float  # from here on an intent is acted on
    margin: float  # when it leads by this
    refuse: float  # below this nothing is offered
    offer: float  # what an intent must have to be offered
    doubt: float  # a refusal less confident is doubted when something of ours is named
    least: float  # what the intent must have that leads instead
    whole: float  # what an intent must have to lead instead of half a question

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Steps:
        """Read a component's settings, which hold more than these."""
        return cls(**{field.name: config[field.name] for field in fields(cls)})

    def climb(self, ranking: Ranking, named: bool) -> Tuple[Ranking, List[str]]:
        """Return the ranking as it is acted on, and the intents to offer.

        `named`: something is named that the knowledge is about.
        """
        first = ranking[0]
        ours = [one for one in ranking if one["name"] != NOT_OURS]
        if first["name"] == NOT_OURS:
            if not ours or not named or first["confidence"] >= self.doubt:
                return (_unsure(ranking) if first["confidence"] < self.sure else ranking), []
            if ours[0]["confidence"] < self.least:
                return _unsure(ranking), self._offered(ours)
            return _led_by(ours[0], ranking), []
        # Half a question that says what it asks is more than half: "and where is it from?"
        whole = next(one for one in ours if one["name"] != HALF)
        if first is not whole and whole["confidence"] >= self.whole:
            return _led_by(whole, ranking), []
        rival = next(one for one in ranking[1:] if one["name"] != HALF)
        lead = first["confidence"] - rival["confidence"]
        if first["confidence"] >= self.sure and lead >= self.margin:
            return ranking, []
        return _unsure(ranking), self._offered(ours)

    def _offered(self, ours: Ranking) -> List[str]:
        if ours[0]["confidence"] < self.refuse:
            return []
        likely = (one["name"] for one in ours if one["confidence"] >= self.offer)
        return [name for name in likely if name not in NOT_OFFERED][:MOST]


def names_ours(entities: Entities) -> bool:
    """Tell whether something is named that the knowledge is about."""
    return bool(OURS & {entity["entity"] for entity in entities})


def _led_by(leader: Dict[str, Any], ranking: Ranking) -> Ranking:
    return [leader, *(one for one in ranking if one is not leader)]


def _unsure(ranking: Ranking) -> Ranking:
    return [{"name": FALLBACK, "confidence": 1.0 - ranking[0]["confidence"]}, *ranking]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FallbackLadder(Untrained):
    """Decides what an unsure reading leads to; adds `meant` to the parse result."""

    def process(self, messages: List[Message]) -> List[Message]:
        steps = Steps.of(self.config)
        for message in messages:
            ranking = message.get("intent_ranking") or []
            if ranking:
                climbed, meant = steps.climb(ranking, names_ours(message.get(ENTITIES) or []))
                message.set(INTENT, climbed[0], add_to_output=True)
                message.set("intent_ranking", climbed, add_to_output=True)
                message.set("meant", meant, add_to_output=True)
        return messages
