"""One input: the bytes that are sent, and what is due for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from urllib.parse import quote

from tests.bot.web.corpus import ADDRESSES
from tests.bot.web.process import CHATS
from tools.fuzzing.texts import text

# Filled in when it is sent: the conversations are made by the gateway, not by dice.
CHAT, TOKEN = "{{chat}}", "{{token}}"
ONE = f"{CHATS}/{CHAT}"
WORD = "{{word}}".ljust(32, "_")  # of a form: as long as a real one, for lengths count
OLD_CHAT, OLD_TOKEN = "{{old chat}}", "{{old token}}"  # nobody wrote in it for seven days
Header = tuple[str, str]


@dataclass(frozen=True)
class Input:
    """What goes over one connection.

    `whole`: a request that asks for the end of the connection; one answer and the end are due.
    """

    sent: bytes
    methods: tuple[str, ...] = ("GET",)
    whole: bool = True
    api: bool = False  # an answer of the API: never a page
    pause: float = 0.0  # before the second half is sent


@dataclass(frozen=True)
class Call:
    """A request as HTTP has it; its parts may be anything."""

    method: str
    path: str
    body: bytes | None = None
    headers: tuple[Header, ...] = ()
    version: str = "HTTP/1.1"
    last: bool = True
    length: str | None = field(default=None)  # when it is not that of the body

    def with_headers(self, *more: Header) -> Call:
        """Return the same with these instead of those of their names."""
        names = {name.lower() for name, _ in more}
        kept = tuple(one for one in self.headers if one[0].lower() not in names)
        return replace(self, headers=(*kept, *more))

    def written(self) -> bytes:
        """Return the bytes."""
        lines = [f"{self.method} {self.path} {self.version}", "Host: a"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body is not None:
            lines.append(f"Content-Length: {self.length or len(self.body)}")
        lines.append("Connection: close" if self.last else "Connection: keep-alive")
        head = "\r\n".join(lines) + "\r\n\r\n"
        return head.encode("utf-8", "surrogatepass") + (self.body or b"")

    def input(self) -> Input:
        """Return what to send when nothing about the bytes is odd."""
        return Input(self.written(), (self.method,), api=self.path.startswith("/api/"))


def opened(dice: Random) -> Header:
    """Return the header that opens a conversation, mostly."""
    if dice.random() < 0.9:
        return "Authorization", f"Bearer {TOKEN}"
    return "Authorization", dice.choice(AUTHORIZATIONS)


AUTHORIZATIONS = [
    "",
    "Bearer",
    "Bearer ",
    f"bearer {TOKEN}",
    f"Bearer  {TOKEN}",
    f"Bearer\t{TOKEN}",
    f"Bearer {TOKEN} x",
    f"Bearer {TOKEN},Bearer {TOKEN}",
    f"Bearer {OLD_TOKEN}",
    f"Basic {TOKEN}",
    "Basic YTpi",
    "Bearer \u00ff\u00fe",
    "Bearer ' OR 1=1 --",
    f"Bearer {'a' * 7000}",
    'Digest username="a"',
]


def quoted(dice: Random, longest: int = 1500) -> str:
    """Return a text as part of an address, or an escape that is none."""
    if dice.random() < 0.1:
        return dice.choice(ADDRESSES)
    said = text(dice)[:longest].encode("utf-8", "surrogatepass")
    return quote(said, safe=dice.choice(["", "/", "/&=;+", "%"]))


def place(dice: Random, *known: str) -> str:
    """Return a part of a path: one that is there, one that may be, or any."""
    if dice.random() < 0.4:
        return dice.choice(known)
    return dice.choice([quoted(dice, 300), "..", ".", "%2e%2e%2f", "0", "-1", "9" * 30, "*", ""])


def query(dice: Random, **known: tuple[str, ...]) -> str:
    """Return a query string of these fields: good values, any, twice, or others."""
    parts = []
    for _ in range(dice.randrange(5)):
        name = dice.choice([*known, quoted(dice, 20)] if dice.random() < 0.1 else list(known))
        good = known.get(name, ("",))
        told = dice.choice(good) if dice.random() < 0.4 else quoted(dice)
        parts.append(f"{name}={told}" if dice.random() < 0.95 else name)
    return ("?" + dice.choice(["&", "&", "&", ";"]).join(parts))[:7000] if parts else ""
