"""Words around a demonym that tell whose it is."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.tables import pattern

COPULA = (
    r"(?:\b(?:je suis|jsuis|jsui|suis|chui|chuis|moi|i am|i'm|im|am|we are|we're|nous sommes"
    r"|on est|i was born|being|became|become|devenue?|"
    r"je reste|remain|is|are|est|sont|as|he's|she's|it's|it is|c'est|reste|etant|half|both"
    r"|moitie|mi|tous|toutes|all|me|still|toujours|"
    r"nationalite|nationality|nationalities|nationalites|passeports?|passport|citizenship"
    r"|citoyennete|citoyen(?:ne)?s?|ressortissante?s?|"
    r"naturalisee?|naturali[sz]ed|national|hold|have|ai|got|one is|l'une|another|autre|other"
    r"|also|aussi|double|dual|que|myself|ethnic|"
    r"paspoort|nationaliteit|proud|fier|fiere|ben)\b)"
)
LITTLE = (
    r"(?:[\s,:'-]|\b(?:une?|an?|the|la|le|l|de|d|du|des|both|aussi|also|still|toujours|already"
    r"|deja|only|just|maintenant|now|actuellement|"
    r"originally|original|young|old|jeune|vieux|vieille|pure|double|dual|nationalite"
    r"|nationality|proud|fier|femme|homme|woman|man|girl|guy|citizen|"
    r"officiellement|officially|in fact|en fait|bien|full|proper|passeport|passport|my|mon|ma"
    r"|kept|garde|tous|toutes|all|by|simple|"
    r"ex|single|retired|qualified|par|peut-etre|donc|so|sujet|nee?|born|is|est|are|of|ans"
    r"|years?|\d+|actually|honestly|simplement|ben|euh|ressortissante?|citoyen(?:ne)?|"
    r"devenue?|naturalisee?|married|mariee?|celibataire|originaire|half|and|et|een)\b){0,40}?"
)
PEOPLE_BEFORE = re.compile(COPULA + LITTLE + r"(?:[a-z-]{3,20} ){0,1}$")
OPENING = pattern(
    r"^[\W_]*(?:(?:bonjour|bonsoir|salut|slt|salam|hello|hi|hey|there|yes|oui|ouais|et|and|an?"
    r"|une?|la|le|les|by|de|d'|nationality|nationalite|as|"
    r"well|eh bien|ben|euh|uh|just|juste|since|aussi|also|passeports?|passport|half|both|young"
    r"|jeune|ex|homme|femme|man|woman|plutot|still|"
    r"only|encore|toujours|originally|non|no|my|mon|ma|mais|but|\d+|ans|yo|y/o|year|years|old"
    r"|proud|c'est|it's|maybe|peut-etre|enfin|then|avant|moi|me|dear)[\W_]+)*$"
)
AFTER_PASSPORT = pattern(
    r"^(?:(?: (?:and|et|/|&|,)? ?(?:\w+ )?\w+)?) (?:passports?|citizens?|citizenship"
    r"|nationals?|nationality|by (?:passport|nationality|birth)|nationalities|paspoort)\b"
)
AFTER_ORIGIN = pattern(
    r"^ (?:d'origine(?! \w+(?:aise?|ien(?:ne)?|oise?|aine?|turque?|kurde)\b)|de naissance|roots"
    r"|origins?|descent|by origin|background|heritage"
    r"|by blood|ancestry|before|refugees?|by roots|originally|d'abord|a l'origine)\b|"
    r"^ (?:and|et) \w+ (?:roots|descent|origins|d'origine)\b|^[^.;]{0,12}\b(?:where i'm from"
    r"|where i am from|d'ou je viens|mon pays d'origine)\b|"
    r"^[^.;]{0,12}that is where i(?:'m| am| come) from"
)
AFTER_PARENTS = pattern(
    r"^ (?:and \w+ |et \w+ )?(?:parents|father|mother|mum|mom|dad)\b"
    r"|^ (?:par|by|through|from|de) (?:ma|mon|my) (?:mere|pere|mother|father|mum|dad)\b"
)
AFTER_OTHER = pattern(
    r"^ (?:government|embassy|authorit\w+|mission|police|army|husband|wife|friends?|partner"
    r"|girlfriend|boyfriend|teacher|law|language|"
    r"courses?|exam|lessons?|water|board|foundation|association|organi[sz]ation|ngo|group|club"
    r"|municipality|firm|newspaper|church|diaspora|community|hospital|clinic|society|speaking"
    r"|colleague|food|restaurant|school|company|office|state|border|consulate|residence"
    r"|residency|permit|visa|university|people|"
    r"system|diploma|degree|class|classes|have|has|had|nous ont|m'ont|ont|immigration"
    r"|integration|number|branch|test|level|man i|woman i|news|team|soil|side|father|mother)\b"
)
BEFORE_ORIGIN = pattern(
    r"\b(?:d'origine|origine|origines|racines|of|origin|roots|refugiee?s?|refugie)(?: is| est"
    r"|:| :)? (?:la |l')?$|\b(?:was|etais) (?:an? |une? )?$"
)
GAVE_UP = pattern(
    r"\b(?:gave up|renounced|lost|renonce|perdu|abandonne|rendu|handed in)\b[^.,;]{0,30}$"
)
THE = pattern(
    r"\b(?:the|les|des|by|par|par les|avec les|with|to an?|a une?|with an?|avec une?|married"
    r"|mariee?|some|commune|association|fondation|entreprise|ville|societe|organisation|groupe"
    r"|ong|ecole|famille|homme que|restaurant|blague|cuisine|un ami|une amie|learn"
    r"|apprends|comme|like|for)\s$"
)
ONLY_PARENTS = pattern(
    r"\b(?:ce sont|c'est|only|but|just|seulement|juste|seuls|mais)\s(?:mes"
    r"|my)\sparents\b(?:\s(?:are|le sont|qui le sont|sont|were|l'etaient))?\s*(?:$|[.,;!])"
)
FUTURE = pattern(
    r"\b(?:bientot|soon|future?|devenir|to be|become(?! \w+ in)|un jour|one day|hopefully"
    r"|naturalisation|apply for|to get|2 get|how to|obtenir|renew|demande de)\b[^.,;]{0,20}$"
)
LIKE_ME = pattern(r"^ (?:like (?:me|us|myself)|comme (?:moi|nous))\b")
STRICT = pattern(
    r"\b(?:je suis|jsuis|suis|i am|i'm|im|nationalites?|passeports?|citoyen(?:ne)?|nationality"
    r"|passport|naturalisee?)\b\W*(?:une?|an?|la|the)?\W*(?:de nationalite )?$"
)
SELF = pattern(
    r"\b(?:je suis|jsuis|i am|i'm|im|we are|we're|(?:she|he|il|elle) (?:is|est)|she's|he's"
    r"|who is|moi)\s(?:an?|une?)\s$"
)
