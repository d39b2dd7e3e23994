"""Bytes: what is no HTTP, what two could read differently, half a request, many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.bot.web.process import CHATS
from tools.fuzzing.call import CHAT, TOKEN, Call, Input
from tools.fuzzing.entries import CALLS, CALLS_TOO, Made, some_call

OPENERS = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"SSH-2.0-OpenSSH_9.2\r\n",
    b"EHLO a\r\nMAIL FROM:<a@b>\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\r\n" * 500,
    b"GET  / HTTP/1.1\r\n\r\n",
    b"get / http/1.1\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 4000 + b"\r\n",
    b"GET / HTTP/1.1\r\n: a\r\n\r\n",
    b"GET / HTTP/1.1\nHost: a\n\n",
    b"\x00" * 3000,
    b"*1\r\n$4\r\nPING\r\n",
    b"A" * 100_000,
]
LENGTHS = ["0", "1", "-1", "+5", "5, 5", "0x5", "1_0", "9" * 30, "99999999", " ", "a", "٥", "1.0"]
SIZES = [b"5", b"05", b"FFFFFFFFFFFFFFFF", b"-1", b"0x5", b"5;a=b", b"5;" + b"a" * 9000, b"", b"g"]
ENDS = [b"\r\n", b"\n", b"\r", b"\r\n\r\n", b""]


def raw_bytes(dice: Random, number: int) -> Input:
    """No HTTP, or HTTP with some bytes changed."""
    if number < len(OPENERS):
        return Input(OPENERS[number], whole=False)
    if dice.random() < 0.2:
        top = dice.choice([128, 256])
        noise = bytes(dice.randrange(top) for _ in range(dice.randrange(1, 3000)))
        return Input(noise + b"\r\n\r\n", whole=False)
    changed = bytearray(some_call(dice).written()[:20_000])
    for _ in range(dice.randrange(1, 10)):
        where = dice.randrange(min(len(changed), 400) + 1)
        odd = dice.choice([b"\x00", b"\r", b"\n", b" ", b":", b"\xff", b"\r\n\r\n", b"\t", b"%"])
        if dice.random() < 0.5:
            changed[where:where] = odd
        else:
            changed[where : where + dice.randrange(1, 4)] = odd
    return Input(bytes(changed), whole=False)


def framing(dice: Random, number: int) -> Input:
    """Lengths that lie, chunks that are none, both at once, far too much."""
    chat = Call("POST", f"{CHATS}/{CHAT}/messages", b'{"text": "a framed one"}')
    call = chat.with_headers(("Authorization", f"Bearer {TOKEN}"))
    if dice.random() < 0.4:
        call = replace(call, length=dice.choice(LENGTHS))
        return Input(call.written(), ("POST",), whole=False)
    if dice.random() < 0.2:
        big = b'{"text": "' + b"a" * dice.choice([16_000, 20_000, 300_000, 3_000_000]) + b'"}'
        return Input(replace(call, body=big).written(), ("POST",))
    codings = ["chunked", "Chunked", "chunked, chunked", "gzip, chunked", "chunked, gzip", "x"]
    coded = call.with_headers(("Transfer-Encoding", dice.choice(codings)))
    if dice.random() < 0.8:
        coded = replace(coded, body=None)
    return Input(coded.written() + _chunks(dice), ("POST",), whole=False)


def _chunks(dice: Random) -> bytes:
    good = b'{"te', b'xt":', b' "in ', b"parts", b'"}'
    raw = b""
    for part in good * dice.choice([1, 1, 50]):
        size, end = b"%x" % len(part), b"\r\n"
        if dice.random() < 0.1:
            size = dice.choice(SIZES)
        if dice.random() < 0.1:
            end = dice.choice(ENDS)
        raw += size + end + part + b"\r\n"
    return raw + dice.choice([b"0\r\n\r\n", b"0\r\n\r\n", b"0\r\nX: a\r\n\r\n", b"0", b""])


def pipelined(dice: Random, number: int) -> Input:
    """Many requests at once; the last asks for the end. First of all: a flood of each kind."""
    if number < len(FLOODS):
        return FLOODS[number]()
    # What has its length in the head can be followed; the corpus' lies are in `framing`.
    calls = [some_call(dice) for _ in range(dice.randrange(2, 6))]
    calls = [replace(one, last=False) for one in calls[:-1]] + calls[-1:]
    sent = b"".join(one.written() for one in calls)
    return Input(sent, tuple(one.method for one in calls), whole=False)


def _flood(bodies: list[bytes]) -> Input:
    chat = Call("POST", f"{CHATS}/{CHAT}/messages", b"", last=False)
    call = chat.with_headers(("Authorization", f"Bearer {TOKEN}"))
    calls = [replace(call, body=body) for body in bodies]
    calls[-1] = replace(calls[-1], last=True)
    return Input(b"".join(one.written() for one in calls), ("POST",) * len(calls), api=True)


FLOODS: list[Callable[[], Input]] = [
    lambda: _flood([b'{"text": "the same", "client_message_id": "one"}'] * 50),
    lambda: _flood([b'{"text": "the same"}'] * 50),
    lambda: _flood([b'{"text": "message %d"}' % n for n in range(300)]),
]


def half_open(dice: Random, number: int) -> Input:
    """A request cut anywhere, its rest late or never."""
    whole = some_call(dice).written()[:30_000]
    cut = dice.randrange(len(whole))
    if dice.random() < 0.5:
        return Input(whole[:cut], whole=False)
    return Input(whole, whole=False, pause=0.05)


WILD: dict[str, Callable[[Random, int], Input]] = {
    one.__name__: one for one in (raw_bytes, framing, pipelined, half_open)
}
NAMES = [*CALLS, *CALLS_TOO, *WILD]


def input_of(seed: int, entry: str, number: int) -> Input:
    """Return an input; the same for the same three, whatever was made before."""
    dice = Random(f"{seed}/{entry}/{number}")
    if entry in WILD:
        return WILD[entry](dice, number)
    made: Made = {**CALLS, **CALLS_TOO}[entry]
    return made(dice, number).input()
