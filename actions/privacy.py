"""Actions of the topic privacy."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerPersonalData(AnswerAction):
    """Answer `ask_personal_data`."""

    aspect = "personal_data"

    def name(self) -> str:
        return "action_answer_personal_data"
