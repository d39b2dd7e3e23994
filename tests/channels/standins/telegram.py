"""Telegram's side: the Bot API, and the people who write to its bot."""

from __future__ import annotations

import asyncio
import itertools
import json
from dataclasses import dataclass
from typing import Any

from tests.channels.standins.base import Acknowledged
from tests.channels.standins.telegram_api import BOT, NOW, BotApi, Json, chat_of


@dataclass
class TelegramStandIn(BotApi):
    """What people do makes an update, and that is brought to the gateway until it takes it."""

    language: str = "fr"
    tries: int = 5  # of one update; the real one goes on for a day
    pause: float = 0.01  # before the second try, then doubled; really a second

    def __post_init__(self) -> None:
        super().__post_init__()
        self._updates = itertools.count(870_000_001)

    async def says(self, person: int, text: str) -> list[Acknowledged]:
        """Let somebody write."""
        return await self.sends(person, text=text)

    async def sends(self, person: int, **content: Any) -> list[Acknowledged]:
        """Let somebody send anything: `photo`, `voice`, `location`, with or without `caption`."""
        return await self.deliver(self.message(person, **content))

    async def presses(self, person: int, label: str) -> list[Acknowledged]:
        """Let somebody press a button that they have; LookupError when they have no such."""
        for sent in reversed(self.sent):
            for shown, data in sent["buttons"]:
                if sent["to"] == person and shown == label:
                    return await self.deliver(self.press(person, sent, data))
        raise LookupError(label)

    async def blocks(self, person: int) -> list[Acknowledged]:
        """Let somebody block the bot."""
        self.blocked.add(person)
        return await self.deliver(self._member(person, "member", "kicked"))

    async def unblocks(self, person: int) -> list[Acknowledged]:
        """Let somebody take that back."""
        self.blocked.discard(person)
        return await self.deliver(self._member(person, "kicked", "member"))

    def message(self, person: int, **content: Any) -> Json:
        """Return the update of a new message; it is not delivered yet."""
        self.known.add(person)
        self.blocked.discard(person)  # the apps let nobody write to a bot that they block
        of_it = {"message_id": next(self.numbers), "from": self._user(person)}
        return self.update(message={**of_it, "chat": chat_of(person), "date": NOW, **content})

    def edit(self, update: Json, **content: Any) -> Json:
        """Return the update of an edit of a message."""
        kept = {name: held for name, held in update["message"].items() if name not in content}
        return self.update(edited_message={**kept, "edit_date": NOW + 60, **content})

    def press(self, person: int, sent: Json, data: str) -> Json:
        """Return the update of a press."""
        query = str(next(self._updates) * 10**9)
        self.queries.add(query)
        of_it = {"id": query, "from": self._user(person), "chat_instance": "-1", "data": data}
        return self.update(callback_query={**of_it, "message": self.own(sent)})

    def update(self, **what: Json) -> Json:
        """Return an update of any kind."""
        return {"update_id": next(self._updates), **what}

    def _user(self, person: int) -> Json:
        return {
            "id": person,
            "is_bot": False,
            "first_name": "Personne",
            "language_code": self.language,
        }

    def _member(self, person: int, old: str, new: str) -> Json:
        was, now = ({"user": BOT, "status": one} for one in (old, new))
        of_it = {"chat": chat_of(person), "from": self._user(person), "date": NOW}
        return self.update(my_chat_member={**of_it, "old_chat_member": was, "new_chat_member": now})

    async def deliver(self, *updates: Json) -> list[Acknowledged]:
        """Bring updates one after the other, each again until the gateway takes it."""
        answers: list[Acknowledged] = []
        for update in updates:
            kind, held = next((name, one) for name, one in update.items() if name != "update_id")
            if kind not in (self.webhook.get("allowed_updates") or [kind]):
                continue
            chat = held.get("chat") or held.get("message", {}).get("chat") or {"id": 0}
            # What comes later in a chat waits for what did not arrive.
            async with self.turns.setdefault(chat["id"], asyncio.Lock()):
                answers += await self._until_taken(update)
        return answers

    async def deliver_at_once(self, *updates: Json) -> list[Acknowledged]:
        """Bring updates, or the same several times, at once and in no order."""
        return list(await asyncio.gather(*(self.bring(one) for one in updates)))

    async def _until_taken(self, update: Json) -> list[Acknowledged]:
        answers: list[Acknowledged] = []
        pause = self.pause
        while len(answers) < self.tries:
            answers.append(await self.bring(update))
            if answers[-1].ok:
                break
            await asyncio.sleep(pause)
            pause *= 2
        return answers

    async def bring(self, update: Json) -> Acknowledged:
        """Bring an update once."""
        headers = {"Content-Type": "application/json"}
        if self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        return await self.call(self.webhook["url"], json.dumps(update).encode(), headers)
