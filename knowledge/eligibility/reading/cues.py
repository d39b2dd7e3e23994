"""Words around a country that tell what it is to the speaker."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.tables import pattern

# What a place is, by the last of these before it in its clause.
CUES = {
    "stays": r"\b(?:have|'ve|has|i've|we've) (?:always |been |only )?(?:lived|living|worked|working"
    r"|been living|been) (?:all my life |my whole life |here |for )|"
    r"\b(?:toujours (?:vecu|habite)|always lived|lived (?:all my|my whole|my entire) life"
    r"|toute ma vie|all my life)\b",
    "past": r"\b(?:soutenu|these|thesis|defended|j'etais|etais|j'ai vecu|ai vecu|vecu|vivais"
    r"|habitais|ai habite|travaillais"
    r"|ai travaille|ai etudie|"
    r"avons vecu|etions|lived|used to(?: live| stay| work| be)?|worked|have worked|studied"
    r"|schooled|was (?:living|working|staying|based)|were in|"
    r"i was (?!born|raised)|passe par|transit\w*|via|through|passed|crossed|ai fait|avons fait"
    r"|ai fini|ai passe|ai obtenu|"
    r"diplomee?|etudes|degree|phd|llm|mba|master'?s?|bachelor'?s?|doctorat|licence|diploma"
    r"|graduated|visited|spent|"
    r"vacances|holiday|trained|formation|married in|marie en|finger ?prints?|empreintes"
    r"|serve?d|served|was at|in the past|avant|before|first in|d'abord|ago in)\b",
    "third": r"\b(?:ambassade|embassy|consulat\w*|gouvernement|government|programme?s?|projets?"
    r"|projects?|with the help|"
    r"help(?:ed)? by|thanks to|grace a|autorites|authorities|war in|guerre|people (?:from|in)"
    r"|gens (?:de|du)|mission dutch|"
    r"news|call from|boss|married to|mariee? a|wife|husband|friends?|family|famille|relatives"
    r"|brothers?|freres?|s[oœ]e?urs?|"
    r"sisters?|kids|quelqu'un|someone|somebody|enfants|children|mari|femme(?! de menage)|fils"
    r"|fille|son|daughter|parents|money to|argent (?:a|en|au)|about|heard|"
    r"passport of|capital|cherche|cherchons|looking for|need|besoin|trouver|find|bureau|office"
    r"|question|capital|border|frontiere|house in|land in|maison (?:en|au)|terrain (?:en"
    r"|au))\b",
    "born": r"\b(?:nee?s?(?: et (?:grandie?|elevee?))?|born(?: and (?:raised|bred|grew up))?"
    r"|birth ?place|lieu de naissance|naissance)\b(?! (?:pas|veux|vis|suis|peux|parle"
    r"|travaille|habite))",
    "raised": r"\b(?:grew up|raised|grandi|grandie|elevee?|brought up|childhood|enfance)\b",
    "origin": r"\b(?:viens|viennent|vient|jviens|venons|venir|venue?s?|originaires?|d'origine"
    r"|origines?|racines?|come from|"
    r"came from|coming from|comes from|hail from|fui|fuis|fuyons|quitte|quittee?"
    r"|arrivee?s?(?= (?:de |du |d'|des ))|arrive(?= (?:de |du |d'|des ))|parti de|partie de"
    r"|partis de|fled|flee|escaped|"
    r"left|roots?|ancestry|descent|chasse de|natif|native (?:of|from)|native|hailing"
    r"|sauve[ers]* (?:de|du)|originally|home country is|mon pays (?:c'est|est)|"
    r"pays d'origine|my country is|homeland|i am of|i'm of|from)\b",
    "residence": r"\b(?:(?:my|our|mon|ma|notre) (?:house|home|flat|apartment|room|maison|chambre"
    r"|appartement|logement|adresse|address|bed|lit|life|vie) (?:is|est|se trouve)|base|basee"
    r"|jabite|jabitte|j abite|abite|"
    r"(?:registered|enregistree?s?|inscrite?s?)[^.,;]{0,20}(?:hcr|unhcr)|vis|vivons|vit|vivant"
    r"|habites?|habitons|habitant|habitante|jhabite|habiter"
    r"|reside|resides|residing|resident|residente?|"
    r"loge|logee?|demeure|heberge\w*|installee?s?|etablie?s?|bloque\w*|coince\w*"
    r"|refugiee?s? (?:a|au|en)|live|lives|living|stay|stays|"
    r"staying|based|settled|renting|stuck|accueilli\w*|received in|housed|camps?|travaille"
    r"|bosse|taffe|exerce|exercer|etudie|"
    r"work|works|working|study|studies|studying|enrolled|inscrite? a l'|deliver|(?:have|got"
    r"|'ve|ai|my|mon|hold)\b[^.,;]{0,25}\b(?:job|boulot|emploi|poste)|employed|"
    r"home is|chez moi c'est|domicilie\w*|address|adresse|me l'a donnee?|moved (?:back )?to"
    r"|moved|relocated to|"
    r"came (?:back )?(?:here )?to|arrived (?:here )?in|arriver|arrivee?s? (?:a|au|en|ici|aux)"
    r"|(?:suis|sommes|ete|est) (?:\w+ )?(?:rentree?s?|retournee?s?) (?:a|au|en|aux|vivre)|"
    r"revenue?s? (?:a|au|en|aux)|went back to|returned to|been in|been here|waiting in|"
    r"attends (?:a|en|au)|attend (?:a|en|au)|dors|sleep|sleeping|nettoyage|azc|coa|opvang|woon"
    r"|wonen|woonachtig|"
    r"(?:i am|i'm|im|we are|we're|am|still|now|here|again|currently|presently) (?:now |still "
    r"|currently |here |again |back |actually |already )?(?:in|at)|"
    r"(?:suis|jsuis|jsui|sommes|est|chui) (?:bien |maintenant |actuellement |encore |toujours "
    r"|a present |la |ici |desormais |revenue? |aujourd'hui )?(?:a|au|en|aux|dans)|"
    r"moi dans|(?:ici|actuellement|maintenant|en ce moment|aujourd'hui|presentement|encore"
    r"|toujours|refugiee?) (?:a|au|en|aux)|"
    r"(?:annee|year) (?:de |of |of my )?(?:master\w*|bachelor\w*|licence|phd|doctorat|stud\w*"
    r"|etudes|hbo|wo|\w+)|(?:finis|finish|finishing|fais|doing) (?:mon|ma|un|une|my|a|an"
    r"|the) (?:\w+ ){0,2}?(?:master'?s?|licence|bachelor'?s?|doctorat|phd|these|etudes|studies"
    r"|stage|internship)|"
    r"(?:told|asked|ordered|want|have|must|dois|demande)[^.,;]{0,16}(?:leave|quitter"
    r"|partir d\w+)|vivre(?= (?:maintenant|ici)))(?!\w)",
    "destination": r"\b(?:aller|partir|rentrer|retourner|repartir|retour|reinstaller|m'installer"
    r"|nous installer|revenir|voyager|"
    r"go|going|return|returning|move|to move|travel|fly|relocate|relocating|head|home to"
    r"|destination|vers|send me|reintegrat\w*|"
    r"retourne|rentre|mission|missions|assignment|work abroad)\b",
    "act": r"\b(?:aider|teach|teaching|enseigner|enseigne|ouvrir|monter|creer|lancer|demarrer"
    r"|open|start|set up|launch|invest\w*|"
    r"training|volunteer|rebuild|contribute|travailler|visit|voir|visiter|donner|former|help"
    r"|run|build|farm|grow|lecture)\b",
}
CUE = re.compile("|".join(f"(?P<{name}>{written})" for name, written in CUES.items()))
WISH = pattern(
    r"\b(?:veux|veut|voudrais|jvoudrais|jaimerais|jvoudrai|voudrait|voulons|voudrions|jveu"
    r"|jveux|vx|aimerais|aimerait|aimerions|souhaite|souhaiterais|compte|espere|prevois|"
    r"envisage|reve|want|wants|wanna|would like|would love|'d like|'d love|id like|id love"
    r"|like to|hope|hoping|plan|plans|planning|wish|"
    r"intend|thinking of|dream|looking to|pense|vais|allons|gonna|going to|i'll|will|prete? a"
    r"|ready to|envie|"
    r"let me|help me|would|pourrais|pouvoir|projet de|project to)\b"
)
NEGATION = pattern(
    r"\b(?:pas|plus(?! (?:de|d'|que|\d))|jamais|not|no longer|never|\w+n't|dont|didnt|wont"
    r"|cant|isnt|neither|nor|ni|cannot|anymore|"
    r"except|sauf|other than|instead of|au lieu de|rather than|plutot que|hors)\b(?! (?:peur"
    r"|loin|far|only|seulement|just|since|encore(?!\s*$)))"
)
IMPOSSIBLE = pattern(
    r"\b(?:impossible|out of the question|pas possible|hors de question|not possible"
    r"|not an option|too dangerous|trop dangereux|jamais|no way)\b"
)
NOW = pattern(
    r"\b(?:now|maintenant|today|aujourd'hui|currently|actuellement|these days|present"
    r"|desormais)\b"
)
JOINS = re.compile(
    r"^[\s,/&+-]*(?:(?:and|et|ou|or|y|e|half|plus|la|le|the|also|aussi|then|puis|moitie|une?"
    r"|an?|&|en|a|au|aux|in|du|de|from)[\s,]*){0,3}$"
)
HERE = pattern(r"\b(?:ici|here)\b[^.,;]{0,6}$|\bhere in (?:the )?$|\bici (?:en|a|au|aux) $")
IN = pattern(
    r"(?:^|\W)(?:in|a|au|aux|en|at|near|te|dans|o|around|outside|pres de"
    r"|cote de)\s(?:\w+ ){0,2}?(?:the |la |le |l'|tu )?$"
)
FROM = pattern(r"(?:^|\W)(?:from|out of|uit)\s?(?:the )?$")
OF = pattern(r"(?:^|\W)(?:de|d'|du|des|van|of)\s?(?:the |la |l')?$")
PLACE_OF = pattern(
    r"\b(?:azc|town hall|city hall|hotel de ville|mairie|universite|ville|camp|centre|hopital"
    r"|port|region|gemeente|university"
    r"|city|municipality|hospital|town|suburb|"
    r"outskirts|banlieue|pres|cote|near|rues|streets?|commune|prison|province|village|quartier"
    r"|nord|sud|north|south|heart|center|foyer|aeroport|airport|fac|faculte|ecole)"
    r" (?:de |d'|du |of |in |van |the |la |l')*$"
)
OF_SELF = pattern(
    r"^\W*(?:(?:et|and|mais|moi|me|je|suis|nous|sommes|on|est|i|am|i'm|im|jsuis|jsui|chui|chuis"
    r"|we|are"
    r"|we're|all|tous|toutes|bien|man|woman|homme|femme|jeune|girl|guy|"
    r"well|euh|ben|c'est|single|refugee|refugiee?|family|people|born|mother|maman|\w+aise?"
    r"|\w+ien(?:ne)?|bonjour|salut|hi|hello|originally)\W+)*(?:de|du|d'|des|from)\s?(?:the "
    r"|la |l')?$"
)
STAYS = pattern(
    r"\b(?:etudiante?s?|student|refugiee?s?|refugees?|status|statut|statushouder|asylum seeker"
    r"|demandeuse?r?|maintenant|now|currently|"
    r"actuellement|today|aujourd'hui|these days|moment|depuis|since|ici|here|still|encore"
    r"|seule?|alone|full-time|part-time|temps plein|"
    r"retired|retraitee?|papiers?|papers|installe|chambre|room|flat|appartement|again|permit"
    r"|permis|street|freely|mi-temps|banque|bank|restaurant|usine|factory|shop|garage|hopital"
    r"|hospital)\b"
)
ALONE = pattern(
    r"^\W*(?:(?:et|and|now|currently|here|ici|in|a|au|en|aux|the|la|le|home|camp|azc|city"
    r"|ville|at|near|te|still|encore|maintenant|actuellement|"
    r"today|also|but|mais|well|i|je|think|suis|de|from|van|dans|now in|depuis|since|\d+|ans"
    r"|years|these|days|aujourd'hui|o)\W+){0,4}$"
)
MAYBE = pattern(
    r"(?:^|\W)(?:to|maybe|perhaps|peut-etre|par exemple|for example|probably|or|ou|towards?"
    r"|vers|plutot)\s(?:the |la |le |l'|au |en |aux |a )?$"
)
STUDY = pattern(
    r"\b(?:phd|llm|mba|master\w*|bachelor\w*|degree|diploma|doctorat|licence|graduated|llb|msc"
    r"|ma|ba|bsc|trained|studied|certificate|diplome)\b"
)
WHERE_FROM = pattern(
    r"^[^.;]{0,30}\b(?:that is|that's|c'est) (?:where (?:i'm|i am|i come|we come|we are)"
    r"|de la que je|la d'ou je|d'ou je)"
)
GREETS = pattern(
    r"\b(?:greetings|writing|calling|bonjour|salutations|hello|hi|ecris|going|trains?|times"
    r"|flights?|fly|travel|bus|calls?|letter|staff|goods|"
    r"money|message|email|far|away|order|back)\s(?:\w+ )?(?:from|de|du|d'|depuis) ?(?:the )?$"
)
THEN = pattern(
    r"^ (?:i|je|j'|we|on) ?(?:was|were|worked|had|etais|ai ete|avais|travaillais|ai travaille"
    r"|studied|lived)\b"
)
GOES = pattern(
    r"\b(?:je|i|i'm|we|on|nous|moi) (?:am |are |'m |'ll |will |vais )?(?:rentre|rentrer"
    r"|retourne|retourner|pars|repars|return|returning|go|going|back)\b"
)
FROM_SELF = pattern(
    r"\b(?:come|came|coming|comes|originally|orig|born|i'm|im|i am|we are|we're|am"
    r"|all) (?:originally |all )?from ?(?:the )?$"
)
