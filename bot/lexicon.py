"""Words by which French and English are told from each other, and from the rest. Pure."""

from __future__ import annotations

import re
import unicodedata

# Function words that the other language does not have: "plus", "on", "a" and "an" are in both.
FRENCH = frozenset(
    """
    je tu il elle nous vous ils le la les une des du au aux et est sont suis avez quel quelle
    quels quelles qui que quoi comment combien pourquoi quand dans pour avec sur pas mon ma mes
    ce cette ces c'est bonjour bonsoir salut merci svp oui non peux puis peut faut pays depuis
    chez ca bjr slt stp cc dure toujours encore aide sommes etes avait etait ont ai aurai
    leur leurs notre votre vos nos sa ses moi toi lui eux qu'est d'ou est-ce sans sous entre
    apres avant pendant tres bien aussi alors donc parce puisque comme faire fait dit veux veut
    voudrais peuvent doit dois allez aller travail personne ici maintenant aujourd'hui rien tout
    tous toute toutes jamais meme quelqu'un cela celui celle ceux y jsuis jveux koi ki ke pk
    pkoi tjr mnt
    etre ans mois semaines temps gens chose savoir besoin seulement quelques quelque
    autre autres vers monsieur madame femme enfants argent
    retour voyage rentrer parler donner paie paye payer peu jour heure annee
    deux trois cinq plait comprends ouvert ferme marche avoir pouvez pourriez j'aimerais
    l'oim oim kel cb pr ya duree billet dites coucou wesh allo chui jsais ds jai c'etait
    beaucoup trop assez plutot ensuite desole ouais nan mauvaise langue chaque demain
    """.split()
)
ENGLISH = frozenset(
    """
    i you he she we they the of and or is are am have has do does did what which who how many
    much why when where in for with not my your this that these it its hello hi hey thanks thank
    please yes no can could may still from to was were will would u r pls there help about his
    her their our them him us than then if because but so all any some nobody someone anyone
    something nothing been being be had having should must shall want wants need get got take
    give make know think tell say said new old more most here now today only also too very just
    who's what's whose whom between after before during without until doesn't don't isn't can't
    i'm i've it's that's
    like work works return people office country countries money year years
    months weeks days name home phone ask stay send pay time since two three five first last
    explain answer family came join apply went find thing address call again wife talk short
    right children read reach those see living leave next cost half mother papers whether human
    offer kindly wich wat hw going goes long good back yo dunno yeah yep nope gonna wanna
    sorry next wrong question's yesterday tomorrow already enough each every
    """.split()
)
# One of these is enough: names and typos around it may look like anything.
ASKING = frozenset(
    """
    qui quel quelle quels quelles quoi comment combien pourquoi
    what who how why which where when
    """.split()
)
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
NO_SIGN_WORDS = 3  # so few tell no language by their letters
ELISION = re.compile(r"\b(?:l|d|j|qu|n|s|c|m|t)'[a-z]")


def plain(text: str) -> str:
    """Return a text in lower case, without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
