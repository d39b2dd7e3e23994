"""From the data of a rule, as YAML and JSON write it, to the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.eligibility.regions import REGIONS
from knowledge.eligibility.rules import EMPTY, Group, Not, Office, Rule, Test
from knowledge.eligibility.vocabulary import IOM, Field, ProfileError, Vocabulary


class RuleError(ValueError):
    """A rule that cannot be read; the text says where in it, what is wrong, and what to do."""


FITS: Mapping[str, frozenset[str]] = {
    "flag": frozenset({"is"}),
    "choice": frozenset({"is", "is_not", "one_of", "none_of", "given"}),
    "number": frozenset({"is", "is_not", "one_of", "none_of", "at_least", "at_most", "given"}),
    "listing": frozenset(
        {"includes_any", "includes_none", "includes_all", "includes_other_than", "given"}
    ),
    "text": frozenset({"given"}),
}
SEVERAL = frozenset({"one_of", "none_of"})


def read_rule(raw: Any, vocabulary: Vocabulary = IOM) -> Rule:
    """Make a rule of its data; RuleError when it is none."""
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise RuleError(f"{raw!r} is no rule; write one of all, any, not, office or a field")
    ((key, inner),) = raw.items()
    if key in ("all", "any"):
        if not isinstance(inner, Sequence) or isinstance(inner, str) or not inner:
            raise RuleError(f"{key} needs a list of rules; add one at least")
        return Group(key == "all", tuple(read_rule(one, vocabulary) for one in inner))
    if key == "not":
        return Not(read_rule(inner, vocabulary))
    if key == "office":
        return Office(str(inner))
    return _test(str(key), inner, vocabulary)


def _test(name: str, raw: Any, vocabulary: Vocabulary) -> Test:
    field = vocabulary.fields.get(name)
    if field is None:
        raise RuleError(f"{name!r} is no field; the fields are {', '.join(vocabulary.fields)}")
    fits = ", ".join(sorted(FITS[field.kind]))
    tests = dict(raw) if isinstance(raw, Mapping) else {}
    unclear = tests.pop("unclear", ())
    if len(tests) != 1:
        raise RuleError(f"{name} needs one test; write one of {fits}")
    ((op, wanted),) = tests.items()
    if op not in FITS[field.kind]:
        raise RuleError(f"{name} has no test {op!r}; write one of {fits}")
    others = unclear == "others"
    try:
        if op in SEVERAL or (field.kind == "listing" and op != "given"):
            wanted = frozenset(_each(field, name, wanted))
        elif op != "given":
            wanted = field.read(name, wanted)
        left = EMPTY if others else frozenset(_each(field, name, unclear))
    except (ProfileError, TypeError) as error:
        raise RuleError(f"{error}; correct the value of {op} or of unclear") from None
    return Test(name, op, wanted, left, others)


def _each(field: Field, name: str, values: Iterable[Any]) -> Iterator[Any]:
    """Yield values as rules compare them; "@africa" stands for the countries of Africa."""
    for one in values:
        if isinstance(one, str) and one.startswith("@"):
            if one[1:] not in REGIONS:
                raise ProfileError(name, f"{one} is no region; there are {', '.join(REGIONS)}")
            yield from REGIONS[one[1:]]
        else:
            read = field.read(name, [one] if field.kind == "listing" else one)
            yield from read if isinstance(read, frozenset) else (read,)
