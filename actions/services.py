"""Actions of the topic services."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerReturn(AnswerAction):
    """Answer `ask_return`."""

    aspect = "return"

    def name(self) -> str:
        return "action_answer_return"


class ActionAnswerFamily(AnswerAction):
    """Answer `ask_family`."""

    aspect = "family"

    def name(self) -> str:
        return "action_answer_family"


class ActionAnswerResettlement(AnswerAction):
    """Answer `ask_resettlement`."""

    aspect = "resettlement"

    def name(self) -> str:
        return "action_answer_resettlement"


class ActionAnswerLegal(AnswerAction):
    """Answer `ask_legal`."""

    aspect = "legal"

    def name(self) -> str:
        return "action_answer_legal"


class ActionAnswerJobs(AnswerAction):
    """Answer `ask_jobs`."""

    aspect = "jobs"

    def name(self) -> str:
        return "action_answer_jobs"


class ActionAnswerBusiness(AnswerAction):
    """Answer `ask_business`."""

    aspect = "business"

    def name(self) -> str:
        return "action_answer_business"
