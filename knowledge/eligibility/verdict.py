"""The message that ends a check: complete without the card that goes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.basics import LANGUAGES, Language
from knowledge.checks import has_line
from knowledge.days import in_words
from knowledge.eligibility.assessment import Judged, Result
from knowledge.eligibility.programmes import presumed
from knowledge.eligibility.told import SEMICOLON, Told
from knowledge.models import Programme
from knowledge.reply import Reply, contacts, office_of, sources

SAYS: Mapping[str, Mapping[Language, str]] = {
    "likely_eligible": {
        "fr": "Ce n'est pas une promesse. D'après vos réponses, les conditions publiées sont "
        "remplies :",
        "en": "This is not a promise. From your answers, the published conditions are met:",
    },
    "not_eligible": {
        "fr": "D'après vos réponses, cela ne correspond pas aux conditions publiées :",
        "en": "From your answers, this does not fit the published conditions:",
    },
    "cannot_tell": {
        "fr": "Je ne peux pas dire si cela correspond aux conditions publiées. Ce qui manque :",
        "en": "I cannot tell whether this fits the published conditions. What is open:",
    },
    "nothing": {
        "fr": "Aucune condition n'est publiée pour ce programme : je ne peux donc rien en dire.",
        "en": "No condition is published for this programme, so I cannot tell.",
    },
    "fits": {"fr": "Ce qui correspond : {}.", "en": "What fits: {}."},
    "change": {
        "fr": "Si une réponse est à corriger, écrivez-la : le résultat peut changer.",
        "en": "If an answer needs correcting, just write it: the result may change.",
    },
    "line": {
        "fr": "Pour savoir ce qui existe aujourd'hui, appelez l'OIM : {}.",
        "en": "For what exists today, call IOM: {}.",
    },
}
DECIDING: Mapping[str, Result] = {
    "likely_eligible": "met",
    "not_eligible": "not_met",
    "cannot_tell": "unknown",
}
COLON: Mapping[Language, str] = {"fr": " : ", "en": ": "}
GENERAL, RETURN = "nl_general", "nl_return"


def opening(programme: Programme, language: Language) -> str:
    """Say whether a programme runs, with the day on which it ended."""
    name = getattr(programme.name, language)
    about = programme.ended_about
    day = getattr(about, language) if about else in_words(programme.ended, language)
    if programme.status == "active":
        return {
            "fr": f"{name} : d'après mes sources, ce programme existe.",
            "en": f"{name}: according to my sources, this programme exists.",
        }[language]
    if programme.status == "unknown" and about:
        return f"{name}{COLON[language]}{getattr(about, language)}."
    if programme.status == "unknown":
        return {
            "fr": f"{name} : je ne sais pas si ce programme existe encore.",
            "en": f"{name}: I do not know whether this programme still exists.",
        }[language]
    ended = f" ({day})" if day else ""
    return {
        "fr": f"{name} : ce programme est terminé{ended}.",
        "en": f"{name}: this programme has ended{ended}.",
    }[language]


def verdict_reply(told: Told, buttons: Sequence[dict[str, Any]] = ()) -> Reply:
    """Return the message of kind `eligibility`, with its sources and contacts."""
    held, content = told.programme.eligibility, told.knowledge.content
    named = held.contacts if held else [_line_of(told)]
    cited = [one.id for j in told.assessment.judged for one in j.criterion.sources]
    cited += [one.id for one in told.programme.sources]
    return {
        "kind": "eligibility",
        "text": {language: "\n".join(_lines(told, language)) for language in LANGUAGES},
        "sources": sources(told.knowledge, dict.fromkeys(cited)),
        "contacts": contacts(told.knowledge, [key for key in named if key in content.contacts]),
        "buttons": list(buttons),
        "programme": told.programme.id,
        "office": office_of(told.knowledge, named),
        "asks": None,
        "eligibility": told.data(),
        "category": None,
    }


def _lines(told: Told, language: Language) -> Iterator[str]:
    held, assessment = told.programme.eligibility, told.assessment
    unasked = set(presumed(told.knowledge, told.programme))
    yield opening(told.programme, language)
    if held and held.note and held.note_first:
        yield getattr(held.note, language)
    yield SAYS[assessment.verdict if assessment.judged else "nothing"][language]
    asked = [one for one in assessment.judged if set(one.criterion.condition.fields) - unasked]
    deciding = DECIDING[assessment.verdict]
    for judged in assessment.judged if deciding != "met" else asked:
        if judged.result == deciding:
            yield f"– {getattr(judged.criterion.label, language)}. {told.why(judged, language)}"
    if deciding == "unknown":
        for _, caution in assessment.cautions:
            yield f"– {getattr(caution.label, language)}. {getattr(caution.text, language)}"
    fits = [_short(one, language) for one in asked if one.result == "met"]
    if fits and deciding != "met":
        yield SAYS["fits"][language].format(SEMICOLON[language].join(fits))
    if held:
        yield getattr(held.not_published, language)
        yield getattr(held.afterwards, language)
    if held and held.note and not held.note_first:
        yield getattr(held.note, language)
    if assessment.judged and assessment.verdict != "likely_eligible":
        yield SAYS["change"][language]
    texts = [getattr(one, language) for one in (held.afterwards, held.note) if one] if held else []
    if not any(has_line(text) for text in texts):
        line = told.knowledge.content.contacts[held.contacts[0] if held else _line_of(told)]
        yield SAYS["line"][language].format(line.value)


def _line_of(told: Told) -> str:
    """Return the line for a programme without conditions: that for leaving, if it is about that."""
    leaving = told.knowledge.content.contacts[RETURN].value
    return RETURN if leaving in told.programme.summary.en else GENERAL


def _short(judged: Judged, language: Language) -> str:
    """Write a condition within a sentence."""
    label: str = getattr(judged.criterion.label, language)
    return label[:1].lower() + label[1:]
