"""Who a clause is about: the speaker, the person they ask for, or somebody else."""

from __future__ import annotations

import re

FILLER = (
    r"^[\W_]*(?:(?:bonjour|bonsoir|salut|slt|salam|hello|hi|hey|hi there|dear sir|please|svp"
    r"|stp|ok|okay|"
    r"oui|non|yes|no|et|and|mais|but|alors|donc|so|well|euh|sorry|pardon|merci|thanks|que|because|"
    r"d'abord|first|also|aussi|in fact|en fait|now|today|maintenant)[\s,]+){0,3}"
)
# "je crois qu'il a 34 ans" is of him, not of the one who believes it.
HEDGE = (
    r"(?:(?:je|j') ?(?:pense|crois|suppose|imagine|dirais|sais)\s(?:que |qu')"
    r"|i (?:think|believe|guess|suppose|know|am sure)\s(?:that )?|peut-etre qu'|maybe )?"
)
PEOPLE = (
    r"(?:brothers?|sisters?|siblings?|mothers?|fathers?|moms?|mums?|dads?|parents?|wife|wives"
    r"|husband|partner|"
    r"spouse|fiancee?|boyfriend|girlfriend|sons?|daughters?|kids?|child|children|boys?|girls?"
    r"|baby|uncles?|aunts?|"
    r"cousins?|nephews?|nieces?|grand(?:mother|father|parents|ma|pa|son|daughter)|family"
    r"|friends?|colleagues?|"
    r"neighbou?rs?|boss|in-laws|relatives?|roommate|flatmate|ex|lawyer|"
    r"freres?|s[oœ]e?urs?|mere|pere|maman|papa|femme|epouse|mari|epoux|conjointe?|compagnon"
    r"|compagne|fiances?|"
    r"copain|copine|fils|filles?|enfants?|gosses|garcons?|bebe|oncles?|tantes?|cousine?s?"
    r"|neveux?|nieces?|"
    r"grands?[- ](?:mere|pere|parents)|grandparents|famille|amie?s?|potes?|collegues?|voisine?s?|"
    r"patron|patronne|beau[- ]frere|belle[- ]s[oœ]e?ur|avocate?|moitie)"
)
OTHERS = re.compile(
    FILLER + rf"(?:(?:my|mon|ma|mes|our|notre|nos|his|her|son|sa|ses"
    rf"|leur)\s+(?:\w+[- ]){{0,2}}?{PEOPLE}\b(?! tongue)"
    r"|(?:mum|mom|dad|mother|father|maman|papa|mama)\b(?! of| de| tongue| solo| seule)"
    r"|(?<!no )kids\b"
    r"|(?:une?|a|an|one) (?:de nos|de mes|de ces|of our|of the|of these)\b|(?:une?|a|an|one"
    r"|des|some)\s+(?:de mes |of my |de |good |bon |bonne |old |vieil )?"
    r"(?:friends?|amie?s?|cousine?|colleague|collegue|neighbou?r|voisine?|pote|copain|copine"
    r"|guy|man|woman|"
    r"homme|dame|type|gars|connaissance|(?:jeune |young |jolie )?(?:famille|family|femme|fille"
    r"|refugiee?|refugee|migrante?|person|personne|boy|girl|lady|couple)|brother|frere|s[oœ]e?ur"
    r"|sister)\b"
    r"|(?:une?|an?)\s[^,;.]{1,30}?\s(?:is|was|has|est|works|wants|lives|vit|travaille|veut"
    r"|cherche)\b"
    r"|(?:une?|an?|le|la|les|the|des|some)\s[^,;.]{1,30}?\s(?:m'a|m'ont|me dit|nous a|nous ont"
    r"|told me|told us|says)\b"
    r"|(?:she|he|she's|he's|elle|lui)\b)"
)
PRONOUN = re.compile(FILLER + r"(?:they|they're|them|ils?|elles|qui|who|that|their|his|her|leur)\b")
_FAMILY_FROM = re.compile(
    FILLER
    + r"(?:my|ma|our|notre) (?:whole |toute )?(?:family|famille) (?:\w+ ){0,2}?(?:and i|et moi"
    r"|from|de|d'\w+|du|fled|fui|originaire)\b"
)
_WITH_ME = re.compile(r"^\W*(?:me|moi|i|myself|je)\s*(?:and|et)\s*$")  # "me and my husband are"
OWN = re.compile(
    FILLER + r"(?:i|i'm|im|i've|ive|i'd|id|je|j|jai|jsuis|jsui|jhabite|jviens|jveux|jveu|g|moi|me"
    r"|mes?|mon|ma|my|nous|"
    r"on|we|we're|we've|our|notre|nos|suis|am|tous|toutes|all of us|myself|perso"
    r"|personnellement)(?!\w)"
)
KIN = rf"(?:(?:my|mon|ma|mes|our|notre|nos)\s+(?:\w+[- ]){{0,2}}?{PEOPLE})"


def about_other(piece: str, before: str, other: bool, fresh: bool) -> bool:
    """Tell whether a clause is about somebody else; one that names nobody goes on as before."""
    if _FAMILY_FROM.match(piece):
        return False
    if OTHERS.match(piece):
        return not _WITH_ME.match(before)
    if other and re.search(r"\b(?:que|whom|that|dont|qu')\s*$", before):
        return True  # "a woman whom we house"
    if PRONOUN.match(piece):
        return other or bool(re.search(KIN, before) and re.match(r"\s*(?:qui|who)\b", piece))
    if OWN.match(piece) or fresh:
        return False
    return other
