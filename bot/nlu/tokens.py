"""spaCy's blank French and English tokenisers in Rasa's clothes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from knowledge.names import fold


@lru_cache(maxsize=2)
def blank(language: str) -> Language:
    """Return spaCy's empty pipeline of a language: tokens only, no model to fetch."""
    return spacy.blank(language)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyBlankTokenizer(Tokenizer):
    """Folded tokens; offsets are those of the text as written."""

    @staticmethod
    def supported_languages() -> Optional[List[str]]:
        return None

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Tokenizer:
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        text = fold(message.get(attribute) or "")
        words = blank(message.get("language") or "fr")(text)
        found = [Token(word.text, word.idx) for word in words if not word.is_space]
        return self._apply_token_pattern(found or [Token(text or "_", 0)])
