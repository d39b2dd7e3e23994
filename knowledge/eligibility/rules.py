"""Rules in three values: true, false, and None where it is not known (strong Kleene logic).

A rule is data: {all: [...]}, {any: [...]}, {not: …}, {office: "only they can judge"}, or a test of
one field, {age: {at_least: 21}}. Not answered, null and empty are unknown, never no.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from knowledge.eligibility.vocabulary import Profile

Truth = bool | None
EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Value:
    """What a rule comes to: `missing` are unanswered fields that may still change it."""

    truth: Truth
    missing: tuple[str, ...] = ()


class Rule(ABC):
    """A condition; `fields` are those it looks at, in the author's order."""

    fields: tuple[str, ...] = ()

    @abstractmethod
    def value(self, profile: Profile, dont_know: AbstractSet[str] = EMPTY) -> Value:
        """Say what the rule comes to; a field of `dont_know` was asked and stays unknown."""


def kleene_and(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is; else unknown as soon as one is."""
    found = list(truths)
    return False if False in found else None if None in found else True


def kleene_or(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is; else unknown as soon as one is."""
    return kleene_not(kleene_and(kleene_not(truth) for truth in truths))


def kleene_not(truth: Truth) -> Truth:
    """The other one; unknown stays unknown."""
    return None if truth is None else not truth


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in the order in which it first came."""
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Group(Rule):
    """All of some rules, or any of them."""

    every: bool
    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        fields = once(name for part in self.parts for name in part.fields)
        object.__setattr__(self, "fields", fields)

    def value(self, profile: Profile, dont_know: AbstractSet[str] = EMPTY) -> Value:
        values = [part.value(profile, dont_know) for part in self.parts]
        truth = (kleene_and if self.every else kleene_or)(value.truth for value in values)
        if truth is not None:
            return Value(truth)
        return Value(None, once(name for value in values for name in value.missing))


@dataclass(frozen=True)
class Not(Rule):
    """The contrary of a rule."""

    part: Rule

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", self.part.fields)

    def value(self, profile: Profile, dont_know: AbstractSet[str] = EMPTY) -> Value:
        value = self.part.value(profile, dont_know)
        return Value(kleene_not(value.truth), value.missing)


@dataclass(frozen=True)
class Office(Rule):
    """What only people can judge: unknown for ever, and never asked."""

    judged_by: str

    def value(self, profile: Profile, dont_know: AbstractSet[str] = EMPTY) -> Value:
        return Value(None)


@dataclass(frozen=True)
class Test(Rule):
    """A test of one field. Values that are `unclear` come to unknown: no source settles them.

    `others`: so does every value that does not pass.
    """

    field: str
    op: str
    wanted: Any
    unclear: frozenset[Any] = EMPTY
    others: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", (self.field,))

    def value(self, profile: Profile, dont_know: AbstractSet[str] = EMPTY) -> Value:
        known = profile.get(self.field)
        if known is None or known == EMPTY:
            return Value(None, () if self.field in dont_know else (self.field,))
        if OPS[self.op](known, self.wanted):
            return Value(True)
        mine = known if isinstance(known, frozenset) else {known}
        return Value(None if self.others or mine & self.unclear else False)


OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda known, wanted: known == wanted,
    "is_not": lambda known, wanted: known != wanted,
    "one_of": lambda known, wanted: known in wanted,
    "none_of": lambda known, wanted: known not in wanted,
    "at_least": lambda known, wanted: known >= wanted,
    "at_most": lambda known, wanted: known <= wanted,
    "includes_any": lambda known, wanted: bool(known & wanted),
    "includes_none": lambda known, wanted: not known & wanted,
    "includes_all": lambda known, wanted: wanted <= known,
    "includes_other_than": lambda known, wanted: bool(known - wanted),
    "given": lambda known, wanted: True,
}
