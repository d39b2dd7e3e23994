"""Actions of the topic programmes."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AnswerAction, Events, ReplyAction, heard
from actions.checking import Check, Person
from actions.context import HERE, question_of
from actions.rechecking import AFTERWARDS
from knowledge.eligibility.verdict import verdict_reply
from knowledge.origin import origin_reply, source_reply
from knowledge.terms import unit_called


class ActionAnswerProgramme(AnswerAction):
    """Answer `ask_programme`."""

    aspect = "programme"

    def name(self) -> str:
        return "action_answer_programme"


class ActionAnswerCountries(AnswerAction):
    """Answer `ask_countries`."""

    aspect = "countries"

    def name(self) -> str:
        return "action_answer_countries"


class ActionAnswerCountry(AnswerAction):
    """Say whether a country takes part."""

    aspect = "country"

    def name(self) -> str:
        return "action_answer_country"


class ActionAnswerFunding(AnswerAction):
    """Answer `ask_funding`."""

    aspect = "funding"

    def name(self) -> str:
        return "action_answer_funding"


class ActionAnswerDuration(AnswerAction):
    """Answer `ask_duration`."""

    aspect = "duration"

    def name(self) -> str:
        return "action_answer_duration"


class ActionAnswerResults(AnswerAction):
    """Answer `ask_results`."""

    aspect = "results"

    def name(self) -> str:
        return "action_answer_results"


class ActionAnswerSectors(AnswerAction):
    """Answer `ask_sectors`."""

    aspect = "sectors"

    def name(self) -> str:
        return "action_answer_sectors"


class ActionAnswerStatus(AnswerAction):
    """Answer `ask_status`."""

    aspect = "status"

    def name(self) -> str:
        return "action_answer_status"


class ActionAnswerSuccessor(AnswerAction):
    """Answer `ask_successor`."""

    aspect = "successor"

    def name(self) -> str:
        return "action_answer_successor"


class ActionAnswerCompare(AnswerAction):
    """Answer `compare_programmes`."""

    aspect = "compare"

    def name(self) -> str:
        return "action_answer_compare"


class ActionAnswerBackground(AnswerAction):
    """Answer `ask_background`."""

    aspect = "background"

    def name(self) -> str:
        return "action_answer_background"


class ActionAnswerQuote(AnswerAction):
    """Answer `ask_quote`."""

    aspect = "quote"

    def name(self) -> str:
        return "action_answer_quote"


class ActionAnswerAssignmentLength(AnswerAction):
    """Answer `ask_assignment_length`."""

    aspect = "assignment_length"

    def name(self) -> str:
        return "action_answer_assignment_length"


class ActionAnswerBenefits(AnswerAction):
    """Answer `ask_benefits`."""

    aspect = "benefits"

    def name(self) -> str:
        return "action_answer_benefits"


class ActionAnswerApply(AnswerAction):
    """Answer `how_to_apply`."""

    aspect = "apply"

    def name(self) -> str:
        return "action_answer_apply"


class ActionAnswerGhanaHealth(AnswerAction):
    """Answer `ask_ghana_health`."""

    aspect = "programme"
    about = "mida_ghana_health"

    def name(self) -> str:
        return "action_answer_ghana_health"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        text, entities = heard(tracker)
        question = question_of("eligibility", text, entities, tracker.slots)
        elsewhere = question.countries and "GH" not in question.countries
        if not elsewhere or question.country == HERE or question.programme == self.about:
            return await super().act(dispatcher, tracker)
        # A nurse who wants to teach in Khartoum does not ask about Ghana.
        return await self.say(question, dispatcher)


class ActionTellSource(ReplyAction):
    """Say where the last answer comes from and how old that is."""

    def name(self) -> str:
        return "action_tell_source"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        knowledge = await self.knowledge()
        question = question_of("source", *heard(tracker), {})
        if knowledge.unit(question).detail:  # "how old is this article?" names what it asks about
            return await self.say(question, dispatcher)
        check = Check.of(tracker.get_slot("check"))
        if check and check.was_told_last(tracker.get_slot("said"), knowledge):
            person = Person(knowledge, tracker.get_slot("profile"), self._today())
            cited = [one["id"] for one in verdict_reply(person.told(check.programme))["sources"]]
            reply = origin_reply(cited, knowledge, check.programme, AFTERWARDS)
            dispatcher.utter_message(json_message=reply)
            return []
        unit = unit_called(tracker.get_slot("said") or "", knowledge.content)
        if unit is None or not unit.sources:
            return await self.say(question, dispatcher)
        reply = source_reply(unit, knowledge, tracker.get_slot("programme"))
        dispatcher.utter_message(json_message=reply)
        return []
