"""What the rules of a programme need beside themselves: words for every field they look at."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.eligibility.rules import once
from knowledge.eligibility.vocabulary import IOM
from knowledge.models import Content, Programme


def wordless(programme: Programme, content: Content) -> Iterator[str]:
    """Yield what is wrong with the words for the fields of a programme's conditions."""
    held = programme.eligibility
    rules = [rule for one in held.criteria for rule in (one.gate, one.condition)] if held else []
    for name in once(field for rule in rules if rule for field in rule.fields):
        words = content.profile.get(name)
        if words is None:
            yield f"{name!r} has no words in profile.yml; add its question and names"
            continue
        for value in IOM.fields[name].values:
            if value not in words.values:
                yield f"{name!r} has no words for {value!r} in profile.yml; add them"
