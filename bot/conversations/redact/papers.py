"""Numbers of papers, bank accounts and cards."""

from __future__ import annotations

import re

from bot.conversations.redact.patterns import YEAR_ONLY
from bot.conversations.redact.texts import FEWEST, Match, digits_of

# A word of a paper, what may stand between, and its number.
LINK = (
    r"\b(?P<link>(?:[ :=#(,.\-'\n]|n[°º]"
    r"|\b(?:num\w*|nr|no|nimero|r[ée]f\w*|code|is|was|est|c|cest|de|du|d|of|le|la|the|mon|my|its?|s|here|voici|id|nl|ind|iom|oim|fran[cç]ais|nationale?|bancaire)\b){1,14}?)"
)
NUMBER = (
    r"(?P<token>(?<!\w)(?:(?-i:[A-Z]{1,3}) |[A-Z]{1,4}[\-/.]?)?\d[\dA-Z]*"
    r"(?:[ .\-/][A-Z]{0,2}\d[\dA-Z]*){0,15}(?:[\-/][A-Z])?(?!\w))"
)
PAPER = (
    r"\b(?P<paper>bsn|burgerservicenummer|v[ -]?(?:num\w*|nr)|niss|rrn|nin|cni|nina|social security"
    r"|num[ée]ro (?:v|(?:d')?[ée]trangers?)|pass?e?port|paspoort|carte consulaire|id(?: card)?"
    r"|carte (?:nationale )?d'? ?identit[ée]|(?:titre|carte|permis) de (?:s[ée]jour|conduire)"
    r"|identity (?:card|document)|r[ée]c[ée]piss[ée]|residence (?:permit|card)|permit|visa|dossier"
    r"|case|file|laissez.passer|travel document|unhcr|hcr|ofpra|s[ée]curit[ée] sociale"
    r"|registre national|national id|driving licen[cs]e)"
)
DOCUMENT = re.compile(rf"{PAPER}{LINK}{NUMBER}", re.I)
DOCUMENT_BEFORE = re.compile(
    rf"{NUMBER},? (?:is|est|c'est|as|comme) (?:my|mon|ma|le|la|the) (?P<link>num\w+ (?:de |du )?)?"
    rf"{PAPER}\b",
    re.I,
)
# With these words even four digits, or a year, are a number of a paper.
NUMBERED = re.compile(
    r"n[°º]|\b(?:num|nr|no\b|nimero|code|r[ée]f|bsn|burger|v[ -]?n|niss|rrn|nin|cni)", re.I
)
# Papers told by their shape alone, in capitals but for the last.
SHAPES = re.compile(
    r"(?<!\w)(?:[A-Z]{3}-\d{9}-\d|[A-Z]{1,3}[ -]?\d{7,9}|[A-Z]{2,3}\d{6}|\d{2}(?i:[A-Z]{2})\d{5}"
    r"|(?=[A-Z0-9]*\d[A-Z])(?=(?:[A-Z]*\d){3})[A-Z][A-Z0-9]{7}\d"
    r"|\d{3}-(?:\d{2}[A-Z]\d{5}|\d{7}-\d{2})|\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}"
    r"|(?!tel|num|gsm|nr|no|wa)[a-z]{1,3}\d{7,9})(?!\w)"
)
IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z]{4}(?=[ -]?\d))?[ -]?[A-Z]{0,2}\d[A-Z0-9]*"
    r"(?:[ -][A-Z]{0,2}\d[A-Z0-9]*)*(?!\w)",
    re.I,
)
CARD = re.compile(r"(?<!\d)[1-9]\d{3}([ -]?)\d{4}\1\d{4}\1\d{2,4}(?!\d)")
ACCOUNT = re.compile(
    rf"\b(?:iban|rib|rekening\w*|account|compte|(?:bank|credit|debit) card|carte bancaire)"
    rf"{LINK}{NUMBER}",
    re.I,
)
THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")


def is_iban(match: Match) -> bool:
    return sum(map(str.isalnum, match[0])) >= 15 and len(digits_of(match[0])) >= 10


def is_card(match: Match) -> bool:
    """Tell whether a number is grouped like that of a card, or has its check digit."""
    digits = [int(digit) for digit in reversed(digits_of(match[0]))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return bool(match[1]) or (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_account(match: Match) -> bool:
    return len(digits_of(match["token"])) >= 8


def is_paper(match: Match) -> bool:
    """Tell whether what stands by the name of a paper is its number, no year or count."""
    token, digits = match["token"], len(digits_of(match["token"]))
    if NUMBERED.search(f"{match['paper']} {match['link']}"):
        return digits >= FEWEST
    if YEAR_ONLY.fullmatch(token) or (THOUSANDS.fullmatch(token) and digits < 7):
        return False
    return digits > FEWEST or (digits == FEWEST and not token.isdigit() and " " not in token)
