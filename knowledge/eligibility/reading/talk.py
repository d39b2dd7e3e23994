"""Yes and no, corrections, and in which tongue to go on."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import one_of, pattern

CORRECTS = pattern(
    r"^\W*(?:non|no|nan|nope),? (?:je |j'|i |i'm |in fact|en fait|c'est|it's|pas |not "
    r"|actually)|\b(?:pardon|sorry|desolee?|oups|oops|excusez[- ]moi|attendez|wait|erreur"
    r"|mistake|correction|trompee?|mal exprimee?|i meant|i mean|je voulais dire|plutot"
    r"|actually|en fait|rectif\w+|j'ai dit|i said|misspoke|wrong|typo|je me suis"
    r"|before we go on|au fait|not \d+|pas \d+|et non|instead|faute de frappe|mal ecrit"
    r"|made a mistake|messed up)\b"
)
_TONGUE = (
    r"(?:francais|anglais|neerlandais|hollandais|english|french|dutch|nederlands|arabe|arabic"
    r"|engels|frans)"
)
_PLEASE = r"(?:please|plz|pls|svp|stp|s'il (?:vous|te) plait|graag|alstublieft)"
# "in English please": how to go on, nothing of the speaker
IN_TONGUE = one_of(
    rf"\b(?:(?:en|in|in het|het) )?{_TONGUE}\W{{1,3}}{_PLEASE}",
    rf"\b{_PLEASE}\W{{1,3}}(?:en|in) (?:het )?{_TONGUE}\b",
    rf"^\W*(?:en|in) (?:het )?{_TONGUE}\W*$",
)
YES = pattern(
    r"^\W*(?:oui|ouais|ui|yes|yeah|yep|yea|yup|ja|si\b|sure|of course|bien sur|certainly"
    r"|(?:absolutely|absolument)(?! not| pas| no\b| non)|tout a fait|exactement|exact|indeed"
    r"|correct|i do|i have|i am"
    r"|i would|we do|we can|we have|d'accord|ok|okay|evidemment|volontiers|affirmati\w+"
    r"|definitely|certainement|right|true|c'est vrai|vrai|c'est ca|je veux bien"
    r"|effectivement|i did|they did|they do|he does|she does|he did|she did)\b"
)
NO = pattern(
    r"^\W*(?:(?:ah|oh|ben|bah|bof|euh|well|alors|but|mais|honestly|franchement) )?(?:non|no|nope"
    r"|nan"
    r"|nah|nee|not\b|never|jamais|pas (?:du tout|encore|vraiment|en ce moment|maintenant"
    r"|actuellement|pour l'instant|trop|moi)|pas\W*$|aucune?\b|nobody|no one|personne|i don't"
    r"|i dont|i haven't|we don't|we can't|absolutely not|absolument pas|certainly not|negati\w+"
    r"|niet"
    r"|c'est faux|rien|none|i'm not|i am not)\b"
)
_NO_TROUBLE = pattern(
    r"^\W*(?:no|non|pas de|aucun|not an?) ?(?:problem\w*|souci|stress|worries|issue)\b"
    r"|\bpas de (?:probleme|souci)\b"
)
_BOTH = pattern(r"^\W*(?:oui|yes) (?:et|and) (?:non|no)\b")


def yes_or_no(text: str) -> bool | None:
    """Return what a message begins by saying: yes, no or neither."""
    if _BOTH.search(text):
        return None
    if YES.search(text) or _NO_TROUBLE.search(text):
        return True
    return False if NO.search(text) else None
