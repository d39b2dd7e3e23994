"""Actions of the topic handover."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerHuman(AnswerAction):
    """Say how to reach a person."""

    aspect = "human"

    def name(self) -> str:
        return "action_answer_human"


class ActionAnswerMyFile(AnswerAction):
    """Answer `ask_my_file`."""

    aspect = "my_file"

    def name(self) -> str:
        return "action_answer_my_file"


class ActionAnswerCooperation(AnswerAction):
    """Answer `offer_cooperation`."""

    aspect = "cooperation"

    def name(self) -> str:
        return "action_answer_cooperation"


class ActionAnswerComplaint(AnswerAction):
    """Answer `complain`."""

    aspect = "complaint"

    def name(self) -> str:
        return "action_answer_complaint"
