"""Names of languages in both languages."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.tables import words

_NAMES = {
    "Albanian": "albanais albanian shqip",
    "Amharic": "amharique amharic",
    "Arabic": "arabe arabic arab arabisch",
    "Armenian": "armenien armenian",
    "Bosnian": "bosniaque bosnien bosnian bosniac",
    "Dari": "dari",
    "Dutch": "neerlandais dutch nederlands hollandais",
    "English": "anglais english engels",
    "Farsi": "farsi persan persian",
    "French": "francais french frans",
    "Georgian": "georgien georgian",
    "German": "allemand german deutsch duits",
    "Hausa": "haoussa hausa",
    "Italian": "italien italian",
    "Kinyarwanda": "kinyarwanda",
    "Kirundi": "kirundi",
    "Krio": "krio",
    "Kurdish": "kurde kurdish sorani kurmanji",
    "Lingala": "lingala",
    "Pashto": "pachto pashto pachtoune pashtu",
    "Portuguese": "portugais portuguese",
    "Russian": "russe russian russisch",
    "Serbian": "serbe serbian",
    "Somali": "somali",
    "Spanish": "espagnol spanish spaans castillan",
    "Swahili": "swahili kiswahili",
    "Tamazight": "tamazight berbere berber amazigh",
    "Tigrinya": "tigrinya tigrigna",
    "Turkish": "turc turkish turks",
    "Twi": "twi",
    "Ukrainian": "ukrainien ukrainian",
    "Urdu": "ourdou urdu",
    "Wolof": "wolof",
    "Yoruba": "yoruba",
    "Chinese": "chinois chinese mandarin",
    "Tagalog": "tagalog",
    "Bengali": "bengali",
    "Hindi": "hindi",
    "Igbo": "igbo",
    "Ewe": "ewe",
    "Bambara": "bambara",
    "Oromo": "oromo",
    "Romanian": "roumain romanian",
    "Polish": "polonais polish pools",
    "Bulgarian": "bulgare bulgarian",
    "Croatian": "croate croatian",
    "Uzbek": "ouzbek uzbek",
    "Azerbaijani": "azeri azerbaijani",
    "Mongolian": "mongol mongolian",
    "Greek": "grec greek",
    "Vietnamese": "vietnamien vietnamese",
    "Tamil": "tamoul tamil",
    "Nepali": "nepali",
    "Macedonian": "macedonien macedonian",
    "Hungarian": "hongrois hungarian",
    "Swedish": "suedois swedish",
    "Norwegian": "norvegien norwegian",
    "Danish": "danois danish",
    "Malagasy": "malgache malagasy",
    "Mandinka": "mandingue mandinka",
    "Temne": "temne",
    "Mende": "mende",
    "Fula": "peul fula pular fulani",
    "Papiamento": "papiamento",
    "Indonesian": "indonesien indonesian",
    "Thai": "thai",
}
LANGUAGES = {word: name for name, words in _NAMES.items() for word in words.split()}
# Words that stand between two languages of one list.
BETWEEN = words(
    """
    & + , accent almost presque sans without
    a a1 a2 ainsi also and are as assez aussi b1 b2 basic basics
    basique beaucoup beginner
    besides better bien bit bon both but c'est c1 c2 comme correctement couramment courant d' de
    debutant du ecrit egalement en english enough est et fluent fluently french good in
    intermediaire intermediate is just juste l' la language languages langue langues le les level
    little mainly mais maternelle mes mon mostly mother my native ne niveau not notions of only or
    oral ou parle parler pas peu plus plusieurs plutot puis que quite seulement some sont speak
    speaking speaks sure surtout the then tongue too tout tres un une very well
    """
)
_ELIDED = re.compile(r"^(?:l'|d')")


def language_of(word: str) -> str | None:
    bare = _ELIDED.sub("", word)
    return LANGUAGES.get(bare)


ANY_LANGUAGE = "(?:" + "|".join(sorted(LANGUAGES, key=len, reverse=True)) + ")"
