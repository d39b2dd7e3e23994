"""Actions of the topic privacy."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import AnswerAction, Events, KnowledgeAction
from actions.reply import reply_from
from knowledge.answers import Question


class ActionAnswerPersonalData(AnswerAction):
    """Answer `ask_personal_data`."""

    aspect = "personal_data"

    def name(self) -> str:
        return "action_answer_personal_data"


class ActionErase(KnowledgeAction):
    """Say goodbye and ask the gateway to erase the conversation."""

    def name(self) -> str:
        return "action_erase"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        knowledge, question = await self.knowledge(), Question("erased")
        reply = reply_from(knowledge.unit(question), question, knowledge, self._today())
        # Only the gateway can: it owns the conversation and Rasa's tables as well.
        reply["effects"] = [{"type": "erase"}]
        dispatcher.utter_message(json_message=reply)
        return []
