"""Names of programmes, countries, offices and persons, read from the current release.

Content is no training input: a programme added to the knowledge is known without training.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Set

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.component import Untrained
from bot.nlu.tokens import blank
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES
from knowledge.live import live_knowledge
from knowledge.names import closest, fold, names_of

LANGUAGE_NAMES = {
    "fr": ("francais", "french"),
    "en": ("anglais", "english"),
    "other": [
        "neerlandais",
        "dutch",
        "nederlands",
        "arabe",
        "arabic",
        "dari",
        "farsi",
        "pachto",
        "pashto",
        "somali",
        "tigrinya",
        "bosniaque",
        "bosnian",
        "georgien",
        "georgian",
        "espagnol",
        "spanish",
        "allemand",
        "german",
        "turc",
        "turkish",
        "krio",
    ],
}


@dataclass(frozen=True)
class _Index:
    """Matchers of one release, one a language, since tokens differ."""

    release: str
    matchers: Dict[str, PhraseMatcher]
    meanings: Dict[str, List[tuple[str, str]]]
    single_words: List[str]

    def is_detail(self, surface: str) -> bool:
        """Tell whether words only narrow a question and name nothing."""
        return all(entity == "detail" for entity, _ in self.meanings[surface])


ELIDED = re.compile(r"[ld][aeiouyh]")


def build_index(knowledge: Knowledge) -> _Index:
    """Make the matchers of a release."""
    meanings: Dict[str, List[tuple[str, str]]] = {}
    for name in names_of(knowledge.content):
        meanings.setdefault(name.surface, []).append((name.entity, name.value))
    for code, words in LANGUAGE_NAMES.items():
        for word in words:
            meanings.setdefault(word, []).append(("language", code))
    matchers: Dict[str, PhraseMatcher] = {}
    for language in LANGUAGES:
        matcher = PhraseMatcher(blank(language).vocab)
        for surface in meanings:
            matcher.add(surface, [blank(language).make_doc(surface)])
        matchers[language] = matcher
    single = [surface for surface in meanings if " " not in surface and len(surface) >= 5]
    return _Index(knowledge.release, matchers, meanings, single)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KnowledgeEntities(Untrained, EntityExtractorMixin):
    """Finds what the knowledge base can name, with typos."""

    _index: Optional[_Index] = None

    def process(self, messages: List[Message]) -> List[Message]:
        index = self._current()
        for message in messages:
            found = find(index, message.get(TEXT) or "", message.get("language") or "fr")
            entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _current(self) -> _Index:
        knowledge = live_knowledge().at_hand()
        if self._index is None or self._index.release != knowledge.release:
            self._index = build_index(knowledge)
        return self._index


def find(index: _Index, text: str, language: str) -> List[Dict[str, Any]]:
    """Return Rasa entities; the longest of overlapping names wins.

    Details that overlap are both meant, "how many people" and "different people", unless one
    stands within the other.
    """
    document = blank(language)(fold(text))
    every = [Span(document, start, end) for _, start, end in index.matchers[language](document)]
    longest = filter_spans(every)
    named = {token.i for s in longest if not index.is_detail(s.text) for token in s}
    details = [s for s in every if index.is_detail(s.text) and not named & {t.i for t in s}]
    details = [s for s in details if not any(_within(s, other) for other in every)]
    spans = [s for s in longest if not index.is_detail(s.text)] + details
    found = [_entity(span, span.text, index, 1.0) for span in spans]
    taken = {token.i for span in spans for token in span}
    return _flatten(found + _mistyped(index, document, taken))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and len(inner) < len(outer)


def _mistyped(index: _Index, document: Doc, taken: Set[int]) -> List[List[Dict[str, Any]]]:
    found = []
    for token in document:
        if token.i in taken or not token.is_alpha:
            continue
        bare = token.text[1:] if ELIDED.match(token.text) else token.text  # "letiopie"
        surface = closest(token.text, index.single_words) or closest(bare, index.single_words)
        if surface is not None:
            found.append(_entity(document[token.i : token.i + 1], surface, index, 0.8))
    return found


def _entity(span: Span, surface: str, index: _Index, confidence: float) -> List[Dict[str, Any]]:
    return [
        {
            "entity": entity,
            "value": value,
            "start": span.start_char,
            "end": span.end_char,
            "confidence_entity": confidence,
        }
        for entity, value in index.meanings[surface]
    ]


def _flatten(groups: List[List[Dict[str, Any]]]) -> List[Dict[str, Any]]:
    return sorted((item for group in groups for item in group), key=lambda item: item["start"])
