"""Actions of the topic privacy. Erasing and exporting are the gateway's: it owns every table."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerPersonalData(AnswerAction):
    """Answer `ask_personal_data`."""

    aspect = "personal_data"

    def name(self) -> str:
        return "action_answer_personal_data"
