"""Patterns of dates, sums and counts, of e-mail addresses and of places."""

from __future__ import annotations

import re

# Dates, sums and counts: never a number of somebody.
UNIT = (
    r"(?:[€$£%]|(?:euros?|eur|dollars?|usd|f?cfa|xof|xaf|gnf|francs?|dirhams?|dhs?|mad|dinars?|naira"
    r"|birr|shillings?|cedis?|livres?|pounds?|roup\w+|milli(?:on|ard)s?|personnes?|people|persons?"
    r"|migrants?|r[ée]fugi\w+|refugees?|hommes|femmes|women|men|children|enfants|habitants"
    r"|inhabitants|famil\w+|answers|programm?es?|km|m2|kg|ans|ann[ée]es|years?|jours?|days?|mois"
    r"|months?|heures?|hours?|lives)\b)"
)
AMOUNT = r"(?:\d{1,3}(?:[ .,']\d{3}){1,5}(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?!\d)"
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
HARMLESS = re.compile(
    rf"(?<!\d)(?<!\d[./-])(?:{YEAR}([./-]){MONTH}\1{DAY}|{DAY}([./-]){MONTH}\2(?:{YEAR}|\d\d))"
    rf"(?![./-]?\d)|(?<![\d+])(?<!\d )(?:{DAY} {MONTH} {YEAR}(?!\d| [1-9])|{YEAR}(?:0[1-9]|1[0-2])"
    rf"(?:0[1-9]|[12]\d|3[01])(?!\d)|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]){YEAR}(?!\d))"
    rf"|(?<![\d+])(?<!\d[ .\-/]){YEAR}(?: ?[-/ à] ?{YEAR}){{1,12}}(?![-/]?\d)"
    rf"|(?<![\d+])(?<!\d[ .\-/]){AMOUNT}(?: ?(?:-|à|/|et|ou|or|to|and) ?{AMOUNT}){{0,5}} ?"
    rf"(?:de |d'|of )?{UNIT}|(?:[€$£]|\b(?:eur|usd|f?cfa)\b) ?{AMOUNT}",
    re.I,
)
TLD = r"(?:com|fr|org|net|nl|be|info|eu|edu|uk|de)\b"
HOST = r"(?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|orange|proton(?:mail)?|ziggo)"
AT, DOT = (
    r" ?[\[(]? ?\b(?:at|arr?obase?|aro?bas)\b ?[\])]? ?",
    r" ?[\[(]? ?\b(?:dot|point)\b ?[\])]? ?",
)
EMAIL = re.compile(
    r"(?<![\w.+%'-])(?:[\w.+%'-]{1,200}@[\w-]+(?:\.[\w-]+){0,6}[.,][a-z]{2,24}\b"
    rf"|[\w.+-]{{1,64}} ?@ ?(?:{HOST}\b(?: ?[.,] ?{TLD})?|[\w-]{{2,40}} ?\. ?{TLD})"
    rf"|[\w.+-]{{1,40}}(?:{DOT}[\w-]{{1,40}}){{0,3}}{AT}(?:[\w-]{{2,40}}{DOT}|{HOST} ?\. ?){TLD})",
    re.I,
)
ARC = r"\d{1,3} ?° ?\d{1,2}(?:[.,]\d+)? ?['′] ?(?:\d{1,2}(?:[.,]\d+)? ?(?:\"|″|”|'')? ?)?[NSEWO]\b"
PLACE = re.compile(
    r"-?(?<![\d.])\d{1,3}\.\d{4,} ?°? ?[NS]? ?[,;/ ] ?-?\d{1,3}\.\d{3,}(?: ?°? ?[EWO]\b)?"
    r"|(?<![\d.])\d{1,3}\.\d+ ?°? ?[NS] ?[,;/ ] ?\d{1,3}\.\d+ ?°? ?[EWO]\b"
    rf"|{ARC}(?:[ ,;]{{0,3}}{ARC})?"
    r"|\blat\w*\W{0,3}-?\d{1,3}[.,]\d+\W{1,4}long?\w*\W{0,3}-?\d{1,3}[.,]\d+",
    re.I,
)
GAP = r"[ .\-/()_]{0,3}"
YEAR_ONLY = re.compile(rf"{YEAR}(?!\d)")
