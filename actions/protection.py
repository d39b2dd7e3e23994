"""Actions of the topic protection."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerScam(AnswerAction):
    """Answer `ask_scam`."""

    aspect = "scam"

    def name(self) -> str:
        return "action_answer_scam"


class ActionAnswerMisconduct(AnswerAction):
    """Answer `report_misconduct`."""

    aspect = "misconduct"

    def name(self) -> str:
        return "action_answer_misconduct"
