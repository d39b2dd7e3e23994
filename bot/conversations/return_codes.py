"""The code that is given at a hand-off and opens the conversation again.

Three words of 256 or more and four digits are at least 37 bits. That is enough against guessing
from outside, where each try is counted, but a fast hash of it would be searched through in minutes
by who has a copy of the database; so the hash is slow. It has one salt for all, since the code
comes alone and must lead to its row. A part of the hash finds the row; the rest is compared in
constant time.

The reply that tells the code holds it apart from its text, which has a gap. Who has the token reads
it there; the export and whoever else reads the stored text see the gap. It is taken out when it is
used, when a newer one replaces it, and when the screen has closed: from then on only the person
has it.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.conversations.notices import LANGUAGES, Notices
from bot.conversations.staying import is_open
from bot.conversations.tables import conversation, message, return_code
from bot.files import read_yaml

LIVES = timedelta(days=30)
WORDS = 3
LONGEST = 100  # characters of a code as typed that are looked at
AT_ONCE = 2  # hashes; each takes 8 MB
SALT = b"return code"
GAP = "{return_code}"
FIELD = "return_code"
HIDDEN = "[…]"
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="return-code")


@dataclass(frozen=True)
class NewCode:
    """What is stored of a code."""

    lookup: str
    proof: str
    expires_at: datetime


@dataclass(frozen=True)
class ReturnCodes:
    """Makes codes, and the line that tells one."""

    words: Mapping[str, Sequence[str]]
    line: Mapping[str, str]  # with the gap

    @classmethod
    def load(cls, folder: Path, notices: Notices, days: int) -> ReturnCodes:
        """Read the words; `days`: for which a conversation is kept, and so a code may be of use."""
        read = read_yaml(folder / "return_words.yml")
        days = min(days, LIVES.days)
        unit = notices.texts["units"]["day" if days == 1 else "days"]
        lasting = {one: f"{days} {unit[one]}" for one in LANGUAGES}
        line = notices.reply("return_code", lasting=lasting)["text"]
        return cls({one: tuple(read[one].split()) for one in LANGUAGES}, line)

    async def told(
        self, replies: list[dict[str, Any]], language: str, now: datetime
    ) -> tuple[list[dict[str, Any]], NewCode | None]:
        """Return the replies with a new code in the hand-off, if there is one."""
        handed = [index for index, reply in enumerate(replies) if reply["kind"] == "handoff"]
        if not handed:
            return replies, None
        code = self.made(language)
        lookup, proof = await hashed(code)
        said = list(replies)
        last = said[handed[-1]]
        text = {one: f"{last['text'][one]}\n{self.line[one]}" for one in LANGUAGES}
        said[handed[-1]] = {**last, "text": text, FIELD: code}
        return said, NewCode(lookup, proof, now + LIVES)

    def made(self, language: str) -> str:
        """Return a new code in a language."""
        words = [secrets.choice(self.words[language]) for _ in range(WORDS)]
        return "-".join((*words, f"{secrets.randbelow(10_000):04d}"))


def plain(code: str) -> str:
    """Return what counts of a code: letters and digits, whatever case, accents and spaces."""
    kept = []
    for character in unicodedata.normalize("NFKD", code[:LONGEST]).casefold():
        if character.isdecimal():
            kept.append(str(unicodedata.decimal(character)))  # Arabic digits, too
        elif character.isalpha():
            kept.append(character)
    return "".join(kept)


async def hashed(code: str) -> tuple[str, str]:
    """Return both parts of a code's hash; it takes tens of milliseconds, beside the loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, _hash, plain(code))


def _hash(said: str) -> tuple[str, str]:
    raw = said.encode("utf-8", "surrogatepass")
    found = hashlib.scrypt(raw, salt=SALT, n=2**13, r=8, p=1, dklen=32).hex()
    return found[:16], found[16:]


def shown(body: Mapping[str, Any], language: str) -> str:
    """Return the text of a reply for who has the token: with the code while it is there."""
    text = str(body["text"][language])
    return text.replace(GAP, body[FIELD] or HIDDEN) if FIELD in body else text


def hidden(body: Mapping[str, Any], language: str) -> str:
    """Return the text of a reply for everybody else."""
    text = str(body["text"][language])
    return text.replace(GAP, HIDDEN) if FIELD in body else text


def keep(
    connection: sa.Connection, key: str, code: NewCode, said: Sequence[Mapping[str, Any]]
) -> None:
    """Store a code in place of an earlier one; it is shown in one of the replies."""
    hide(connection, key)
    seq = next(row["seq"] for row in said if FIELD in row["body"])
    mine = sa.delete(return_code).where(return_code.c.conversation_id == key)
    connection.execute(mine)
    values = {"lookup": code.lookup, "proof": code.proof, "expires_at": code.expires_at}
    new = sa.insert(return_code).values(conversation_id=key, shown_in=seq, **values)
    connection.execute(new)


def hide(connection: sa.Connection, key: str) -> None:
    """Take the code out of the message that shows it."""
    mine = return_code.c.conversation_id == key
    seq = connection.execute(sa.select(return_code.c.shown_in).where(mine)).scalar()
    if seq is None:
        return
    there = message.c.conversation_id == key, message.c.seq == seq
    body = connection.execute(sa.select(message.c.body).where(*there)).scalar() or {}
    connection.execute(sa.update(message).where(*there).values(body={**body, FIELD: None}))
    connection.execute(sa.update(return_code).where(mine).values(shown_in=None))


def tidy(connection: sa.Connection, now: datetime) -> None:
    """Take out codes whose screen has closed, and remove those whose time is over."""
    closed = sa.select(return_code.c.conversation_id).join(conversation)
    closed = closed.where(return_code.c.shown_in.is_not(None), ~is_open(now))
    over = sa.select(return_code.c.conversation_id).where(return_code.c.expires_at < now)
    ended = list(connection.execute(over).scalars())
    for key in (*connection.execute(closed).scalars().all(), *ended):
        hide(connection, key)
    connection.execute(sa.delete(return_code).where(return_code.c.conversation_id.in_(ended)))
