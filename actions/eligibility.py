"""Actions of the topic eligibility: the conditions as published, and the check of one person.

The check is one form for all programmes. Its required slot is never filled: `check` holds how far
it is, `profile` what is known of the person, and the engine picks the next question.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.asking import question_reply
from actions.base import AnswerAction, Events, KnowledgeAction, ReplyAction
from actions.checking import ALL, GO_ON, Check, Person, fields_answered, programme_meant
from actions.context import programme_named
from actions.profile import HALF_QUESTION, before_this, empty, merged, read_message
from actions.rechecking import ASKS, FORM, verdict_of
from knowledge.answers import Question
from knowledge.names import fold

ANSWER = "eligibility_answer"
OPTIONS = "what_exists"
# Messages that answer nothing and ask nothing: within a check they are answers not recognised.
NO_QUESTION = frozenset({"nlu_fallback", "affirm", "deny", "follow_up"})
SWITCHES = frozenset({"ask_eligibility", "follow_up", "nlu_fallback", "ask_programme"})
FEW = 6  # words
HESITATION = re.compile(r"^\W*(?:eu+h*|h+m+|hu+m+|m+|be+n|bah|uh+|um+|er+|eh+|ah+|oh+)\W*$")
PATIENCE = 2  # answers not recognised before a question is left


class ActionAnswerEligibility(AnswerAction):
    """Answer `ask_eligibility`: the conditions as published."""

    aspect = "eligibility"

    def name(self) -> str:
        return "action_answer_eligibility"


class ActionAnswerOptions(ReplyAction):
    """List what exists today, by what is known of the person."""

    def name(self) -> str:
        return "action_answer_options"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        person = Person(await self.knowledge(), tracker.get_slot("profile"), self._today())
        dispatcher.utter_message(json_message=person.tour().reply())
        return []


class ActionReadProfile(KnowledgeAction):
    """Read out of each message what it says of the person."""

    def name(self) -> str:
        return "action_read_profile"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        message, held = tracker.latest_message, tracker.get_slot("profile")
        before = before_this(held, message)
        other = bool(before and before["other"])
        asked: str | None = None
        for asked in fields_answered(Check.of(tracker.get_slot("check")), message):
            heard = read_message(message, asked, self._today(), other)
            if heard.profile or heard.act:
                break
        slot = merged(before, heard, asked)
        return [] if slot == (held or empty()) else [SlotSet("profile", slot)]


class ValidateEligibilityForm(KnowledgeAction):
    """Take the answer that a message holds, and choose what to ask next."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        slots, message = tracker.slots, tracker.latest_message
        knowledge = await self.knowledge()
        check = Check.of(slots.get("check"))
        profile = slots.get("profile") or empty()
        if check and check.stage == "told" and message.get("button") == GO_ON:
            check = replace(check, stage="asking", say="side", first=False)
        begins = check is None or not check.going or not check.is_of(knowledge)
        if check is None or begins:
            check = Check(programme_meant(message, slots, knowledge))
        elif check.say == "side":  # the other question was answered; now on with the check
            check = replace(check, say=None)
        else:
            check, profile = _after(check, message, profile)
        if check.say == "side":
            return [SlotSet("check", asdict(check)), ActionExecutionRejected(FORM)]
        events = _events(check, profile, Person(knowledge, profile, self._today()), slots)
        about = begins and check.programme != ALL  # a question beside it means this programme
        return [*events, *([SlotSet("programme", check.programme)] if about else [])]


def _after(
    check: Check, message: dict[str, Any], profile: dict[str, Any]
) -> tuple[Check, dict[str, Any]]:
    """Return the check after a message, and the profile, which it may empty."""
    intent = str((message.get("intent") or {}).get("name"))
    act = profile["act"]
    if message.get("button") == OPTIONS:
        return replace(check, stage="options"), profile
    if act == "stop":
        return replace(check, stage="stopped"), profile
    if act == "again":
        return Check(check.programme, first=False, say="again"), empty()
    if act == "why":
        return replace(check, say="why"), profile
    other = programme_named(message.get("entities") or [])
    if other and other != check.programme and intent in SWITCHES:
        return Check(str(other)), profile
    if profile["filled"] and not _asks(message, intent):
        noted = None if check.asked in profile["filled"] else "noted"
        return replace(check, say=noted, unclear=0), profile
    if act in ("dont_know", "refused"):
        return replace(check, say="skipped", unclear=0), profile
    if not _is_vague(message, intent):
        return replace(check, say="side"), profile
    if check.unclear + 1 < PATIENCE:
        return replace(check, say="unclear", unclear=check.unclear + 1), profile
    unsure = sorted({*profile["dont_know"], str(check.asked)})
    return replace(check, say="skipped", unclear=0), {**profile, "dont_know": unsure}


def _is_vague(message: dict[str, Any], intent: str) -> bool:
    """Tell whether a message is an answer that was not recognised, and no question beside."""
    text = str(message.get("text"))
    if HALF_QUESTION.match(fold(text)):
        return False
    if HESITATION.match(fold(text)):
        return True
    if "?" in text and ASKS.search(fold(text)):
        return False
    few = len(text.split()) <= FEW and "?" not in text and intent == "out_of_scope"
    return (intent in NO_QUESTION or few) and not message.get("foreign")


def _asks(message: dict[str, Any], intent: str) -> bool:
    """Tell whether a message that answers us asks something of its own as well."""
    return "?" in str(message.get("text")) and intent not in (*NO_QUESTION, "ask_eligibility")


def _events(check: Check, profile: dict[str, Any], person: Person, slots: Any) -> Events:
    """Return what to remember, and the end of the form when nothing is left to ask."""
    field = person.next_question(check) if check.going else None
    if check.going and field is None:
        check = replace(check, stage="told")
    elif check.going and field != check.asked:
        check = replace(check, asked=field, count=check.count + 1)
    events = [SlotSet("check", asdict(check))]
    if profile != slots.get("profile"):
        events.append(SlotSet("profile", profile))
    return [*events, SlotSet("requested_slot", ANSWER if check.going else None)]


class ActionAskEligibilityAnswer(KnowledgeAction):
    """Ask the next question; with the first, say whether the programme still runs."""

    def name(self) -> str:
        return f"action_ask_{ANSWER}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        check = Check(**tracker.get_slot("check"))  # the form was validated just before
        person = Person(await self.knowledge(), tracker.get_slot("profile"), self._today())
        dispatcher.utter_message(json_message=question_reply(check, person))
        return [SlotSet("check", asdict(replace(check, first=False, say=None)))]


class ActionTellVerdict(KnowledgeAction):
    """End the check: with the verdict, with what exists, or because the person wants to stop."""

    def name(self) -> str:
        return "action_tell_verdict"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        check = Check(**tracker.get_slot("check"))  # the form was validated just before
        knowledge = await self.knowledge()
        person = Person(knowledge, tracker.get_slot("profile"), self._today())
        if check.stage == "stopped":
            return await self.say(Question("check_stopped"), dispatcher)
        if check.stage == "options" or check.programme == ALL:
            dispatcher.utter_message(json_message=person.tour().reply())
            return []
        return verdict_of(check, person, dispatcher)
