"""Who can pay for the journey."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, table

_MEANS = (
    r"(?:argent|sou|sous|moyens|money|means|cash|income|revenus?|fric|thune|ressources|savings"
    r"|funds|centime|penny|geld)"
)
LACKS_MEANS = Reading(
    "lacks_means",
    anywhere=table(
        (
            rf"\b(?:pas (?:un|une|d'|de|les|assez d'|assez de)|sans|no|without|aucune?s?"
            rf"|plus d'|plus de|plus un|not enough|don't have (?:the |any |enough )?"
            rf"|dont have (?:the |any )?|have no|zero|not any|n't any|n't have (?:any |enough "
            rf"|the )?)\s?{_MEANS}\b(?! (?:problem|issue))|\b(?:broke|penniless|fauchee?|a sec"
            rf"|no income|homeless and|ruinee?)\b"
            rf"|\bj'ai (?:plus )?rien\b(?=[^.;]{{0,20}}\b(?:argent|bus|manger|payer))",
            True,
        ),
        (
            r"\b(?:argent|money)\b[^.;!?]{0,6}\b(?:n'est pas|isn't|is not|pas|not)\b[^.;!?]{0,8}"
            r"\b(?:probleme|souci|problem|issue)\b|\b(?:have|got|j'ai) (?:des |my |some |enough )?"
            r"(?:savings|economies|money saved)\b",
            False,
        ),
        (
            r"\bpas de quoi (?:payer|manger|vivre)\b|\b(?:have to|must|dois|devrais) (?:borrow"
            r"|emprunter)\b",
            True,
        ),
        (
            r"\b(?:can't|cannot|cant|can not|peux pas|pouvons pas|not able to|unable to"
            r"|incapable de)\b[^.;!?]{0,12}\b(?:pay|afford|payer)\b[^.;!?]{0,25}\b(?:ticket"
            r"|billet|flight|vol|journey|voyage|trip|return|retour|travel)\b",
            True,
        ),
        (
            r"\b(?:can|peux|could)\b[^.,;!?n]{0,10}\b(?:pay|payer)\b (?:\w+ ){0,3}?(?:my|mon"
            r"|own|myself|moi-meme)\b[^.;!?]{0,25}\b(?:ticket|billet|flight|vol|journey|voyage"
            r"|return|retour|travel)\b",
            False,
        ),
    ),
    asked=table(
        (
            r"\b(?:can't|cannot|cant|peux pas|rien|nothing|broke|impossible|trop cher"
            r"|too expensive|couldn't|n'ai pas|n'ai plus|don't have|dont have|uitkering"
            r"|bijstand|dettes|debts|debt|no way|pas les moyens|pas assez|not enough"
            r"|afford it\?)\b|^\W*(?:non|no|nope|nan|nee)\b(?! (?:problem|souci|probleme"
            r"|stress))",
            True,
        ),
        (
            r"\b(?:assez|enough|savings|saved|economies|de cote|no problem|pas de probleme"
            r"|pas de souci|salary|salaire|i can|i could|je peux|can pay|peux payer|moi-meme|myself"
            r"|afford)\b|^\W*(?:oui|yes|yeah|yep|ja|ouais)\b",
            False,
        ),
    ),
)
CAN_PAY = Reading(
    "can_pay",
    anywhere=table(
        (
            r"\b(?:family|famille|we|on|nous|brother|frere|oncle|uncle|church|eglise|husband"
            r"|mari|cousin)\b[^.,;!?]{0,10}\b(?:can't|cannot|cant|peut pas|peuvent pas"
            r"|pouvons pas|not able to)\b[^.;!?]{0,10}\b(?:pay|payer|afford)\b",
            False,
        ),
        (
            r"\b(?:my family|ma famille|we|on|nous|mon frere|my brother|mon oncle|my uncle"
            r"|church|l'eglise|my husband|mon mari)\b (?:can|peut|will|va|pouvons|could"
            r"|pourrait) (?:\w+ )?(?:pay|payer|cotiser|cover)\b",
            True,
        ),
    ),
    asked=table(
        (
            r"\b(?:n'a|n'ai|n'avons|n'ont|a pas|ont pas|none of us|nobody|no one|don't have"
            r"|dont have|haven't|personne n)\b[^.,;!?]{0,16}\b(?:argent|money|moyens|means)\b",
            False,
        ),
        (
            r"\b(?:can't|cannot|cant|trop cher|too expensive|peut pas|peuvent pas|pouvons pas"
            r"|personne|nobody|no one|too much|beyond us|not enough|pas assez|pas les moyens"
            r"|afford that|no money|pas d'argent|impossible|no means|poor|pauvre\w*|unable)\b"
            r"|^\W*(?:non|no|nope|nan|nee)\b(?! (?:problem|souci|probleme))",
            False,
        ),
        (
            r"\b(?:saved|savings|economise\w*|cotis\w*|pay\b|paie|payer|paye|pays|can|could|peut"
            r"|de cote"
            r"|will|va|assez|enough|no problem|pas de probleme|brother|frere|uncle|oncle"
            r"|church|eglise|collect\w*|money|argent|afford)\b",
            True,
        ),
    ),
)
