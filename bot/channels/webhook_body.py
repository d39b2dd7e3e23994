"""What the body of a signed webhook says, to the letter: BadPayload names what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, get_args

from bot.channels.base import Address, BadPayload, Heard, HeardKind, Reached, Status
from bot.channels.fields import identifier, needed, optional
from bot.language import Language

MESSAGE = frozenset(("from", "to", "id", "text", "button", "kind", "about", "language", "at"))
STATUS = frozenset(("id", "reached", "code", "ref"))
NAMED = frozenset(get_args(HeardKind)) - {"text", "button"}  # for these two their field is enough
CHANGES = ("edited", "deleted")
WITH_TEXT = frozenset(("edited", "voice", "media", "location"))
REF = re.compile(r"[0-9a-f]{32}")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
LONGEST_CODE = 40
Fields = Mapping[str, Any]


def heard_in(body: Fields) -> list[Heard | Status]:
    """Return everything that a body says, messages first."""
    _only(body, frozenset(("messages", "statuses")), "")
    if not body:
        raise BadPayload("messages, statuses: both missing")
    found: list[Heard | Status] = []
    for name, read in (("messages", _message), ("statuses", _status)):
        for number, one in enumerate(optional(body, name, list) or []):
            where = f"{name}[{number}]"
            if not isinstance(one, dict):
                raise BadPayload(f"{where}: not an object")
            found.append(read(one, f"{where}."))
    return found


def _message(one: Fields, where: str) -> Heard:
    _only(one, MESSAGE, where)
    text, button = optional(one, "text", str, where), optional(one, "button", str, where)
    about = identifier(one, "about", where) if one.get("about") is not None else None
    return Heard(
        Address(
            identifier(one, "from", where),
            identifier(one, "to", where) if one.get("to") is not None else "",
        ),
        identifier(one, "id", where),
        _kind(one, where),
        text or "",
        button,
        about,
        _language(one, where),
        _moment(one, where),
    )


def _kind(one: Fields, where: str) -> HeardKind:
    """Return what a message is, having seen that it has what belongs to that, and no more."""
    named = optional(one, "kind", str, where)
    has = {name for name in ("text", "button", "about") if one.get(name) is not None}
    if (named in CHANGES) != ("about" in has):
        raise BadPayload(f"{where}about: belongs to edited and deleted, and to nothing else")
    if named is None:
        if len(has) != 1:
            raise BadPayload(f"{where}text, {where}button, {where}kind: exactly one is needed")
        return "text" if "text" in has else "button"
    kind: HeardKind | None = next((one for one in get_args(HeardKind) if one == named), None)
    if kind is None or kind not in NAMED:
        raise BadPayload(f"{where}kind: not one of {', '.join(sorted(NAMED))}")
    wrong = has - {"about"} - ({"text"} if named in WITH_TEXT else set())
    if wrong:
        raise BadPayload(f"{where}{min(wrong)}: not with this kind")
    return kind


def _status(one: Fields, where: str) -> Status:
    _only(one, STATUS, where)
    named = needed(one, "reached", str, where)
    reached: Reached | None = next((held for held in get_args(Reached) if held == named), None)
    if reached is None:
        raise BadPayload(f"{where}reached: not one of {', '.join(get_args(Reached))}")
    code, ref = optional(one, "code", str, where), optional(one, "ref", str, where)
    if ref is not None and not REF.fullmatch(ref):
        raise BadPayload(f"{where}ref: not 32 hex digits, as we gave it")
    if code is not None and not (0 < len(code) <= LONGEST_CODE and code.isprintable()):
        raise BadPayload(f"{where}code: not 1 to {LONGEST_CODE} printable characters")
    # Who gave us no id in their answer knows a message by our ref only.
    own_id = ref if ref and one.get("id") is None else identifier(one, "id", where)
    return Status(own_id, reached, code, ref)


def _language(one: Fields, where: str) -> Language | None:
    named = optional(one, "language", str, where)
    language: Language | None = next((held for held in get_args(Language) if held == named), None)
    if named is not None and language is None:
        raise BadPayload(f"{where}language: not fr or en")
    return language


def _moment(one: Fields, where: str) -> datetime | None:
    told = optional(one, "at", str, where)
    if told is None:
        return None
    found = MOMENT.fullmatch(told)
    try:
        if found:
            at = datetime.fromisoformat(found[1] + found[2].replace("Z", "+00:00"))
            return at.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        pass  # the 32nd of some month, or before the first year
    raise BadPayload(f"{where}at: no time such as 2026-11-23T12:00:00Z")


def _only(one: Fields, known: frozenset[str], where: str) -> None:
    unknown = sorted(one.keys() - known)
    if unknown:
        # Its name is theirs, and may be anything.
        raise BadPayload(f"{where or 'the body: '}{_shown(unknown[0])}: unknown field")


def _shown(name: str) -> str:
    return ascii(name[:40])[1:-1]
