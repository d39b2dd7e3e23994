"""Words around a place that tell whether somebody lives, lived, or goes there."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import pattern

MOVED = pattern(r"\b(?:suis|sommes|ai ete|went|have gone|was|came|est|moved)\b[^.]{0,14}$")
CITIZEN = pattern(
    r"\b(?:citizen|national|citoyen(?:ne)?|ressortissante?|nationalite|passport"
    r"|passeport) (?:from|of|de|du|d'|des)\s?(?:the |la |l')?$"
)
PAPER_AFTER = pattern(r"^ (?:passports?|citizen|nationals?|nationality)\b")
SELF_FROM = pattern(r"\b(?:i'm|i am|we are|we're|im) from")
TO_AFTER = pattern(r"^ to\b")
TO = pattern(r"\bto (?:the )?$")
BEFORE_NOW = pattern(r"^ (?:avant|before|formerly|autrefois|jadis|previously|auparavant)\b")
GOING = pattern(
    r"\b(?:go|return|come|move|rentrer|retourner|revenir|aller|partir|train|teach|help|former|aider"
    r"|enseigner|work with)\b"
)
STUDENT = pattern(r"\b(?:etudiante?|student|doctorante?|phd candidate)\b")
LIVED_IN = pattern(
    r"^ (?:is |c'est )?(?:where|ou|la ou) (?:i|je|we|j')(?: now)? ?(?:live|vis|habite)\b"
)
BORN_IN = pattern(r"^ (?:is |c'est )?(?:where|ou|la ou) (?:i was|je suis|we were) (?:born|nee?)\b")
COME_TO = pattern(r"\bvenir (?:vivre |habiter |travailler )?(?:aux|au|en|a|dans) $")
CALLS = pattern(r"\b(?:call|calls|calling|appelle)\s$")
HOME_AFTER = pattern(r"^ (?:my )?(?:home|maison|chez moi)\b")
NEVER_LEFT = pattern(r"\b(?:never left|jamais quitte)\s$")
LEFT = pattern(r"\b(?:left|quittee?)\b[^.,;]{0,12}$")
LEFT_FOR = pattern(r"\bleft\b[^.]{0,40}\bfor (?:the )?$")
COME = pattern(r"\b(?:viens|jviens|vient|venue?s?)\b")
COME_STRAIGHT = pattern(r"\b(?:viens|jviens|vient|venue?s?) $")
OWN_ACT = pattern(
    r"\b(?:i|je|j'|we) (?:\w+ )?(?:teach|enseigne|run|help|farm|grow|lecture|train)\b"
)
ARRIVED = pattern(r"\b(?:moved|came)\b")
LEAVES = pattern(r"\b(?:leave|quitter)\b")
STAYS_ON = pattern(r"\b(?:rester|stay)\b")
ONCE = pattern(r"\b(?:ancien(?:ne)?|former|ex|formerly|autrefois)\b")
FOR_YEARS = pattern(r"^[^.,;]{0,12}\b(?:pendant|durant|for \d|for \w+ years)\b")
SHELTER = pattern(r"\b(?:azc|camp|foyer)\b")
LIVING = pattern(r"\b(?:azc|camp|home)\b")


# A friend, a sister: it is with them that one lives.
WITH_SOMEBODY = pattern(
    r"(?:^\W*|\b(?:vis|vit|habite|live|lives|living|stay|staying|sleep|sleeping|dors|loge\w*"
    r"|moi|now|maintenant|actuellement|moment|stays)\b[^.,;]{0,16})\b(?:chez|with|at|avec)"
    r" (?:my |a |mon |ma |mes |un |une |some |the |des )?(?:\w+ )?(?:friends?|amie?s?|sister"
    r"|s[oœ]e?ur|brother|frere|family|famille|relatives|cousine?s?|uncle|aunt|oncle|tante|parents"
    r"|wife|husband|femme|mari|mother|father|mere|pere|son|fils|daughter|fille|children|enfants"
    r"|kids|copain|copine|partner|boyfriend|girlfriend)\b(?:'s)?[^.,;]{0,14}$"
)
BEGINS_ANEW = pattern(r"\b(?:i'm|i am|im|je suis|jsuis|moi je|we are|we're|nous sommes)\b")
APPOINTED = pattern(
    r"\b(?:appointment|rendez-vous|rdv|meeting|reunion|hearing|interview|entretien|audience|read"
    r"|heard|lu|vu|saw|seen|office|bureau|train|bus)\b"
)
