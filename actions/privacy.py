"""Actions of the topic privacy."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AnswerAction, Events, ReplyAction

YES = re.compile(r"\s*(oui|ouais|yes|yeah|ok|d'accord|sure|vas-y|allez-y|go)\b", re.IGNORECASE)


class ActionAnswerPersonalData(AnswerAction):
    """Answer `ask_personal_data`."""

    aspect = "personal_data"

    def name(self) -> str:
        return "action_answer_personal_data"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        if tracker.get_slot("asked") == "erase" and YES.match(tracker.latest_message["text"] or ""):
            return await self.erase(dispatcher)
        return await super().act(dispatcher, tracker)


class ActionErase(ReplyAction):
    """Say goodbye and ask the gateway to erase the conversation."""

    def name(self) -> str:
        return "action_erase"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        return await self.erase(dispatcher)
