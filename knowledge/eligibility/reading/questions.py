"""What asks or supposes, and so states nothing."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.subjects import FILLER

ASKS = re.compile(
    FILLER + r"(?:est[- ]ce|esk|c'est quoi|c quoi|qui (?:fait|choisit|est|peut|va|sont|a|dirige"
    r"|paie|decide)\b|kelkun|quelqu'un peut|(?:dans|de|vers|pour|sous) quel|ou (?:est|sont"
    r"|se|puis|trouver|aller|je peux)\b|who (?:is|will|can|are|do|does|decides|pays"
    r"|runs)\b|in which\b|where (?:is|are|do|can|should)\b|when (?:is|are|does|do|will"
    r"|can)\b|ca veut dire quoi|quel(?:le)?s?\b|combien|comment|pourquoi|"
    r"puis[- ]je|peut[- ]on|peut[- ]il|peut[- ]elle|peuvent[- ]|pouvez[- ]vous|avez[- ]vous"
    r"|faut[- ]il|dois[- ]je|"
    r"y a[- ]t[- ]il|a quoi|a qui|qu'est|qu'en|ai[- ]je|suis[- ]je|que se passe|how\b|what\b"
    r"|why\b|which\b|"
    r"can (?:i|we|my|an?|you|he|she|they|people|someone|the)\b|could (?:i|we|my|you|he|she)\b|"
    r"may (?:i|we|my)\b|do (?:i|we|you|they|people)\b|does\b|did (?:i|you|they)\b|is (?:it"
    r"|there|that|this|the|my)\b|"
    r"are (?:you|there|they|the|people)\b|am i\b|will (?:i|you|it|they|the)\b|would (?:i|you|it)\b|"
    r"would (?:my|an?)\b|would that|ca (?:vaut|suffit|compte|marche|passe)\b|"
    r"should (?:i|we)\b|has the\b|have you\b)"
)
ASKS_MARKED = re.compile(
    FILLER + r"(?:qui|ki|quand|ou|que|quoi|il y a|y a|vous|tu|on dit|on peut|peut|peux|is|are|am"
    r"|was|were|do|did|"
    r"has|have|can|could|will|would|may|should|when|where|who|whom|any)\b"
)
SUPPOSES = re.compile(
    FILLER + r"(?:si (?:je|j'|on|nous|ma|mon|mes)|s'il(?! vous plait| te plait| le faut| faut)"
    r"|if (?!necessary|needed|possible|i must|i have to|you like|you want)"
    r"|suppose|imagin|even if|meme si)"
)
SUPPOSED = re.compile(r"\b(?:if|si|whether) (?:i|i'm|je|j'|on|we)\b")
STATES = re.compile(
    r"\b(?:je (?:suis|vis|viens|parle|travaille|bosse|souhaite|veux|voudrais|n'|ne)|j'(?:ai"
    r"|habite|etais)|"
    r"j habite|j ai|jsuis|jsui|jhabite|jviens|jai|i'm|im|i am|as an|as a|i live|i come|i work"
    r"|i have|i've"
    r"|i was|i speak|i want|"
    r"i hold|i got|i don't|nous sommes|on est|we are|we're|we live|mon passeport|my passport"
    r"|moi,)(?!\w)"
)
LIKE_ME = re.compile(r"\b(?:like me|comme moi|like myself|like us|comme nous)\b")
