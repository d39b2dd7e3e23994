"""Professions that the names layer does not know, and words that only look like one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.eligibility.reading.tables import pattern

# Words that only look like a profession with a slip in it.
_NOT_NAMES = """
    bakery, boulangerie, career, careers, chercher, cherche, coiffure, cuisine, diploma, diplomas,
    diplome, diplomes, drive, driving, i work, i works, it work, it works, marchand,
    ouvrir, pediatrie, works
    """
NOT_NAMES = frozenset(" ".join(one.split()) for one in _NOT_NAMES.split(","))
# Words after a profession that belong to it.
JOB_TAIL = re.compile(
    r"^ (?:assistant|(?:d'universite|d'ecole|d'anglais|d'arabe|d'histoire|de (?:maths?"
    r"|mathematiques|francais|anglais|lycee|chantier|physique|laboratoire|sport|musique|ligne"
    r"|bus|taxi|camion|formation(?=x)|batiment|genie civil|l'eau))|des eaux|en batiment"
    r"|du batiment)\b"
)
JOB_HEAD = re.compile(
    r"(?:\b(?:site|network|software|civil|primary school|primary|maths?|english|science"
    r"|assistant|truck|bus|lorry|taxi|cattle|nurse|electrical|mechanical|agricultural|chemical"
    r"|lab|social|it|web|water|road|eye|bank|ingenieur|technicien|school|university"
    r"|high school|secondary school|head|general|veterinary|petroleum|solar)) $"
)
# Professions that the names layer does not know.
JOBS: Mapping[str, str] = {
    word: sector
    for sector, words in {
        "health": "verpleegkundige|verpleger|verzorgende|tandarts|nutritionist|nutritionniste"
        "|nurse assistant|nursing assistant|medecin"
        "|brancardier"
        "|hygieniste|health officer|obstetricien|obstetrician|cardiologist|cardiologue"
        "|dermatologue|dermatologist|ergotherapeute|occupational therapist|anesthesist",
        "education": "leraar|lerares|docent|maitresse|maitre d'ecole|instit|school teacher"
        "|schoolteacher"
        "|university lecturer"
        "|kindergarten teacher|headmaster|headmistress|enseignant-chercheur",
        "agriculture": "beekeeper|apiculteur|apicultrice|gardener|jardinier|jardiniere|berger"
        "|bergere"
        "|paysan|paysanne|shepherd|florist|fleuriste|farm worker|ouvrier agricole",
        "infrastructure": "timmerman|loodgieter|metselaar|elektricien|site engineer"
        "|peintre en batiment|carreleur|roofer|plasterer|tiler"
        "|grutier"
        "|topographe|electricien du batiment|construction worker",
        "water": "ingenieur des eaux|well driller|foreur|fontainier",
        "finance": "financier|broker|actuaire|insurance agent|tax inspector|inspecteur des impots"
        "|economist|bank clerk|gestionnaire de paie|microfinance officer",
        "ict": "dev web|dev|web dev|network technician|network administrator|it manager|it support"
        "|database administrator|system engineer|informaticien|helpdesk|ux designer"
        "|data engineer",
        "justice": "jurist|clerk of court|prison guard|criminologue|criminologist",
        "government": "maire|mayor|customs officer|douanier|douaniere|soldier|soldat"
        "|city planner for the municipality|agent municipal",
        "other": "chauffeur|schoonmaker|schoonmaakster|kok|kapper|kapster|chef|cuistot"
        "|macon d'art|truck driver|bus driver|lorry driver|bricoleur|plongeur"
        "|dishwasher|courier|delivery rider|welder|painter|peintre|"
        "mecano|garagiste|boucher|bouchere|butcher|sculpteur|security officer|manager|seller"
        "|vendeuse|salesperson|marchand|marchande|pasteur|imam|priest|pretre|"
        "caretaker|concierge|babysitter|nounou|footballer|footballeur|shoemaker|cordonnier"
        "|carpet weaver|bijoutier|goldsmith|hotel receptionist|receptionist|receptionniste|"
        "blacksmith|forgeron|designer|styliste|esthéticienne|estheticienne|beautician|model"
        "|writer|ecrivain|poete|actor|acteur|actrice|film maker|realisateur|logistics officer"
        "|magasinier|warehouse worker|docker",
    }.items()
    for word in words.split("|")
}
JOB = re.compile(
    r"(?<![\w'-])(?:d'|l')?("
    + "|".join(sorted(map(re.escape, JOBS), key=len, reverse=True))
    + r")s?(?![\w-])"
)

DENIED = pattern(
    r"\b(?:pas|not|neither|nor|ni|\w+n't|never|jamais|dont|suis plus|no longer|sans|without|no"
    r"|aucun)\b"
)
