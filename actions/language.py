"""Actions of the topic language."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, KnowledgeAction, heard
from actions.context import is_half
from actions.small_talk import ActionFollowUp
from knowledge.answers import Question
from knowledge.reply import reply_from


class ActionSwitchLanguage(KnowledgeAction):
    """Change to French or English, said in that language; name the two for any other."""

    def name(self) -> str:
        return "action_switch_language"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        named = {
            e["value"]
            for e in tracker.latest_message.get("entities") or []
            if e["entity"] == "language"
        }
        wanted = next(iter(named & {"fr", "en"}), None)
        if not named and is_half(*heard(tracker)):  # "Somalie" is no language
            follow_up = ActionFollowUp(self._given, self._today)
            return await follow_up.run(dispatcher, tracker, domain)
        question = Question(f"language_{wanted or 'other'}")
        knowledge = await self.knowledge()
        reply = reply_from(knowledge.unit(question), question, knowledge, self._today())
        if wanted:
            # The gateway owns the language; it does this in the transaction that stores the reply.
            reply["effects"] = [{"type": "set_language", "language": wanted}]
        dispatcher.utter_message(json_message=reply)
        return []
