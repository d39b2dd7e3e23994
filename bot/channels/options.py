"""What can be chosen: buttons where a platform has them, else numbers that a person types. Pure.

Which number stands for what follows from the conversation itself, so nothing more is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.channels.base import Option
from bot.conversations.reading import Row
from bot.language import Language
from knowledge.names import fold

# A number that is typed there is the answer itself, so what can be chosen has letters.
COUNTED = frozenset({"age", "experience_years", "children"})
WEB_ONLY = frozenset({"leave"})  # erases at once, and closes a page
CHOSEN = re.compile(r"(?:option |n[o°] ?|numero )?([0-9]{1,2}|[a-z])[).:]?")
MENU = "0"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Shows = Callable[[Sequence[Option]], bool]


@dataclass(frozen=True)
class Choice:
    """A button under a message, and what is typed to choose it; None: it is pressed."""

    seq: int
    button: str
    label: dict[str, str]
    under: str | None  # the programme of that message
    typed: str | None = None

    @property
    def id(self) -> str:
        """Return what a platform gives back when it is pressed."""
        return f"{self.seq}.{self.button}"


def buttons_of(row: Row) -> list[Choice]:
    """Return what may be pressed under a message."""
    body = row["body"]
    return [
        Choice(row["seq"], one["id"], one["label"], body.get("programme"))
        for one in body.get("buttons", [])
        if one["id"] not in WEB_ONLY
    ]


def choices(run: Sequence[Row], shows: Shows) -> dict[int, list[Choice]]:
    """Return what can be chosen under each message of a run, by its number.

    A run is what was said without the person writing in between: numbers go on through it.
    """
    found: dict[int, list[Choice]] = {}
    used = {"numbers": 0, "letters": 0}
    for row in run:
        held = buttons_of(row)
        if not held or shows(as_options(held, row["language"])):
            found[row["seq"]] = held
            continue
        kind = "letters" if row["body"].get("asks") in COUNTED else "numbers"
        first, used[kind] = used[kind], used[kind] + len(held)
        found[row["seq"]] = [
            _typed(one, LETTERS[n % 26] if kind == "letters" else str(n + 1))
            for n, one in enumerate(held, first)
        ]
    return found


def as_options(held: Sequence[Choice], language: Language) -> tuple[Option, ...]:
    """Return choices as a platform shows them."""
    return tuple(Option(one.id, one.label[language]) for one in held)


def chosen(text: str, rows: Sequence[Row], shows: Shows) -> Choice | None:
    """Return what a text chooses: a number or letter that was offered last, or a label's words."""
    said = fold(text.strip())
    found = CHOSEN.fullmatch(said)
    if found and found[1].isdecimal() and _counts(rows):
        return None
    runs = list(_runs(rows))
    # The welcome is followed by the first answer, which may offer nothing itself.
    for number, run in enumerate(runs[:2]):
        offered = [one for each in choices(run, shows).values() for one in each]
        for one in offered:
            if found and one.typed == found[1]:
                return one
            if said in {fold(label) for label in one.label.values()}:
                return one
        if offered or (number == 0 and any(row["body"].get("asks") for row in run)):
            return None
    return None


def is_no_choice(text: str, rows: Sequence[Row], shows: Shows) -> bool:
    """Tell whether a bare number or letter is none of those that were offered last."""
    found, run = CHOSEN.fullmatch(fold(text.strip())), next(iter(_runs(rows)), [])
    typed = {one.typed for each in choices(run, shows).values() for one in each if one.typed}
    if not found or found[1] == MENU or _counts(rows):
        return False
    same = any(str(one).isdecimal() == found[1].isdecimal() for one in typed)
    return same and found[1] not in typed


def pressed(given: str, rows: Sequence[Row]) -> Choice | None:
    """Return the button that came back from a platform, if it was offered here: at any time."""
    seq, _, button = given.partition(".")
    held = [one for row in reversed(rows) for one in buttons_of(row) if one.button == button]
    return next((one for one in held if str(one.seq) == seq), held[0] if held else None)


def _counts(rows: Sequence[Row]) -> bool:
    """Tell whether what was asked last wants a number."""
    run = next(iter(_runs(rows)), [])
    asked = [row["body"]["asks"] for row in run if row["body"].get("asks")]
    return bool(asked) and asked[-1] in COUNTED


def _typed(one: Choice, key: str) -> Choice:
    return Choice(one.seq, one.button, one.label, one.under, key)


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield what was said without a break, the last such first."""
    run: list[Row] = []
    for row in reversed(rows):
        if row["author"] != "user":
            run.insert(0, row)
        elif run:
            yield run
            run = []
    if run:
        yield run
