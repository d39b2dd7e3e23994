"""What of a person's text is kept: letters, not tricks. And which bodies hold one at all."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import Any

LONGEST = 1000  # code points after NFC
# More than three marks on one letter is no language.
PILED_MARKS = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")
UNSEEN = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
# Letters, marks and signs that show nothing: fillers, variation selectors, an empty Braille cell.
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """Return the text in NFC without controls, NUL and lone surrogates; "" if none of it shows."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if not any(_shows(c) for c in kept):
        return ""
    # Joiners stay where there is something to join: emoji and Persian need them.
    return PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", kept)).strip()


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN and not BLANK.match(character)


def is_message_id(value: Any) -> bool:
    """Tell whether a client may name its message so."""
    return isinstance(value, str) and 0 < len(value) <= 128 and value.isprintable()


def json_object(raw: bytes) -> dict[str, Any]:
    """Return the object that a body holds; ValueError when it is not one, in UTF-8."""
    try:
        body = json.loads(
            raw.decode("utf-8-sig"),
            parse_constant=_refuse,
            parse_float=_finite,
            object_pairs_hook=_named_once,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(body, dict):
        raise ValueError("not an object")
    return body


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Who reads the first of two and who reads the last would each see another message.
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name twice")
    return named


def _finite(number: str) -> float:
    if not math.isfinite(read := float(number)):  # 1e999
        raise ValueError(number)
    return read


def _refuse(constant: str) -> None:
    # Python reads NaN and Infinity; JSON has no such numbers.
    raise ValueError(constant)
