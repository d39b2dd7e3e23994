"""Whether somebody is in work."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import UNSAID, Reading, pattern, table

EMPLOYED = Reading(
    "employed",
    aside=pattern(
        r"\b(?:permis|titre|visa|carte|permit) (?:\w+ ){0,2}?(?:de|pour|for) (?:le |mon "
        r"|my )?(?:travail|work)|work (?:permit|visa)|because of (?:my )?(?:job|work)|(?:c'est"
        r"|a cause|grace a|grace au|pour) (?:pour |de )?(?:le|mon) travail|maison de retraite"
        r"|retirement home|(?:ans|years) (?:pour|avant|before|until|to|till) (?:la |ma "
        r"|my )?(?:retraite"
        r"|retirement)|travaille dans mon domaine|worked in my field|working visa|never work\w*"
        r"|if i work|a travailler"
    ),
    anywhere=table(
        (
            r"\b(?:chomage|chomeur|chomeuse|unemployed|jobless|without (?:a |any )?(?:job"
            r"|work)|sans (?:emploi|travail|boulot|job|taf)|out of work|no job|no work\b|"
            r"between jobs|werkloos|retraite|retraitee?|retired|pensione?e?|inactif"
            r"|lost my job|perdu mon (?:emploi|travail|boulot|job|poste)|laid off|licenciee?"
            r"|got fired)\b(?! home| party)",
            False,
        ),
        (
            r"\b(?:ne|n'|n|j'ai|j ai|je) ?(?:\w+ )?(?:travaill?e|travail|emploi|boulot|bosse"
            r"|job|taf) ?(?:pas|plus)\b|\bpas (?:de |d'|le droit de )?(?:travail|travailler"
            r"|emploi|boulot|job|taf)\b|\bplus (?:de |d')(?:travail|emploi|boulot|job)\b",
            False,
        ),
        (
            r"\b(?:do not|don't|dont|not|no longer|can't|cant|cannot|never|am not"
            r"|not allowed to) (?:currently |really |have (?:a |any )?)?(?:work\w*|job"
            r"|employed)\b(?! (?:as|like) (?:one|a))|\b(?:haven't|havent|have not|n'ai pas"
            r"|ai pas|ai plus) (?:re)?(?:worked|travaille|bosse)\b(?! (?:as|like) (?:one|a))",
            False,
        ),
        (
            r"\b(?:cherche|looking for|searching for|want|need|cherchons|trouver|find"
            r"|recherche)\s(?:\w+\s){0,2}(?:travail|emploi|boulot|job|work)\b",
            UNSAID,
        ),
        (
            r"\b(?:je|jsuis|i|et|on|nous|and|also|aussi|qui|who|she|elle|he|il) (?:also "
            r"|still |now |currently |maintenant |actuellement )?(?:travaille|bosse|bossons"
            r"|work|works|taffe|exerce|been working|been employed)\b(?! (?:pas|plus|abroad"
            r"|together))",
            True,
        ),
        (
            r"\b(?:a|has) (?:a |un |du )?(?:job|travail|boulot|emploi|work)\W+(?:pas moi|not me"
            r"|mais pas moi|but not me|moi non|moi pas|i don't)\b",
            False,
        ),
        (
            r"\b(?:j'enseigne|j'exerce|meme boite|same company|chez un (?:patron|employeur)"
            r"|employed (?:by|at|in)|employee? (?:chez|par|dans)|on a payroll)\b"
            r"|(?:^|[,.;]|\b(?:citizen|and|et|en)) ?(?:work|werk|travaille|travaillant|working"
            r"|bosse"
            r"|bossant) (?:as|in|at|for|by|comme|chez|dans|a|au|als|bij)\b(?! home)",
            True,
        ),
        (
            r"\b(?:have|got|'ve|ai|hold|mon|my)(?: \w+){0,6} (?:job|boulot|emploi|cdi|cdd"
            r"|travail|taf)\b(?! (?:interview|application|offer|in the past|before))",
            True,
        ),
        (
            r"\b(?:full[- ]time|part[- ]time|temps plein|plein temps|mi-temps|temps partiel"
            r"|self[- ]employed|a mon compte|freelance|independante?|zzp|salariee?|en poste"
            r"|interim|i'm working|i am working|im working|am employed|i'm employed"
            r"|i run (?:my|a)|own business|je dirige|en cdi|en cdd|uitzend\w*)\b",
            True,
        ),
        (
            r"\bje fais (?:du|des|le) (?:nettoyage|menages?|livraisons?|taxi|gardiennage"
            r"|ventes?)|\bi (?:deliver|clean|drive|cook|sell|teach|repair"
            r"|deliver)\b(?! (?:for free))",
            True,
        ),
    ),
    asked=table(
        (r"\b(?:cherche|looking for|searching|trouver|find|recherche|uitkering|bijstand)\b", False),
        (
            r"\b(?:etudiante?|student|au foyer|housewife|stay at home|nothing at the moment"
            r"|benefits|congediee?|fin de contrat|contract ended|contrat fini)\b",
            False,
        ),
        (
            r"\b(?:contrat|contract|patron|boss|employer|employeur|hours a week|heures|shop"
            r"|boutique|company|entreprise|usine|factory|restaurant|working|travaille|work"
            r"|bosse)\b",
            True,
        ),
    ),
)
