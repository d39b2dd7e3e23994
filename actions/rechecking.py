"""After the verdict: a correction gives a new one at once, and "why?" the reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.checking import ALL, GO_ON, Check, Person
from actions.context import programme_named
from knowledge.basics import LANGUAGES
from knowledge.eligibility.told import Told
from knowledge.eligibility.verdict import verdict_reply
from knowledge.names import fold
from knowledge.reply import Reply, buttons

FORM = "eligibility_form"
AFTERWARDS = ["what_exists", "human", "menu"]
# With these a message that says something of the person asks nothing of its own.
SAYS_ONLY = frozenset({"nlu_fallback", "affirm", "deny", "follow_up", "out_of_scope", "greet"})
SAME = frozenset({"ask_eligibility", "ask_programme", "compare_programmes"})
SENTENCE = 12  # words
ASKS = re.compile(
    r"^\W*(?:et |and |mais |but )?(?:combien|quels?|quelles?|qui|ou|quand|comment|pourquoi|est-ce"
    r"|puis-je|peut-|faut-il|how|what|who|where|when|why|which|can|could|do|does|is|are|will)\b"
)
ANDS = ("et ", "and ", "what about ", "how about ", "ou ", "or ")
LONGEST = 6  # words that only name another programme
ORDER = 3  # words that only say stop
Events = list[dict[str, Any]]


def verdict_of(check: Check, person: Person, dispatcher: CollectingDispatcher) -> Events:
    """Tell the verdict, and remember what the talk is about now."""
    told = person.told(check.programme)
    open_again = person.next_question(check) is not None  # a correction made more count
    after = buttons(person.knowledge, [GO_ON, *AFTERWARDS] if open_again else AFTERWARDS)
    dispatcher.utter_message(json_message={**verdict_reply(told, after), "understood": True})
    return [
        SlotSet("check", asdict(replace(check, stage="told"))),
        SlotSet("programme", check.programme),
        SlotSet("aspect", "eligibility"),
        SlotSet("said", None),
    ]


def says_stop(check: Check | None, message: Mapping[str, Any], person: Person) -> bool:
    """Tell whether a message only says stop while nothing is being asked."""
    act = (person.slot or {}).get("act")
    few = len(str(message.get("text") or "").split()) <= ORDER
    return act == "stop" and few and not (check and check.going)


def told_again(
    check: Check | None,
    message: Mapping[str, Any],
    person: Person,
    dispatcher: CollectingDispatcher,
) -> Events | None:
    """Return what a message after a verdict leads to; None when it is about something else."""
    slot = person.slot or {}
    if check is None or check.stage != "told" or not check.is_of(person.knowledge):
        return None
    if slot.get("act") == "why" and check.programme != ALL:
        dispatcher.utter_message(json_message=_reasons(person.told(check.programme)))
        return []
    intent = (message.get("intent") or {}).get("name")
    named = programme_named(message.get("entities") or [])
    if named not in (None, check.programme) and _is_short(message, intent):
        return [FollowupAction(FORM)]  # "and the pilot?"
    if not slot.get("filled") or not (slot.get("corrects") or _only_says(message, intent)):
        return None
    if check.programme == ALL:
        dispatcher.utter_message(json_message=person.tour().reply())
        return []
    return verdict_of(check, person, dispatcher)


def _only_says(message: Mapping[str, Any], intent: Any) -> bool:
    """Tell whether a message says something of the person and asks nothing."""
    text = fold(str(message.get("text") or ""))
    asks = "?" in text or ASKS.search(text) is not None
    return not asks and (intent in SAYS_ONLY | SAME or len(text.split()) <= SENTENCE)


def _is_short(message: Mapping[str, Any], intent: Any) -> bool:
    text = str(message.get("text") or "").lower()
    plain = intent in SAYS_ONLY | SAME or text.startswith(ANDS)
    return plain and len(text.split()) <= LONGEST


def _reasons(told: Told) -> Reply:
    """Return every condition with how it came out and why."""
    marks = {
        "met": {"fr": "rempli", "en": "met"},
        "not_met": {"fr": "pas rempli", "en": "not met"},
        "unknown": {"fr": "pas connu", "en": "not known"},
    }
    reply = verdict_reply(told)
    criteria = reply["eligibility"]["criteria"]
    text = {
        language: "\n".join(
            f"– {one['label'][language]} ({marks[one['result']][language]}). {one['why'][language]}"
            for one in criteria
        )
        for language in LANGUAGES
    }
    last = {one: reply["text"][one].rsplit("\n", 1)[-1] for one in LANGUAGES}
    both = {one: f"{text[one]}\n{last[one]}".strip() for one in LANGUAGES}
    return {**reply, "text": both}
