"""Sends the inputs of an entry, some at a time, and collects what went wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.web.door import Held
from tools.fuzzing.call import CHAT, OLD_CHAT, OLD_TOKEN, TOKEN, WORD, Input
from tools.fuzzing.target import Opened, Target
from tools.fuzzing.wild import input_of
from tools.fuzzing.wire import Heard, exchange

AT_ONCE = 16
USES = 30  # of one conversation: a long one would be slow to read, and that is not looked for here
SHOWN = 400  # bytes of a request and of an answer


@dataclass(frozen=True)
class Failure:
    """An input with what was wrong about its answer."""

    seed: int
    entry: str
    number: int
    fault: str
    sent: bytes
    heard: bytes

    def __str__(self) -> str:
        again = f"python -m tools.fuzz --seed {self.seed} --entry {self.entry} --number"
        return (
            f"{self.entry} {self.number}: {self.fault}\n  again: {again} {self.number}"
            f"\n  sent:  {self.sent[:SHOWN]!r}\n  heard: {_without_ours(self.heard)[:SHOWN]!r}"
        )


def _without_ours(heard: bytes) -> bytes:
    """Leave the lines out that every answer has."""
    return re.sub(rb"(Content-Security|X-|Referrer|Server: iom|Cache-C)[^\r]*\r\n", b"", heard)


@dataclass
class Fire:
    """One run against one target; `seed` makes it the same again."""

    target: Target
    seed: int
    failures: list[Failure] = field(default_factory=list)
    sent: int = 0
    last: tuple[bytes, bytes] = (b"", b"")

    async def at(self, entry: str, numbers: Iterable[int]) -> list[Failure]:
        """Send these inputs of an entry; return those that were answered wrongly."""
        before, waiting = len(self.failures), iter(numbers)
        await asyncio.gather(*(self._worker(entry, waiting) for _ in range(AT_ONCE)))
        return sorted(self.failures[before:], key=lambda one: one.number)

    async def _worker(self, entry: str, waiting: Iterator[int]) -> None:
        chat, uses = ("", ""), 0
        for number in waiting:
            if uses % USES == 0:
                chat = await asyncio.to_thread(self.target.opened)
            uses += 1
            given = input_of(self.seed, entry, number)
            sent = _filled(given, chat, self.target.old)
            heard = await exchange(self.target.gateway.port, sent, given.whole, given.pause)
            self.sent, self.last = self.sent + len(given.methods), (sent, heard.raw)
            self._judge(entry, number, given, sent, heard)
            if _ends_a_chat(sent, heard, chat[1]):
                uses = 0

    def _judge(self, entry: str, number: int, given: Input, sent: bytes, heard: Heard) -> None:
        self.failures += [
            Failure(self.seed, entry, number, fault, sent, heard.raw)
            for fault in dict.fromkeys(self.target.judge.faults(given, heard))
        ]


def _ends_a_chat(sent: bytes, heard: Heard, token: str) -> bool:
    """Tell whether a conversation is gone with this, or was so before."""
    refused = heard.raw[9:12] == b"401" and f"Bearer {token}\r\n".encode() in sent
    erased = b"DELETE " in sent and b"HTTP/1.1 204" in heard.raw
    by_form = b"Max-Age=0" in heard.raw  # or left: then it could go on, but need not
    return refused or erased or by_form or b'"erased"' in heard.raw


def _filled(given: Input, chat: Opened, old: Opened) -> bytes:
    sent, gaps = given.sent, (CHAT, TOKEN, OLD_CHAT, OLD_TOKEN, WORD)
    for gap, value in zip(gaps, (*chat, *old, Held(*chat).word), strict=True):
        sent = sent.replace(gap.encode(), value.encode())
    return sent
