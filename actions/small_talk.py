"""Actions of the topic small talk."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AnswerAction, Events, ReplyAction, heard, talked_of
from actions.context import follow_up, question_of
from actions.going_on import goes_on, is_elsewhere, narrowed, of_the_last, reply_to_asked
from knowledge.answers import Knowledge, Question, question_for
from knowledge.reply import buttons, reply_from


class ActionAnswerGreet(AnswerAction):
    """Greet back."""

    aspect = "greet"

    def name(self) -> str:
        return "action_answer_greet"


class ActionAnswerThank(AnswerAction):
    """Take thanks."""

    aspect = "thank"

    def name(self) -> str:
        return "action_answer_thank"


class ActionAnswerSayGoodbye(AnswerAction):
    """Say goodbye."""

    aspect = "say_goodbye"

    def name(self) -> str:
        return "action_answer_say_goodbye"


class ActionAnswerWhoYouAre(AnswerAction):
    """Say what this assistant is."""

    aspect = "who_you_are"

    def name(self) -> str:
        return "action_answer_who_you_are"


class ActionAnswerMenu(AnswerAction):
    """Say what one can ask."""

    aspect = "menu"

    def name(self) -> str:
        return "action_answer_menu"


class ActionAnswerAffirm(AnswerAction):
    """Take a yes to nothing that was asked."""

    aspect = "affirm"

    def name(self) -> str:
        return "action_answer_affirm"


class ActionAnswerDeny(AnswerAction):
    """Take a no that nothing asked for."""

    aspect = "deny"

    def name(self) -> str:
        return "action_answer_deny"


class ActionAnswerInsult(AnswerAction):
    """Stay calm and offer a person."""

    aspect = "insult"

    def name(self) -> str:
        return "action_answer_insult"


class ActionAnswerOutOfScope(AnswerAction):
    """Refer warmly what this is not for; name our two languages to who writes in another."""

    aspect = "out_of_scope"

    def name(self) -> str:
        return "action_answer_out_of_scope"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        other = tracker.latest_message.get("foreign")
        if other:
            return await self.say(Question("language_other", details=(f"in_{other}",)), dispatcher)
        return await super().act(dispatcher, tracker)


class ActionFollowUp(ReplyAction):
    """Answer half a question ("and Serbia?") from what came before it."""

    def name(self) -> str:
        return "action_follow_up"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        text, entities = heard(tracker)
        slots, knowledge = talked_of(tracker), await self.knowledge()
        question = reply_to_asked(text, entities, tracker.latest_message, slots, knowledge)
        question = question or follow_up(text, entities, slots, knowledge)
        return await self.say(question or Question("not_understood"), dispatcher)


class ActionNotUnderstood(ReplyAction):
    """Unsure: search; then ask which is meant; else not known when it names something of ours."""

    def name(self) -> str:
        return "action_not_understood"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        text, entities = heard(tracker)
        knowledge = await self.knowledge()
        slots = talked_of(tracker)
        said = (text, entities, tracker.latest_message, slots, knowledge)
        question = self._about(text, entities)
        going_on = goes_on(*said) or of_the_last(question, *said)
        if going_on is not None:
            return await self.say(going_on, dispatcher)
        unit = self.explained(text, entities, question, knowledge)
        told = knowledge.answer(question)
        if unit is None and (told is None or told.detail is None):
            unit = await self.found(text, tracker.latest_message.get("language"), knowledge)
            if unit is not None and is_elsewhere(unit, entities, slots):
                unit = None
        if unit is not None:
            return self.tell(unit, question_for(unit), knowledge, dispatcher)
        on_that = narrowed(text, entities, slots, knowledge)
        if on_that is not None:
            return await self.say(on_that, dispatcher)
        meant = tracker.latest_message.get("meant") or []
        if meant and (told is None or told.detail is None):
            return self._offer(meant, text, entities, knowledge, dispatcher)
        return await self.say(question, dispatcher)

    def _offer(
        self,
        meant: list[str],
        text: str,
        entities: list[dict[str, Any]],
        knowledge: Knowledge,
        dispatcher: CollectingDispatcher,
    ) -> Events:
        """Ask which of some intents is meant: each has a button of its name."""
        question = question_of("did_you_mean", text, entities, {})
        reply = reply_from(knowledge.unit(question), question, knowledge, self._today())
        reply["buttons"] = buttons(knowledge, meant)
        dispatcher.utter_message(json_message=reply)
        kept = {"offered": meant, "text": text, "entities": entities}
        return [SlotSet("unclear", kept), SlotSet("asked", "did_you_mean")]

    def _about(self, text: str, entities: list[dict[str, Any]]) -> Question:
        ours = {"programme", "office", "person"}
        named = {entity.get("entity") for entity in entities}
        aspect = "not_understood" if named & ours else "out_of_scope"
        # Words that are the whole question by themselves are answered whatever the intent.
        return question_of(aspect, text, entities, {})
