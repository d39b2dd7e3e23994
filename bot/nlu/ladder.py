"""From a ranking of intents to what follows: act, look again, ask back, or refuse.

Confident: the intent leads. Unsure: `nlu_fallback` leads, whose action searches the facts, then
offers what may be meant (`meant`), else says that it is not known or not for us.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Tuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Untrained
from bot.nlu.intent import NOT_OURS, Entities, Ranking

FALLBACK = "nlu_fallback"
HALF = "follow_up"
OURS = {"programme", "country", "office", "person", "detail"}
# What nobody is asked whether they meant it.
NOT_OFFERED = {
    "affirm",
    "complain",
    "deny",
    "follow_up",
    "greet",
    "insult",
    "out_of_scope",
    "say_goodbye",
    "switch_language",
    "thank",
}
MOST = 3  # offered


@dataclass(frozen=True)
class Steps:
    """Confidences at which something else is done. `make tune` chooses them."""

    sure: float = 0.3  # from here on an intent is acted on
    margin: float = 0.05  # when it leads by this
    refuse: float = 0.13  # below this nothing is offered
    offer: float = 0.05  # what an intent must have to be offered
    doubt: float = 0.5  # a refusal less confident is doubted when something of ours is named
    least: float = 0.15  # what the intent must have that leads instead
    whole: float = 0.25  # what an intent must have to lead instead of half a question

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

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return dict(vars(Steps()))

    def process(self, messages: List[Message]) -> List[Message]:
        steps = Steps(**{name: self.config[name] for name in vars(Steps())})
        for message in messages:
            ranking = message.get("intent_ranking") or []
            if ranking:
                climbed, meant = steps.climb(ranking, names_ours(message.get(ENTITIES) or []))
                message.set(INTENT, climbed[0], add_to_output=True)
                message.set("intent_ranking", climbed, add_to_output=True)
                message.set("meant", meant, add_to_output=True)
        return messages
