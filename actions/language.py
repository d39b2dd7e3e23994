"""Actions of the topic language."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events, ReplyAction, heard
from actions.context import question_of
from actions.going_on import goes_on
from knowledge.answers import Question
from knowledge.reply import reply_from


class ActionSwitchLanguage(ReplyAction):
    """Change to French or English, said in that language; name the two for any other."""

    def name(self) -> str:
        return "action_switch_language"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        named = {
            e["value"]
            for e in tracker.latest_message.get("entities") or []
            if e["entity"] == "language"
        }
        wanted = next(iter(named & {"fr", "en"}), None)
        knowledge = await self.knowledge()
        question = question_of("switch_language", *heard(tracker), {})
        if knowledge.answer(question):  # "do I need French?" asks for no other language
            return await self.say(question, dispatcher)
        going_on = goes_on(*heard(tracker), tracker.latest_message, tracker.slots, knowledge)
        if going_on is not None and not named:  # "Somalie" is no language
            return await self.say(going_on, dispatcher)
        question = Question(f"language_{wanted or 'other'}")
        reply = reply_from(knowledge.unit(question), question, knowledge, self._today())
        if wanted:
            # The gateway owns the language; it does this in the transaction that stores the reply.
            reply["effects"] = [{"type": "set_language", "language": wanted}]
        dispatcher.utter_message(json_message=reply)
        return []
