"""Residence status."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, pattern, table

_ASYLUM = r"(?:asile|asylum|asiel|demande|procedure|application|claim|case|dossier|recours|appeal)"
_REJECTED = (
    r"(?:rejete\w*|refuse\w*|refus\b|deboute\w*|rejected|refused|denied|negati\w+|turned down"
    r"|dismissed|got a no|un non|dit non|said no|lost|perdu|failed|afgewezen|rejet\b|rejection)"
)
_OPEN = (
    r"(?:en cours|attend\w*|pending|waiting|waitin|wait\b|pas encore|still open|under way"
    r"|underway|in process|in progress|encore|running|ongoing|keep hoping|hoping|not decided"
    r"|no decision|no answer|toujours pas|being examined|en attente|a l'examen|en appel"
    r"|in appeal|under appeal|devant le juge|before the (?:court|judge)|lopend\w*"
    r"|is with (?:the )?ind)"
)
_PERMIT = (
    r"(?:permis|permit|carte|titre|sejour|residence|residency|verblijfsvergunning|vergunning"
    r"|visa|card|verblijf\w*|status|statut|papiers|kaart|pass)"
)
STATUS = Reading(
    "legal_status",
    aside=pattern(
        r"\b(?:form for|apply(?:ing)? for|applied for|demande de|demander|formulaire"
        r"|request for|how to get|obtenir)\s(?:an? |une? |my |le |la |mon )?(?:permanent"
        r"|student|permis|titre|work|carte|nationality|nationalite)\b[^.,;]{0,20}|\b(?:pas|not"
        r"|no|non|ni|neither|nor)\s(?:de |d'|l'|un |une |an |a |for |en |une? )?(?:asile"
        r"|asylum|refugiee?s?|refugees?|etudiante?|student|permanente?)\b"
    ),
    anywhere=table(
        (
            r"\b(?:long[- ]term|longue duree)\b[^.,;!?]{0,12}\b(?:ue|eu)\b",
            "permit_permanent",
        ),
        (
            r"\b(?:suis|am|are|sommes) (?:\w+ )?(?:de l'ue|(?:from|in) the eu"
            r"|ressortissante? ue)\b|"
            r"\b(?:eu citizen|european citizen|eu national|eu passport"
            r"|citoyen(?:ne)? (?:de l')?(?:ue|europeen(?:ne)?|union)|union citizen"
            r"|ressortissant\w* (?:de l'ue|europeen\w*|ue)|libre circulation|free movement"
            r"|freedom of movement)\b",
            "eu_free_movement",
        ),
        (
            rf"\b(?:rejected|refused|failed|deboute\w*) (?:as an? )?(?:asylum|d'asile"
            rf"|de l'asile|demandeur)|\b{_ASYLUM}\b(?:[^.;!?]{{0,45}}?)\b{_REJECTED}\b"
            rf"|\b{_REJECTED}\b[^.,;!?]{{0,20}}\b(?:asile|asylum|asiel)\b"
            rf"|\b(?:ind)\b[^.;!?]{{0,20}}\b{_REJECTED}\b[^.,;!?]{{0,25}}\b(?:asile|asylum"
            rf"|demande|claim|case|application)\b|\b(?:rejete\w*|refuse\w*|rejected"
            rf"|refused) (?:par|by) (?:l'|the )?ind\b|\bdeboutee?s?\b"
            rf"|\bturned (?:down )?(?:my |our |his |her )?{_ASYLUM}\b(?: \w+)? ?(?:down)?"
            rf"|\bcase (?:is )?finish\w*\W+negative|\bnegative (?:decision|beschikking)"
            rf"|\buitgeprocedeerd\w*",
            "asylum_rejected",
        ),
        (
            rf"\b(?:awaiting|waiting|waitin|wait|attends?|attend|attendons"
            rf"|attente)\b[^.;!?]{{0,40}}\b(?:asile|asylum|asiel)\b|\b(?:asile|asylum"
            rf"|asiel)\b[^.;!?]{{0,40}}\b{_OPEN}|\b(?:asylum seekers?|asylum-seekers?"
            rf"|demandeu(?:r|se)s? d'asile|asielzoeker\w*|asylum procedure|procedure d'asile"
            rf"|w-document|applied for asylum|(?:fait|depose|introduit|made|filed"
            rf"|submitted|lodged) (?:an? |une |ma |my )?(?:demande d'asile|asylum (?:claim|request"
            rf"|application))|demande l'asile|asked for asylum"
            rf"|asking for asylum|sought asylum|seeking asylum)\b",
            "asylum_pending",
        ),
        (
            r"\b(?:student|study|etudiante?|d'etudes?|studie\w*|etude"
            r"|estudiantin)\b[ -](?:residence |stay )?(?:permit|visa|card|permis|vergunning)\b"
            r"|\b(?:visa|permis|titre"
            r"|carte)(?: de sejour)?(?: temporaire)? (?:d')?(?:etudiante?s?|etudes?|student"
            r"|pour etud\w+|pour les etudes|pour mes etudes)\b|\bpermit (?:for|to) stud\w+"
            r"|\bstudievisum\b|\b(?:sejour|permis|titre|carte) etudiant",
            "student_permit",
        ),
        (
            r"\b(?:permis|permit|titre|carte|verblijfsvergunning|statut"
            r"|status)\b[^.;!?]{0,18}\b(?:asile|asylum|asiel|refugie|refugee|protection)\b"
            r"|\b(?:asylum|refugee|asiel|protection) (?:residence |status )?(?:permit|card"
            r"|status|visa|vergunning)|\bstatushouder\b|\b(?:gave|granted|given|got|get"
            r"|received|obtained|have|has) (?:me |us )?(?:an? )?(?:the )?(?:my )?(?:asylum"
            r"|asile)\b(?! (?:claim|case|hearing|interview|decision))|\b(?:obtenu|recu|eu|ai"
            r"|donne|accorde) (?:l'|mon |le droit d')?asile\b|\bstatut de (?:refugie"
            r"|protection)|\bprotection subsidiaire\b|\bsubsidiary protection\b"
            r"|\basile (?:accorde|obtenu|temporaire)|\b(?:recognised|recognized"
            r"|refugie) (?:reconnu|refugee)|\brefugee with status\b|\brefugiee? reconnue?"
            r"|\btitre c'est asile\b|\brefugiee?s? (?:\w+ )?avec (?:un |le |mon )?statut"
            r"|\brefugees? (?:\w+ )?with (?:a |my )?status|\basiel\w* (?:voor )?(?:bepaalde"
            r"|status|tijdelijk)|\bbepaalde tijd\W+asiel"
            r"|\brefugee with an? (?:\w+ ){0,2}permit",
            "permit_asylum_temporary",
        ),
        (
            rf"\b(?:permanent\w*|indefinite|unlimited|illimite\w*|onbepaalde|definitif"
            rf"|definitive|long[- ]term|longue duree|duree indeterminee|for life|a vie"
            rf"|langdurig)\b[^.,;!?]{{0,18}}\b{_PERMIT}\b"
            rf"|\b{_PERMIT}\b[^.,;!?]{{0,22}}\b(?:permanent\w*|indefini\w*|unlimited"
            rf"|illimite\w*|onbepaalde|definitif|longue duree|indeterminee|long[- ]term|a vie"
            rf"|pour toujours)\b|\bindefinite leave\b|\bpermanent resident\b",
            "permit_permanent",
        ),
        (
            r"\b(?:cancelled|took|withdrew|withdrawn|retire|expire\w*|lost|perdu|plus de"
            r"|ran out|sans|without|no|pas de|pas d'|don't have(?: any| a)?|dont have(?: any"
            r"| a)?|do not have(?: any| a)?|any)\b(?: \w+){0,2} (?:residence |valid "
            r"|de )?(?:permit|permis|titre de sejour|titre|carte de sejour)\b(?! (?:special"
            r"|de travail|de conduire|asile|but|yet))[^.;]{0,60}(?:without papers|sans papiers"
            r"|passport|undocumented|visa|illegal|papers|depuis|papiers)",
            "undocumented",
        ),
        (
            r"\b(?:undocumented|sans[- ]papiers?|no papers|without (?:any )?papers|(?:pas|plus"
            r"|aucune?s?|any|no|zero|don't have|dont have|do not have|haven't got) (?:de |mes "
            r"|vrais? |valid |official )?(?:papiers?|papers)|illegal\w*|illegally|irreguli\w+"
            r"|clandestin\w*|en situation irreguliere|zonder papieren|ongedocumenteerd"
            r"|no legal status|no residence permit|pas de (?:titre|permis|carte) de sejour"
            r"|overstayed|(?:retire|took|cancel\w*|withdr[ae]w\w*)[^.,;!?]{0,14}\b(?:titre"
            r"|permis|permit|carte|card)\b[^.;!?]{0,12}\b(?:plus rien|nothing|sans rien"
            r"|no status)|ni (?:de )?(?:papiers|permis de sejour|titre de sejour)"
            r"|visa[^.;!?]{0,20}\b(?:expire\w*"
            r"|ran out)\b[^.;!?]{0,25}\b(?:reste\w*|stay\w*|still)|no documents at all)\b",
            "undocumented",
        ),
        (
            rf"\b(?:temporary|temporaire|provisoire|limited|fixed-term|temporair"
            rf"|tijdelijke?)\b[^.,;!?]{{0,18}}\b{_PERMIT}\b"
            rf"|\b{_PERMIT}\b[^.,;!?]{{0,22}}\b(?:temporary|temporaire|provisoire|tijdelijk)\b"
            rf"|\bbepaalde tijd\b",
            "permit_temporary",
        ),
        (
            r"\b(?:permis|titre|carte|visa|permit|card|vergunning|residence permit|work permit"
            r"|sejour)\b[^.,;!?]{0,14}\b(?:de |pour (?:le |mon )?|for |because of )?(?:travail"
            r"|work|job|salarie|partner|family|conjoint|famille|kennismigrant"
            r"|regroupement familial)\b|\b(?:work|working|partner|family|spouse"
            r"|highly skilled migrant|kennismigrant|orientation year|zoekjaar|blue card"
            r"|skilled) (?:residence )?(?:permit|visa|card|vergunning)\b|\bcarte bleue\b"
            r"|\b(?:permit|permis|titre|carte|verblijfsvergunning)[^.,;!?]{0,20} (?:valable"
            r"|valid|for|pour|of|de|d'une duree de|pendant) (?:\w+ )?(?:1|2|3|4|5|un|une|one"
            r"|two|three|four|five|deux|trois|quatre|cinq) (?:ans?|years?)\b",
            "permit_temporary",
        ),
    ),
    asked=table(
        (
            r"\b(?:citoyen(?:ne)?|citizen|nationalite|nationality|passport|passeport"
            r"|nederlander|naturalised|naturalized"
            r"|naturalisee?)\b[^.,;]{0,20}\b(?:neerlandaise?|dutch|nederlands\w*|holland\w*)\b"
            r"|\b(?:dutch|neerlandaise?|nederlands\w*) (?:citizen\w*|national\w*|passport"
            r"|paspoort)\b|\b(?:passeport|nationalite|citoyen\w*|suis) (?:neerlandaise?"
            r"|hollandaise?)\b|\bi'?m dutch\b|\bi am dutch\b|\bnaturali[sz]ed?\b"
            r"|\bnaturalisee?\b",
            "citizen_nl",
        ),
        (rf"\b{_REJECTED}\b", "asylum_rejected"),
        (rf"\b(?:{_OPEN})\b", "asylum_pending"),
        (r"\b(?:permanent\w*|onbepaalde|illimite|pr)\b", "permit_permanent"),
        (r"\b(?:etudiante?|student|study|studie|etudes)\b", "student_permit"),
        (
            r"\b(?:asile|asylum|asiel|refugiee?s?|refugee|statushouder|protection)\b",
            "permit_asylum_temporary",
        ),
        (r"\b(?:eu|european|europeen\w*|ue)\b", "eu_free_movement"),
        (r"^\W*(?:none|aucun\w*|rien|nothing|sans|no papers|pas de papiers)\W*$", "undocumented"),
        (
            r"\b(?:temporary|temporaire|tijdelijk|limited|work|travail|partner|conjoint|family"
            r"|famille|job|\d ans|\d years)\b",
            "permit_temporary",
        ),
    ),
)
