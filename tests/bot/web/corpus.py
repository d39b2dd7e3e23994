"""The bad-input corpus: texts, bodies and addresses that nobody honest sends."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any
from urllib.parse import quote

# What a person, a program or an attacker may type; each is at most a strange message.
TEXTS: dict[str, str] = {
    "lone surrogate": "a\ud800b\udfff",
    "NUL": "before\x00after",
    "BOM": "\ufeffhello",
    "override": "abc\u202edcba\u202c",
    "joiners": "\u200d\u200c\u200b\u2060",
    "marks": "e" + "\u0301" * 1000,
    "emoji": "😀" * 10_000,
    "blank": " \t\n\u3000\u00a0" * 50,
    "million a": "a" * 1_000_000,
    "million words": "a " * 500_000,
    "many words": "a " * 499,
    "intent": '/intent{"slot": "value"}',
    "blank intent": " \n/ask_funding",
    "restart": "/restart",
    "session": "/session_start{}",
    "confidence": "@9999999999",
    "slot": "{slot} {name.__class__.__mro__} {0} {} %s %(a)s ${HOME} #{1+1} {{7*7}}",
    "sql": "'; DROP TABLE conversation; -- \" OR 1=1 /* % _ \\",
    "sql union": "x' UNION SELECT token_hash FROM conversation--",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)><style>*{display:none}</style>",
    "formula": "=cmd|' /C calc'!A0",
    "formula sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "log line": "a\r\n2026-11-28 00:00:00 bot.web FORGED\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "escape": "\x1b[31mred\x1b[0m\x07\x08\x7f\x9b",
    "phone": "+31 6 12 34 56 78",
    "mixed": "مرحبا John بن علي 12 שלום",
    "Tifinagh": "ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ",
    "N'Ko": "ߒߞߏ ߞߊ߲",
    "Amharic": "ሰላም እንዴት ነህ",
    "Arabic": "كيف أعود إلى بلدي؟",
    "Cyrillic": "как вернуться домой",
    "no accents": "ou est ce que je peux demander de l aide pour rentrer",
    "SMS": "slt g besoin d aid 4 rentré svp",
    "upper case": "QUI PAIE LE BILLET ???",
    "two languages": "hello je veux return home s'il vous plaît",
    "voice note": "[voice message 0:12]",
    "one sign": "?",
    "path": "../../../../etc/passwd",
    "address": "http://169.254.169.254/latest/meta-data/ file:///etc/passwd",
    "digits": "9" * 900,
    "backtracking": "a" * 400 + "!" + "+1" * 200,
}
# In a JSON field that wants something else.
VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "zero": 0,
    "negative": -1,
    "fraction": 1.5,
    "huge": 10**40,
    "list": ["a", ["b"]],
    "object": {"a": {"b": "c"}},
    "empty": "",
    "empty list": [],
    "empty object": {},
}
BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", {}),
    "no JSON": (b"text=hello&x=1", {"Content-Type": "application/x-www-form-urlencoded"}),
    "deep list": (b"[" * 10_000, {}),
    "deep object": (b'{"text":' * 1900, {}),
    "deep text": (b'{"text": ' + b"[" * 7000 + b"]" * 7000 + b"}", {}),
    "same name twice": (b'{"text": "a", "text": "b", "lang": "fr", "lang": "en"}', {}),
    "NaN": (b'{"text": NaN}', {}),
    "Infinity": (b'{"text": "a", "profile": {"age": Infinity}}', {}),
    "1e999": (b'{"text": "a", "profile": {"age": 1e999}}', {}),
    "-1e999": (b'{"profile": {"age": -1e999}, "language": -1e999}', {}),
    "5,000 digits": (b'{"profile": {"age": ' + b"9" * 5000 + b"}}", {}),
    "UTF-16": (json.dumps({"text": "hello"}).encode("utf-16"), {}),
    "Latin-1": ('{"text": "é"}'.encode("latin-1"), {"Content-Type": "application/json"}),
    "wrong charset": (b'{"profile": 5}', {"Content-Type": "application/json; charset=rot13"}),
    "no such type": (b'{"profile": 5}', {"Content-Type": "\xff/;;;=", "Accept": "text/html"}),
    "cut": (b'{"text": "hel', {}),
    "no gzip": (b"hello", {"Content-Encoding": "gzip"}),
    "no deflate": (b"hello", {"Content-Encoding": "deflate"}),
    "gzip bomb": (gzip.compress(b" " * 60_000_000, mtime=0), {"Content-Encoding": "gzip"}),
    "deflate bomb": (zlib.compress(b"[" * 30_000_000), {"Content-Encoding": "deflate"}),
    "no such coding": (b"{}!", {"Content-Encoding": "rot13"}),
    "too big": (b'{"text": "' + b"a" * 1_000_000 + b'"}', {}),
    "upload": (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\xff\xd8\r\n--x--',
        {"Content-Type": "multipart/form-data; boundary=x"},
    ),
    "media only": (b'{"media": ["voice.ogg"]}', {}),
    "other fields": (b'{"text": "a", "intent": "x", "sender": "y", "slots": {}, "lang": "fr"}', {}),
}


def in_address(text: str) -> str:
    """Write a text as part of an address; half characters as the bytes that they would be."""
    return quote(text[:3000].encode("utf-8", "surrogatepass"), safe="")


# Bytes that no UTF-8 has, broken escapes, very long.
ADDRESSES = ["%ff%fe", "%ed%a0%80", "%00", "%", "%zz", "%25%32%65", "a" * 6000, "%0d%0aX-A:%20b"]
