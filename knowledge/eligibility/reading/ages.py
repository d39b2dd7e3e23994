"""Ages, years of work and children. Patterns run over text whose numbers stand in digits."""

from __future__ import annotations

import re
from datetime import date

from knowledge.eligibility.reading.births import age_from_birth, likely
from knowledge.eligibility.reading.experience import COUNTS, WORKED, YEARS
from knowledge.eligibility.reading.tables import pattern

AGES = tuple(
    pattern(written)
    for written in (
        r"\b(?:g|jai|j'ai|j ai|ai|j'en ai|moi j'ai|j'approche|elle a|il a|he is|she is"
        r"|j'ai deja|j'ai bientot)"
        r" (?:maintenant |deja |juste |seulement |que |environ |presque |actuellement "
        r"|aujourd'hui |tout juste )?(\d{1,3}) ?(?:ans?\b|balais|piges|berges)(?! (?:<W>))",
        r"\bj'en ai (?:maintenant |deja )?(\d{2})\b(?! (?:enfants|diplomes|ans d))",
        r"\bmoi,? (?:c'est )?(\d{2})(?: ans)?\s*(?:$|[.,;!])",
        r"\b(?:age|agee|aged|age of|age is|age est|age:|age :|age de|agee de|mon age"
        r"|my age)\W{1,3}(?:de |is |est |c'est |now )?(\d{1,3})\b",
        r"\b(?:i'm|im|iam|i am|am|i'm only|she is|he is|she's|he's|myself|turned|turning|i turned"
        r"|j'ai eu mes|je viens d'avoir|j'ai fete mes)"
        r" (?:now |just |only |already |about |almost |nearly |me |a |currently "
        r"|still )?(\d{2,3})\b(?! ?(?:%|km|euros?|months?|weeks?|days?|mois|jours?|semaines?"
        r"|kids|children|enfants|of us|/|\.\d|st\b|nd\b|rd\b|th\b|<Y> (?:in|here|<W>|into|away"
        r"|clean|married|since|late)))",
        r"\b(\d{1,3})[ -]?(?:<Y>)?[ -]?(?:old|y/o|yo\b|y\.o|years? of age)\b(?! (?:son"
        r"|daughter|child|boy|girl|kid|baby|car))",
        r"\b(?:at|a) (\d{2})(?: ans)? (?:i'm|i am|je suis|now)\b",
        r"\b(?:je suis|c'est|it's|its|it is|i meant|i mean|voulais dire) (\d{2}) ?(?:ans"
        r"|years old)\b(?! (?:<W>))",
        r"\b(?:homme|femme|man|woman|girl|guy|fille|garcon|male|female|lady|dame|monsieur"
        r"|refugiee?|refugee|mother|mere|widow|veuve) (?:[a-z]{4,20} )?(?:de"
        r"|of|aged?|age de"
        r"|agee de) (\d{2})\b",
        r"\b(?:my|mes|mon) (\d{2})(?:th|st|nd|rd|e|eme|ans)?(?: birthday| anniversaire| ans)",
        r"\b(?:i am|i'm|im|age)\b[^,;]{0,12}\bbut (\d{2})\b",
        r"\bage\b[^;]{0,30}\b(?:mais c'est|c'est|but it's|it's|it is) (\d{2})\b",
        r"(?:^|[,.])\W*(\d{2}) (?:pour etre precise?|to be (?:exact|precise)|exactly|exactement)\b",
        r"\b(\d{2})ans\b",
        r"\bdans ma (\d{2})e annee\b",
    )
    for written in [written.replace("<W>", WORKED).replace("<Y>", YEARS)]
)
_PAST_AGE = pattern(
    r"\b(?:quand|lorsque|when|since|until|depuis|vers|a l'age de|at the age of|depuis l'age de"
    r"|from the age of|j'avais|i was|before|avant|j'ai dit|j'avais dit|i said|i wrote"
    r"|j'ai ecrit|j'ai mis|i typed|typed|i put|tape|j'ai tape|not|pas|et non|au lieu de|instead of)"
    r" (?:i was |j'avais |j'ai |mes |only |about |les |turning |i turned )?\d{1,3}\b"
)
_FUTURE = pattern(
    r"\b(?:j'aurai|aurai|vais avoir|i'll be|i will be|will be|will turn|i turn|turning"
    r"|going to be|devenir)\W+(\d{2})\b(?: ans)?(?P<soon>[^.;]{0,8}\b(?:en|in|le|on|dans|d'ici"
    r"|bientot"
    r"|soon|next|demain|tomorrow|cette|this)\b)?"
)
# "my brother is 31", when he is the one asked for
_IS = pattern(
    r"\b(?:brother|sister|mother|father|uncle|aunt|cousin|friend|son|daughter|wife|husband|nephew"
    r"|niece|frere|s[oœ]e?ur|mere|pere|ami|amie|fils|fille|femme|mari|oncle|tante) (?:is|a|has)"
    r" (\d{2})\b(?! (?:kids|children|enfants))"
)
# "forty-one next week": not yet
_NEXT = pattern(
    r"\b(\d{2})(?: ans| years old)? (?:next (?:week|month)|tomorrow|la semaine prochaine"
    r"|le mois prochain|demain)\b"
)
_ROUGH = pattern(
    r"\b(?:over|above|more than|under|below|less than|plus de|moins de|au moins|at least|entre"
    r"|between|from|dans la|vers la|around the)\W+(?:the age of )?\d{1,3}(?: ?(?:et|and|to|a"
    r"|-) ?\d{1,3})?"
)
_HIS = pattern(
    r"\b(?:il|elle|he|she|he's|she's|ils|elles|they|they're|ages|agees)\W+(?:a|is|ont|are|en a"
    r"|turned)?\W*\d{1,2}\b(?: ans| years)?"
)
_ALONE = pattern(
    r"^\W*(?:(?:et|and|age|aged|ok|now|maintenant|a|about|environ|around|presque|almost"
    r"|tout juste|just|bientot|oui|yes|euh|hm+|well|oops|oups|sorry|pardon|non|no|plutot"
    r"|actually|moi|c'est|mes)\W+){0,3}(\d{1,3}) ?(?:ans"
    r"|years? old|yrs?|years|jaar|balais|y)?\b\W*(?:\(|!|et demi|je crois|i think|now"
    r"|maintenant|cette annee|this year|last week|old)?\W*$"
)
_ANS = pattern(r"^\W*(\d{1,3}) ?(?:ans|years old|yo|y/o|yrs old)\W*$")
_BARE = re.compile(r"^\W*(\d{2})\W*$")
_TAKEN_BACK = pattern(
    r"\b(?:plaisante|rigole|kidding|joking|sorry|pardon|non|no|wait|erreur|i mean|euh)\b"
)
_PIECES = re.compile(r"[^,.;:!?()]+")
_UNLESS = pattern(
    r"(?:depuis|pendant|for|since|il y a|ago|durant|il ya)\W+(?:\w+ )?\d{1,3} (?:ans|years)"
    r"|\d{1,3} (?:ans|years) (?:ago|que)"
)


def age(text: str, asked: str | None, today: date, other: bool) -> int | None:
    """Return the age said, or come to from a date of birth."""
    said = _PAST_AGE.sub(lambda found: "." * len(found[0]), text)
    said = _ROUGH.sub(lambda found: "." * len(found[0]), said)
    if not other:
        said = _HIS.sub(lambda found: "." * len(found[0]), said)
    if match := _FUTURE.search(said):
        return likely(int(match[1]) - 1, 10) if match["soon"] else None
    if other and (match := _IS.search(said)):
        return likely(int(match[1]), 10)
    if match := _NEXT.search(said):
        return likely(int(match[1]) - 1, 10)
    for found in AGES:
        if match := found.search(said):
            return likely(int(match[1]), 1)
    if (born := age_from_birth(text, asked == "age", today)) is not None:
        return born
    for piece in _PIECES.findall(said):
        if asked != "experience_years" and (match := _ANS.match(piece)):
            return likely(int(match[1]), 10)
        if asked is None and (match := _BARE.match(piece)):
            return likely(int(match[1]), 14)
    if asked == "age":
        return _bare(said)
    return None


def _bare(said: str) -> int | None:
    pieces = _PIECES.findall(said)
    if _TAKEN_BACK.search(said):
        pieces = pieces[::-1]  # "ninety-two, just kidding, 44": the last counts
    for piece in pieces:
        if match := _ALONE.match(piece):
            return likely(int(match[1]), 1)
    numbers = COUNTS.findall(said)
    return likely(int(numbers[0]), 5) if len(numbers) == 1 and not _UNLESS.search(said) else None
