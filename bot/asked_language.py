"""Does somebody ask for French or English, or accept one of them? Pure."""

from __future__ import annotations

import re
from typing import Literal

from bot.lexicon import plain

_NAME = r"(?P<name>francais|french|anglais|english|fr|eng|langlais)"
_WITH = (
    r"(?:(?:en|in|to|au|a l'|l'|le|du|de l'|also|aussi|plutot|rather|moi|me|de nouveau|again) ?)*"
)
_SAY = (
    r"(?:repond\w*|parl\w*|ecri\w*|continu\w*|pass\w*|expliqu\w*|revenons|revenir|mettez|mets"
    r"|switch|speak|talk|write|put|turn|answer|reply|respond|continue|go on|carry on|explain|chat)"
)
_US = (
    r"(?:tu peux|vous pouvez|pouvez[- ]vous|peux[- ]tu|pourriez[- ]vous|on peut|peut[- ]on"
    r"|(?:can|could|would|will) (?:you|we|i)|you can|we can|let's|lets|please|pls|svp|^)"
)
_POLITE = r"(?:please|pls|plz|svp|stp|s'il (?:vous|te) plait|merci|thanks|thank you|then|now)"
_FINE = r"(?:fine|ok(?:ay)?|good|better|easier|possible|no problem|works?|bien|mieux|plus facile)"
_PREFER = r"(?:prefere|prefer|would rather|je veux bien|plutot)"
_SPEAKING = r"(?: (?:parler|ecrire|continuer|speak|to speak|to write|write|continue))?"
_WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W*(?:(?:ok|oui|yes|no|non|sorry|et|and|but|mais)\W+)?{_WITH}{_NAME}"
        rf"(?:\W+{_POLITE})*\W*$",
        rf"{_US}\W*(?:(?:just|also|aussi|me|nous|bien)\W+)*{_SAY}(?: \w+){{0,2}}? {_WITH}{_NAME}\b",
        rf"\b{_PREFER}{_SPEAKING} {_WITH}{_NAME}\b",
        rf"{_NAME} (?:is|est|c'est|ca|sera|would be|serait|me|m'|va|works?)"
        rf"(?: (?:va|est|also|aussi|too|me|tres|plus|more|even|is|convient|totally)\b)*"
        rf"(?: ?{_FINE}|(?<= va)|(?<= aussi)|(?<= convient))\b",
        rf"\bin {_NAME},? (?:is )?(?:please|pls|also|too|ok|fine)\b",
        rf"\ben {_NAME},? (?:svp|stp|s'il|si possible|c'est|ca|merci)",
    )
)


def asked_for(text: str) -> Literal["fr", "en"] | None:
    """Return the language that a message asks for or accepts, else None."""
    folded = plain(text[:500].replace("’", "'"))
    for wish in _WISHES:
        if found := wish.search(folded):
            return "fr" if found["name"].startswith("fr") else "en"
    return None
