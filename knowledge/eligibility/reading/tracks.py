"""What is looked for at IOM, and who pays for it."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import UNSAID, Reading, table

_INTERNSHIP = r"(?:stages?|internships?|traineeships?)"
_POST = r"(?:postes?|posts?|positions?|jobs?|emploi|vacancy|vacancies)"
_PROFESSIONAL = (
    rf"(?:{_POST} (?:professionnels?|de cadre|a l'(?:oim|iom)|(?:at|with|in) (?:the )?(?:iom|oim))"
    rf"|professional {_POST}|staff {_POST}|(?:iom|oim) (?:job|position|post))"
)
_LOOKS = (
    r"(?:cherche|looking for|search\w*|want|veux|veut|voudrais|aimerais|would like|interested in"
    r"|interessee? par|apply for|postuler (?:pour|a)|postule|looking at|wants|after|souhaite)"
)
# Said as the whole answer, or as what is wanted: "un stage", "plutôt un stage s'il vous plaît"
_ONLY = (
    r"^\W*(?:(?:oui|non|yes|no|plutot|rather|euh|bonjour|hello|hi|for|pour|moi|me|it's|c'est"
    r"|i want|je veux|je cherche|looking for)\W+){0,3}(?:(?:une?|an?|the|le|de) )?"
)
_END = r"(?:\W+(?:please|svp|merci|thanks|s'il vous plait|at iom|a l'(?:oim|iom)))?\W*$"
TRACK = Reading(
    "track",
    anywhere=table(
        (
            rf"\b(?:{_POST})\b[^.;!?]{{0,20}}\b(?:pas|not)\b[^.,;!?]{{0,12}}\b{_INTERNSHIP}\b",
            "professional",
        ),
        (
            r"\b(?:pas|not|no|plutot qu'|rather than) (?:de |d'|un |an |a )?(?:stage|internship)\b",
            UNSAID,
        ),
        (rf"{_ONLY}(?:paid |unpaid |short )?{_INTERNSHIP}{_END}", "internship"),
        (
            rf"{_ONLY}(?:poste|professional (?:post|position|job)|{_PROFESSIONAL}){_END}",
            "professional",
        ),
        (rf"\b{_LOOKS} (?:[\w']+ ){{0,2}}?{_PROFESSIONAL}\b", "professional"),
        (
            r"\b(?:cherche|look\w* (?:for|4)|search\w*|want|veux|voudrais|aimerais|would like"
            r"|interested in|interessee? par|apply for|postuler (?:pour|a)|faire|do|paie"
            r"|postule|looking at)\b (?:\w+ ){0,2}?(?:stage|internship|traineeship)\b",
            "internship",
        ),
    ),
    asked=table(
        (
            r"\b(?:pas|not|no|plutot qu'un)\b[^.,;]{0,12}\b(?:stage|internship|intern)\b",
            "professional",
        ),
        (r"\b(?:pas|not|no)\b[^.,;]{0,12}\b(?:job|poste|emploi|professional)\b", "internship"),
        (r"\b(?:stage|stagiaire|internship|intern|interning|traineeship|trainee)\b", "internship"),
        (
            r"\b(?:poste|job|emploi|professional\w*|professionnel\w*|travail|work|position"
            r"|career|cdi|contrat|cadre|post|staff|salary|salaire|vacancy|employment)\b",
            "professional",
        ),
    ),
)
_ASKS_FOR = r"(?:eligib\w+|faire|do|apply for|postuler (?:pour|a)|get|obtenir|have|avoir)"
# Which of the two a question is about: "am I eligible for an internship?"
TRACK_ASKED_FOR = Reading(
    "track",
    anywhere=table(
        (rf"\b{_ASKS_FOR} (?:[\w']+ ){{0,3}}?{_INTERNSHIP}\b", "internship"),
        (rf"\b{_ASKS_FOR} (?:[\w']+ ){{0,3}}?{_PROFESSIONAL}\b", "professional"),
    ),
)
SPONSORED = Reading(
    "sponsored",
    anywhere=table(
        (
            r"\b(?:personne|nobody|no one|pas|not|aucun\w*|sans|without|\w+n't"
            r"|no)\b[^.,;!?]{0,25}\b(?:parrain\w*|sponsor\w*)\b",
            False,
        ),
        (
            r"\b(?:parrainee?|parraine|sponsored by|sponsors me|sponsor me|sponsoring me"
            r"|me parrainent|bourse|scholarship from|i have a sponsor"
            r"|i got a sponsor)\b(?! (?:my wife|my husband|ma femme))",
            True,
        ),
    ),
    asked=table(
        (
            r"\b(?:personne|nobody|no one|myself|moi-meme|mes propres|my own|seule?|alone"
            r"|pas de|aucun\w*|on my own|by myself|no sponsor|parents)\b",
            False,
        ),
        (
            r"\b(?:universite|university|gouvernement|government|fondation|foundation|ngo|ong"
            r"|organi[sz]ation|organisation|school|ecole|ministere|ministry|embassy|ambassade"
            r"|company|entreprise|finance|pays|paie|paye|covers|funds|funded|scholarship"
            r"|bourse|grant)\b",
            True,
        ),
    ),
)
