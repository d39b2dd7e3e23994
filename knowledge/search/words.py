"""A text as search compares it: accents folded, stop words left out, then stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

from knowledge.basics import Language

# Two letters for one: neither is taken apart by Unicode's decomposition.
LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
WORD = re.compile(r"[a-z0-9]+")
STEMMERS: dict[Language, str] = {"fr": "french", "en": "english"}
# Words that say nothing of what is asked, as people write them; folded, with common short forms.
STOP: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        """
        a afin ai aie ait alors apres as au aucun aura aurai aurait aussi autre autres aux
        avait avec avez aviez avoir avons bah ben bien bonjour bonsoir c ca car ce ceci cela
        celle celles celui cependant ces cest cet cette ceux chez ci comme comment d dans de
        deja depuis des dis dit dites dois doit doivent donc donner dont du elle elles en
        encore enfin es est et etaient etait ete etes etre eu euh eux faire fais fait faites
        faudrait faut h ici il ils j jai je jusqu k ke kel kelle ki koi l la le les leur
        leurs lors lui m ma madame mais me meme merci mes mieux moi moins mon monsieur n ne
        ni nos notre nous on ont ou oui par parce pas pendant peu peut peuvent peux plait
        plus plutot pour pourquoi pourrait pourriez pouvez pr pu puis puisque qu quand que
        quel quelle quelles quels qui quoi s sa salut sans savoir se sera serait ses si sil
        sinon soit son sont sous stp suis sur svp t ta te tel tes toi ton tous tout toute
        toutes tres tu un une va vais veut veux voila vont vos votre voudrais vous vraiment
        vu y
        """.split()
    ),
    "en": frozenset(
        """
        a about after again all also am an and any anyone anything are as at be because been
        before being both but by can cant could couldn d did didn do does doesn doing don
        dont else ever for from get gets getting give given go goes got had has have having
        he hello her here hey hi him his how i if im in into is isn isnt it its just know
        like ll m may maybe me might mine more most much my need no not now of off ok on one
        only or other our out over own please pls re really s same say she should so some
        someone something still such t tell than thank thanks that thats the their them then
        there these they thing this those to too u under up ur us use used very want wants
        was wasn we were what whats when where which while who whom whose why will with
        would without yes you your
        """.split()
    ),
}


_one_at_a_time = Lock()  # a stemmer keeps the word that it works on; searches run in threads


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> Any:
    return snowballstemmer.stemmer(STEMMERS[language])


@lru_cache(maxsize=100_000)
def _stem(word: str, language: Language) -> str:
    with _one_at_a_time:
        stem: str = _stemmer(language).stemWord(word)
    return stem


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded; fold before stems, for people leave accents out."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES).lower())
    return WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


def stems_of(text: str, language: Language) -> list[str]:
    """Return the stems of what a text says."""
    stop = STOP[language]
    return [_stem(word, language) for word in words_of(text) if word not in stop and _tells(word)]


def _tells(word: str) -> bool:
    return len(word) > 1 or word.isdigit()
