"""What people want to do, and the project they mean."""

from __future__ import annotations

from knowledge.eligibility.reading.returns import BACK, FOR_GOOD, WANT
from knowledge.eligibility.reading.tables import UNSAID, Reading, table

_FOR_A_TIME = (
    r"(?:(?:un|une|deux|trois|quatre|cinq|six|huit|dix|quelques|one|two|three|four|five|six"
    r"|eight|ten|a few|some|several|couple of|a couple of|\d{1,2})[ -](?:mois|semaines?"
    r"|months?|weeks?|month|week)|temporair\w*|temporar\w+|short[- ]term|courte?s? (?:mission"
    r"|duree)|mission courte|assignment|mission\b|missions\b|un temps|for a while"
    r"|pour un moment|a short (?:time|stay|assignment|mission)|quelque temps|weeks|few months)"
)
_TEACH = (
    r"(?:donner (?:des )?cours|teach\w*|enseigner|former|formation|train\w*|share|partager"
    r"|transmettre|help\w*|aider|volunteer\w*|contribu\w+|assignment|mission|missions"
    r"|travailler|work\w*|expertise|knowledge|lectures?|spend|passer|partir|go|aller|do"
    r"|(?:coup de|lend a|give a) (?:main|hand))"
)
GOAL = Reading(
    "goal",
    anywhere=table(
        (
            rf"\b{WANT}\b[^.;!?]{{0,70}}\b{FOR_GOOD}\b"
            rf"|\b{BACK}\b[^.;!?]{{0,40}} (?:and|et|&|n) (?:stay|live|rester|vivre)\b(?! here| ici)"
            r"|\b(?:repartir|rentrer|retourner|revenir) vivre\b"
            r"|\b{BACK}\b[^.;!?]{{0,50}}\b{FOR_GOOD}\b"
            rf"|\b{FOR_GOOD}\b[^.;!?]{{0,20}}\b{BACK}\b",
            "permanent_return",
        ),
        (
            rf"\b(?:{WANT})\b[^.;!?]{{0,30}}\b(?:ouvrir|monter|creer|lancer|demarrer|open"
            rf"|start|set up|launch|begin|build|create|fonder|run|grow|develop|developper"
            rf"|investir|invest)\b(?: up)? (?:\w+ ){{0,3}}?(?:entreprise|business|boutique"
            rf"|salon|shop|restaurant|ferme|farm|boite|societe|company|bakery|commerce|cafe"
            rf"|magasin|atelier|workshop|enterprise|start-?up|clinic|clinique|garage|pharmacy"
            rf"|pharmacie|firm|hotel|ecole privee|boulangerie|affaire|elevage|cooperative"
            rf"|factory|usine)\b",
            "start_business",
        ),
        (
            r"\b(?:thinking of|pense a|considering) (?:opening|starting|launching|ouvrir|monter"
            r"|lancer)"
            r"\b",
            "start_business",
        ),
        (
            r"\b(?:my own|ma propre|mon propre|a small|une petite) (?:business|entreprise"
            r"|boutique|company|shop|affaire)\b(?=[^.;]{0,40}\b(?:there|la-bas|au pays"
            r"|back home|in my country|dans mon pays))",
            "start_business",
        ),
        (
            rf"\b{WANT}\b[^.;!?]{{0,20}}\b(?:bosser|travailler|work|job|emploi|boulot)\b"
            r"[^.;!?]{0,25}\b(?:canada|dubai|dubai|allemagne|germany|usa|amerique|america"
            r"|angleterre|england|etranger|abroad|overseas|other country|another country"
            r"|autre pays|australi\w+|norvege|norway|qatar|golfe|gulf)\b",
            "work_abroad",
        ),
        (
            r"\b(?:work abroad|working abroad|travailler a l'etranger|bosser a l'etranger"
            r"|job abroad|work in another country|emploi a l'etranger|work (?:outside"
            r"|overseas)|travailler dans un autre pays|werken in het buitenland)\b",
            "work_abroad",
        ),
        (
            rf"\b(?:{WANT})\b[^.;!?]{{0,20}}\b(?:visit|rendre visite|visiter|aller voir|voir"
            rf"|see|faire une visite)\b (?:a )?(?:my|ma|mon|mes|our|family|famille)\b"
            rf"|\b(?:just|juste|seulement|only) (?:\w+ ){{0,3}}?(?:visit|rendre visite"
            rf"|une visite)\b",
            "visit",
        ),
        (
            rf"\b{WANT}\b[^.;!?]{{0,60}}?\b{_TEACH}\b[^.;!?]{{0,50}}?\b{_FOR_A_TIME}\b"
            rf"|\b{WANT}\b[^.;!?]{{0,60}}?\b{_FOR_A_TIME}\b[^.;!?]{{0,50}}?\b{_TEACH}\b"
            rf"|\b{WANT}\b (?:\w+ ){{0,2}}?(?:partir|go|aller"
            rf"|do)\b[^.;!?]{{0,12}}\b{_FOR_A_TIME}\b",
            "temporary_assignment",
        ),
        (
            rf"\b(?:could|pourrais|can) (?:go|come|spend|partir|aller|passer)\b[^.;!?]{{0,10}}"
            rf"\b{_FOR_A_TIME}\b[^.;!?]{{0,12}}\b{_TEACH}\b",
            "temporary_assignment",
        ),
    ),
    asked=table(
        (
            r"\b(?:rien de tout|autre chose|something else|none of (?:these|those|that)|other"
            r"|autre|aucun de|neither|envoyer (?:de l'argent|du materiel)|send money"
            r"|give money)\b",
            "other",
        ),
        (
            rf"\b(?:{FOR_GOOD}|rentrer (?:vivre|chez|au)|go (?:back )?home|go back|rentrer"
            rf"|retourner)\b(?![^.;]{{0,30}}\b{_FOR_A_TIME}\b)",
            "permanent_return",
        ),
        (
            r"\b(?:entreprise|business|boutique|commerce|ferme|farm|shop|company|boite"
            r"|restaurant|salon|atelier|bakery|elevage|lancer|monter|ouvrir|creer|open|launch"
            r"|start-?up|of my own|a mon compte)\b",
            "start_business",
        ),
        (
            r"\b(?:visit\w*|rendre visite|visite|voir (?:ma|mon|mes|la)|see (?:my|the)|holiday"
            r"|vacances|wedding|mariage)\b",
            "visit",
        ),
        (
            r"\b(?:abroad|a l'etranger|overseas|autre pays|(?:another|other) country)\b",
            "work_abroad",
        ),
        (
            r"\b(?:travailler|work|job|bosser|emploi|boulot)\b[^.;]{0,12}\b(?:canada|dubai"
            r"|allemagne|germany|usa|england|angleterre|australi\w+|qatar|norway|norvege)\b",
            "work_abroad",
        ),
        (
            rf"\b(?:{_FOR_A_TIME}|donner des cours|teach\w*|train\w*|assignment|mission"
            rf"|puis je reviens|then come back|come back after|expertise|share my|partager)\b",
            "temporary_assignment",
        ),
        (r"\b(?:different|differen\w+ chose|not on (?:your|the) list)\b", "other"),
        (r"\b(?:ne reviens plus|never come back|no coming back|sans retour)\b", "permanent_return"),
        (r"\b(?:travailler|work|job|emploi)\b", UNSAID),
    ),
)
_SOMALIA = r"(?:somali\w*|hargeisa|mogadis\w+|puntland)"
_LAKES = r"(?:great[- ]lakes?|grands?[- ]lacs?)"
PROJECT = Reading(
    "project",
    anywhere=table(
        (rf"\b{_LAKES} (?:project|programme|program)\b", "great_lakes"),
        (rf"\b(?:projet|programme) (?:des |de |du )?{_LAKES}", "great_lakes"),
        (rf"\bmida[ -](?:[\w'-]+ ){{0,3}}?{_SOMALIA}", "somalia"),
        (rf"\bmida[ -](?:[\w'-]+ ){{0,3}}?{_LAKES}", "great_lakes"),
        (rf"\b{_LAKES}\b[^.;!?]{{0,20}}\bmida\b", "great_lakes"),
    ),
    asked=table(
        (rf"\b(?:{_LAKES}|the lakes|les lacs|burundi|congo|rwanda|rdc|drc)\b", "great_lakes"),
        (rf"\b{_SOMALIA}\b", "somalia"),
    ),
)
