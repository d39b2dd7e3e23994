"""Names of programmes, countries, offices and persons, read from the current release.

Content is no training input: a programme added to the knowledge is known without training.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional, Set, Tuple

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
from knowledge.names import Spelling, fold, names_of

LANGUAGE_NAMES = {
    "fr": "francais french".split(),
    "en": "anglais english".split(),
    "other": """
        neerlandais dutch nederlands arabe arabic dari farsi pachto pashto somali tigrinya bosniaque
        bosnian georgien georgian espagnol spanish allemand german turc turkish krio
        """.split(),
}
FIELDS = frozenset({"sector", "profession"})
Meaning = Tuple[str, str]  # entity, value
NOTHING = ("nothing", "")
SHORT_TOWN = 7  # letters below which a town's name has no typos: "mardi" is not Mardin


@dataclass(frozen=True)
class _Layer:
    """Names that compete with one another: matchers, one a language, since tokens differ."""

    matchers: Dict[str, PhraseMatcher]
    meanings: Dict[str, List[Meaning]]

    @classmethod
    def of(cls, meanings: Dict[str, List[Meaning]]) -> _Layer:
        matchers: Dict[str, PhraseMatcher] = {}
        for language in LANGUAGES:
            matcher = PhraseMatcher(blank(language).vocab)
            for surface in meanings:
                matcher.add(surface, [blank(language).make_doc(surface)])
            matchers[language] = matcher
        return cls(matchers, meanings)

    def spans(self, document: Doc, language: str) -> List[Span]:
        """Return all that matches."""
        return [Span(document, start, end) for _, start, end in self.matchers[language](document)]

    def is_detail(self, surface: str) -> bool:
        """Tell whether words only narrow a question and name nothing."""
        return all(entity == "detail" for entity, _ in self.meanings[surface])


@dataclass(frozen=True)
class _Index:
    """What a release can name. A field of work hides no name and no detail: it is beside them."""

    release: str
    names: _Layer
    fields: _Layer
    spelling: Spelling

    def matched_by(self, matchers: Dict[str, PhraseMatcher]) -> _Index:
        """Return the same with other matchers for names, to see what these are worth."""
        return replace(
            self,
            names=replace(self.names, matchers=matchers),
            fields=replace(self.fields, matchers=matchers),
        )

    def is_only_field(self, surface: str) -> bool:
        """Tell whether words name nothing but a field: "airline pilot" is no pilot phase."""
        return self.names.meanings[surface] == [NOTHING] and surface in self.fields.meanings


ELIDED = re.compile(r"[ld][aeiouyh]")


def build_index(knowledge: Knowledge) -> _Index:
    """Make the matchers of a release."""
    names: Dict[str, List[Meaning]] = {}
    fields: Dict[str, List[Meaning]] = {}
    for name in names_of(knowledge.content):
        layer = fields if name.entity in FIELDS else names
        layer.setdefault(name.surface, []).append((name.entity, name.value))
    for code, words in LANGUAGE_NAMES.items():
        for word in words:
            names.setdefault(word, []).append(("language", code))
    layers = _Layer.of(names), _Layer.of(fields)
    towns = (one for country in knowledge.content.countries.values() for one in country.towns)
    short = {fold(town) for town in towns if len(town) < SHORT_TOWN}
    words = [one for one in names if " " not in one or not layers[0].is_detail(one)]
    words = [one for one in words if one not in short]
    codes = [word for word in words if names[word][0][0] == "programme"]
    return _Index(knowledge.release, *layers, Spelling([*words, *fields], codes))


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
    document, names = blank(language)(fold(text)), index.names
    every = names.spans(document, language)
    longest = [span for span in filter_spans(every) if not names.is_detail(span.text)]
    named = _tokens(longest)
    details = [s for s in every if names.is_detail(s.text) and not named & _tokens([s])]
    details = [s for s in details if not any(_within(s, other) for other in every)]
    fields = filter_spans(index.fields.spans(document, language))
    hidden = _tokens([span for span in longest if not index.is_only_field(span.text)])
    fields = [span for span in fields if not hidden & _tokens([span])]
    found = [_entity(span, names.meanings[span.text], 1.0) for span in longest + details]
    found += [_entity(span, index.fields.meanings[span.text], 1.0) for span in fields]
    return _flatten(found + _mistyped(index, document, _tokens(longest + details + fields)))


def _tokens(spans: List[Span]) -> Set[int]:
    return {token.i for span in spans for token in span}


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and len(inner) < len(outer)


def _mistyped(index: _Index, document: Doc, taken: Set[int]) -> List[List[Dict[str, Any]]]:
    """Return names with a slip of the thumb in them, those of most words first."""
    found = []
    words = [token.text for token in document]
    free = [token.i not in taken and _is_word(token.text) for token in document]
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            end = start + length
            surface = _meant(index, words[start:end]) if all(free[start:end]) else None
            if surface is not None:
                layer = index.names if surface in index.names.meanings else index.fields
                found.append(_entity(document[start:end], layer.meanings[surface], 0.8))
                free[start:end] = [False] * length
    return found


def _is_word(token: str) -> bool:
    return token.isalnum() and not token.isdigit()


def _meant(index: _Index, words: List[str]) -> Optional[str]:
    written = " ".join(words)
    bare = written[1:] if ELIDED.match(written) else None  # "letiopie"
    return index.spelling.meant(written) or (index.spelling.meant(bare) if bare else None)


def _entity(span: Span, meanings: List[Meaning], confidence: float) -> List[Dict[str, Any]]:
    return [
        {
            "entity": entity,
            "value": value,
            "start": span.start_char,
            "end": span.end_char,
            "confidence_entity": confidence,
        }
        for entity, value in meanings
        if entity != "nothing"
    ]


def _flatten(groups: List[List[Dict[str, Any]]]) -> List[Dict[str, Any]]:
    return sorted((item for group in groups for item in group), key=lambda item: item["start"])
