"""Lists that come in pages, described."""

from __future__ import annotations

from bot.web.openapi.operation import Param
from bot.web.openapi.shape import Said, number, or_null, text

MOST, USUAL = 200, 100
NEXT = or_null(
    text(
        Said(
            "Le chemin de la page suivante, à demander tel quel ; null : c'était la dernière.",
            "The path of the next page, to be asked as it is; null: this was the last.",
        ),
        "/api/v1/programmes?limit=1&after=avrr_nl",
    )
)


def paged(
    *query: Param, most: int = MOST, usual: int = USUAL, ranks: bool = False
) -> tuple[Param, ...]:
    """Return a list's parameters with those of its pages."""
    return (*query, *_pages(most, usual, ranks))


def _pages(most: int, usual: int, ranks: bool) -> tuple[Param, Param]:
    limit = Param(
        "limit",
        Said(f"Combien au plus ; {usual} par défaut.", f"How many at most; {usual} unless given."),
        number(Said("Un nombre.", "A number."), usual, minimum=1, maximum=most),
    )
    about = Said(
        "Ce qui vient après ; `next` le donne, ne le composez pas.",
        "What comes after it; `next` gives it, do not make it up.",
    )
    by_rank = number(Said("Un rang.", "A rank."), usual, minimum=0, maximum=most)
    by_id = text(Said("Un identifiant.", "An id."), "avrr_nl", pattern="^[a-z0-9_]{1,64}$")
    return limit, Param("after", about, by_rank if ranks else by_id)
