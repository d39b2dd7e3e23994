"""Children."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.experience import COUNTS
from knowledge.eligibility.reading.tables import pattern

_CHILD = (
    r"(?:enfants?|kids?|childrens?|child|gosses?|gamins?|filles?|fils|garcons?|boys?|girls?"
    r"|sons?|daughters?|bebes?|jumeaux|jumelles|twins|baby|babies|little ones|mineurs?|minors)"
)
_COUNTED = pattern(
    rf"\b(\d{{1,2}}) (?:(?:petits?|petites?|jeunes?|young|little|small|other|minor|beaux"
    rf"|grown[- ]up|adult|adultes|school-age|lovely|wonderful"
    rf"|grands) )?{_CHILD}\b(?! (?:ago|de m(?:on|a)|of my (?:brother|sister)))"
)
_MOTHER_OF = pattern(
    r"\b(?:mere|pere|maman|papa|mother|father|mum|mom|dad|parent)s? (?:celibataire |solo "
    r"|seule )?(?:de|of"
    r"|to) (\d{1,2})\b"
)
_MY_CHILD = pattern(
    r"\b(?:my|our|mon|ma|notre) (?:\w+ )?(?:fils|fille|son|daughter|bebe|baby|enfant|child"
    r"|little boy|little girl|garcon)\b(?!-)"
)
_NO_CHILD = pattern(
    r"\b(?:pas|no|not|aucun|sans|without|\w+n't|dont|haven't|zero|0|ni"
    r"|never had)(?: \w+)? ?(?:d'|d |de |any |got any )?\b(?:enfants?|kids?|childrens?|child"
    r"|gosses?)\b|\bchildless\b"
)
_SAID = pattern(
    r"\b(?:as|like|comme|since i was|when i was|tout|toute) (?:1 |an? |une? )?(?:child|kid|baby"
    r"|bebe|enfant|boy|girl|petite?)\b"
    rf"|\b(?:j'ai (?:dit|mis|ecrit)|i (?:said|wrote|put)) \d{{1,2}} (?:{_CHILD})?"
)
_THEM = pattern(r"\bj'en ai (\d{1,2})\b(?! ans)")
_ONE_CHILD = pattern(r"\ban? (?=(?:\w+ )?(?:son|daughter|child|kid|baby|boy|girl)\b)")


_WITH = pattern(
    r"\b(?:avec|with|et|and|have|ai|for|pour elever|moi|seule?|raise|raising|eleve)\s(?:\w+ )?$"
)
_TELLS_CHILD = pattern(r"^ (?:(?:a|is|has|qui a|who is) \d|(?:est|lives|vit|goes|va|and|et)\b)")
_WHOLE = pattern(r"enfant|kid|child|gosse")
_TWINS = pattern(r"\b(?:jumeaux|jumelles|twins)\b")
_NONE = pattern(
    r"\b(?:zero|0|not any|\w+n't (?:have )?any|dont have any|have none|jamais eu)\b|^\W*(?:non"
    r"|no|none|aucun|nope|zero|0|pas d|nobody|personne|just me|seul|alone|nan|nee)\b"
)
MOST = 30


def children(said: str, mine: str, asked: bool) -> int | None:
    """Return how many children a person has."""
    if _NO_CHILD.search(mine):
        return 0
    if match := _MOTHER_OF.search(mine):
        return int(match[1])
    number = _number(_SAID.sub("", _ONE_CHILD.sub("1 ", said)), _SAID.sub("", mine), said)
    if number is None and asked:
        number = _answered(mine)
    return number if number is None or number <= MOST else None


def _number(said: str, mine: str, everything: str) -> int | None:
    them = _THEM.search(mine)
    if them and _WHOLE.search(everything):  # "j'ai mis deux enfants mais j'en ai trois"
        return int(them[1])
    counted = list(_COUNTED.finditer(said))
    if whole := [int(match[1]) for match in counted if _WHOLE.search(match[0])]:
        return whole[-1]
    if counted:  # "deux filles et un garçon"
        return sum(int(match[1]) for match in counted)
    if _TWINS.search(mine):
        return 2
    each = {match[0] for match in _MY_CHILD.finditer(said) if _counts(said, match)}
    return len(each) or None


def _counts(said: str, child: re.Match[str]) -> bool:
    """Tell whether a child is spoken of as one's household, not as somebody who acts."""
    before, after = said[: child.start()], said[child.end() :]
    return bool(_WITH.search(before) or _TELLS_CHILD.match(after))


def _answered(mine: str) -> int | None:
    if _NONE.search(mine):
        return 0
    numbers = COUNTS.findall(mine)
    return int(numbers[0]) if numbers else None
