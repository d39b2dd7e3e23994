"""Years of work."""

from __future__ import annotations

from datetime import date

from knowledge.eligibility.reading.tables import pattern

WORKED = (
    r"(?:d'? ?ex?perience|experience|d'xp|xp\b|de metier|de pratique|de carriere|de travail"
    r"|de service|d'anciennete|"
    r"de boulot|d'enseignement|dans (?:l'|le |la |les )\w|comme \w|en tant que|de boite"
    r"|of (?:work )?experience|of practice|of work|"
    r"of working|of service|of teaching|of nursing|in the (?:field|job|trade|profession"
    r"|business)|in my (?:job|field|profession)|behind the|working|work(?:ed)?\b|in practice"
    r"|exp\b|(?:in|at|en|a l'|dans des|dans les) (?:hospitals?|schools?|banks?|banking"
    r"|construction|business|clinics?|teaching|nursing|law|courts?|hopital|hopitaux|ecoles?"
    r"|cuisine|restauration|kitchens?|the army|agriculture|health\w*|education)\b|as an? "
    r"|teaching|in teaching|in (?:healthcare|construction|education|agriculture|finance|it)\b)"
)
YEARS = r"(?:ans|an|annees?|years?'?|yrs?|year's|jaar)(?! old| of age)"
COUNTS = pattern(r"(?<![\d/.-])\b(\d{1,3})\b(?![\d/-]|\.\d)")
_EXPERIENCE = tuple(
    pattern(written)
    for written in (
        rf"\b(\d{{1,2}})\+? ?(?:(?:bonnes|good|long|full|solid) )?{YEARS} {WORKED}",
        r"\bexperience\b[^.,;\d]{0,25}?\b(?:de|of|:|is|est|for|pendant|depuis)? ?(\d{1,2}) (?:<Y>)",
        r"\b(?:worked|working|work|practi[cs]ed|practi[cs]ing|taught|teaching|served|serving"
        r"|been an? [\w ]{2,30}?|was an? [\w ]{2,30}?|travaille|bosse|exerce|enseigne|pratique"
        r"|been doing this|been in (?:the |this )?(?:job|trade|field|business|profession"
        r"|sector))\b[^.;\d]{0,45}?(?:for|pendant|durant"
        r"|depuis|il y a|) ?(?:about |over |more than |almost |nearly |plus de |environ "
        r"|pres de |the last |the past |les )?\b(\d{1,2}) (?:<Y>)\b(?! ago)",
        r"\b(?:<J>)\b[^.;\d]{0,60}?\b(?:for|pendant|durant|depuis|il y a) (?:about |over "
        r"|more than |almost |nearly |plus de |environ |pres de |the last |the past "
        r"|les )?(\d{1,2}) (?:<Y>)\b(?! ago)",
    )
    for written in [
        written.replace("<Y>", YEARS).replace("<J>", "as an?|comme|en tant que|fonctionnaire")
    ]
)
_SINCE = pattern(
    r"\b(?:depuis|since|sinds|started in|began in|commence en|debute en|started"
    r"|from) (?:\w+ )?((?:19|20)\d\d)\b"
)
_NO_WORK = pattern(
    r"^\W*(?:none|zero|0|aucune?|pas encore|not yet|no experience|no\b|non|nothing|rien"
    r"|pas d'experience|i have none|j'en ai pas|je n'en ai pas|just started|never worked"
    r"|jamais travaille|debutant)|\b(?:less than (?:a|1|one) year|moins d'1 an"
    r"|moins d'un an)\b"
)
_NO_EXPERIENCE = pattern(
    r"\b(?:no|aucune|sans|pas d'|without|zero|0) ?(?:work |professional |real )?experience\b"
    r"|\bnever worked\b|\bjamais travaille\b"
)
_NOT_WORK = pattern(
    r"\b(?:permit|permis|visa|titre|live|lived|living|habite|vis|vecu|installe|married|marie"
    r"|here|ici|stay"
    r"|stayed)\b[^.,;]{0,40}$"
)
_MONTHS_ONLY = pattern(r"\b\d{1,2} (?:mois|months|weeks|semaines)\b")
_JOB_FOR = pattern(
    r"\b(?:pendant|durant|for|depuis|since) (?:about |over |more than |plus de "
    r"|environ )?(\d{1,2}) (?:ans|years|yrs)\b"
)
# Beside a profession: "eleven years on the ward", "20 years behind me"
_JOB_YEARS = pattern(
    r"\b(\d{1,2})\+? ?(?:ans|years|yrs)\b(?: (?:now|long))? (?:as|on the|behind|comme|de chantier"
    r"|in (?:a|my|this) (?!country|camp|city|place)|a (?:l'hopital|l'ecole)|dans (?:un|une|des|le"
    r"|la|les) (?!pays|camp|centre))"
    r"|\bwith (\d{1,2})\+? (?:ans|years|yrs) (?:in|of)\b"
    r"|\bca (?:fait|va faire) (\d{1,2}) ans que (?:je |j')(?:suis|travaille|exerce|fais|enseigne)"
    r"|(?:^|,)\W*(\d{1,2})\+ (?:ans|years|yrs)\b"
)
_ARTICLE = pattern(
    r"\b1 (?!(?:<Y>|mois|months?|semaines?|weeks?)\b)(?=[a-z]{3})".replace("<Y>", YEARS)
)
_TOTAL = pattern(r"\b(?:makes|soit|donc|total|so|en tout|altogether|ca fait) (\d{1,2})\b")
_JOINED = pattern(r"\b(?:and|et|plus)\b")


def experience(text: str, asked: bool, today: date, job: bool) -> int | None:
    """Return the years of work; `job`: a profession is named, "for eight years" is of it."""
    if _NO_EXPERIENCE.search(text):
        return 0
    for found in (*_EXPERIENCE, *([_JOB_FOR, _JOB_YEARS] if job else [])):
        for match in found.finditer(text):
            if not _NOT_WORK.search(text[: match.start(match.lastindex or 0)]):
                return int(match[match.lastindex or 1])
    return _answered(text, today) if asked else None


def _answered(text: str, today: date) -> int | None:
    if _NO_WORK.search(text):
        return 0
    if since := _SINCE.search(text):
        return max(0, today.year - int(since[1]))
    if total := _TOTAL.search(text):
        return int(total[1])
    numbers = [int(number) for number in COUNTS.findall(_ARTICLE.sub("", text))]
    if _MONTHS_ONLY.search(text) and len(numbers) == 1:
        return numbers[0] // 12
    if not numbers or len(numbers) > 2 or (len(numbers) == 2 and _JOINED.search(text)):
        return None  # two countries, two numbers: no guess
    return numbers[0] if numbers[0] <= 60 else None
