"""How people of platforms are known here: by a hash, and by an address that only we can open.

One key of ours makes both. Who has the database alone learns neither a number nor whether a number
they know is in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.channels.base import Address

NONCE = 12  # bytes
FILE = "channel.key"


@dataclass(frozen=True)
class Sealer:
    """Hashes and seals with one key."""

    key: bytes

    @classmethod
    def opened(cls, key: str, state_dir: Path) -> Sealer:
        """Use CHANNEL_KEY, or else a key in the state folder, made at the first start."""
        return cls(_stretched(key or _kept(state_dir / FILE)))

    def name_of(self, what: str, *told: str) -> str:
        """Return 64 hex digits that stand for something; `what` keeps kinds of things apart."""
        said = json.dumps([what, *told]).encode()
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()

    def sealed(self, channel: str, told: Address) -> bytes:
        """Return an address that only we can open, and only as one of this platform."""
        nonce = os.urandom(NONCE)
        said = json.dumps([told.person, told.ours]).encode()
        return nonce + self._cipher.encrypt(nonce, said, channel.encode())

    def opens(self, channel: str, sealed: bytes) -> Address | None:
        """Return the address; None when another key sealed it."""
        try:
            said = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], channel.encode())
        except (InvalidTag, ValueError):
            return None
        return Address(*json.loads(said))

    @property
    def _cipher(self) -> AESGCM:
        return AESGCM(hmac.new(self.key, b"address", hashlib.sha256).digest())


def _stretched(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _kept(path: Path) -> str:
    """Return the key of a file, which is made if it is not there: whole, or not at all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(32))
        try:
            os.link(new, path)  # of two that start at once, one makes it
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text().strip()
