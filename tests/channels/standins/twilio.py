"""Twilio's side: the Messages resource of one account with one number, and people with phones.

From twilio.com/docs: messaging/api/message-resource, messaging/guides/webhook-request,
usage/webhooks/webhooks-security, api/errors, and the help pages on STOP and Advanced Opt-Out.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import BasicAuth, web

from tests.channels.standins.base import Acknowledged, Fault, StandIn

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "ARRET"}
START = {"START", "YES", "UNSTOP"}
HELP = {"HELP", "INFO"}
DATE = "Sat, 28 Nov 2026 12:00:00 +0000"
MESSAGES = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    21211: (400, "Invalid 'To' Phone Number"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided is not a valid message-capable Twilio number."),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21614: (400, "'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}


def new_id(prefix: str) -> str:
    """Return an id such as Twilio gives."""
    return prefix + secrets.token_hex(16)


@dataclass
class TwilioStandIn(StandIn):
    """One account, one number of ours; people are numbers in E.164."""

    account: str = field(default_factory=lambda: new_id("AC"))
    token: str = "not-a-token-of-anybody"
    secret: str = ""  # what signs; "": the token, as it is unless keys of their own are in use
    number: str = "+99970000000"
    webhook: str = ""  # ours, as the console has it
    advanced: bool = False  # Advanced Opt-Out, which tells us of STOP, START and HELP
    stopped: set[str] = field(default_factory=set)
    landlines: set[str] = field(default_factory=set)
    own_answers: list[tuple[str, str]] = field(default_factory=list)  # Twilio's own, to STOP …
    callbacks: dict[str, str] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/2010-04-01/Accounts/{account}/Messages.json", self._create)]

    def failure(self, fault: Fault) -> web.Response:
        code = {429: 20429, 401: 20003, 404: 20404}.get(fault.status, 20500)
        headers = {"Retry-After": str(fault.wait)} if fault.wait is not None else {}
        return _error(code, fault.status, headers)

    async def _create(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return _error(20003)
        if request.match_info["account"] != self.account:
            return _error(20404)
        given = {name: str(held) for name, held in (await request.post()).items()}
        refused = self._refuses(given)
        if refused:
            return _error(refused)
        sid = new_id("SM")
        self.sent.append({"to": given["To"], "text": given["Body"], "sid": sid})
        self.callbacks[sid] = given.get("StatusCallback", "")
        return web.json_response(self._resource(sid, given), status=201)

    def _knows(self, request: web.Request) -> bool:
        try:
            login = BasicAuth.decode(request.headers.get("Authorization", ""), "utf-8")
        except ValueError:
            return False
        return (login.login, login.password) == (self.account, self.token)

    def _refuses(self, given: dict[str, str]) -> int | None:
        """Return the code that a message is refused with."""
        to, sender, body = (given.get(name, "") for name in ("To", "From", "Body"))
        callback = given.get("StatusCallback", "")
        checks = [
            (not to, 21604),
            (not sender, 21603),
            (not body.strip(), 21602),
            (len(body.encode("utf-16-le")) > 2 * 1600, 21617),
            (not E164.fullmatch(to), 21211),
            (sender != self.number, 21606),
            (to in self.landlines, 21614),
            (to in self.stopped, 21610),
            (bool(callback) and not re.match(r"https?://[^/]+/", callback), 21609),
        ]
        return next((code for wrong, code in checks if wrong), None)

    def _resource(self, sid: str, given: dict[str, str]) -> dict[str, Any]:
        where = f"/2010-04-01/Accounts/{self.account}/Messages/{sid}"
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": given["Body"],
            "date_created": DATE,
            "date_sent": None,
            "date_updated": DATE,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": given["From"],
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": sid,
            "status": "queued",
            "subresource_uris": {"media": f"{where}/Media.json"},
            "to": given["To"],
            "uri": f"{where}.json",
        }

    async def says(self, person: str, text: str, times: int = 1, **more: str) -> list[Acknowledged]:
        """Let somebody write; brought once, as Twilio does unless told otherwise.

        `times`: as often, at once, as with retries switched on and a slow answer.
        """
        word = text.strip().upper()
        more = {**self._opted(person, word), **more}
        form = self.message(person, text, **more)
        bring = [self.bring(self.webhook, form) for _ in range(times)]
        return list(await asyncio.gather(*bring))

    def _opted(self, person: str, word: str) -> dict[str, str]:
        """Do what Twilio does by itself with STOP, START and HELP."""
        for name, words in (("STOP", STOP), ("START", START), ("HELP", HELP)):
            if word in words and (word != "YES" or person in self.stopped):
                if name == "STOP":
                    self.stopped.add(person)
                elif name == "START":
                    self.stopped.discard(person)
                self.own_answers.append((person, name))
                return {"OptOutType": name} if self.advanced else {}
        return {}

    def message(self, person: str, text: str, **more: str) -> dict[str, str]:
        """Return the form of a message of somebody; it is not brought yet."""
        sid = new_id("SM")
        of_it = {"MessageSid": sid, "SmsMessageSid": sid, "SmsSid": sid, "SmsStatus": "received"}
        return {
            "ToCountry": "",
            **of_it,
            "Body": text,
            "From": person,
            "To": self.number,
            "NumSegments": "1",
            "NumMedia": "0",
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            **more,
        }

    async def reports(self, sid: str, status: str, code: str = "") -> Acknowledged | None:
        """Tell how far a message of ours came; None when nobody asked for that."""
        url = self.callbacks[sid]
        to = next(one["to"] for one in self.sent if one["sid"] == sid)
        of_it = {"SmsSid": sid, "SmsStatus": status, "MessageStatus": status, "To": to}
        form = {**of_it, "MessageSid": sid, "AccountSid": self.account, "From": self.number}
        form |= {"ApiVersion": "2010-04-01"} | ({"ErrorCode": code} if code else {})
        return await self.bring(url, form) if url else None

    async def bring(self, url: str, form: dict[str, str]) -> Acknowledged:
        """Bring a form, signed, once."""
        said = url + "".join(name + form[name] for name in sorted(form))
        made = hmac.new((self.secret or self.token).encode(), said.encode(), hashlib.sha1)
        headers = {
            "X-Twilio-Signature": base64.b64encode(made.digest()).decode(),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        return await self.call(url, urlencode(form).encode(), headers)


def _error(code: int, status: int = 0, headers: dict[str, str] | None = None) -> web.Response:
    known, told = MESSAGES.get(code, (status or 500, "An internal server error has occurred"))
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": told, "more_info": more, "status": status or known}
    return web.json_response(body, status=status or known, headers=headers)
