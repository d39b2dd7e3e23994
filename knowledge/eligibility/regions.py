"""Groups of countries that rules name, by ISO code: what the words mean today, not what we rule."""

from __future__ import annotations

_EU_2003 = "AT BE DE DK ES FI FR GB GR IE IT LU NL PT SE"
_EU_NEWER = "CY CZ EE HU LT LV MT PL SI SK BG RO HR"  # since 2004
_EFTA = "CH IS LI NO"
_MICROSTATES = "AD MC SM VA"
_EUROPE_BESIDE = "AL BA BY GE MD ME MK RS RU TR UA XK AM AZ"

_AFRICA = """
    AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML
    MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW
    """

REGIONS: dict[str, frozenset[str]] = {
    "eu": frozenset(f"{_EU_2003} {_EU_NEWER}".split()) - {"GB"},
    "eu_newer": frozenset(_EU_NEWER.split()),
    "efta": frozenset(_EFTA.split()),
    "microstates": frozenset(_MICROSTATES.split()),
    "europe": frozenset(f"{_EU_2003} {_EU_NEWER} {_EFTA} {_MICROSTATES} {_EUROPE_BESIDE}".split()),
    "west_beyond_europe": frozenset(["US", "CA", "AU", "NZ"]),
    "africa": frozenset(_AFRICA.split()),
}
