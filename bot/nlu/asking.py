"""What words ask with, and which sentence of a long message asks. Pure."""

from __future__ import annotations

import re

from knowledge.names import fold

# What begins a question; after "and" it begins a second one.
ASKING = (
    r"(?:(?:a|de|en|dans|sur|chez|depuis|pour|avec|pendant"
    r"|at|from|since|until|in|on|of|for|by|to|with)\s)?"
    r"(?:(?:c'?est )?qui|que|quoi|qu'est|quel(?:le)?s?|combien|comment|quand|ou est|ou se|ou sont"
    r"|pourquoi|est-ce|peut-on|puis-je|c'?est (?:quoi|quel(?:le)?s?|ou)|y a-t-il|faut-il|dois-je"
    r"|what|whats|who|whom|whose|how|when|where|why|which|is it|is there|are there|do i|do you"
    r"|does it|is the|is that|are the|are you|are they|did it|do they"
    r"|can i|can you|could i|may i|will i|would i)\b"
)
QUESTION = re.compile(rf"\?|\b{ASKING}|\b(?:tell|give|send|dites|donnez|envoyez)\b")
# Intents that stand around a question, or are only the half of one.
NO_QUESTION = frozenset(
    {
        "affirm",
        "complain",
        "deny",
        "follow_up",
        "greet",
        "insult",
        "out_of_scope",
        "say_goodbye",
        "thank",
    }
)
FEWEST = 5  # words of a sentence that says by itself what is asked
SENTENCE = re.compile(r"(?<=[.?!…;])\s+|\n+")


def asking_sentence(text: str) -> str | None:
    """Return the last sentence that asks, None when it is all of the message or says little.

    Who writes politely says who they are first: "I am a nurse …, and I live in … Is it open?"
    """
    sentences = [one for one in SENTENCE.split(text) if re.search(r"\w", one)]
    if len(sentences) < 2:
        return None
    asking = [one for one in sentences if "?" in one]
    asking = asking or [one for one in sentences if QUESTION.search(fold(one))]
    return asking[-1] if asking and len(asking[-1].split()) >= FEWEST else None
