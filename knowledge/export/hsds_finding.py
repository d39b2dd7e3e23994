"""What callers of the HSDS lists look for, and the page of it that they get. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timezone
from typing import TypeVar

from knowledge.answers import Knowledge
from knowledge.export.hsds_parts import ORGANIZATION, TAXONOMY, Json, ident
from knowledge.export.hsds_services import modified
from knowledge.models import Programme

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; all of it must fit. The search is for the lists: they know its words."""

    search: str = ""
    organization_id: str = ""
    taxonomy_id: str = ""
    taxonomy_term_id: str = ""
    modified_after: datetime | None = None

    def fits(self, programme: Programme, knowledge: Knowledge) -> bool:
        """Tell whether a programme is what is looked for, apart from the search."""
        terms = {ident("term", key) for key in programme.topics}
        ours = {ident("taxonomy", TAXONOMY)} if terms else set()
        changed = datetime.combine(modified(knowledge, programme), time(), timezone.utc)
        return (
            self.organization_id in ("", ORGANIZATION)
            and self.taxonomy_id in ("", *ours)
            and self.taxonomy_term_id in ("", *terms)
            and (self.modified_after is None or changed >= self.modified_after)
        )


def page_of(
    found: Sequence[Entry], number: int, per_page: int, told: Callable[[Entry], Json]
) -> Json:
    """Return a page of a list; one after the end is empty, and the last."""
    pages = -(-len(found) // per_page)
    here = found[(number - 1) * per_page : number * per_page]
    return {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": number,
        "size": len(here),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not here,
        "contents": [told(one) for one in here],
    }
