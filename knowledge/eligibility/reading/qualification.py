"""Levels of education."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import UNSAID, Reading, pattern, table

_STUDIES = (
    r"(?:licence|bachelor'?s?|master'?s?|m1|m2|doctorat|phd|these|fac|universite?|university"
    r"|uni|hbo|wo|college|degree|ba|bsc|msc|studies|etudes|hogeschool|these|faculte"
    r"|ecole d'ingenieurs?|law school|med(?:ical)? school)"
)
_YEAR_OF = (
    r"(?:1|2|3|4|5|6|first|second|third|fourth|fifth|1st|2nd|3rd|4th|1re|1ere|2e|3e|4e"
    r"|premiere|deuxieme|seconde|troisieme|quatrieme|cinquieme|last|final|derniere|eerste"
    r"|tweede|derde)"
)
_ADVANCED = (
    r"(?:masters?|master's|maitrise|doctorat|doctorate|doctorante|phd|ph\.d\.?|ph\.d|mba|llm"
    r"|msc|m\.?sc\.?|ma in|m\.a\.?|dea|dess|postgraduate degree|post-?grad|magister|mastere"
    r"|drs|docteur en|doctor of|diplome d'ingenieur|ingenieur diplome|med school diploma"
    r"|medical degree|m2|bac ?\+ ?[5-8]|mphil|mres|doctorandus)"
)
_HIGHER = (
    r"(?:licence|bachelor'?s?|baccalaureate degree|ba|bsc|b\.?sc\.?|b\.a\.?|hbo|wo"
    r"|university (?:degree|diploma)|college degree|degree|higher diploma"
    r"|diplome (?:universitaire|d'universite|superieur|de l'enseignement superieur)|bts|dut"
    r"|deug|graduat|undergraduate|llb|beng|b\.?ed|bac ?\+ ?[2-4]"
    r"|diploma from (?:the )?university|university graduate|graduated"
    r"|diplomee? de l'universite|hogeschool|hnd|associate)"
)
_VOCATIONAL = (
    r"(?:cap(?!-)|bep|bac pro|bts?p|mbo|formation professionnelle|vocational\w*|apprentissage"
    r"|apprenticeship|lycee technique|trade school|technical (?:school|diploma|college"
    r"|training)|ecole (?:technique|professionnelle|de metiers)|diplome professionnel"
    r"|brevet professionnel|brevet de technicien|nvq|tvet|city and guilds|roc|vmbo"
    r"|craft (?:school|certificate)|certificat (?:professionnel|de qualification)"
    r"|diplome technique|ecole d'infirmi\w+|diploma in (?:plumbing|carpentry|tailoring"
    r"|catering|mechanics))"
)
_SECONDARY = (
    r"(?:bac|baccalaureat|o[- ]?levels?|a[- ]?levels?|high school|secondary(?: school"
    r"| education)?|lycee|college(?= (?:seulement|et c'est tout))|brevet|gcse|wassce|wasce"
    r"|waec|ssce|matric|vwo|havo|middelbare|ecole secondaire|secondaire|terminale"
    r"|twelfth grade|grade 1[0-2]|12th grade|tawjihi|bepc|form (?:four|five|six|4|5|6)|ged"
    r"|kcse|school certificate|diplome d'etudes secondaires|niveau bac)"
)
QUALIFICATION = Reading(
    "qualification",
    anywhere=table(
        (
            rf"\b(?:only|just|juste|seulement|que) (?:le |la |an? |my |mon )?(?:{_SECONDARY})\b",
            "secondary",
        ),
        (
            r"\b(?:pas|plus|sans|aucune?|jamais eu|no|not any|without|never had|never got"
            r"|have any|dont have|don't have|do not have|got no|zero) ?(?:de |d'|un |une |a "
            r"|any |formal |real |le moindre |eu ){0,2}(?:diplomes?|degrees?|diploma"
            r"|qualifications?|certificat\w*|etudes|education|schooling)\b|\b(?:go|gone|went"
            r"|been|set foot) (?:to |in |into )?(?:a |any )?school never\b|\bnever (?:went"
            r"|been|go|set foot|had|attended|gone)\b[^.,;!?]{0,20}\b(?:school|class"
            r"|education)\b|\b(?:pas|jamais) (?:ete |alle |allee |fait |frequente "
            r"|mis les pieds )(?:\w+ ){0,2}?(?:l')?(?:a l')?ecole\b|\billet\w+"
            r"|\billiterate\b|\banalphabete\b|\bni lire ni ecrire\b|\bno school\b|\b(?:can't"
            r"|cannot) read\b|\bsans (?:diplome|etudes|instruction)\b",
            "none",
        ),
        (
            r"\b(?:soutenu|defended) (?:ma|mon|une|my) (?:these|doctorat|thesis|phd)\b",
            "advanced_degree",
        ),
        (
            r"\b(?:arrete|quitte|left|stopped|quit) (?:l'ecole|school)\b[^.;]{0,12}\b(?:six|sept"
            r"|huit|neuf|dix|onze|douze|seven|eight|nine|ten|eleven|twelve|\d|1[0-2])\b(?! grade)",
            "none",
        ),
        (
            r"\b(?:suis|jsuis|jsui|chui|am|im|i'm|still|encore|toujours) (?:au|a l'|at|in|in the"
            r"|en) (?:\w+ )?mbo\b",
            UNSAID,
        ),
        (
            rf"\b(?:finis|finir|termine(?! en)|prepare|fais|poursuis|commence|continue|doing|doin"
            rf"|finish|finishing|halfway through|in the middle of|busy with|completing"
            rf"|pursuing|enrolled|preparing|studying for|studying|start(?:ed|ing)?|in"
            rf"|en)\b (?:mon |ma |un |une |le |la |my |an? |the |for |to |on |at the |at |a l'"
            rf"|au |aan de )?(?:{_YEAR_OF} (?:annee |year )?(?:de |d'|of |in )?(?:my |mon |ma "
            rf"|un |une |an? )?)?(?:{_STUDIES})\b(?! (?:en 20|en 19|in 20|in 19))",
            "student_higher",
        ),
        (
            rf"\b{_YEAR_OF}[- ](?:annee|year|jaar)\b[^.,;!?]{{0,20}}\b(?:{_STUDIES})\b"
            rf"|\b(?:{_STUDIES})\b[^.;!?]{{0,16}}\b{_YEAR_OF}[- ](?:annee|year)\b",
            "student_higher",
        ),
        (
            rf"\b(?:university|uni|bachelor'?s?|master'?s?|phd|college|hbo|wo) student\b"
            rf"|\b(?:etudiante?s?|student)\b[^.,;!?]{{0,30}}\b(?:universite|university|licence"
            rf"|master|bachelor|hbo|wo|tu|uva|erasmus|delft|leiden|wageningen|twente|utrecht"
            rf"|groningen|maastricht|saxion|hogeschool|medecine|droit|law|medicine|engineering"
            rf"|economics|fac|phd|doctorat)\b|\b(?:encore|still"
            rf"|toujours)\b[^.,;!?]{{0,16}}\b(?:a la fac|a l'universite|at (?:the )?uni\w*"
            rf"|in (?:university|college|uni)|studying|etudiante?|a student)\b"
            rf"|\bi study\b[^.,;!?]{{0,25}}\bat\b|\bj'etudie\b[^.,;!?]{{0,25}}\b(?:a |au )"
            rf"|\bdoctorante?\b|\bphd candidate\b|\bnot (?:yet )?(?:finished"
            rf"|graduated)\b[^.;!?]{{0,20}}\b(?:{_STUDIES})\b",
            "student_higher",
        ),
        (
            r"\b(?:arrete|stopped|quit|abandonne|dropped out|drop out|interrompu|pas (?:fini"
            r"|termine)|never finished|didn't finish|did not finish|sans finir|unfinished"
            r"|inacheve\w*)\b(?![^.;!?]{0,20}\b(?:after|apres)\b)",
            UNSAID,
        ),
        (
            rf"\b(?:still|encore|toujours|currently|now) (?:in |at |au |en |a l'"
            rf"|going to )(?:the |my |\w+ annee (?:de |du )?)?(?:{_SECONDARY})\b",
            UNSAID,
        ),
        (rf"\b(?:{_ADVANCED})\b(?! (?:student|of ceremonies|bedroom))", "advanced_degree"),
        (rf"\b(?:{_VOCATIONAL})\b", "vocational"),
        (rf"\b(?:{_HIGHER})\b(?! de conduire| student| of | pour moi)", "higher_education"),
        (rf"\b(?:{_SECONDARY})\b(?! (?:teacher|principal|student now))", "secondary"),
    ),
    asked=table(
        (
            r"\b(?:y suis encore|still there|etudiante?|student|studying|en cours d'etudes"
            r"|still in|a la fac|university|universite|uni)\b(?![^.;]{0,20}(?:diplom|degree"
            r"|grad))",
            "student_higher",
        ),
        (r"\b(?:primary|primaire|elementary|basisschool|school till|jusqu'a 1[0-3] ans)\b", "none"),
        (
            r"\b(?:ingenieur|engineer|graduate|superieur\w*|grande ecole|ecole d'ingenieurs?)\b",
            "higher_education",
        ),
        (r"\b(?:formation|training|apprenti|metier|trade|certificate|certificat)\b", "vocational"),
        (r"^\W*(?:none|aucun\w*|rien|nothing|non|no|nope|nee|geen|pas du tout|zero)\b", "none"),
        (r"\b(?:ecole|school)\b", UNSAID),
    ),
)
HEADMASTER = pattern(
    r"\b(?:secondary|high) school (?:teacher|principal|headteacher|head)\b|\b(?:prof"
    r"|professeur|enseignante?|instituteur) (?:\w+ ){0,4}(?:lycee|secondaire|college)\b"
    r"|\b(?:teach|teaching|taught|enseigne|enseigner|travaille|work|works"
    r"|cours)\b[^.,;!?]{0,30}\b(?:lycee|universite|university|secondary|high school|college|hbo"
    r"|mbo|wo)\b"
    r"|\b(?:dans un|in a|at a|au) (?:lycee|secondary school|high school)\b"
)
