"""What the desk does not do, and why: the contract's errors in words for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from bot.conversations.casework import Refused
from bot.desk.doing import Bad
from bot.web.errors import ApiError


class DeskError(ApiError):
    """An error of the desk's own."""

    messages: ClassVar[Mapping[str, str]] = {
        "case_closed": "Cette demande est close. / This request is closed.",
        "case_taken": "Quelqu'un a pris cette demande : / Somebody has taken this request:",
        "case_not_taken": "Prenez d'abord cette demande. / Take this request first.",
        "desk_empty": "Il n'y a pas de texte. / There is no text.",
        "desk_too_long": "Le texte est trop long. / The text is too long.",
        "desk_bad_language": "language : fr ou en. / language: fr or en.",
        "desk_bad_id": "id : de 1 à 64 caractères, un par réponse. / id: 1 to 64 characters, one "
        "for each reply.",
        "desk_bad_outcome": "Cette issue n'existe pas. / There is no such outcome.",
        "desk_bad_name": "Aucun membre de l'équipe de ce nom ne peut prendre cette demande. / "
        "No one of that name can take this request.",
    }

    @classmethod
    def of(cls, error: Bad | Refused) -> ApiError:
        """Return the answer to what cannot be done."""
        if isinstance(error, Bad):
            return cls(422, f"desk_{error.code}")
        if error.why == "gone":
            return ApiError(404, "not_found")
        return cls(409, f"case_{error.why}", detail=error.who or "")
