"""Words that show what half a question, or one that goes on, is about. Pure."""

from __future__ import annotations

import re

# Words that point back at the country named before.
THERE = re.compile(
    r"\b(there|(this|that|my|his|her|their) (home )?country|la-bas|la bas|(ce|mon|son|leur) pays"
    r"|y a-t-il eu|y sont)\b"
)
# Aspects that one word tells apart once an office is the subject: "and the phone?"
LINE = re.compile(
    r"\b(phone|tel|telephone|number|numero|num|mail|mial|mel|e-?m(?:ai|ia)l|courriel|fax|whatsapp"
    r"|joindre|reach)\b"
)
# After a first phase: the one that followed it.
SECOND = re.compile(r"\b(deuxieme|seconde?|2e|2eme|second|2nd|next|following) (phase|one)\b")
# People of an office, or somebody, named before.
THEY = re.compile(r"\b(they|them|their|ils|leur|leurs)\b")
SOMEBODY = re.compile(r"\b(he|she|his|her|him|il|elle|lui|son|sa|ses)\b")
SHORT = 5  # words: "what's the phone number" after Geneva means Geneva's
PLACE = re.compile(
    r"\b(address|adresse|street|rue|hours?|heures?|horaires?|open|ouverts?|where|ou est)\b"
)
# The journey of who goes on an assignment, not that of a family to the Netherlands.
MINE = re.compile(
    r"\b(mon (billet|vol|voyage)|avec moi|m'accompagne|my (own )?(ticket|flight|trip|travel)"
    r"|with me|come along|accompany me)\b"
)
# A message that goes on from the last: "and if …", "does it matter that …", "with me".
GOES_ON = re.compile(
    r"^\W*(and|but|so|what if|what about|if|et|mais|si|du coup|meme si)\b"
    r"|\b(avec moi|with me|does it matter|is it a problem|pose (un )?probleme|est grave)\b"
)
# What may stand around a name that is all of a message: "no, in the pilot".
AROUND = frozenset(
    """
    et and ou or pour for dans in le la les l the au aux en a of du de d des avec with sur on no non
    oui yes what about alors then aussi also too same pareil meme chose question is it c est ok
    svp stp pls please plutot rather instead moi je me i so donc mais but
    """.split()
)
WHAT_IS = re.compile(r"\W*(what is|what's|whats|what are|c'est quoi|qu'est)\b")  # a whole question
