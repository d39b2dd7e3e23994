"""What of a person's text is kept: letters, not tricks."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 1000  # code points after NFC
# More than three marks on one letter is no language.
PILED_MARKS = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")


def clean(text: str) -> str:
    """Return the text in NFC without controls, NUL and lone surrogates."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", kept)).strip()
