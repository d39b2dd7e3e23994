"""Phone numbers: sure ones of some country, and likely ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.phonemetadata import PhoneMetadata

from bot.conversations.redact.patterns import GAP, YEAR_ONLY
from bot.conversations.redact.texts import Span, hide

DIGITS = re.compile(rf"(?<!\d)\(?\+? ?\(?\d+(?:(?! ?/ ?0\d){GAP}\d+)*")
CALLS = re.compile(
    r"\b(?:t[eé]l\w*|(?:tele)?phones?|fon|whats?\w*|wats?\w*|viber|imo|signal|mobile|gsm|portable"
    r"|r?app?el\w*|call\w*|ring|num\w*|no|nr|n[°º]|contact\w*|joi(?:gn|nd)\w*|sms|texto?|reach|cell"
    r"|line|ligne|fax|nimero)(?:\b|(?=\d))[^\d\n\[\]]{0,25}$",
    re.I,
)
REGIONS = (
    "NL FR BE GB DE IT ES CH LU ML SN CI NE BF GN BJ TG CM CD CG GA TD CF RW BI MR GM GH NG SL LR "
    "GW CV MA DZ TN LY EG SD SO ET ER KE UG TZ ZM ZW ZA DJ MG AO AF IQ SY TR GE AM IR PK LK BA"
)
GROUP = re.compile(r"\d+")
MOST_GROUPS = 10  # of digits in one number
MOST_PARSES = 25  # of one text, for they are slow; without them a number is but likely
# Sums without a unit; a blank between three threes is kept for phone numbers.
COUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,2}(?: \d{3})+|\d{3} \d{3}(?: \d{3} \d{3})?")
# Pairs, one block, or groups of threes and fours: how phone numbers are set.
CLOSE = re.compile(r"\d+|\d?\d(?:[ .-]\d\d){3,4}|\d{2,3}(?:[ .-]\d{2,4}){2,4}")
# How what is CLOSE begins, if it has eight digits.
CLOSE_START = re.compile(r"\d{8}|\d{1,3}[ .-]\d\d")


def phones(text: str, parses: Iterator[int]) -> Iterator[Span]:
    """Give where phone numbers stand, with plus and brackets; `parses`: one for each slow try."""
    for run in DIGITS.finditer(text):
        groups = [match.span() for match in GROUP.finditer(text, *run.span())]
        if sum(end - start for start, end in groups) < 6:
            continue
        called = CALLS.search(text[max(0, run.start() - 40) : run.start()]) is not None
        first = 0
        while first < len(groups):
            last = _last(text, groups[first : first + MOST_GROUPS], called, parses)
            if last is not None:
                end = groups[first + last][1]
                found = _opened(text, groups[first][0], end), end
                yield found
                text = hide(text, [found])
            first += 1 if last is None else last + 1


def _last(text: str, groups: list[Span], called: bool, parses: Iterator[int]) -> int | None:
    """Return the group that a phone number from the first on ends with; None: there is none."""
    start = groups[0][0]
    plus = text[max(0, start - 3) : start].rstrip("( ").endswith("+")
    if not (plus or called or text[start] == "0" or CLOSE_START.match(text, start)):
        return None
    sizes = list(accumulate(end - begin for begin, end in groups))
    ends = [i for i, size in enumerate(sizes) if 6 <= size <= 17]
    # Ten digits first: another number may follow after no more than a blank.
    ends.sort(key=lambda i: (text[start] == "0" and sizes[i] != 10, -sizes[i]))
    digits = "".join(text[begin:end] for begin, end in groups) if ends else ""
    for i in ends:
        if _sure(text[start : groups[i][1]], digits[: sizes[i]], plus, called, parses):
            return i
    for i in ends:
        if _likely(text[start : groups[i][1]], sizes[i], plus, called):
            return i
    return None


def _opened(text: str, start: int, end: int) -> int:
    """Return where a number begins with its plus, and with its bracket if it is closed within."""
    for sign in ("(", "+ ", "+", "("):
        if text.endswith(sign, 0, start) and (sign != "(" or ")" in text[start:end]):
            start -= len(sign)
    return start


def _sure(raw: str, digits: str, plus: bool, called: bool, parses: Iterator[int]) -> bool:
    """Tell whether a number is one of some country, in a writing that nothing else has."""
    if plus or digits.startswith("00"):
        return _international(digits.removeprefix("" if plus else "00"), parses)
    if digits.startswith("0"):
        national = _national().fullmatch(digits) or _national().fullmatch(digits[1:])
        return 9 <= len(digits) <= 12 and national is not None
    if not called and (len(digits) < 8 or COUNT.fullmatch(raw) or not CLOSE.fullmatch(raw)):
        return False
    if _national().fullmatch(digits):
        return True
    return len(digits) > 9 and _international(digits, parses)


def _likely(raw: str, size: int, plus: bool, called: bool) -> bool:
    """Tell whether a number is more likely a phone's than anything else."""
    if plus or raw.startswith("00"):
        return 8 <= size <= 17
    if raw.startswith("0"):
        return 9 <= size <= 12
    if called:
        return size <= 15 and not YEAR_ONLY.match(raw)
    return raw.isdigit() and 8 <= size <= 15


def _international(digits: str, parses: Iterator[int]) -> bool:
    codes = (digits[:size] for size in (1, 2, 3))
    if not any(int(code) in COUNTRY_CODE_TO_REGION_CODE for code in codes if code):
        return False
    if next(parses, None) is None:
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse("+" + digits))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=1)
def _national() -> re.Pattern[str]:
    """Return one pattern of the mobile and fixed numbers of the countries people write from."""
    known = (PhoneMetadata.metadata_for_region(region) for region in REGIONS.split())
    kinds = [kind for one in known if one for kind in (one.mobile, one.fixed_line) if kind]
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds))
