"""The Send API and webhooks of Messenger, as their public documentation has them."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from tests.channels.standins.graph import GraphError, Json, Taken, only, text_of
from tests.channels.standins.meta import MetaStandIn

PSID = re.compile(r"[0-9]{4,32}")


class MessengerStandIn(MetaStandIn):
    """Messenger; `accounts` are the ids of our pages, the first of which the token is for."""

    path = "me/messages"

    def take(self, request: web.Request, body: Json) -> Json:
        only(body, "body", ["recipient", "message"], ["messaging_type"])
        person = only(body["recipient"], "recipient", ["id"])["id"]
        if body.get("messaging_type") != "RESPONSE":
            raise GraphError(100, "Param messaging_type must be RESPONSE here: nothing else is due")
        if not isinstance(person, str) or not PSID.fullmatch(person):
            raise GraphError(100, "Param recipient[id] must be a valid ID string")
        _message(body["message"])
        if person not in self.wrote:
            raise GraphError(100, "No matching user found", 2018001)
        if person in self.blocked:
            raise GraphError(551, "This person isn't available right now.", 1545041)
        if not self.in_window(person):
            raise GraphError(10, "This message is sent outside of allowed window.", 2018278)
        taken = Taken(f"m_out{self.new_id()}", person, self.accounts[0], body, self.now())
        self.sent.append(taken)
        return {"recipient_id": person, "message_id": taken.own_id}

    def event(self, person: str, account: str = "", **said: Any) -> Json:
        """Return an event of somebody."""
        self.wrote[person] = self.now()
        page = account or self.accounts[0]
        held = {"sender": {"id": person}, "recipient": {"id": page}, "timestamp": self._stamp()}
        return {**held, **said}

    def text(self, text: str, person: str, **more: Any) -> Json:
        """Return a text of somebody."""
        message = {"mid": f"m_in{self.new_id()}", "text": text, **more}
        return self.event(person, message=message)

    def press(self, of: Taken, number: int, person: str) -> Json:
        """Return the choice of the n-th quick reply under a message of ours."""
        chosen = of.body["message"]["quick_replies"][number]
        return self.text(chosen["title"], person, quick_reply={"payload": chosen["payload"]})

    def echo(self, of: Taken) -> Json:
        """Return our own message as Meta hands it back."""
        message = {"is_echo": True, "app_id": 1, "mid": of.own_id, "text": of.text}
        ends = {"sender": {"id": of.account}, "recipient": {"id": of.person}}
        return {**ends, "timestamp": self._stamp(), "message": message}

    def delivered(self, *of: Taken) -> Json:
        """Return that messages of ours to one person arrived."""
        mids = [one.own_id for one in of]
        ends = {"sender": {"id": of[0].person}, "recipient": {"id": of[0].account}}
        return {**ends, "delivery": {"mids": mids, "watermark": self._stamp()}}

    def payload(self, *events: Json, account: str = "") -> Json:
        """Return one webhook, with one entry an event, as Meta bundles them."""
        page = account or self.accounts[0]
        entries = [{"id": page, "time": self._stamp(), "messaging": [one]} for one in events]
        return {"object": "page", "entry": entries}

    def _stamp(self) -> int:
        return int(self.now().timestamp() * 1000)


def _message(message: Any) -> None:
    only(message, "message", ["text"], ["quick_replies", "metadata"])
    text_of(message, "text", "message", 2000, 100)
    if "quick_replies" not in message:
        return
    replies = message["quick_replies"]
    if not isinstance(replies, list) or not 1 <= len(replies) <= 13:
        raise GraphError(100, "Param message[quick_replies] must have 1 to 13 elements")
    for one in replies:
        only(one, "quick_replies", ["content_type", "title", "payload"], ["image_url"])
        if one["content_type"] != "text":
            raise GraphError(100, "Param content_type must be text here")
        # Meta cuts a longer title; here it is refused, so that nobody reads half a choice.
        text_of(one, "title", "quick_replies", 20, 100)
        text_of(one, "payload", "quick_replies", 1000, 100)
