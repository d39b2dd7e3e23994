"""How Twilio signs: over our address as it called it, and every field of the form. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import SplitResult, parse_qsl, urlsplit

from bot.channels.base import BadPayload, Signed
from bot.channels.fields import header, same

HEADER = "X-Twilio-Signature"
MOST_FIELDS = 500
STANDARD = {"https": 443, "http": 80}
Form = list[tuple[str, str]]


def is_signed(request: Signed, public_url: str, secret: str) -> bool:
    """Tell whether a request is signed; `public_url` stands for host and port if it is set."""
    try:
        form, urls = form_of(request.body), _as_called(request.url, public_url)
    except BadPayload:
        return False
    # The same pair twice is signed once.
    said = "".join(name + value for name, value in sorted(set(form)))
    given = header(request.headers, HEADER)
    fits = [same(given, _signature(secret, url + said)) for url in urls]
    return any(fits)


def form_of(body: bytes) -> Form:
    """Return the fields of a form, in order; BadPayload when it is none."""
    try:
        return parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise BadPayload("the body: not one form in UTF-8") from None


def split(url: str) -> SplitResult:
    """Return the parts of an address; BadPayload when it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        raise BadPayload("the address: none") from None


def _as_called(url: str, public_url: str) -> list[str]:
    """Return our address in the ways in which Twilio may sign it: with its port, or without."""
    called = split(url)
    query = f"?{called.query}" if called.query else ""
    exact = f"{public_url}{called.path}{query}" if public_url else url
    known = split(exact)
    host, _, port = known.netloc.rpartition(":")
    bare = host if port.isdecimal() else known.netloc
    standard = f"{bare}:{STANDARD.get(known.scheme, 443)}"
    return [exact, *(known._replace(netloc=one).geturl() for one in (bare, standard))]


def _signature(secret: str, said: str) -> str:
    made = hmac.new(secret.encode(), said.encode("utf-8", "surrogatepass"), hashlib.sha1)
    return base64.b64encode(made.digest()).decode()
