"""An assessment as the contract serves it: each condition with its reason, in both languages. Pure.

What a person said is written back as values (a country, yes, 34), never as their own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.eligibility.assessment import Assessment, Judged
from knowledge.eligibility.models import Caution
from knowledge.eligibility.programmes import OPEN, presumed
from knowledge.eligibility.words import value_in_words
from knowledge.models import Programme
from knowledge.reply import sources

Both = dict[str, str]
WORDS: Mapping[str, Both] = {
    "answer": {"fr": "Réponse : {}.", "en": "Answer: {}."},
    "presumed": {
        "fr": "Cela va de soi pour ce programme.",
        "en": "This goes without saying for this programme.",
    },
    "missing": {"fr": "Pas encore dit : {}.", "en": "Not said yet: {}."},
    "dont_know": {"fr": "Reste à savoir : {}.", "en": "Still to find out: {}."},
    "unsettled": {
        "fr": "Aucune source ne tranche ce point : à vérifier avec l'OIM.",
        "en": "No source settles this point: check with IOM.",
    },
    "parents": {
        "fr": "Seule l'origine des parents correspond, et aucune source ne dit si elle compte : "
        "à vérifier avec l'OIM.",
        "en": "Only the parents' origin fits, and no source says whether that counts: "
        "check with IOM.",
    },
    "not_in_force": {
        "fr": "Cette règle doit être revue : à vérifier avec l'OIM.",
        "en": "This rule is due for review: check with IOM.",
    },
}

SEMICOLON: Mapping[str, str] = {"fr": " ; ", "en": "; "}


@dataclass(frozen=True)
class Told:
    """Everything that an assessment is told with."""

    knowledge: Knowledge
    programme: Programme
    assessment: Assessment
    profile: Mapping[str, Any]
    dont_know: AbstractSet[str] = frozenset()

    def data(self) -> dict[str, Any]:
        """Return the assessment; what people read is in both languages."""
        assessment, held = self.assessment, self.programme.eligibility
        return {
            "programme": self.programme.id,
            "verdict": assessment.verdict,
            "programme_open": OPEN[self.programme.status],
            "criteria": [
                *(self._criterion(one) for one in assessment.judged),
                *(self._caution(key, one) for key, one in assessment.cautions),
            ],
            "missing": list(assessment.missing),
            "next_question": assessment.next_question,
            "note": held.note.model_dump() if held and held.note else None,
        }

    def _criterion(self, judged: Judged) -> dict[str, Any]:
        criterion = judged.criterion
        return {
            "id": criterion.id,
            "label": criterion.label.model_dump(),
            "result": judged.result,
            "why": {language: self.why(judged, language) for language in LANGUAGES},
            "sources": sources(self.knowledge, (cited.id for cited in criterion.sources)),
        }

    def _caution(self, key: str, caution: Caution) -> dict[str, Any]:
        return {
            "id": key,
            "label": caution.label.model_dump(),
            "result": "unknown",
            "why": caution.text.model_dump(),
            "sources": sources(self.knowledge, (cited.id for cited in self.programme.sources)),
        }

    def why(self, judged: Judged, language: Language) -> str:
        """Say why a condition is met, not met or unknown, in a sentence or a few."""
        return " ".join(self._reasons(judged, language))

    def _reasons(self, judged: Judged, language: Language) -> Iterator[str]:
        criterion = judged.criterion
        fields = criterion.condition.fields
        known = {**presumed(self.knowledge, self.programme), **self.profile}
        said = {field: self.said(field, language) for field in fields if field in self.profile}
        if said:
            named = [f"{self._names([field], language)} ({told})" for field, told in said.items()]
            answer = SEMICOLON[language].join(named) if len(said) > 1 else next(iter(said.values()))
            yield WORDS["answer"][language].format(answer)
        elif all(field in known for field in fields) and fields:
            yield WORDS["presumed"][language]
        remarks = [one for one in criterion.remarks if one.rule.value(known).truth]
        yield from (getattr(one.text, language) for one in remarks)
        if judged.result != "unknown":
            return
        if not judged.in_force:
            yield WORDS["not_in_force"][language]
        elif judged.softened:
            yield WORDS["parents"][language]
        elif judged.missing:
            yield WORDS["missing"][language].format(self._names(judged.missing, language))
        elif unknown := [one for one in fields if one in self.dont_know and one not in known]:
            yield WORDS["dont_know"][language].format(self._names(unknown, language))
            yield from (getattr(self.field(one).how_to_find_out, language) for one in unknown)
        elif criterion.unsettled:
            yield getattr(criterion.unsettled, language)
        elif not remarks:
            yield WORDS["unsettled"][language]

    def field(self, name: str) -> Any:
        """Return the words of a field."""
        return self.knowledge.content.profile[name]

    def _names(self, fields: Iterable[str], language: Language) -> str:
        return ", ".join(getattr(self.field(one).name, language) for one in fields)

    def said(self, field: str, language: Language) -> str:
        """Write what is known of a field as one would say it."""
        value, content = self.profile[field], self.knowledge.content
        values = sorted(value) if isinstance(value, frozenset) else [value]
        return ", ".join(value_in_words(field, one, content, language) for one in values)
