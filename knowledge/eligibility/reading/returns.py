"""Wanting to return."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, pattern, table

WANT = (
    r"(?:jvoudrais|jaimerais|jvoudrai|veux|veut|voudrais|voudrions|voulons|jveu|jveux|vx"
    r"|aimerais|aimerions|souhaite\w*|compte|espere|prevois|want|wants|wanna|would like"
    r"|would love|'d like|'d love|hope|plan|planning|wish|wishes|intend|decided|decide|ready"
    r"|pret\w*|desire|willing|going to|vais|gonna|envie de)"
)
_NOT_WANT = (
    r"(?:jvoudrais|jaimerais|jvoudrai|veux|veut|voudrais|voulons|souhaite|compte|jveu|jveux"
    r"|envie)"
)
BACK = (
    r"(?:rentrer|retourner|retour|rentre|repartir|revenir (?:au pays|chez moi|vivre)|go back"
    r"|going back|go home|going home|return|returning|move back|moving back|get back|come home"
    r"|terugkeren|terug)"
)
_GO_BACK = (
    r"(?:rentrer|retourner|repartir|revenir (?:au pays|chez moi|vivre)|go(?:ing)? back"
    r"|go(?:ing)? home|to return|returning to|return to|return home|move back|moving back"
    r"|come home|get home|terug|terugkeren)"
)
_GAP = r"(?:(?!my |mon |ma |know|savoir|info|liste?|see|help|aider|not |pas )[^.;!?]){0,30}?"
FOR_GOOD = (
    r"(?:for good|for ever|forever|pour de bon|pour toujours|definitive\w*|definiti\w+"
    r"|permanently|a jamais|for the rest|pour y rester|4 ?good|4 ?ever|to stay there"
    r"|settle (?:back )?there|retourner vivre|live there again|once and for all|reinstaller"
    r"|m'y installer|back to live|for always|voorgoed)"
)
WANTS_RETURN = Reading(
    "wants_return",
    aside=pattern(
        r"\b(?:aidee?s?|assist\w+|help\w*) (?:pour|a|to|with|au|for) (?:le |the |my |mon )?"
        r"(?:rentrer|retour\w*|return\w*|go (?:back|home))\b|\breturn (?:assistance|help|aid)\b"
    ),
    anywhere=table(
        (
            rf"\b(?:ne|n') ?{_NOT_WANT} (?:pas|plus|surtout pas"
            rf"|jamais)[^.,;!?]{{0,16}}\b{BACK}\b|\b{_NOT_WANT} (?:pas|plus"
            rf"|jamais)\b[^.,;!?]{{0,16}}\b{BACK}\b|\b(?:don't|dont|do not|never|not|won't"
            rf"|wont|will not|can't|cant|cannot|refuse to|no wish to|no desire to|didn't"
            rf"|wouldn't|jamais|peux pas|pas question de|hors de question de"
            rf"|refuse de)\b[^.,;!?]{{0,25}}\b{BACK}\b"
            rf"|\b{BACK}\b[^.;!?]{{0,35}}\b(?:out of the question|pas possible|impossible"
            rf"|hors de question|not possible|not an option|jamais|never|too dangerous"
            rf"|trop dangereux|no way|exclu)\b",
            False,
        ),
        (
            rf"\b{WANT}\b(?! pas){_GAP}\b{_GO_BACK}\b(?![^.;!?]{{0,40}}\b(?:mission|assignment"
            rf"|(?:deux|trois|six|two|three|few|quelques|\d) (?:mois|months|weeks|semaines)"
            rf"|to work|enseigner|teach|visit|visite)\b)",
            True,
        ),
        (
            rf"\b{WANT}\b(?! pas)[^.;!?]{{0,12}}\b(?:leave|partir"
            rf"|quitter)\b[^.;!?]{{0,25}}{FOR_GOOD}",
            True,
        ),
        (rf"(?:^\W*|\b(?:and|et|to) ){BACK}\b[^.;!?]{{0,25}}\b{FOR_GOOD}", True),
        (
            rf"\b(?:je|j'|i|we|on"
            rf"|nous)\b[^.;!?]{{0,30}}\b{_GO_BACK}\b[^.;!?]{{0,40}}\b(?:volontaire\w*"
            rf"|voluntar\w+|own free will|de mon plein gre|my own choice|de moi-meme"
            rf"|of my own)\b",
            True,
        ),
    ),
    asked=table(
        (
            r"\b(?:pas question|not going anywhere|(?:future|life|home) is here|avenir est ici"
            r"|vie est ici|my home now|staying here)\b|\b(?:safe|danger\w*|peur|afraid|guerre"
            r"|war|rester|stay|jamais|never|pas envie"
            r"|no way|hors de question|force\w*|oblige\w*|pas sur)\b(?<!pas force)",
            False,
        ),
        (
            r"\b(?:more than anything|plus que tout|souhait|reve|dream|mon choix|my choice"
            r"|my own|volontaire\w*|voluntar\w+|envie|absolument"
            r"|de tout coeur|bien sur|want to|le souhaite|le veux|manque|miss)\b",
            True,
        ),
    ),
)
