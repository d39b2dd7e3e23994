"""Being told to leave, ending procedures, having been helped to return before."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, pattern, table

_LEAVE_TOLD = (
    r"(?:quitter (?:le pays|les pays-bas|la hollande|le territoire)|partir"
    r"|leave(?: the country| holland| the netherlands| nl)?|go out(?: of the country)?|get out"
    r"|go (?:back|home|within|in \w+ (?:days|weeks))"
    r"|go away|vertrekken|m'en aller|departure)"
)
ASKED_TO_LEAVE = Reading(
    "asked_to_leave",
    aside=pattern(
        r"\b(?:told|asked|ordered|dit a|demande a|ordonne a) (?:him|her|them|my \w+|mon \w+"
        r"|ma \w+|mes \w+)\b[^.,;]{0,25}"
    ),
    anywhere=table(
        (
            rf"\b(?:personne|nobody|no one)\b[^.;!?]{{0,12}}\b(?:chasse\w*|forced?|kick\w*|threw)\b"
            rf"|\b(?:personne|nobody|no one|never|jamais|pas|not|\w+n't|no letter"
            rf"|aucune?)\b[^.;!?]{{0,25}}\b(?:dit|demande|told|asked|ask|said|ordered|obligee?"
            rf"|lettre|letter)\b[^.;!?]{{0,20}}\b{_LEAVE_TOLD}\b",
            False,
        ),
        (
            rf"\b(?:they|on|ils|m'a|m'ont|ind|police|dt&v|dtv|authorities|autorites|government"
            rf"|judge|juge|letter|lettre|coa|was|been|were|am|ai|avons"
            rf"|suis)\b[^.;!?]{{0,25}}\b(?:told|asked|ordered|demande\w*|dit|want|wants"
            rf"|ordonne\w*|somme\w*|oblige\w*|must|have to"
            rf"|given)\b[^.;!?]{{0,20}}\b{_LEAVE_TOLD}\b",
            True,
        ),
        (
            r"\b(?:must leave|have to leave|dois quitter|devons quitter|obligation de quitter"
            r"|oqtf|terugkeerbesluit|return decision|order to leave|ordre de quitter|expulsion"
            r"|deportation order|inreisverbod|told to leave|asked to leave"
            r"|ordered to leave)\b(?! (?:my (?:house|flat|room)|the (?:house|flat|room)))",
            True,
        ),
    ),
    asked=table(
        (
            r"\b(?:personne|nobody|no one|jamais|never|rien recu|nothing|pas recu|not yet"
            r"|pas encore|no letter)\b",
            False,
        ),
        (
            r"\b(?:lettre|letter|jours|days|weeks|semaines|decision|told|dit|demande|must|dois"
            r"|police|28|dt&v)\b",
            True,
        ),
    ),
)
ENDS = Reading(
    "ends_procedures",
    aside=pattern(
        r"\b(?:they|ind|ils|government|police|was|were|been|must i|told me to|m'a dit de"
        r"|m'ont dit de|said i should|on m'a)\s(?:have |has |ont |a )?(?:cancel\w*"
        r"|withdr[ae]w\w*|stopp?\w*|retire\w*|arrete\w*"
        r"|ended)\b[^.,;]{0,30}(?![^.;]*(?:je l'ai fait|i did))"
    ),
    anywhere=table(
        (
            r"\b(?:garde|keep|continue|maintiens|not (?:going to )?(?:stop|withdraw|give up)"
            r"|n't (?:want to )?(?:stop|withdraw|give up)|veux pas (?:arreter|retirer"
            r"|abandonner)|hors de question que (?:j'|je )(?:abandonne|retire"
            r"|arrete))\b[^.;!?]{0,16}\b(?:procedure\w*|appeal|recours|case|demande|claim"
            r"|application|permit|permis|asylum)\b(?! (?:is|est))",
            False,
        ),
        (
            r"\b(?:asylum|asile|procedure\w*|demande|request|appeal|recours|case)\b[^.;!?]{0,40}"
            r"\b(?:willing|ready|prete?|agree|accept\w*|d'accord)\b[^.;!?]{0,12}"
            r"\b(?:withdraw|retirer|stop|arreter|drop)\b",
            True,
        ),
        (
            r"\b(?:given up|give up|gave up|withdraw\w*|withdrew|withdrawn|retire\w*|stop"
            r"|stopped|ended|end|ending|dropped|drop|arrete\w*|abandonne\w*|renonce\w*"
            r"|mettre fin|cancel\w*|intrekken|hand(?:ed)? in|rends|rendre|rendu)\b (?:a |of "
            r"|to )?(?:all |my |the |mon |ma |mes |toutes |tous |le |la |les "
            r"|de ){0,4}(?:asylum|asile|procedure\w*|demande\w*|recours|appeal\w*|case|claim"
            r"|application|permit|permis|dossier|residence procedures)\b",
            True,
        ),
    ),
    asked=table(
        (
            r"\b(?:keep|garde\w*|continue\w*|running|poursuiv\w*|maintien\w*|jamais|never"
            r"|rather not|refuse|not ready|pas pret\w*|pas question|attendre)\b|^\W*(?:non|no"
            r"|nope|nan)\b(?! (?:problem|souci|probleme|objection))",
            False,
        ),
        (
            r"\b(?:withdraw\w*|arreter|arrete|retirer|retire|accepte|agree|agreed|pret\w*"
            r"|ready|stop|sign\w*|signe\w*|rendre|rends|hand|give up|d'accord|no problem"
            r"|pas de probleme|pas de souci|renonce\w*)\b",
            True,
        ),
    ),
)
ASSISTED = Reading(
    "assisted_return_last_5y",
    anywhere=table(
        (
            r"\b(?:jamais|never|pas|not|no)\b[^.;!?]{0,20}\b(?:aidee?s?|assist\w+|help\w*)\b"
            r"[^.;!?]{0,8}\b(?:rentrer|retour\w*|return\w*)\b"
            r"|\b(?:never|jamais|no)\b[^.;!?]{0,12}\breturn (?:assistance|help|aid)\b",
            False,
        ),
        (
            r"\b(?:went|returned|flew|rentre\w*|retourne\w*)\b[^.;!?]{0,12}\b(?:once|back|home"
            r"|deja)\b[^.;!?]{0,12}\b(?:with|thanks to|avec|grace a)\b[^.;!?]{0,18}\b(?:iom|oim)\b",
            True,
        ),
        (
            r"\b(?:iom|oim|state|etat|dt&v|dutch government)\b[^.;!?]{0,20}\b(?:paid|paye\w*"
            r"|flew|helped|aide\w*|sent|renvoye\w*|bought|organise\w*|brought"
            r"|took)\b[^.;!?]{0,30}\b(?:flight|ticket|billet|back|home|retour|out|rentrer|vol"
            r"|return|voyage|partir|retourner)\b[^.;!?]{0,25}\b(?:ago|last|20(?:2[1-9])"
            r"|dernier\w*|il y a|1 an|2 ans|year|already|deja|an passe|back)\b",
            True,
        ),
        (
            r"\b(?:oim|iom)\b[^.;!?]{0,10}\b(?:m'a|nous a|already|has|had)\b (?:deja "
            r"|already )?(?:ramene|paye|aide|renvoye|paid|helped|sent|flown|offert)\b",
            True,
        ),
        (
            r"\b(?:ete dans le|participated in|pris part au|was in the|did the"
            r"|fait le) (?:projet|programme|program|project) (?:de |d'|of )?(?:assisted "
            r"|voluntary )?(?:retour|return)\b[^.;!?]{0,30}",
            True,
        ),
    ),
    asked=table(
        (r"\b(?:19\d\d|20[01]\d|(?:ten|10|dix|1\d|2\d) (?:ans|years|yrs))\b", False),
        (
            r"\b(?:jamais|never|premiere fois|first time|aucune aide|no help|not once)\b"
            r"|^\W*(?:non|no|nope|nan|nee)\b",
            False,
        ),
        (
            r"\b(?:deja|already|paid|paye|flew|helped|aide|20(?:2[1-9])|ago|il y a|retourne"
            r"|returned|last year|l'an dernier|l'annee derniere|once|une fois)\b",
            True,
        ),
    ),
)
