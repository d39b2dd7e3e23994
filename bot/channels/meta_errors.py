"""What it means when the Graph API takes no message: later, or never, and why. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from bot.channels.base import Later, Refused
from bot.channels.fields import header

Meaning = Literal["later", "ours", "outside", "blocked", "refused"]
# They pass by themselves: Meta is busy, or we were too fast.
LATER = frozenset(
    {1, 2, 4, 17, 32, 341, 613, 1200}
    | {130429, 131000, 131016, 131048, 131056, 131057, 133004}
    | set(range(80000, 80015))
)
# Every message would fare alike: token, permission, account, number, bill.
OURS = frozenset(
    {0, 3, 10, 33, 102, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010}
    | set(range(200, 300))
)
SINGLE: Mapping[int, Meaning] = {131047: "outside", 551: "blocked"}
# Messenger puts what concerns one person under the codes of permissions, too.
WITH_SUBCODE: Mapping[tuple[int, int], Meaning] = {
    (10, 2018065): "outside",
    (10, 2018278): "outside",
    (10, 2534022): "outside",
    (10, 2018108): "blocked",
    (200, 1545041): "blocked",
    (100, 33): "ours",  # no such number or page for this token
}
AGAIN = (408, 425, 429)
NOT_OUR_DOOR = (401, 403, 404, 405)
SECONDS = re.compile(r"[0-9]{1,6}")


def refusal(status: int, headers: Mapping[str, str], error: Mapping[str, Any]) -> Later | Refused:
    """Return what an answer that is no success means; `error`: of its body, or empty."""
    code, subcode = whole(error.get("code")), whole(error.get("error_subcode"))
    if code is None:
        told, meaning = f"http_{status}", _by_status(status)
    else:
        told = f"{code}.{subcode}" if subcode else str(code)
        meaning = meaning_of(code, subcode)
        if meaning == "refused" and error.get("is_transient") is True:
            meaning = "later"
        elif meaning == "refused" and (status == 401 or _by_status(status) == "later"):
            meaning = _by_status(status)
    if meaning == "later":
        return Later(told, _seconds(headers))
    return Refused(
        told, blocked=meaning == "blocked", outside=meaning == "outside", ours=meaning == "ours"
    )


def meaning_of(code: int, subcode: int | None = None) -> Meaning:
    """Return what a code of Meta's means, in an answer or in a status."""
    if subcode is not None and (code, subcode) in WITH_SUBCODE:
        return WITH_SUBCODE[code, subcode]
    if code in LATER:
        return "later"
    if code in OURS:
        return "ours"
    return SINGLE.get(code, "refused")


def _by_status(status: int) -> Meaning:
    if status in AGAIN or status >= 500:
        return "later"
    # A redirect as well: we knock at the wrong address.
    return "ours" if status in NOT_OUR_DOOR or 300 <= status < 400 else "refused"


def _seconds(headers: Mapping[str, str]) -> float | None:
    asked = header(headers, "Retry-After").strip()
    return float(asked) if SECONDS.fullmatch(asked) else None


def whole(value: Any) -> int | None:
    """Return a number that is one; JSON's true is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
