"""The internal channel: one turn in, replies and effects out. Loopback and bearer token only."""

from __future__ import annotations

import hmac
import json
import logging
import re
from collections.abc import Sequence
from typing import Any, Dict, List, Optional

from aiohttp import web
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.dialogue.parts import pieces, questions
from bot.dialogue.store import SnapshotTrackerStore
from bot.dialogue.turn import Turn, turn_of
from bot.logs import tell
from knowledge.live import live_knowledge

log = logging.getLogger("bot.dialogue")
LONGEST_TEXT = 1000
LARGEST_BODY = 16 * 1024
ANSWERS, ANSWERING = "say.", "follow_up"
SENDER = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")
BAD = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
MESSAGE = re.compile(r"[A-Za-z0-9_.:-]{1,128}\Z")
AGENT: web.AppKey[Agent] = web.AppKey("agent", Agent)
TOKENS: web.AppKey[Sequence[str]] = web.AppKey("tokens", Sequence)


class BadTurn(ValueError):
    """The gateway sent what the contract does not allow."""


class Silent(OutputChannel):
    """Sends nothing: what was said is read from the tracker, so that only what is stored counts."""

    @classmethod
    def name(cls) -> str:
        return "internal"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        return None


def create_app(agent: Agent, tokens: Sequence[str]) -> web.Application:
    """Build the server of the internal channel."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_only_the_gateway])
    app[AGENT], app[TOKENS] = agent, tokens
    app.add_routes([web.post("/internal/turn", turn), web.get("/internal/health", health)])
    return app


@web.middleware
async def _only_the_gateway(request: web.Request, handler: Any) -> web.StreamResponse:
    told = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    good = [b"Bearer " + token.encode() for token in request.app[TOKENS]]
    if not any(hmac.compare_digest(told, one) for one in good):
        return _error(401, "unauthorized")
    response: web.StreamResponse = await handler(request)
    return response


async def health(request: web.Request) -> web.Response:
    """Say which model answers; 503 without one."""
    agent = request.app[AGENT]
    if not agent.is_ready():
        return _error(503, "no_model")
    return web.json_response({"model": str(agent.model_id)})


async def turn(request: web.Request) -> web.Response:
    """Handle one message; the same message id again gives the same replies."""
    try:
        message = _message(json.loads(await request.read()))
    except (*BAD, web.HTTPRequestEntityTooLarge, web.RequestPayloadError):
        return _error(400, "bad_turn")
    agent = request.app[AGENT]
    try:
        handled = [await _handle(agent, part) for part in await _parts(agent, message)]
    except Exception as error:
        tell(log, logging.ERROR, "turn failed", kind=type(error).__name__)
        return _error(503, "retry")
    payloads = [payload for part in handled for payload in part.payloads]
    told = {
        "sure": any(part.sure() for part in handled),
        "intents": [one.intent for one in handled],
        "confidences": [round(one.confidence, 3) for one in handled],
    }
    return web.json_response({**_split(payloads), **told})


async def _parts(agent: Agent, message: UserMessage) -> List[UserMessage]:
    """Return a turn a question; the same message always gives the same turns."""
    cut = pieces(message.text or "") if message.parse_data is None else []
    if len(cut) < 2 or agent.processor is None:
        return [message]
    known = message.metadata
    parsed = [await agent.processor.parse_message(UserMessage(p, metadata=known)) for p in cut]
    understood = dict(zip(cut, parsed, strict=True))  # a question that is one piece is read once
    # What a person says of themselves beside the questions is read with the first of these.
    beside = [{"text": p, "entities": r["entities"]} for p, r in zip(cut, parsed, strict=True)]
    return [
        UserMessage(
            text,
            message.output_channel,
            message.sender_id,
            parse_data=understood.get(text),
            input_channel=message.input_channel,
            message_id=f"{message.message_id}.{n}",
            metadata={**(known or {}), "pieces": beside if n == 1 else []},
        )
        for n, text in enumerate(questions(cut, parsed), 1)
    ] or [message]


async def _handle(agent: Agent, message: UserMessage) -> Turn:
    store = agent.tracker_store
    if not isinstance(store, SnapshotTrackerStore):
        raise RuntimeError("the tracker store is not ours; look at endpoints.yml")
    sender, message_id = message.sender_id, str(message.message_id)
    handled = turn_of(await store.before(sender), message_id)
    if handled is None:
        await live_knowledge().refresh()
        await agent.handle_message(message)
    # Only what was stored counts. Rasa logs an action that failed and goes on: silence with 200
    # would be a lost message.
    handled = turn_of(store.after(sender), message_id) or handled
    if handled is None:
        raise RuntimeError("nothing was said")
    return handled


def _message(body: Any) -> UserMessage:
    sender, message_id = body["conversation"], str(body["message_id"])
    if not (isinstance(sender, str) and SENDER.match(sender) and MESSAGE.match(message_id)):
        raise BadTurn("conversation or message_id")
    language = body.get("language")
    if language not in ("fr", "en", None):
        raise BadTurn("language")
    text, parsed = _text_or_button(body)
    danger = body.get("danger")  # the kind that was answered right before
    known = {"language": language, **({"danger": danger} if isinstance(danger, str) else {})}
    return UserMessage(
        text,
        Silent(),
        sender,
        parse_data=parsed,
        input_channel="internal",
        message_id=message_id,
        metadata=known,
    )


def _text_or_button(body: Dict[str, Any]) -> tuple[str, Optional[Dict[str, Any]]]:
    if "button" in body:
        content = live_knowledge().at_hand().content
        if body["button"].startswith(ANSWERS):  # an answer to a question of a check
            return body["button"], {**_parsed("", ANSWERING, {}), "button": body["button"]}
        button = content.buttons[body["button"]]
        under = body.get("programme")  # of the answer it stood under, whatever was said since
        named = {**({"programme": under} if under in content.programmes else {}), **button.entities}
        parsed = _parsed(button.label.en, button.intent, named)
        return button.label.en, {**parsed, "button": body["button"]}
    if not isinstance(body["text"], str):
        raise BadTurn("text")
    # Rasa obeys "/intent", with blanks before it too; a person's slash is only a slash.
    return re.sub(r"^[\s/]+", "", body["text"][:LONGEST_TEXT]) or "?", None


def _parsed(text: str, intent: str, entities: Dict[str, str]) -> Dict[str, Any]:
    named = [{"entity": k, "value": v, "start": 0, "end": 0} for k, v in entities.items()]
    ranking = [{"name": intent, "confidence": 1.0}]
    return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": named}


def _split(payloads: List[Dict[str, Any]]) -> Dict[str, Any]:
    effects = [effect for payload in payloads for effect in payload.get("effects", [])]
    replies = [{k: v for k, v in payload.items() if k != "effects"} for payload in payloads]
    return {"replies": [reply for reply in replies if reply], "effects": effects}


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code}}, status=status)
