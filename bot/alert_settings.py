"""Who is told of urgent cases, and how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.environ import SettingsError, number, secret

MAIL = re.compile(r"mailto:[^\s@<>?,]+@[^\s@<>?,]+")
SMTP = re.compile(r"smtps?://([^\s/@]+@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
WEBHOOK = re.compile(r"(https://[^\s]+|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?[^\s]*)")


@dataclass(frozen=True)
class AlertSettings:
    """Who is told of urgent cases, and how; without a target nobody is."""

    target: str | None  # mailto:… or an https address
    secret: str  # signs what an https address gets
    smtp_url: str
    sender: str
    desk_url: str  # where staff open the desk
    again_minutes: int

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> AlertSettings:
        """Read ALERT_TARGET and what goes with it, or raise SettingsError."""
        target = environ.get("ALERT_TARGET") or None
        held = cls(
            target,
            secret(environ, "ALERT_SECRET"),
            secret(environ, "SMTP_URL"),
            environ.get("ALERT_FROM") or "",
            environ.get("DESK_URL") or "",
            number(environ, "ESCALATE_MINUTES", 15, 1440, least=1),
        )
        if target is None:
            return held
        if MAIL.fullmatch(target):
            if not SMTP.fullmatch(held.smtp_url) or not MAIL.fullmatch(f"mailto:{held.sender}"):
                told = "smtp://host:587, with name and password before @, and ALERT_FROM an address"
                raise SettingsError(f"SMTP_URL: to send mail it must be like {told}")
        elif not WEBHOOK.fullmatch(target):
            told = "neither mailto:name@host nor an https address; correct it"
            raise SettingsError(f"ALERT_TARGET: {target!r} is {told}")
        elif len(held.secret) < 16:
            raise SettingsError("ALERT_SECRET: needs 16 or more random characters")
        return held
