"""What IND has decided on letting the family come."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, pattern, table

_PERMISSION = (
    r"(?:permission|autoris\w+|accord|feu vert|green light|go-ahead|d'accord|approval|consent"
    r"|agree\w*|approv\w*)"
)
_ASKED = (
    r"(?:demand\w+|ask(?:ed)?|asking|appl(?:y|ied)|request\w*|contact\w*|saisi|written to|wrote to"
    r"|ecrit|sollicit\w+)"
)
_NOT_YET = (
    r"(?:not|\w+n't|havent|didnt|pas|never|jamais|reste a|still (?:have|need|must)(?: to)?"
    r"|must still|encore)"
)
_IND = r"(?:ind|mvv|visa|permission|autorisation|accord|lettre|letter|immigration)"
_YES = (
    r"(?:dit oui|said yes|accorde\w*|accord\b|granted|approved|approuve\w*|accepte\w*|accepted"
    r"|gave|donne|positi\w+|favorable|d'accord|agreed|obtenu\w*|received|recu\w*|got|given|ok"
    r"|goedgekeurd|yes)"
)
IND = Reading(
    "ind_permission",
    # What IND says of asylum or of a permit of one's own is not its permission.
    aside=pattern(
        r"\bind\b[^.;!?]{0,50}\b(?:asylum|asile|asiel)\b"
        r"|\b(?:asylum|asile|asiel)\b[^.;!?]{0,50}\bind\b"
    ),
    anywhere=table(
        (
            rf"\bmvv\b[^.;!?]{{0,20}}\b(?:rien|nothing|pas|not|\w+n't)\b[^.;!?]{{0,15}}\b{_ASKED}\b"
            rf"|\b(?:before|avant d[e']|avant que)[^.;!?]{{0,8}}\b{_ASKED}\b[^.;!?]{{0,12}}\bind\b"
            rf"|\b{_NOT_YET}\b[^.;!?]{{0,25}}\b{_ASKED}\b[^.;!?]{{0,25}}\bind\b"
            rf"|\bind\b[^.;!?]{{0,25}}\b{_NOT_YET}\b[^.;!?]{{0,15}}\b{_ASKED}\b",
            "not_asked",
        ),
        (
            rf"\bind\b[^.;!?]{{0,20}}\b(?:pas|not|\w+n't|no|refus\w+)\b[^.;!?]{{0,20}}"
            rf"\b{_PERMISSION}\b",
            "refused",
        ),
        (
            r"\bind\b[^.;!?]{0,25}\b(?:pas encore|not yet|hasn't|has not|still)\b[^.;!?]{0,20}"
            r"\b(?:repond\w*|answer\w*|decid\w*|replied)\b",
            "pending",
        ),
        (
            rf"\b(?:wait|waiting|attend\w*|await\w*)\b[^.;!?]{{0,25}}\b{_PERMISSION}\b"
            r"[^.;!?]{0,20}\bind\b",
            "pending",
        ),
        (
            r"\bind\b[^.;!?]{0,45}\b(?:pending|still|waiting|attend\w*|en attente|en cours|not yet"
            r"|pas encore|toujours pas)\b",
            "pending",
        ),
        (
            rf"\bind\b[^.;!?]{{0,30}}\b{_PERMISSION}\b(?! (?:to (?:work|study|stay)|de travail))"
            rf"|\b{_PERMISSION}\b[^.;!?]{{0,15}}\bind\b[^.;!?]{{0,25}}"
            r"\b(?:granted|accorde\w*|donne\w*|given|in|there|la|recu\w*)\b"
            rf"|\b(?:have|got|avons|ai|a) (?:\w+ ){{0,2}}?{_PERMISSION}\b[^.;!?]{{0,15}}\bind\b",
            "granted",
        ),
        (
            r"\b(?:ind|mvv)\b[^.;!?]{0,30}\b(?:refus\w*|reje[ct]+\w*|denied|dit non|said no"
            r"|negati\w+|turned down)\b[^.;!?]{0,30}\b(?:mvv|famil\w*|wife|husband|femme|mari"
            r"|regroupement|reunification|visa|enfants|children)\b"
            r"|\bmvv\b[^.;!?]{0,20}\b(?:refus\w*|reje[ct]+\w*|denied)\b|\b(?:refus\w*"
            r"|rejected)\b[^.;!?]{0,16}\bmvv\b",
            "refused",
        ),
        (
            rf"\b(?:ind)\b[^.;!?]{{0,30}}\b{_YES}\b[^.;!?]{{0,30}}\b(?:mvv|famil\w*|wife"
            rf"|husband|femme|mari|regroupement|reunification|visa|enfants|children)\b"
            rf"|\bmvv\b[^.,;!?]{{0,20}}\b{_YES}\b|\b{_YES}\b[^.,;!?]{{0,16}}\bmvv\b",
            "granted",
        ),
        (
            r"\b(?:waiting|wait|attends?|attend\w*|pending|en attente)\b[^.;!?]{0,30}\bmvv\b"
            r"|\bmvv\b[^.,;!?]{0,25}\b(?:pending|en cours|en attente|waiting|still)\b",
            "pending",
        ),
        (
            r"\b(?:pas encore|not yet|haven't|jamais|never|not)\b[^.;!?]{0,25}\b(?:demande\w*"
            r"|asked|applied|apply|requested)\b[^.;!?]{0,16}\bmvv\b",
            "not_asked",
        ),
    ),
    asked=table(
        (
            rf"\b(?:before|avant d[e']|avant que)[^.;!?]{{0,8}}\b{_ASKED}\b"
            rf"|\bstill (?:have|need) to {_ASKED}\b"
            r"|\b(?:reste|devons|dois) (?:encore )?(?:a )?demander\b",
            "not_asked",
        ),
        (
            r"\b(?:not|\w+n't|pas|rien|never|jamais|nothing|ni)\b[^.;!?]{0,22}\b(?:demande\w*"
            r"|asked|applied|apply|requested|started|commence\w*|depose\w*|submitted|sent"
            r"|envoye\w*|entame\w*|filed|introduit\w*|fait\w*|made|lodged)\b|\bnot asked\b"
            r"|\bno application\b|\baucune demande\b|\b(?:about to|going to|va|vais|will"
            r"|allons) (?:\w+ )?(?:apply|ask|demander|deposer)\b",
            "not_asked",
        ),
        (
            r"\b(?:refus\w*|reje[ct]+\w*|denied|turned down|dit non|said no|negati\w+|declined"
            r"|afgewezen)\b",
            "refused",
        ),
        (
            r"\b(?:attend\w*|wait\w*|pending|en cours|en attente|en traitement|in process"
            r"|not decided|pas encore (?:de |la )?(?:reponse|decision)|no answer|no reply"
            r"|pas de (?:reponse|nouvelles)|under review|being processed|toujours pas"
            r"|still processing|still (?:deciding|looking|thinking|busy)|nothing yet"
            r"|haven't heard|not heard|no news|submitted"
            r"|depose\w*|applied)\b",
            "pending",
        ),
        (rf"\b{_YES}\b|\b(?:oui|yes|yeah|yep|ja)\b", "granted"),
    ),
)
