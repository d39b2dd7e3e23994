"""What Rasa is asked, and what is told of its answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from bot.conversations.notices import Notices
from bot.conversations.rasa_client import Answer, RasaClient, Sleep
from bot.conversations.reading import Row
from bot.conversations.redact import without_marks
from bot.conversations.store import ConversationStore
from bot.safety import SafetyTexts

PAUSES = (0.25, 0.5, 1, 2, 4, 8, 16, 28)  # seconds between eight tries: one minute in all
GOING_HOME = "rean"
Changes = dict[str, Any]


@dataclass(frozen=True)
class Asking:
    """Asks Rasa patiently; what it cannot answer is told all the same."""

    rasa: RasaClient
    store: ConversationStore
    notices: Notices
    safety_texts: SafetyTexts
    sleep: Sleep = asyncio.sleep

    async def answer(self, row: Row, changes: Changes) -> Answer:
        """Return what to say to a stored message."""
        answer = await self._answer(row, changes)
        ends = [
            self.notices.handed(one) if one["kind"] == "handoff" else one for one in answer.replies
        ]
        answer = replace(answer, replies=ends)
        first = []
        if row["body"].get("captioned"):
            first.append(self.notices.reply("captioned"))
        if removed := row["body"].get("removed"):
            first.append(self.notices.removed(removed))
        return replace(answer, replies=[*first, *answer.replies]) if first else answer

    async def _answer(self, row: Row, changes: Changes) -> Answer:
        fright = await self._fright(row)
        answer = await self._asked(row, changes, fright)
        goes_home = any(reply.get("programme") == GOING_HOME for reply in answer.replies)
        if fright is None or (answer.sure and not goes_home):
            return answer
        # Right after a fright, what is no clear question is about it: the numbers again. They also
        # stand under the help to go home, which may be asked because of it, and under the way to a
        # human.
        kept = [one for one in answer.replies if answer.sure or one["kind"] == "handoff"]
        return replace(answer, replies=[*kept, self.safety_texts.reply(fright)])

    async def _fright(self, row: Row) -> str | None:
        """Return the kind of danger that was answered right before what a person writes."""
        if row["button"] or not row["protected"]:
            return None
        before = await self.store.said_before(row["conversation_id"], row["seq"])
        return str(before["body"]["category"]) if before and before["kind"] == "safety" else None

    async def _asked(self, row: Row, changes: Changes, fright: str | None) -> Answer:
        body: dict[str, Any] = {
            "conversation": row["conversation_id"],
            "message_id": f"{row['conversation_id']}.{row['seq']}",
            "language": changes.get("language", row["held_language"]),
        }
        said = row["body"]
        if row["button"]:
            body.update(button=row["button"], programme=said.get("under"))
        else:
            body["text"] = without_marks(said["text"])
        if fright:  # then no check begins by itself: nobody in danger is asked where they are
            body["danger"] = fright
        return await self.rasa.patiently(body, PAUSES, self.sleep) or self.given_up

    @property
    def given_up(self) -> Answer:
        """Return the apology for a message that cannot be handled; a human must see it."""
        return Answer([self.notices.reply("outage")], state="failed")
