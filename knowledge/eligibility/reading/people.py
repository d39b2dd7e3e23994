"""Which words name the people of a country ("soudanaise") and which the place ("soudan")."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.tables import words

_ENDS = re.compile(
    r"(?:ais|aises?|iens?|iennes?|eens?|eennes?|yens?|yennes?|ains?|aines?|ois|oises?|ans?|anes?|"
    r"ese|ish|is?|ites?|islanders?|landers?|bourgers?|iotes?|iots?|"
    r"(?:dutch|french|irish|english|welsh|manx)(?:wo)?m[ae]n)$"
)
_PEOPLE = words(
    """
    afghan afghane afghans allemand allemande allemandes allemands argentin argentines argentins
    azeri azerie azeries bahreinie basotho batswana belarusse belarusses belge belges bielorusse
    bielorusses bosniaque bosniaques britannique britanniques briton britons bulgare bulgares
    burkinabe burkinabes chypriote chypriotes congolais congolaise congolaises congolese croate
    croates cypriot cypriote cypriotes cypriots czech czechs dane danes dutch emirati emiratie
    emiraties espagnol espagnole espagnoles espagnols filipina filipinas filipino filipinos finn
    finns grec grecque grecques grecs greek greeks greenlandic guatemalteque guatemalteques
    hollandais hollandaise hollandaises icelandic kanak kanake kanakes kanaks kazakh kazakhe
    kazakhes kazakhs khmer khmere khmeres khmers kirghiz kirghize kirghizes kosovar kosovare
    kosovares kosovars kurde kurdes kyrgyz lao letton lettone lettones lettonne lettonnes lettons
    malagasy malgache malgaches moldave moldaves monegasque monegasques mongol mongole mongoles
    mongols montenegrin montenegrine montenegrines montenegrins mosotho motswana nederlander
    neerlandais neerlandaise neerlandaises ni-vanuatu ouzbek ouzbeke ouzbekes ouzbeks ouzbeque
    ouzbeques philippin philippine philippins pole polish polynesien polynesienne polynesiennes
    polynesiens qatarie qataries russe russes sahraouie sahraouies saudi scot scots serb serbe
    serbes serbs slovak slovaks slovaque slovaques slovene slovenes somali somalies somalis
    suisses suissesse suissesses swazie swazies swede swedes swiss tadjik tadjike tadjikes tadjiks
    tajik tajiks tcheque tcheques thai thaie turc turcs turk turkmen turkmene turkmenes turks
    turque turques uzbek uzbeks welsh
    """
)
_PLACES = words(
    """
    abidjan abu addis afghanistan albanie algerie amman arabie argentine armenie australie
    azerbaidjan azerbaijan bahrain batoumi batumi belgique berlin bhoutan bhutan birmanie bolivie
    bosnie brasilia britain brunei bulgarie burundi butare calais cambodge charleroi chili
    colombie cotonou croatie d'oman dhabi djibouti dominique dubai dublin erevan estonie eswatini
    ethiopie fidji fiji gabon gambie georgie guyane haiti hargeisa haroun hongrie indonesie iran
    italie jamaique japan japon jordan jordanie kazakhstan kigali kirghizistan kirghizstan
    kiribati koutaissi kumasi kutaisi kyrgyzstan lattaquie lettonie liban libye lituanie louvain
    lubumbashi macedoine makeni malaisie malawi mali mauritanie mayen medine mexique milan
    mongolie mozambique nairobi namibie nevis nouakchott oman omdourman omdurman ouzbekistan
    pakistan paris pologne roumanie russie serbie slovaquie slovenie somalie soudan spain sudan
    suisse syrie tadjikistan tahiti taiwan tajikistan takoradi tanzanie tbilisi tbilissi tchequie
    teheran tehran tunis tunisie turin turkmenistan turquie ukraine uzbekistan vatican yerevan
    zambie
    """
)
_PLACE_NAME = re.compile(
    r"(?:stan|soudan|sudan|republic|republique|islands?|etats[- ]unis|royaume[- ]uni|usvi|bvi)$"
    r"|^(?:iles?|isle|republique|samoa|arabie|sultanat|territoire|guyane|pays[- ]bas"
    r"|saint-kitts|svalbard|jan|polynesie|emirats|nouvelle)\b|kurdistan"
)


_PAPER = re.compile(r" (?:nationals?|citizens?|passport|nationality)$")  # "French national"


def is_people(name: str) -> bool:
    """Tell whether folded words name people."""
    name = _PAPER.sub("", name)
    last = name.split()[-1] if name.split() else ""
    if name in _PLACES or last in _PLACES or _PLACE_NAME.search(name):
        return False
    return last in _PEOPLE or bool(_ENDS.search(last))
