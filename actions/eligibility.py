"""Actions of the topic eligibility."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerEligibility(AnswerAction):
    """Answer `ask_eligibility`."""

    aspect = "eligibility"

    def name(self) -> str:
        return "action_answer_eligibility"
