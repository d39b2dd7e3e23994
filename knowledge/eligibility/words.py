"""A rule in words, as staff read it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.basics import Language
from knowledge.eligibility.rules import Group, Not, Rule, Test
from knowledge.models import Content

MOST_LISTED = 12  # values; of more, some are named and the rest counted
OPS: Mapping[str, Mapping[Language, str]] = {
    "is": {"fr": "{}", "en": "{}"},
    "is_not": {"fr": "pas {}", "en": "not {}"},
    "one_of": {"fr": "{}", "en": "{}"},
    "none_of": {"fr": "aucun de\u00a0: {}", "en": "none of: {}"},
    "at_least": {"fr": "{} ou plus", "en": "{} or more"},
    "at_most": {"fr": "{} ou moins", "en": "{} or less"},
    "includes_any": {"fr": "{}", "en": "{}"},
    "includes_none": {"fr": "aucune de\u00a0: {}", "en": "none of: {}"},
    "includes_all": {"fr": "{}", "en": "{}"},
    "includes_other_than": {"fr": "une autre que\u00a0: {}", "en": "one other than: {}"},
    "given": {"fr": "à choisir ou à dire", "en": "to be chosen or told"},
}
JOINS: Mapping[bool, Mapping[Language, str]] = {
    True: {"fr": " ET ", "en": " AND "},
    False: {"fr": " OU ", "en": " OR "},
}
SAID: Mapping[str, Mapping[Language, str]] = {
    "not": {"fr": "NON ({})", "en": "NOT ({})"},
    "office": {"fr": "seul un bureau de l'OIM peut en juger", "en": "only an IOM office can judge"},
    "others": {"fr": "autre réponse\u00a0: à vérifier", "en": "any other answer: to be checked"},
    "unclear": {"fr": "à vérifier\u00a0: {}", "en": "to be checked: {}"},
    "or": {"fr": " ou ", "en": " or "},
    "more": {"fr": "et {} autres", "en": "and {} others"},
    "yes": {"fr": "oui", "en": "yes"},
    "no": {"fr": "non", "en": "no"},
    "colon": {"fr": "\u00a0: ", "en": ": "},
    "and": {"fr": " et ", "en": " and "},
}


def in_words(rule: Rule, content: Content, language: Language) -> str:
    """Write a rule as a line of text."""
    if isinstance(rule, Group):
        parts = [_within(part, content, language) for part in rule.parts]
        return JOINS[rule.every][language].join(parts)
    if isinstance(rule, Not):
        return SAID["not"][language].format(in_words(rule.part, content, language))
    if isinstance(rule, Test):
        return _test(rule, content, language)
    return SAID["office"][language]


def _within(rule: Rule, content: Content, language: Language) -> str:
    text = in_words(rule, content, language)
    return f"({text})" if isinstance(rule, Group) and len(rule.parts) > 1 else text


def _test(test: Test, content: Content, language: Language) -> str:
    name: str = getattr(content.profile[test.field].name, language)
    wanted = test.wanted if isinstance(test.wanted, frozenset) else {test.wanted}
    join = "and" if test.op == "includes_all" else "or"
    listed = _listed(test.field, wanted, content, language, join)
    text = name + SAID["colon"][language] + OPS[test.op][language].format(listed)
    if test.others:
        return f"{text} ({SAID['others'][language]})"
    if test.unclear:
        unclear = _listed(test.field, test.unclear, content, language)
        return f"{text} ({SAID['unclear'][language].format(unclear)})"
    return text


def _listed(
    field: str, values: Iterable[Any], content: Content, language: Language, join: str = "or"
) -> str:
    named = sorted(value_in_words(field, one, content, language) for one in values)
    if len(named) > MOST_LISTED:
        rest = SAID["more"][language].format(len(named) - MOST_LISTED)
        return ", ".join(named[:MOST_LISTED]) + " " + rest
    return SAID[join][language].join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def value_in_words(field: str, value: Any, content: Content, language: Language) -> str:
    """Write a value of a profile as people say it."""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    words = content.profile[field].values.get(written)
    if words is not None:
        return str(getattr(words, language))
    if isinstance(value, bool):
        return SAID["yes" if value else "no"][language]
    if field.endswith(("nationality", "origin", "country")) and value in content.countries:
        return str(getattr(content.countries[value], language)[0])
    return str(value)
