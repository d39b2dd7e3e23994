"""Travel documents."""

from __future__ import annotations

from knowledge.eligibility.reading.tables import UNSAID, Reading, table

_DOC = (
    r"(?:passeports?|passports?|travel documents?|documents? de voyage|laissez-passer"
    r"|titre de voyage|paspoort|travel papers?|pasport|passport's|passeport's)"
)
_OLD = (
    r"(?:perime\w*|expired|expiree?s?(?! (?:dans|en 20|le \d|in \w+ (?:weeks|months)|bientot"
    r"|soon|next|demain|on))|ran out|run out|out of date|plus (?:bon|valable|valide)"
    r"|no longer valid|not valid|invalid|depasse\w*|verlopen|too old|pas valable|pas valide"
    r"|outdated|finished|overdue|n'est plus|isn't valid)"
)
_CAN_GET = (
    r"(?:\b(?:ambassade|embassy|consulat\w*|consulate)\b[^.;!?]{0,40}\b(?:peut|peuvent|can"
    r"|could|will|va|m'en|donne\w*|donnera|issue\w*|delivre\w*|promis\w*|give\w*|faire|make"
    r"|get|print|accepte)\b"
    r"|\b(?:peux|pourrais|can|could|will|vais|possible"
    r"|able to)\b[^.;!?]{0,28}\b(?:en (?:demander|obtenir|avoir|faire)|demander|obtenir|get"
    r"|obtain|apply for|renew\w*|request|ask (?:for|my|the|at)|renouveler|refaire|faire faire"
    r"|order)\b"
    r"|\b(?:applied for|demande|i've requested|renewing|en train de (?:le |la )?(?:refaire"
    r"|renouveler))\b[^.;!?]{0,18}\b(?:passeport|passport|one|un|nouveau|new)\b)"
)
DOCUMENT = Reading(
    "travel_document",
    anywhere=table(
        (rf"\b{_DOC}[^.;!?]{{0,60}}?{_CAN_GET}|{_CAN_GET}[^.;!?]{{0,30}}\b{_DOC}", "obtainable"),
        (rf"\b{_DOC}[^.,;!?]{{0,22}}\b{_OLD}\b|\b(?:expired|old|perime) {_DOC}", "expired"),
        (
            rf"\b(?:no|sans|pas (?:encore )?de|pas (?:encore )?d'|aucun|without(?: an?| any)?"
            rf"|don't have(?: an?| any| my)?|dont have(?: a| any)?|do not have(?: an?| any)?"
            rf"|never had an?|jamais eu de|jamais eu d'|ni (?:de )?|haven't got an?|plus de"
            rf"|lost (?:my|the)|perdu (?:mon|le)"
            rf"|took (?:my|the)|vole mon|stole my|n'ai (?:pas|plus) (?:de|mon)"
            rf"|got no) (?:valid )?{_DOC}",
            "none",
        ),
        (
            rf"\b{_DOC}[^.,;!?]{{0,25}}\b(?:perdu|lost|stolen|vole|gone|burned|brule|taken"
            rf"|confisque\w*)\b",
            "none",
        ),
        (
            rf"\b(?:valid|valable|good|en regle|geldig) {_DOC}\b"
            rf"|\b{_DOC}[^.,;!?]{{0,22}}\b(?:valid|valable|valide|still good"
            rf"|en cours de validite|geldig|in order|est bon|is good|is fine|ok"
            rf"|jusqu'en 20[2-9]\d|until 20[2-9]\d|till 20[2-9]\d)\b",
            "valid",
        ),
    ),
    asked=table(
        (_CAN_GET, "obtainable"),
        (rf"\b{_OLD}\b", "expired"),
        (r"\b(?:pas encore|not yet)\b[^.;]{0,40}\b(?:mais|but)\b", "obtainable"),
        (
            r"\b(?:valable|valide|valid|good|bon|en regle|jusqu'en|until|till|in order|geldig"
            r"|2[01]\d\d|still fine|a jour|up to date|brand new|tout neuf|renewed|renouvele"
            r"|validity|validite)\b",
            "valid",
        ),
        (
            r"\b(?:rien|aucun|none|nothing|perdu|lost|stolen|vole\w*|took|smuggler|passeur"
            r"|don't have|dont have|haven't|n'ai pas|pas de|n'en ai pas|sans|j'en ai pas"
            r"|never had|no passport|confisque|burn\w*|brule)\b|^\W*(?:non|no|nope|nan|nee)\b",
            "none",
        ),
        (
            r"\b(?:i have (?:a|my|one)|j'en ai un|j'ai (?:un|mon) passeport|i do have"
            r"|got my passport|oui j'ai)\b",
            UNSAID,
        ),
    ),
)
