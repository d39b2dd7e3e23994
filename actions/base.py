"""The one way from a question to a reply; topics say only what was asked."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.checking import Check, Person, wants_check
from actions.context import Entities, danger_before, is_of_another, phase_meant, question_of
from actions.going_on import VAGUE, goes_on, is_sure, of_the_last, still_of
from actions.rechecking import FORM, says_stop, told_again
from knowledge.answers import Knowledge, Question, question_for
from knowledge.basics import LANGUAGES
from knowledge.live import live_knowledge
from knowledge.models import Unit
from knowledge.reply import reply_from
from knowledge.search.live import LiveSearch, live_search
from knowledge.terms import term_asked

NAMED = frozenset({"programme", "office", "person"})  # what has answers of its own
NOT_TALKED_OF = ("out_of_scope", "not_understood", "source")
# What the talk is of right after help for some kinds of danger: aspect and programme.
AFTER = {
    "trafficking": ("programme", "counter_trafficking_nl"),
    "debt_bondage": ("programme", "counter_trafficking_nl"),
    "staff_exploitation": ("misconduct", None),
}
log = logging.getLogger("knowledge")
Events = list[dict[str, Any]]


def heard(tracker: Tracker) -> tuple[str, list[dict[str, Any]]]:
    """Return what was said, and what it names; of a choice offered, what was said before it."""
    message, unclear = tracker.latest_message, tracker.get_slot("unclear")
    if unclear and message.get("button") in unclear["offered"]:
        return unclear["text"], unclear["entities"]
    return message.get("text") or "", message.get("entities") or []


def talked_of(tracker: Tracker) -> dict[str, Any]:
    """Return the slots; right after help for some kinds of danger, as if that was talked of."""
    after = AFTER.get(danger_before(tracker.latest_message) or "")
    return {**tracker.slots, "aspect": after[0], "programme": after[1]} if after else tracker.slots


class KnowledgeAction(Action, ABC):
    """An action that answers from the knowledge; tests hand it a small one, and their search."""

    def __init__(
        self,
        knowledge: Knowledge | None = None,
        today: Callable[[], date] = date.today,
        search: LiveSearch | None = None,
    ) -> None:
        self._given = knowledge
        self._today = today
        self._search = search

    @abstractmethod
    def name(self) -> str:
        """Return the name used in the domain."""

    async def knowledge(self) -> Knowledge:
        """Return what the current release may tell today."""
        held = self._given or await live_knowledge().refresh()
        return held.on(self._today())

    async def found(self, text: str, language: str | None, knowledge: Knowledge) -> Unit | None:
        """Return the unit that search is sure about; None when it is not, or is broken."""
        spoken = next((one for one in LANGUAGES if one == language), None)
        try:
            found = await (self._search or live_search()).find(text, spoken, knowledge, limit=1)
        except Exception as error:  # whatever it is, the person gets the answer without search
            log.error("search failed (%s); answered without it", type(error).__name__)
            return None
        return found.hits[0].unit if found.sure else None

    def explained(
        self, text: str, entities: Entities, question: Question, knowledge: Knowledge
    ) -> Unit | None:
        """Return the word of the field that is asked for; None when there is more to tell of it."""
        told, named = knowledge.answer(question), {one.get("entity") for one in entities}
        if named & NAMED or (told and told.detail):
            return None
        return term_asked(text, knowledge.content)

    async def say(self, question: Question, dispatcher: CollectingDispatcher) -> Events:
        """Answer a question and remember what it was about."""
        knowledge = await self.knowledge()
        unit = knowledge.answer(question) or knowledge.unit(Question("not_understood"))
        return self.tell(unit, question, knowledge, dispatcher)

    def tell(
        self, unit: Unit, question: Question, knowledge: Knowledge, dispatcher: CollectingDispatcher
    ) -> Events:
        """Tell a unit and remember what it was about."""
        reply = reply_from(unit, question, knowledge, self._today())
        dispatcher.utter_message(json_message=reply)
        asked = SlotSet("asked", unit.id if unit.kind == "question" else None)
        unclear = SlotSet("unclear", None)
        about = unit.leads_to or unit.tells_of
        if unit.kind == "smalltalk" or (unit.aspect in NOT_TALKED_OF and not about):
            return [asked, unclear]
        # One that was only assumed is not carried on: the next question may mean another.
        programme = about or question.programme
        # What had no clear question told of a programme: the talk is of that now.
        aspect = "programme" if about and question.aspect in VAGUE else question.aspect
        return [
            SlotSet("aspect", aspect),
            # An answer that is about no programme leaves the talk of one where it was.
            *([SlotSet("programme", programme)] if programme else []),
            SlotSet("country", question.country),
            SlotSet("office", unit.office or question.office),
            SlotSet("person", question.person),
            SlotSet("details", list(question.details)),
            asked,
            unclear,
            SlotSet("said", unit.id if unit.sources else None),
        ]


class ReplyAction(KnowledgeAction, ABC):
    """An action that replies to a message; a check may begin, go on or wait around it."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Begin a check, go on from its verdict, or act; then resume a check under way."""
        check, message = Check.of(tracker.get_slot("check")), tracker.latest_message
        person = Person(await self.knowledge(), tracker.get_slot("profile"), self._today())
        if says_stop(check, message, person):
            return await self.say(Question("check_stopped"), dispatcher)
        again = told_again(check, message, person, dispatcher)
        if again is not None:
            return again
        if not (check and check.going) and wants_check(message, person.slot, check):
            return [FollowupAction(FORM)]
        events = await self.act(dispatcher, tracker)
        # A question beside the check was answered: the form asks again.
        return [*events, FollowupAction(FORM)] if check and check.waits else events

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Do what the action is for."""


class AnswerAction(ReplyAction, ABC):
    """Answers one aspect of whatever the message and the turns before it are about."""

    aspect: ClassVar[str]
    about: ClassVar[str | None] = None  # the programme, where the intent itself names it

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        text, entities = heard(tracker)
        knowledge = await self.knowledge()
        slots = talked_of(tracker)
        said = (text, entities, tracker.latest_message, slots, knowledge)
        going_on = goes_on(*said)
        if going_on is not None:
            return await self.say(going_on, dispatcher)
        question = question_of(self.aspect, text, entities, slots)
        if self.about:
            question = replace(question, programme=self.about)
        elif is_of_another(question, entities, knowledge):
            question = replace(question, programme=None)
        else:
            question = replace(question, programme=phase_meant(question, text, knowledge))
        question = still_of(question, slots, knowledge)
        question = of_the_last(question, *said) or question
        unit = self.explained(text, entities, question, knowledge)
        if unit is not None and not is_sure(tracker.latest_message):
            return self.tell(unit, question_for(unit), knowledge, dispatcher)
        return await self.say(question, dispatcher)
