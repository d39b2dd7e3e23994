"""The second factor: codes of six digits that an app shows, each good for one entry."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

import pyotp

STEP = 30  # seconds
AROUND = (0, -1, 1)  # steps by which a clock may be off
CODE = re.compile("[0-9]{6}")
GROUP = 4


def new_secret() -> str:
    """Return a secret of 160 bits, as apps take it."""
    return pyotp.random_base32()


def step_of(secret: str, typed: str, now: datetime, last: int | None) -> int | None:
    """Return the step that a code is of; None when it is wrong, or not newer than `last`."""
    code = re.sub(r"\s", "", typed)
    if not CODE.fullmatch(code):
        return None
    present = int(now.timestamp()) // STEP
    made = pyotp.TOTP(secret)
    steps = [present + by for by in AROUND]
    fitting = [one for one in steps if secrets.compare_digest(made.generate_otp(one), code)]
    return next((one for one in fitting if last is None or one > last), None)


def link(secret: str, name: str, issuer: str) -> str:
    """Return the link that opens an app with the secret in it."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def grouped(secret: str) -> str:
    """Return a secret or a code as one types it: in groups."""
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
