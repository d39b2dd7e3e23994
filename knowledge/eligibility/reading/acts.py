"""What is said about the asking itself: stop, again, why, no answer, not known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.eligibility.reading.tables import one_of

_OPENS = r"^\W*(?:(?:et|and|mais|but|ok|oui|yes|ben|bah|euh|well|so|alors|oh|ah|non|no)\W+){0,2}"
_BUT = r"(?:(?:euh|ben|bah|well|sorry|desolee?|honestly|franchement|oh|ah|mais|but)\W+){0,2}"
_OUT = r"(?:out of (?:it|this)|en dehors|tranquilles?|hors de)"

_STOP = one_of(
    r"^\W*(?:stop|stoppe?z?|ca suffit|basta|assez|enough|arretez?|forget it"
    r"|laissez? tomber|laisse|tant pis|never ?mind|quit|cancel|annule[rz]?"
    r"|j'arrete)\W*(?:please|svp|s'il vous plait|merci|now|la|thanks"
    r"|with (?:the|your) questions?)?\W*$",
    r"\b(?:laissez? tomber|on arrete(?! pas)|arretons|je veux arreter|j'arrete (?:la|ici))\b",
    r"\b(?:laissez?\W*$|i want to stop|let's stop|lets stop|enough questions?)(?!\w)",
    r"\bstop (?:this|it|here|asking|now|the (?:check|questions?)|please)\b",
    r"\b(?:no more questions?|plus de questions?|j'abandonne(?! (?:ma|mes|mon|la|ce|cette))"
    r"|i give up)\b",
    r"\bje (?:ne )?veux plus (?:repondre|continuer)\b",
    r"\bdon't want to (?:go on|continue)\b",
    r"\bforget (?:it|about it)\b",
    r"\barretez(?: (?:ca|la|de|vos|tout))\b",
    r"\b(?:that's enough|ca suffit|i'm done (?:here|with)|end this|never mind)\b",
    r"\b(?:stop[, ]+(?:stop|please|svp)|please stop|leave it (?:there|at that)|restons-en la)\b",
    r"\b(?:marre|ras le bol|sick|tired|fed up) (?:de|of|with) (?:vos|tes|ces|your|these|all)\b",
    r"\bchanged my mind about (?:this|the) (?:check|test|questions?)\b",
)
_AGAIN = one_of(
    r"\b(?<!puis-je )(?<!puis je )(?:recommen[cs]\w*|start (?:over|again|afresh)|restart"
    r"|begin again|a zero)\b",
    r"\b(?:from (?:the )?(?:scratch|beginning|start)|depuis le debut|du debut|reset)\b",
    r"\b(?:reprend(?:re|s|ons)? (?:tout|depuis)|on reprend|do it (?:all )?again)\b",
    r"\b(?:effacez? tout|clear everything|opnieuw|on efface tout|new start)\b",
    r"\b(?:back to (?:the )?(?:first|start)|begin (?:anew|afresh)|repart(?:ons|ir)? (?:au|du) debut"
    r"|(?:scrap|delete|erase|forget|effacez|oubliez) (?:my|all my|mes|toutes mes)"
    r" (?:answers|reponses))\b",
    r"\bredo (?:it|this|everything)\b",
)
# The question alone, whether something was asked or not.
_WHY_ALONE = one_of(
    _OPENS + r"(?:pourquoi|pq|pk|pkoi|prkoi|why|waarom|what for)\b"
    r"(?:\W+(?:pas|ca|cela|not|non|that|this|so|though|tho|ask|donc|then|exactly|exactement"
    r"|is (?:that|this)|cette question|une telle question|moi|me)){0,2}\W*$",
    _OPENS + r"how come\W*$",
    r"\bwhy (?:do|are|would|did) you (?:say|ask|think|saying|asking)\b",
    r"\bwhy (?:do|would) you (?:want|need) to know\b",
    r"\b(?:pourquoi|pq|pk|pkoi|prkoi) (?:est-ce que )?(?:vous |tu |me )+(?:dites|dis|demand\w+"
    r"|pens\w+)\b",
    r"\bpourquoi (?:dites|demandez|pensez)[- ]vous\b",
)
_REFUSED_ALONE = one_of(
    r"\b(?:none of|not|isn't|aren't) your (?:business|concern)\b",
    r"\bnone of your\W*$",
    r"\bmind your own\b",
    r"\bvous (?:regarde|concerne) pas\b",
    r"\bpas vos (?:affaires|oignons)\b",
    rf"\b(?:leave|keep|laissez?|tenez) (?:my|mon|ma|mes|our|nos) (?:\w+ ){{1,3}}{_OUT}",
    r"^\W*(?:(?:no|non|sorry)\W+)?(?:that's|that is|it's|c'est|ca c'est)"
    r" (?:too |very |trop |tres )?(?:private|personal|prive|personnel|intime)\W*$",
    r"\b(?:won't|will not|not going to|rather not|prefer not to) (?:tell|say|answer)\b",
    r"\bprefere (?:ne )?pas (?:\w+ ){0,2}(?:dire|repondre)\b",
)
_UNKNOWN = one_of(
    r"\b(?:sais (?:vraiment |absolument |meme )?(?:pas|plus|po|pa|rien)|sait pas|savons pas)\b",
    r"\b(?:je|j'|j|g) ?(?:en )?(?:c|s|sai|ses|sait|sez) (?:pas|po|pa|plus)\b",
    r"\b(?:jsp|jsais pas|ch(?:ais|ai|epa|e) ?(?:pas|po|pa|plus)?|chepas|chaipas)\b",
    r"\b(?:aucune idee|pas d'idee|pas la moindre|aucun souvenir|aucune certitude)\b",
    r"\b(?:souviens|rappelle) (?:plus|pas)\b",
    r"\b(?:oublie|ignore)\b",
    r"\b(?:pas (?:trop |bien |vraiment |tres |du tout )?sure?(?! que)(?: du tout)?)\b",
    r"\bcomprends? (?:plus |pas )?rien\b|\bne saurais (?:vous |pas )?(?:le )?dire\b",
    r"\b(?:would|will|'d|'ll) (?:have|need) to (?:ask|check|look)\b",
    r"\b(?:jamais|never) (?:dit|told|explained|explique)\b|\bm'a jamais (?:dit|explique)\b",
    r"\b(?:dois|devrais|faudrait) (?:que je )?(?:lui |le |leur )?(?:demande\w*|verifi\w*)$",
    r"\b(?:j'hesite|on verra|pas decide)\b",
    r"\b(?:do not|don't|dont|doesn't|didn't|didnt|really don't)"
    r" (?:\w+ )?(?:know|remember|recall|have (?:a |any )?(?:clue|idea))\b",
    r"\b(?:dunno|no (?:idea|clue)|idk|not (?:\w+ )?sure|unsure|forgot(?! to)|i forget|who knows)\b",
    r"\b(?:can't|cannot|cant|couldn't) (?:remember|say|tell)\b",
    r"\bhaven't (?:decided|a clue|the faintest)\b",
    r"\b(?:hard to say|difficile a dire|weet (?:ik )?(?:het )?niet|geen idee|beats me)\b",
)
_UNKNOWN_ALONE = one_of(
    r"^\W*" + _BUT + r"(?:(?:je|j'|j|g|i|i've|ive|moi|en|n'en|ai|jai|have|got|ne|a|absolutely"
    r"|really|vraiment|honestement|i'm|im|chui|suis|jsuis|ik|me|do|j'en)\W*){0,5}"
    rf"(?:{_UNKNOWN.pattern})(?:\W+(?:sorry|desolee?|du tout|moi|at all|really|yet|encore|trop"
    r"|vraiment|honestly|a vrai dire|de ca|about that|pardon|merci|thanks|what|quoi)){0,2}\W*$"
)
_REFUSED = one_of(
    r"\bprefere (?:ne )?pas\b",
    r"\bprefere (?:me taire|garder|eviter)\b",
    r"\bpas envie d(?:e (?:repondre|le dire|vous|dire|parler)|'en)(?!\w)",
    r"\bje ne (?:veux|souhaite|desire) pas (?:repondre|le dire|vous|en parler|dire)\b",
    r"\bveux pas (?:repondre|le dire|vous (?:le )?dire|dire|en parler)\b",
    r"\bne (?:vous |te )?(?:regarde|concerne) pas\b",
    r"\b(?:regarde que moi|indiscret\w*|passons|(?:c'est|it's) (?:mon|my) (?:affaire|business))\b",
    r"\b(?:do not|don't|dont) (?:wish|like|care) to (?:talk|say|tell|answer|share|discuss)\b",
    r"\b(?:c'est|ca c'est|trop|est|plutot) (?:prive|personnel|intime|confidentiel)\b",
    r"\b(?:prive ca|vie privee|refuse de (?:repondre|dire|vous))\b",
    r"\b(?:rather not|prefer not|no comment|not (?:comfortable|willing))\b",
    r"\b(?:don't|dont|do not) want to (?:say|tell|answer|share|talk)\b",
    r"\b(?:won't|will not|not going to) (?:say|tell|answer)\b",
    r"\b(?:none of your|not your business|private|too personal|it's personal)\b",
    r"\bpersonal (?:question|matter|thing|info\w*)\b",
    r"\b(?:skip (?:this|that|it)|question suivante|next question|je passe)\b",
    r"\bpasser? (?:cette|la) question\b",
    r"\bn'aime pas (?:en )?parler\b",
    r"\b(?:don't|dont) (?:like|want) (?:to talk|talking|to discuss)\b",
    r"\b(?:je garde ca pour moi|keep (?:that|it|this) to myself|pass(?!port|e))\b",
)
_WHY = one_of(
    r"\bpourquoi (?:vous |tu |faut|dois|cette|est-ce que vous|me |avez|ca|demand|voulez"
    r"|c'est important|veux)\w*",
    r"\b(?:a quoi (?:ca|cela|bon|vous)|ca sert a quoi|ca change quoi|waarom)\b",
    r"\bqu'est-ce que ca (?:change|peut)\b",
    r"\b(?:what|why) do you (?:need|want) (?:that|this|it|to know)\b|\bhow come you\b",
    r"\bpourquoi\b[^.;]{0,25}\bvous interess\w+",
    r"\ben quoi (?:c'est|ca|est-ce)\b",
    r"\b(?:quel (?:est le )?|c'est quoi le )(?:rapport|interet|lien|but)\b",
    r"\bwhy (?:do|are|does|would|is|must|should|you|that|this|ask|need|the question|my)\b",
    r"\bwhat (?:does (?:my|that|this|it)|do (?:my|those|these)|for|has (?:that|it|my))\b",
    r"\bdoes (?:it|that|this) matter\b",
    r"\bis (?:it|that|this) (?:really )?(?:important|necessary|relevant|needed)\b",
    r"\bhow (?:is|come) (?:that|this|it)\b",
    r"\bwhat's (?:the point|that got|it to)\b",
    r"\b(?:besoin de savoir|need to know|need (?:this|that)\W*$|vous servir|utile de savoir)",
    r"\best-ce (?:vraiment )?(?:important|necessaire|utile|obligatoire)\b",
    r"\bvous en faites quoi\b",
)
ALWAYS = (
    (_STOP, "stop"),
    (_AGAIN, "again"),
    (_WHY_ALONE, "why"),
    (_REFUSED_ALONE, "refused"),
    (_UNKNOWN_ALONE, "dont_know"),
)
WHEN_ASKED = ((_REFUSED, "refused"), (_WHY, "why"), (_UNKNOWN, "dont_know"))


def act_of(text: str, asked: str | None) -> str | None:
    """Return what a message says about the asking, else None."""
    rows: Iterable[tuple[re.Pattern[str], str]] = ALWAYS if asked is None else ALWAYS + WHEN_ASKED
    return next((act for found, act in rows if found.search(text)), None)


def without_unknown(text: str) -> str:
    """Blank "no idea" and the like, so that no word of it answers: "aucune" is no diploma."""
    return _UNKNOWN.sub(lambda found: "." * len(found[0]), text)
