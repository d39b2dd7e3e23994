"""Actions of the topic offices."""

from __future__ import annotations

from actions.base import AnswerAction


class ActionAnswerContactProgramme(AnswerAction):
    """Answer `ask_contact_programme`."""

    aspect = "contact_programme"

    def name(self) -> str:
        return "action_answer_contact_programme"


class ActionAnswerContactOffice(AnswerAction):
    """Answer `ask_contact_office`."""

    aspect = "contact_office"

    def name(self) -> str:
        return "action_answer_contact_office"


class ActionAnswerAddressHours(AnswerAction):
    """Answer `ask_address_hours`."""

    aspect = "address_hours"

    def name(self) -> str:
        return "action_answer_address_hours"


class ActionAnswerContactHeadquarters(AnswerAction):
    """Answer `ask_contact_headquarters`."""

    aspect = "contact_headquarters"

    def name(self) -> str:
        return "action_answer_contact_headquarters"


class ActionAnswerPerson(AnswerAction):
    """Answer `ask_person`."""

    aspect = "person"

    def name(self) -> str:
        return "action_answer_person"
