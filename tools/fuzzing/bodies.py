"""Bodies: JSON that is nearly right, and bytes that are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.bot.web.corpus import BODIES
from tools.fuzzing.texts import number, text, value

LARGEST = 16 * 1024
Headers = dict[str, str]
Fields = Mapping[str, Any]
CHARSETS = ["utf-16", "utf-32", "utf-8-sig", "latin-1", "utf-7", "cp037"]
KINDS = [
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "text/html",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "a" * 3000,
    ";;;",
    "",
]


def body(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    """Return a body near to a good one, and what its head should say of it."""
    raw, headers = dice.choice(MAKERS)(dice, good)
    if dice.random() < 0.1:
        headers = {**headers, "Content-Type": dice.choice(KINDS)}
    return raw, headers


def written(fields: Any) -> bytes:
    """Write JSON; half characters become escapes of their own."""
    return json.dumps(fields).encode()


def _one_field_is(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    return written({**good, dice.choice(list(good)): value(dice)}), {}


def _one_text_is(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    fields = {**good, dice.choice(list(good)): text(dice)}
    if dice.random() < 0.5:
        return written(fields), {}
    # As raw bytes half a character is no UTF-8.
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"), {}


def _one_number_is(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    return written({**good, dice.choice(list(good)): number(dice)}), {}


def _one_field_more(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    name = dice.choice(["intent", "sender", "slots", "__proto__", "lang", text(dice)[:300]])
    return written({**good, name: value(dice)}), {}


def _one_field_less(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    left = dict(good)
    left.pop(dice.choice(list(left)))
    return written(left), {}


def _a_name_twice(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    name = dice.choice(list(good))
    raw = written(good)
    return raw[:-1] + b", " + written(name) + b": " + written(value(dice)) + b"}", {}


def _of_the_corpus(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    raw, headers = BODIES[dice.choice([name for name in BODIES if "bomb" not in name])]
    return raw[: 40 * LARGEST], headers


def _broken(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    raw = bytearray(written(good))
    for _ in range(dice.randrange(1, 6)):
        where = dice.randrange(len(raw) + 1)
        change = dice.randrange(4)
        if change == 0:
            raw[where:where] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 9)))
        elif change == 1:
            del raw[where : where + dice.randrange(1, 9)]
        elif change == 2:
            raw[where:where] = raw[where : where + 30]
        elif where < len(raw):
            raw[where] ^= 1 << dice.randrange(8)
    return bytes(raw), {}


def _at_the_border(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    size = LARGEST + dice.choice([-1, 0, 1, 2, 5000, 500_000])
    raw = written(good)
    if dice.random() < 0.5:
        return raw.ljust(size), {}
    name = dice.choice(list(good))
    empty = len(written({**good, name: ""}))
    return written({**good, name: "a" * (size - empty)}), {}


def _deep(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    levels, name = dice.choice([50, 500, 990, 3000, 8000]), dice.choice(list(good))
    opened, closed = dice.choice([(b"[", b"]"), (b'{"a":', b"}")])
    closing = closed * levels if dice.random() < 0.5 else b""
    return b"{" + written(name) + b": " + opened * levels + b"1" + closing + b"}", {}


def _no_object(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    return written(value(dice)), {}


def _other_charset(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    name = dice.choice(CHARSETS)
    kind = f"application/json; charset={name}"
    return json.dumps(good).encode(name), {"Content-Type": kind}


def _right(dice: Random, good: Fields) -> tuple[bytes, Headers]:
    return written(good), {}


MAKERS: list[Callable[[Random, Fields], tuple[bytes, Headers]]] = [
    _one_field_is,
    _one_text_is,
    _one_text_is,
    _one_text_is,
    _one_number_is,
    _one_field_more,
    _one_field_less,
    _a_name_twice,
    _of_the_corpus,
    _broken,
    _at_the_border,
    _deep,
    _no_object,
    _other_charset,
    _right,
]
