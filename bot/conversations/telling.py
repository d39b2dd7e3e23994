"""How staff are told of an urgent case: by mail, or by a signed request to an address of theirs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from aiohttp import ClientSession, ClientTimeout

from bot.alert_settings import AlertSettings
from bot.conversations.alerting import Alert, Send

SECONDS = 15
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Their own: a mail server that hangs keeps nobody else waiting.
_threads = ThreadPoolExecutor(2, thread_name_prefix="mail")
LANGUAGES = {"fr": "français / French", "en": "anglais / English"}
SUBJECT = "Demande urgente n° {0} / Urgent request no. {0}"
TEXT = """Une personne est peut-être en danger. Ouvrez la demande n° {number} : {where}
Langue : {language}. Rappels déjà envoyés : {times}.

A person may be in danger. Open request no. {number}: {where}
Language: {language}. Reminders already sent: {times}.
"""


def teller(
    settings: AlertSettings, session: ClientSession, now: Callable[[], datetime]
) -> Send | None:
    """Return what tells staff; None when no target is set."""
    if settings.target is None:
        return None
    if settings.target.startswith("mailto:"):
        loop = asyncio.get_running_loop()
        return lambda alert: loop.run_in_executor(_threads, _mail, settings, alert)
    return lambda alert: _request(settings, session, now(), alert)


async def _request(
    settings: AlertSettings, session: ClientSession, now: datetime, alert: Alert
) -> None:
    told = {**asdict(alert), "opened_at": alert.opened_at.isoformat(), "event": "case.urgent"}
    body, at = json.dumps(told).encode(), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Timestamp": at,
        "X-Signature": signature(settings.secret, at, body),
    }
    within, target = ClientTimeout(SECONDS), str(settings.target)
    sent = session.post(target, data=body, headers=headers, timeout=within, allow_redirects=False)
    async with sent as answer:
        if answer.status >= 300:
            raise ConnectionError(f"the alert's target answered {answer.status}")


def signature(secret: str, at: str, body: bytes) -> str:
    """Sign what is sent and when, so that its receiver knows that it is ours and of now."""
    made = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256)
    return f"sha256={made.hexdigest()}"


def _mail(settings: AlertSettings, alert: Alert) -> None:
    told = {"number": alert.case, "where": settings.desk_url, "times": max(0, alert.times - 1)}
    letter = EmailMessage()
    letter["Subject"] = SUBJECT.format(alert.case)
    letter["From"] = settings.sender
    letter["To"] = str(settings.target).removeprefix("mailto:")
    letter.set_content(TEXT.format(language=LANGUAGES[alert.language], **told))
    server = urlsplit(settings.smtp_url)
    safe = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.hostname or "", server.port or 465, timeout=SECONDS, context=safe
        )
    else:
        line = smtplib.SMTP(server.hostname or "", server.port or 587, timeout=SECONDS)
    with line:
        line.ehlo()
        if server.scheme == "smtp" and line.has_extn("starttls"):
            line.starttls(context=safe)
        elif server.scheme == "smtp" and server.username and server.hostname not in LOOPBACK:
            raise ConnectionError("the mail server has no STARTTLS: no password is sent to it")
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        line.send_message(letter)
