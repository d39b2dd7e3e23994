"""What UNHCR has decided, and the person whom a family joins."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import Reading, pattern, table

_HCR = r"(?:hcr|unhcr|un refugee agency|nations unies|onu|un)"
UNHCR = Reading(
    "unhcr_status",
    anywhere=table(
        (
            rf"\b{_HCR}\b[^.;!?]{{0,70}}\b(?:choisie?s?|selected|picked|accepted us|chose"
            rf"|chosen|retenue?s?|selectionnee?s?|acceptee?s?)\b|\b(?:selected|chosen|picked"
            rf"|choisi\w*|selectionne\w*|retenu\w*)\b[^.;!?]{{0,50}}\b{_HCR}\b",
            "nominated_selected",
        ),
        (
            rf"\b{_HCR}\b[^.;!?]{{0,60}}\b(?:not|never|\w+n't|nobody|no one|personne|jamais"
            rf"|pas|encore)\b[^.;!?]{{0,25}}\b(?:put (?:\w+ ){{0,3}}forward|mis (?:mon|notre) nom"
            rf"|nominat\w+|propos\w+"
            rf"|present\w+|submitted|referred|recommend\w*)\b|\b(?:not|never|\w+n't|jamais"
            rf"|pas)\b[^.;!?]{{0,20}}\b(?:put forward|nominated|propos\w+|referred|submitted"
            rf"|presente\w*)\b[^.;!?]{{0,20}}\b(?:by |par )?(?:le )?{_HCR}\b",
            "not_nominated",
        ),
        (
            rf"\b(?:not|never|\w+n't|jamais|pas|non)\b[^.;!?]{{0,25}}\b(?:registered"
            rf"|enregistre\w*|inscrit\w*|registration)\b[^.;!?]{{0,25}}\b{_HCR}\b"
            rf"|\bnever went to {_HCR}\b|\b{_HCR}\b[^.;!?]{{0,25}}\b(?:not registered"
            rf"|(?:pas|jamais) (?:encore )?(?:inscrit\w*|enregistre\w*))\b",
            "not_registered",
        ),
        (
            rf"\b{_HCR}\b[^.;!?]{{0,25}}\b(?:a |has |have |nous a |m'a |m'ont )?(?:propose\w*"
            rf"|presente\w*|nominated|put (?:\w+ ){{0,2}}forward|submitted|referred"
            rf"|recommended|soumis)\b|\b(?:nominated|put forward|referred|submitted|propose\w*"
            rf"|presente\w*) (?:\w+ ){{0,2}}(?:by|par) (?:the |le )?{_HCR}\b",
            "nominated_waiting",
        ),
        (
            rf"\b(?:registered|enregistre\w*|inscrite?s?|inscrit)\b[^.;!?]{{0,16}}\b{_HCR}\b"
            rf"|\b{_HCR}\b[^.;!?]{{0,16}}\b(?:registered|card|carte|certificate|attestation"
            rf"|enregistree?s?|inscrite?s?|refugee number)\b|\bcarte (?:du |de l')?{_HCR}\b",
            "registered",
        ),
    ),
    asked=table(
        (
            r"\b(?:choisi\w*|selected|picked|chosen|chose|retenu\w*|selectionne\w*|accepte\w*"
            r"|accepted)\b",
            "nominated_selected",
        ),
        (
            r"\b(?:not|never|\w+n't|nobody|no one|personne|jamais|pas"
            r"|sans)\b[^.;!?]{0,25}\b(?:put (?:\w+ ){0,3}forward|mis (?:mon|notre) nom"
            r"|nominat\w+|propos\w+|present\w+"
            r"|submitted|referred|recommend\w*)",
            "not_nominated",
        ),
        (
            r"\b(?:not|never|\w+n't|jamais|pas|aucun\w*|no|non)\b[^.;!?]{0,25}\b(?:registered"
            r"|enregistre\w*|inscrit\w*|register|inscription|registration|went|alle\w*)\b"
            r"|^\W*(?:not registered|never|jamais|pas inscrite?)\b",
            "not_registered",
        ),
        (
            r"\b(?:nominated|put (?:\w+ ){0,2}forward|propose\w*|presente\w*|submitted"
            r"|referred|recommended|soumis\w*|transmis\w*)\b",
            "nominated_waiting",
        ),
        (
            r"\b(?:registered|enregistre\w*|inscrite?s?|card|carte|certificate|attestation"
            r"|registration|number|numero)\b",
            "registered",
        ),
    ),
)
_REFUGEE = (
    r"(?:refugiee?s?|refugee|got asylum|asylum status|recognised|recognized|statushouder"
    r"|statut|status holder|asile|has asylum|was granted asylum|asylum|protection)"
)
_DUTCH = (
    r"(?:neerlandaise?|dutch|hollandaise?|nederlander|nederlandse|naturalisee?|naturalised"
    r"|naturalized)"
)
_PARENT = r"(?:dad|father|mother|mum|mom|pere|mere|fils|fille|son|daughter|papa|maman)"
SPONSOR = Reading(
    "sponsor_status",
    aside=pattern(
        r"\b(?:neither|nor|ni) (?:an? |de |le |la )?(?:asylum|asile|refugee|refugiee?|dutch"
        r"|neerlandaise?|hollandaise?)\b|\b(?:parle\w*|speaks?|learn\w*|apprend\w*"
        r"|understands?)\s(?:\w+ )?(?:neerlandais|dutch|hollandais)\b"
    ),
    anywhere=table(
        (
            rf"\b{_PARENT}\b[^.;!?]{{0,40}}\b{_REFUGEE}\b[^.;!?]{{0,40}}\b(?:bring|join|venir"
            r"|rejoindre|rejoigne)\b",
            "refugee",
        ),
        (
            rf"\b{_PARENT}\b[^.;!?]{{0,40}}\b{_DUTCH}\b[^.;!?]{{0,40}}\b(?:bring|join|venir"
            r"|rejoindre|rejoigne)\b",
            "dutch_citizen",
        ),
        (
            rf"\b(?:mon|ma|my) (?:mari|femme|epouse?|epoux|conjointe?|compagn\w+|fiancee?"
            rf"|copain|copine|husband|wife|partner|spouse|boyfriend|girlfriend"
            rf"|fiance)\b(?!(?:[^.;!?]{{0,70}}\b(?:peut|can"
            rf"|join)\b))[^.;!?]{{0,50}}?\b(?:{_REFUGEE})\b(?! (?:claim|case|refuse|rejected"
            rf"|seeker))",
            "refugee",
        ),
        (
            rf"\b(?:mon|ma|my) (?:mari|femme|epouse?|epoux|conjointe?|compagn\w+|fiancee?"
            rf"|copain|copine|husband|wife|partner|spouse|boyfriend|girlfriend"
            rf"|fiance)\b[^.;,!?]{{0,40}}?\b{_DUTCH}\b(?! (?:lesson|course|class|language))",
            "dutch_citizen",
        ),
    ),
    asked=table(
        (
            r"\b(?:ni l'une?|neither|aucun des deux|none of|not a refugee|pas refugiee?"
            r"|ni refugiee?|autre|other)\b",
            "other",
        ),
        (rf"\b{_DUTCH}\b", "dutch_citizen"),
        (rf"\b{_REFUGEE}\b", "refugee"),
        (
            r"\b(?:visa|student|etudiante?|permis|permit|kennismigrant|eu citizen|european"
            r"|europeenne?|work|travail)\b",
            "other",
        ),
    ),
)
FOR_FAMILY = (
    r"\b(?:rejoindre|rejoigne|join me|join us|regroupement|reunif\w+|mvv|bring my|faire venir"
    r"|come to me|my wife to come|live together)\b"
)
