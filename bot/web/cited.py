"""The sources of a page: a numbered list at its end, and a number with the year at each mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.web.templating import templates
from knowledge.answers import Knowledge
from knowledge.basics import Language, Told
from knowledge.export import data
from knowledge.reply import sources


@dataclass
class Cited:
    """The sources of a page: each once, by number, in the order in which they come up."""

    knowledge: Knowledge
    ids: list[str] = field(default_factory=list)

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of sources; new ones get the next."""
        named = list(dict.fromkeys(ids))
        self.ids += [one for one in named if one not in self.ids]
        return [self.ids.index(one) + 1 for one in named]

    def given(self, language: Language) -> dict[str, Any]:
        """Return the list, and what stands in brackets at each mention: the year, or that none."""
        listed = data.in_language(sources(self.knowledge, self.ids), language)
        undated = templates().words["undated"][language]
        years = [(one["published"] or "")[:4] or undated for one in listed]
        return {"sources": listed, "years": dict(enumerate(years, 1))}


def cited_by(listed: Iterable[Told]) -> Iterator[str]:
    """Yield the sources of steps or documents."""
    for one in listed:
        yield from (source.id for source in one.sources)
