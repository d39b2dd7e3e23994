"""Odd lines in the head of a request."""

from __future__ import annotations

from random import Random

from tools.fuzzing.call import AUTHORIZATIONS, CHAT, Header
from tools.fuzzing.texts import text

VALUES: dict[str, list[str]] = {
    "Authorization": AUTHORIZATIONS,
    "Accept-Language": ["fr", "*", "en;q=1e999", "fr;q=nan", "fr;q=", ";" * 500, "fr," * 900, "ſr"],
    "Accept": ["text/html", "*/*;q=inf", ""],
    "Accept-Encoding": ["gzip", "br, zstd, deflate", "identity;q=0", "*;q=0"],
    "Origin": ["null", "https://evil.example", "file://", "*", f"https://{'a' * 5000}", "//a", ""],
    "Content-Type": ["text/html", "application/json; charset=utf-16", "a/b; charset=\u00ff", "/"],
    "Content-Encoding": ["gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", "x", ""],
    "If-None-Match": ["*", '"a"', 'W/"a"', "a", '"' * 300, "\u00ff", '"a", ' * 900],
    "If-Match": ["*", '"a"', "a", ""],
    "If-Modified-Since": [
        "never",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 99 Foo 99999 99:99:99 GMT",
    ],
    "If-Unmodified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "0"],
    "If-Range": ['"a"', "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Range": ["bytes=0-0", "bytes=5-2", "bytes=" + "9" * 500 + "-", "lines=1-2", "bytes=-", "x"],
    "Expect": ["100-continue", "200-ok", "<script>alert(1)</script>", "", "100-continue, x"],
    "Upgrade": ["websocket", "h2c", "TLS/1.0"],
    "Sec-WebSocket-Key": ["a", ""],
    "Cookie": ["a=b", "a=" + "b" * 4000, ";=;=;", '$Version="1"; a="\\"', "a=\u00ff"],
    "X-Forwarded-For": ["127.0.0.1", "::1", "' OR 1=1"],
    "X-Forwarded-Proto": ["https", "javascript"],
    "X-HTTP-Method-Override": ["DELETE", "PATCH"],
    "Forwarded": ["for=127.0.0.1;host=a", 'for="', "=", ";;;;" * 200],
    "Host": ["", "a:99999", "a b", "[::1", "evil.example", "a" * 3000, "\u00ff"],
    "Referer": ["javascript:alert(1)", "a" * 5000],
    "Last-Event-ID": ["-1", "9" * 400, CHAT],
    "Transfer-Encoding": ["identity", "gzip"],
    "TE": ["trailers", "chunked"],
    "Trailer": ["Authorization", "Content-Length"],
    "Date": ["0", "Thu, 99 Foo 2026 99:99:99 GMT"],
    "Proxy": ["http://evil.example"],
    "Content-Disposition": ['form-data; name="a"; filename="../../a"'],
}


def oddly(dice: Random) -> Header:
    """Return a line: a known name with an odd value, or anything that fits on a line."""
    name = dice.choice(list(VALUES))
    if dice.random() < 0.6:
        return name, dice.choice(VALUES[name])
    if dice.random() < 0.2:
        name = dice.choice(["X-" + "a" * 3000, "A" * 9000, "__proto__", "X.Y", "!#$%&'*+-.^_`|~"])
    return name, "".join(c for c in text(dice)[:3000] if c >= " " and c != "\x7f")
