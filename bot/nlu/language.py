"""Says in which language a message is; the gateway's word wins when it sent one."""

from __future__ import annotations

from functools import lru_cache
from typing import List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.foreign import foreign
from bot.language import LanguageIdentifier
from bot.nlu.component import Untrained


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageComponent(Untrained):
    """Adds `language` (fr or en) to the parse result, and which other one is `foreign` to both."""

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            told = (message.get("metadata") or {}).get("language")
            message.set("language", told or self._identify(text), add_to_output=True)
            message.set("foreign", foreign(text), add_to_output=True)
        return messages

    def _identify(self, text: str) -> str:
        return "en" if _identifier().log_odds(text) < 0 else "fr"
