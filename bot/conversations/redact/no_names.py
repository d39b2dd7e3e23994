"""Words that stand where a name may, and are none."""

from __future__ import annotations

import re

from bot.lexicon import ENGLISH, FRENCH

AFTER_MY_NAME = """
    a absent accepte added ajoute an arabe arabic avrr barre bizarre bloque bon by cache called
    cd4d cd4d2 changed chaud cher christian cite clair coa common complique confidential
    confirme connu cook correct deja deleted different differente difficile difficult doctor
    dommage donne driver ecrit ed4d efface encore engineer enregistre exact exactement facile
    fake farmer fatigue faux fini foutu froid gratuit grave habite hard hidden hors idem
    illisible important impossible included incorrect ind infirmier infirmiere inscrit
    interdit interessant iom just juste known listed living loin looking lost macon mal malade
    married medecin mentionne mida mieux missing misspelled muslim musulman musulmane
    necessaire needed never normal note nowhere nurse obligatoire oim ok okay on oublie pareil
    pending perdu plus plutot possible pres present private probably prononce publie published
    real really rean refuse registered removed reste retire safe secret shown signale simple
    single soit spelled spelt student suffisant supprime surtout taken teacher triste trqn
    trqn2 urgent used valide venant vis visible vrai wanted written
    """
LIKE_A_NAME = """
    abidjan accra afghanistan africa afrique agadez albania albanie alep alger algerie allemagne
    almere amman amsterdam angola antwerpen anvers apeldoorn armenia arnhem asmara azerbaidjan
    azerbaijan bagdad bahrein bamako bangladesh bangui banjul basra belgique belgium benin
    beyrouth bissau bosnia bosnie botswana brazzaville breda bruges bruxelles bujumbura bukavu
    burkina burundi cairo cameroun casablanca centrafrique comores conakry congo cotonou dakar
    damas damascus delft denhaag djibouti douala dubai egypt egypte eindhoven enschede erbil
    erevan eritrea erythree espagne ethiopia ethiopie europe france freetown gabon gambia gambie
    gand gao gent georgia germany ghana goma groningen guinee haarlem haiti hargeisa herat inde
    india irak iran iraq italie italy jordanie juba kabul kampala kandahar kano kayes kazakhstan
    kenya khartoum kiev kigali kinshasa kirghizistan kosovo koweit kumasi kuwait lagos lebanon
    leiden lesotho liban liberia libreville libya libye liege lille lome london londres luanda
    lubumbashi lyon macedoine madagascar mali maroc marseille mauritania mauritanie mogadishu
    moldavie moldova monrovia morocco mosul nairobi namibia namibie namur nantes ndjamena
    nederland netherlands niamey niger nigeria nijmegen nouakchott oman oran ouagadougou ouganda
    ouzbekistan pakistan paris pristina qatar rabat rotterdam rwanda sarajevo senegal sfax sierra
    somalia somalie soudan spain strasbourg sudan suisse syria syrie tadjikistan tamale tanger
    tanzania tanzanie tbilisi tbilissi tchad teheran tehran tilburg togo toulouse tripoli tunis
    tunisia tunisie turkey turquie uganda ukraine utrecht yaounde yemen yerevan zambia zwolle
    """
# Words that follow "my name is" or "moi c'est" without being a name.
NO_NAMES = (FRENCH | ENGLISH) - {"said", "will", "may"} | frozenset(AFTER_MY_NAME.split())
# Towns and countries that people name like themselves: "moi c'est Bamako".
PLACES = frozenset(LIKE_A_NAME.split())
ADJECTIVE = re.compile(
    r"(?:ble|ien|enne|ais|aise|ois|oise|iere|euse|eur|iste|ian|ese|ist|ing|ment)$"
)
