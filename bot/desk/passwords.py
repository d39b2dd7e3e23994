"""Passwords of the staff: which are refused, and how the others are kept."""

from __future__ import annotations

import asyncio
import re
import secrets
import string
import unicodedata
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")
SHORTEST, LONGEST = 12, 128  # characters
LIMITS = {"shortest": str(SHORTEST), "longest": str(LONGEST)}  # as pages tell them
AT_ONCE = 2  # hashes; each takes 19 MiB and a processor
NAMES_US = ("iom", "oim", "migration")
PART = re.compile(r"[^\W_]{3,}")  # of a name
REPEATED = re.compile(r"(.{1,6}?)\1+.{0,3}", re.DOTALL)
ROWS = (  # of keys, as fingers go
    "qwertyuiop asdfghjkl zxcvbnm",
    "azertyuiop qsdfghjklm wxcvbn",
    "1q2w3e4r5t 6y7u8i9o0p",
    "1a2z3e4r5t 6y7u8i9o0p",
    "1qaz2wsx3edc 4rfv5tgb6yhn7ujm",
)
RUNS = (2 * string.digits, string.ascii_lowercase, *(row.replace(" ", "") for row in ROWS))
# The commonest there are, and what people lengthen them with.
COMMON = frozenset(
    "password passw0rd p@ssw0rd motdepasse mdp qwerty qwertyuiop azerty azertyuiop letmein welcome "
    "bienvenue bonjour bonsoir salut hello iloveyou jetaime jtaime monamour princess princesse "
    "soleil sunshine doudou chouchou loulou football baseball basketball superman batman pokemon "
    "dragon monkey shadow master admin administrator administrateur root user guest changeme "
    "changemoi secret trustno1 whatever starwars computer ordinateur internet samsung google "
    "facebook marseille paris france thehague lahaye nederland welkom wachtwoord geneva geneve "
    "temporary temporaire test summer winter spring autumn ete hiver printemps automne".split()
)
ADDED = re.compile(r"[\W\d_]+")  # signs and digits around and between words


def fault(password: str, name: str) -> str | None:
    """Return why a password is refused: a word of the pages; None when it is good."""
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    folded = password.casefold()
    if any(part in folded for part in (*NAMES_US, *PART.findall(name.casefold()))):
        return "names_us"
    return "common" if _is_common(folded) else None


def fault_of(form: Mapping[str, str], name: str) -> str | None:
    """Return why a form's new password is refused, as `fault` does, or that the two differ."""
    chosen = form.get("password", "")
    differ = "not_same" if chosen != form.get("again", "") else None
    return fault(chosen, name) or differ


def _is_common(folded: str) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if c.isalnum() or c in "@")
    words = {*ADDED.split(folded)} - {""}
    if REPEATED.fullmatch(folded) or (words and words <= COMMON):
        return True
    return plain.rstrip("0123456789") in COMMON or any(_runs(plain, one) for one in RUNS)


def _runs(plain: str, run: str) -> bool:
    """Tell whether a password is little more than a row of keys, or of letters or digits."""
    most = len(plain) - 3
    pieces = {plain[start : start + most] for start in range(len(plain) - most + 1)}
    return bool(plain) and any(piece in run or piece[::-1] in run for piece in pieces)


class Passwords:
    """Hashes passwords by argon2id, beside the loop: each takes some tens of milliseconds."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Begin with the parameters of OWASP; older hashes are made anew when they are used."""
        self._hasher = hasher or PasswordHasher(
            time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16
        )
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        return await self._beside(lambda: self._hasher.hash(_same(password)))

    async def fits(self, kept: str | None, password: str) -> tuple[bool, str | None]:
        """Tell whether a password is the one that was kept, and what to keep from now on.

        Without a hash, as of a name that is unknown, it takes the same time.
        """
        return await self._beside(lambda: self._fits(kept, _same(password[: LONGEST + 1])))

    def _fits(self, kept: str | None, password: bytes) -> tuple[bool, str | None]:
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False, None
        if kept is None:
            return False, None
        return True, self._hasher.hash(password) if self._hasher.check_needs_rehash(kept) else kept

    async def _beside(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, do)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()


def _same(password: str) -> bytes:
    """Return a password as it is on every keyboard: é may be typed as one sign or as two."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
