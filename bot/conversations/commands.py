"""What a person may order in any state, with Rasa away too: erase me, export me. Pure.

An order is short, has a verb of erasing or of handing over, and says what: all, me, or what a chat
holds. It is only asked back whether to erase, so one too many costs a click.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.conversations.redact import without_marks
from bot.lexicon import plain
from bot.safety.model import ORDERS, DangerModel

Command = Literal["erase", "export"]
FEW = 9  # words of an order that does not say what is to go
LIKELY = 0.6  # chance from which the model is believed: at less, questions are taken for orders
LONGEST = 14  # words; in more it is told beside something else, and Rasa answers


def _any(words: str) -> re.Pattern[str]:
    """Return a pattern of any of the words, of which one that ends in * may go on."""
    every = "|".join(word.replace("*", r"\w*").replace("_", " ") for word in words.split())
    return re.compile(rf"\b(?:{every})\b")


_ERASE = _any(
    """
    efface* effasse* efase* eface* efac* suprim* suppr* supr* supp detrui* enlev* retir* vide
    vider videz nettoy* oubli* dispara* elimin* delet* delit* dilet* del dlete* deleat* eras*
    ereas* erease* remov* wip* clear clean destroy* forget* scrub* get_rid rid gone purg*
    throw_away rm expung* disappear take_away remet* reset start_over ne_garde* ne_gardez
    ne_conserve* ne_conservez ne_stocke* do_not_keep don't_keep do_not_store don't_store
    stop_storing stop_keeping dont_keep dont_store not_know veux_plus_que don't_want_you_to_have
    """
)
_HAND_OVER = _any(
    """
    export* telecharg* donwload* download* recevoir recuper* copie* copy copi* envoy* envoi* donne
    donner donnez montre montrer montrez affich* voir send give gimme show display receive get
    view see obtenir obtain avoir have read consult* acces* access* liste list print imprim*
    sauvegard* backup back_up save fichier file pdf transmett* forward look check verifi* email
    """
)
_HELD = _any(
    """
    donnee* donne info* message* msg* mesage* conversation* conv convo discussion* discuss*
    discut* discus* chat tchat echange* exchange* historique profil* profile trace* reponse*
    replies reply data datas detail* history text* record* answer* contenu contents ecrit ecris
    ecri tape raconte wrote written writed said typed told sent envoye enregistre talk dialogue
    transcript saved stored kept recorded stuff things choses story database serveur server
    renseignement* notes memory memoire
    """
)
_ALL = _any("tout toutes tous everything all it ca cela tou tt evrything everyting anything rien")
_ME = _any("me moi m'oublie*")
_OURS = _any("mes mon ma my our nos notre conversation conv convo chat tchat echanges")
_BY_LAW = re.compile(
    r"droit a l'(?:oubli|effacement)|right to (?:be forgotten|erasure)|erasure|ar\w* 17"
)
_LAW_OF_ACCESS = re.compile(
    r"droit d'acces|right of access|access request|portabili\w+|ar\w+ (?:15|20)\b"
)
_ABOUT_ME = re.compile(
    r"\b(?:what|which|que|quoi|quel\w*|ce que|qu'est-ce|everything|all|tout|details|notes)\b.*"
    r"\b(?:know|hold|have|has|keep|kept|store\w*|record\w*|save\w*|got|remember|write|took|sav\w+"
    r"|sai[st]|gard\w+|avez|as|detenez|conserv\w+|enregistr\w+|stock\w+|note\w*|ecri\w+|retenu)\b.*"
    r"\b(?:about|on|of|sur|de|d'|a propos de|concernant|a mon sujet)\b ?(?:me|moi|ma personne)?\b"
)
_TO_ME = re.compile(r"\b(?:(?:about|on|of|sur|de) (?:me|moi|ma personne)|a mon sujet)\b")
_MY_DATA = re.compile(
    r"^\W*(?:mes donnees|my data|export|exporter|mes infos)\W*(?:svp|stp|please|pls)?\W*$"
)
_BARE = re.compile(
    r"^\W*(?:effac\w+|suppr\w+|delete|erase|wipe|forget)\W*(?:moi|me|tout|all)?\W*"
    r"(?:svp|stp|please|pls|merci|now|maintenant)?\W*$"
)
# What these words are about when they are about something else.
_ELSE = _any(
    """
    dette* debt* passeport* passport* rendez-vous appointment* rdv ind coa gouvernement government
    police ambassade embassy mails emails e-mail courriel* un_mail an_email diplome* diploma*
    certificat* certificate* famille family billet* ticket* vol flight* programme* program* pays
    country souvenir* allocation* working criminal guerre war nom_de name_from visa* permis
    permit* dossier_a avocat lawyer banque bank argent money facebook whatsapp cv candidature
    application demande* claim* interdiction ban liste_noire blacklist inscription registration
    registered* enfant* child* frere* brother* soeur* sister* mari husband femme wife
    combien_de_temps how_long qui who pourquoi why where ou_sont est-ce_que_vous_gardez
    do_you_keep do_you_store gardez-vous securis* secure safe password passe forfait plan
    contract* contrat formulaire form error erreur wrong faux corriger correct change changer
    modifi* update remember rappel* souvenez
    """
)
_ASKED = _any("dossie* file_number reference wait* attend* reponse_de")
_YES = re.compile(
    r"^\W*(?:oui|ouais|ui|yes|yeah|yep|yup|ok|okay|d'accord|dac|sure|vas[- ]y|allez[- ]y|go"
    r"|confirme|je confirme|i confirm|do it|fais[- ]le|faites[- ]le|please do)\b"
    r"(?:\W+\w+){0,4}\W*$"
)
# "Forget it" ends something else.
_LET_GO = re.compile(r"^\W*(?:forget|oublie[rz]?)\W*(?:about )?(?:it|that|ca|cela)\W*$")
_NOT = re.compile(r"\b(?:non|no|not|pas|nope)\b")


@dataclass(frozen=True)
class Orders:
    """Hears orders: by patterns, and by a model that has learnt how people put them otherwise."""

    model: DangerModel | None = None

    @classmethod
    def load(cls, path: Path | None) -> Orders:
        """Read the model, which lies in the file of the safety net's."""
        return cls(DangerModel.load(path, ORDERS) if path else None)

    def heard(self, text: str) -> Command | None:
        """Return what a message orders; one too many costs a click."""
        said, by_pattern = without_marks(text), command_in(text)
        if by_pattern or self.model is None or _LET_GO.match(plain(said)):
            return by_pattern
        chances = self.model.chance_of(said)
        order: Command = "erase" if chances["erase"] >= chances["export"] else "export"
        return order if chances[order] >= LIKELY else None


def command_in(text: str) -> Command | None:
    """Return what a message orders by our patterns, when it is an order and little else."""
    said = plain(without_marks(text).replace("’", "'")).strip()
    if not said or len(said.split()) > LONGEST or _ELSE.search(said) or _LET_GO.match(said):
        return None
    held, mine = _HELD.search(said), _OURS.search(said)
    whose = (_ALL.search(said) or _ME.search(said)) and len(said.split()) <= FEW
    asked = _ABOUT_ME.search(said) and _TO_ME.search(said)
    erases = _ERASE.search(said) and (held or whose or asked)
    if _BY_LAW.search(said) or _BARE.match(said) or erases:
        return "erase"
    handed = held and mine and _HAND_OVER.search(said) and not _ASKED.search(said)
    if _MY_DATA.match(said) or _LAW_OF_ACCESS.search(said) or asked or handed:
        return "export"
    return None


def confirms(text: str) -> bool:
    """Tell whether a message says yes to what was asked just before."""
    said = plain(text.replace("’", "'"))
    return _YES.search(said) is not None and _NOT.search(said) is None
