"""Actions of the topic organisation."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerIom(AnswerAction):
    """Answer `ask_iom`."""

    aspect = "iom"

    def name(self) -> str:
        return "action_answer_iom"


class ActionAnswerIomFigures(AnswerAction):
    """Answer `ask_iom_figures`."""

    aspect = "iom_figures"

    def name(self) -> str:
        return "action_answer_iom_figures"


class ActionAnswerIomStructure(AnswerAction):
    """Answer `ask_iom_structure`."""

    aspect = "iom_structure"

    def name(self) -> str:
        return "action_answer_iom_structure"


class ActionAnswerSite(AnswerAction):
    """Answer `ask_site`."""

    aspect = "site"

    def name(self) -> str:
        return "action_answer_site"
