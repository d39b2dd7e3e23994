"""The Cloud API of WhatsApp, as its public documentation has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.channels.standins.graph import GraphError, Json, Taken, only, text_of
from tests.channels.standins.meta import MetaStandIn
from tests.channels.standins.whatsapp_forms import interactive_form, text_form

SCOPED = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
NUMBER = re.compile(r"\+?[0-9]{4,20}")
WABA = "555000111222333"


class WhatsAppStandIn(MetaStandIn):
    """WhatsApp; `accounts` are the ids of our phone numbers."""

    path = "{account}/messages"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.templates = {("answer_waits", "fr"), ("answer_waits", "en")}
        self.lost: list[Json] = []  # taken with a success, and sent to nobody
        self.late_refusals = False  # outside the window: take it, and say so by a status
        self.failing: list[tuple[Taken, int]] = []  # what such statuses are due for

    def take(self, request: web.Request, body: Json) -> Json:
        account = request.match_info["account"]
        if account not in self.accounts:
            told = f"Unsupported post request. Object with ID '{account}' does not exist"
            raise GraphError(100, told, 33)
        kind = self._checked(body)
        if SCOPED.fullmatch(str(body.get("to"))):  # seen of the vendor: it says yes, and drops it
            self.lost.append(body)
            return _answer(body, f"wamid.{self.new_id()}")
        person = str(body.get("to") or body["recipient"]).lstrip("+")
        if person in self.blocked:
            raise GraphError(131026, "Message undeliverable")
        outside = kind != "template" and not self.in_window(person)
        if outside and not self.late_refusals:
            raise GraphError(131047, "Re-engagement message")
        taken = Taken(f"wamid.{self.new_id()}", person, account, body, self.now())
        if outside:
            self.failing.append((taken, 131047))
        else:
            self.sent.append(taken)
        return _answer(body, taken.own_id)

    def _checked(self, body: Json) -> str:
        kinds = {"text": text_form, "interactive": interactive_form, "template": self._template}
        kind = str(body.get("type", "text"))
        if kind not in kinds:
            raise GraphError(131009, "Parameter value is not valid", details=f"type {kind}")
        may = ("to", "recipient", "recipient_type", "type", kind, "biz_opaque_callback_data")
        only(body, "body", ["messaging_product", kind], may)
        if body["messaging_product"] != "whatsapp":
            raise GraphError(100, "Param messaging_product must be one of {WHATSAPP}")
        if body.get("recipient_type", "individual") != "individual":
            raise GraphError(100, "Param recipient_type must be one of {individual, group}")
        to, scoped = body.get("to"), body.get("recipient")
        if to is None and scoped is None:
            raise GraphError(131008, "Required parameter is missing", details="to, recipient")
        if to is not None and not (NUMBER.fullmatch(str(to)) or SCOPED.fullmatch(str(to))):
            raise GraphError(131009, "Parameter value is not valid", details="to")
        if scoped is not None and not SCOPED.fullmatch(str(scoped)):
            raise GraphError(131009, "Parameter value is not valid", details="recipient")
        if "biz_opaque_callback_data" in body:
            text_of(body, "biz_opaque_callback_data", "body", 512, 100)
        kinds[kind](body[kind])
        return str(kind)

    def _template(self, said: Any) -> None:
        only(said, "template", ["name", "language"], ["components"])
        only(said["language"], "template['language']", ["code"], ["policy"])
        if (said["name"], said["language"]["code"]) not in self.templates:
            raise GraphError(132001, "Template name does not exist in the translation", None, 404)

    def message(self, kind: str, said: Any, person: str, **more: Any) -> Json:
        """Return a message of somebody: a number, or an id of theirs with our business."""
        self.wrote[person] = self.now()
        field = "from_user_id" if SCOPED.fullmatch(person) else "from"
        stamp = str(int(self.now().timestamp()))
        held = {field: person, "id": f"wamid.in{self.new_id()}", "timestamp": stamp}
        return {**held, "type": kind, kind: said, **more}

    def text(self, text: str, person: str, **more: Any) -> Json:
        """Return a text of somebody."""
        return self.message("text", {"body": text}, person, **more)

    def press(self, of: Taken, number: int, person: str) -> Json:
        """Return the choice of the n-th button or row under a message of ours."""
        action = of.body["interactive"]["action"]
        context = {"context": {"from": "99900000000", "id": of.own_id}}
        if "buttons" in action:
            said = {"type": "button_reply", "button_reply": action["buttons"][number]["reply"]}
        else:
            said = {"type": "list_reply", "list_reply": action["sections"][0]["rows"][number]}
        return self.message("interactive", said, person, **context)

    def payload(
        self, messages: Sequence[Json] = (), statuses: Sequence[Json] = (), account: str = ""
    ) -> Json:
        """Return one webhook: messages or statuses, in the order given."""
        metadata = {
            "display_phone_number": "99900000000",
            "phone_number_id": account or self.accounts[0],
        }
        value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
        if messages:
            value |= {"contacts": [_contact(one) for one in messages], "messages": list(messages)}
        if statuses:
            value["statuses"] = list(statuses)
        changes = [{"value": value, "field": "messages"}]
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": WABA, "changes": changes}],
        }

    def status(self, of: Taken, reached: str, code: int | None = None) -> Json:
        """Return how far a message of ours came."""
        person = "recipient_user_id" if SCOPED.fullmatch(of.person) else "recipient_id"
        told: Json = {"id": of.own_id, "status": reached, person: of.person}
        told["timestamp"] = str(int(self.now().timestamp()))
        if ref := of.body.get("biz_opaque_callback_data"):
            told["biz_opaque_callback_data"] = ref
        if code is not None:
            told["errors"] = [{"code": code, "title": "…", "message": "…"}]
        return told


def _contact(message: Json) -> Json:
    known = {"wa_id": message.get("from"), "user_id": message.get("from_user_id")}
    held = {key: value for key, value in known.items() if value}
    return {"profile": {"name": "Amina Exemple"}, **held}


def _answer(body: Json, own_id: str) -> Json:
    to = body.get("to")
    who = {"input": to, "wa_id": to} if to else {"input": body["recipient"]}
    return {"messaging_product": "whatsapp", "contacts": [who], "messages": [{"id": own_id}]}
