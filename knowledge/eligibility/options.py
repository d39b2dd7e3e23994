"""Which programme? A short tour over what exists, and the list in which it ends. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.eligibility.programmes import assess_programme, presumed
from knowledge.eligibility.told import SEMICOLON, Told
from knowledge.eligibility.verdict import COLON, GENERAL, RETURN, SAYS
from knowledge.models import Programme
from knowledge.reply import Reply, contacts, office_of, sources

MOST_ASKED = 5  # questions of a tour; what is open then is told as open
MOST_REASONS = 3
LINES = (GENERAL, RETURN)
FIRST = "goal"  # it tells most programmes apart
WORDS: Mapping[str, Mapping[Language, str]] = {
    "open": {
        "fr": "Ce qui existe aujourd'hui, d'après mes sources :",
        "en": "What exists today, according to my sources:",
    },
    "likely_eligible": {
        "fr": "correspond aux conditions publiées.",
        "en": "fits the published conditions.",
    },
    "not_eligible": {
        "fr": "ne correspond pas : {}.",
        "en": "does not fit: {}.",
    },
    "cannot_tell": {
        "fr": "je ne peux pas le dire ; il manque : {}.",
        "en": "I cannot tell; what is open: {}.",
    },
    "elsewhere": {
        "fr": "sert à autre chose que ce que vous cherchez.",
        "en": "is for something else than you are looking for.",
    },
    "unknown": {
        "fr": "Je ne sais pas si ceci existe encore : {}. Demandez à l'OIM.",
        "en": "I do not know whether these still exist: {}. Ask IOM.",
    },
    "ended": {"fr": "Terminés : {}.", "en": "Ended: {}."},
    "danger": {
        "fr": "Traite des êtres humains : le 112 en cas de danger, CoMensha au +31 33 448 11 86, "
        "du lundi au vendredi de 9 h à 17 h.",
        "en": "Human trafficking: 112 in danger, CoMensha on +31 33 448 11 86, "
        "Monday to Friday, 9:00 to 17:00.",
    },
}
SHORT = 20  # letters of an acronym; a longer one is a list of names
QUIET = "counter_trafficking_nl"  # nobody is asked about it: its numbers stand in the list


@dataclass(frozen=True)
class Tour:
    """What is known of a person, and the programmes that it is held against."""

    knowledge: Knowledge
    profile: Mapping[str, Any]
    dont_know: AbstractSet[str]
    today: date

    def next_question(self, asked: int) -> str | None:
        """Return the field to ask next over all open programmes; None when enough was asked."""
        if asked >= MOST_ASKED:
            return None
        if FIRST not in self.profile and FIRST not in self.dont_know:
            return FIRST
        for programme in self._open():
            if self._suits(programme) is not False:
                found = self._told(programme).assessment.next_question
                if found is not None:
                    return found
        return None

    def reply(self) -> Reply:
        """Return the list: fits, does not, cannot tell, each with its reason; who to ask."""
        listed = list(self._open())
        cited = [one.id for programme in listed for one in programme.sources]
        return {
            "kind": "answer",
            "text": {language: "\n".join(self._lines(language)) for language in LANGUAGES},
            "sources": sources(self.knowledge, dict.fromkeys(cited)),
            "contacts": contacts(self.knowledge, LINES),
            "buttons": [],
            "programme": None,
            "office": office_of(self.knowledge, LINES),
            "asks": None,
            "eligibility": None,
            "category": None,
        }

    def _of(self, status: str) -> Iterator[Programme]:
        for programme in self.knowledge.content.programmes.values():
            if programme.status == status:
                yield programme

    def _open(self) -> Iterator[Programme]:
        return (one for one in self._of("active") if one.eligibility and one.id != QUIET)

    def _told(self, programme: Programme) -> Told:
        found = assess_programme(
            self.knowledge, programme, self.profile, self.dont_know, self.today
        )
        return Told(self.knowledge, programme, found, self.profile, self.dont_know)

    def _suits(self, programme: Programme) -> bool | None:
        """Tell whether a programme is for what somebody plans; None when that is not known."""
        rule = programme.eligibility.suited if programme.eligibility else None
        known = {**self.profile}
        return rule.value(known, self.dont_know).truth if rule else None

    def _lines(self, language: Language) -> Iterator[str]:
        yield WORDS["open"][language]
        for programme in self._open():
            name = getattr(programme.name, language)
            yield f"– {name}{COLON[language]}{self._reason(programme, language)}"
        yield WORDS["danger"][language]
        for status in ("unknown", "ended"):
            names = dict.fromkeys(_short(one, language) for one in self._of(status))
            yield WORDS[status][language].format(", ".join(names))
        line = self.knowledge.content.contacts[GENERAL].value
        yield SAYS["line"][language].format(line)

    def _reason(self, programme: Programme, language: Language) -> str:
        if self._suits(programme) is False:
            return WORDS["elsewhere"][language]
        told = self._told(programme)
        verdict = told.assessment.verdict
        deciding = told.assessment.of("not_met" if verdict == "not_eligible" else "unknown")
        unasked = presumed(self.knowledge, programme)
        names = [
            _small(getattr(one.criterion.label, language))
            for one in deciding
            if set(one.criterion.condition.fields) - set(unasked) or verdict == "not_eligible"
        ]
        return WORDS[verdict][language].format(SEMICOLON[language].join(names[:MOST_REASONS]))


def _short(programme: Programme, language: Language) -> str:
    is_short = programme.acronym and len(programme.acronym) <= SHORT
    return str(programme.acronym if is_short else getattr(programme.name, language))


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
