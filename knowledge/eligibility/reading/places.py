"""What a place is to the speaker, by the words around it."""

from __future__ import annotations

from knowledge.eligibility.reading import cues, demonyms
from knowledge.eligibility.reading import place_words as at
from knowledge.eligibility.reading.around import FIELDS, LISTS, OUT, Place, last_cue

HOME, AWAY = "residence_country", "destination_country"
# Cues of an earlier clause that a bare "à Kigali" takes over: "né en 1995, à Kigali".
HANDED_ON = frozenset({"born", "residence", "past", "destination"})


def place_of(place: Place, asked: str | None) -> str | None:
    """Return the field that a place belongs to, OUT when it belongs to none."""
    before, after = place.before, place.after
    if settled := _settled(place):
        return settled
    if cues.FROM.search(before):
        return _from(place, asked)
    if cues.OF.search(before) and not cues.PLACE_OF.search(before):
        return _of(place, asked)
    cue = place.cue
    if cue in (None, "third") and _lives_in(place, cue):
        return HOME
    if cue is None and cues.ALONE.match(before):
        cue = _handed_on(place)
        if asked in FIELDS and cue != "past":
            return asked
    if cue is None:
        return _uncued(place, asked)
    if cues.WHERE_FROM.search(after):
        return "origin"
    return _cued(place, cue, asked)


def _settled(place: Place) -> str | None:
    """Return what words close by settle, whatever stands further off."""
    before, after = place.before, place.after
    if at.BEFORE_NOW.match(after):
        return OUT
    if at.LIVED_IN.match(after):
        return HOME
    if at.BORN_IN.match(after):
        return "origin"
    if cues.IMPOSSIBLE.search(after.split(".")[0].split(",")[0]):
        return OUT
    if cues.GREETS.search(before) or cues.THEN.search(after):
        return OUT
    if place.people_next:
        return "nationality"
    if cues.HERE.search(before):
        return HOME
    if cues.WHERE_FROM.search(after):
        return "origin"
    if (at.CALLS.search(before) and at.HOME_AFTER.match(after)) or at.NEVER_LEFT.search(before):
        return HOME
    if demonyms.AFTER_ORIGIN.search(after) and place.cue != "residence":
        return "origin"
    if at.CITIZEN.search(before) or at.PAPER_AFTER.search(after):
        return "nationality"
    return None


def _lives_in(place: Place, cue: str | None) -> bool:
    """Tell whether somebody lives where they say they are, with or without a verb."""
    before = place.before
    if not (cues.IN.search(before) or cues.PLACE_OF.search(before)):
        return False
    if cue == "third":
        return bool(at.WITH_SOMEBODY.search(before)) and not cues.WISH.search(before)
    if place.named.code != "NL" or at.APPOINTED.search(before):
        return False
    began = list(at.BEGINS_ANEW.finditer(place.sentence))
    lately = place.sentence[began[-1].end() :] if began else place.sentence
    gone = last_cue(lately) in ("past", "destination", "born")
    return not (cues.WISH.search(lately) or gone or at.ONCE.search(before))


def _handed_on(place: Place) -> str | None:
    if cues.NOW.search(place.before) or place.sentence.endswith("."):
        return None
    cue = last_cue(place.sentence)
    return cue if cue in HANDED_ON else None


def _from(place: Place, asked: str | None) -> str | None:
    """Return what a country is after "from"."""
    near = place.before[-28:]
    if cues.STUDY.search(near) or at.TO_AFTER.search(place.after):
        return OUT  # "LLM from Leiden", "from Zwolle to …"
    if place.cue == "third" and not at.SELF_FROM.search(near):
        return OUT
    if place.named.code == "NL" and asked is None and not cues.FROM_SELF.search(place.before):
        return OUT  # "this is Kwabena from Almere" lives there
    return asked if asked in LISTS else "origin"


def _of(place: Place, asked: str | None) -> str | None:
    """Return what a country is after "de": of many things it tells no origin."""
    if place.cue in ("origin", "born"):
        return "origin"
    if cues.OF_SELF.match(place.before):
        return asked if asked in FIELDS else "origin"
    return OUT if place.cue else None


def _cued(place: Place, cue: str, asked: str | None) -> str | None:
    """Return what a country is by the last telling word before it."""
    before = place.before
    wish = bool(cues.WISH.search(before) or cues.WISH.search(place.sentence[-60:]))
    if cue == "stays":
        return HOME
    if cue == "third" and cues.IN.search(before):
        going = wish and at.GOING.search(before)
        return AWAY if asked == AWAY or going else OUT
    if cue == "past" and cues.IN.search(before) and at.STUDENT.search(before):
        return HOME
    if cue in ("past", "third"):
        return OUT
    if cue == "raised":
        return "raised" if asked != "origin" else "origin"
    if cue in ("born", "origin"):
        return _origin(place, cue, asked, wish)
    if cue == "act":
        if wish or asked == "goal":
            return AWAY
        return HOME if at.OWN_ACT.search(before) else None
    return _way(place, asked, wish) if cue == "destination" else _home(before)


def _origin(place: Place, cue: str, asked: str | None, wish: bool) -> str | None:
    before = place.before
    if at.COME_TO.search(before):
        return AWAY if wish else OUT
    if at.LEFT_FOR.search(before):
        return HOME
    if at.LEFT.search(before) and (place.named.code == "NL" or asked == HOME):
        return OUT
    if cue == "origin" and at.TO.search(before):
        return AWAY if wish else HOME if at.ARRIVED.search(before) else OUT
    if at.COME.search(before) and not at.COME_STRAIGHT.search(before) and cue == "origin":
        return None  # "je viens en train depuis Bruxelles"
    return "origin"


def _way(place: Place, asked: str | None, wish: bool) -> str | None:
    """Return what a country is after going or returning: the way there, or it is behind them."""
    moved = bool(at.MOVED.search(place.before))
    if moved and not wish:
        return HOME
    meant = wish or cues.GOES.search(place.before) or asked in FIELDS or asked == "goal"
    return AWAY if meant else None


def _home(before: str) -> str:
    if not cues.WISH.search(before) or at.ARRIVED.search(before) or at.LEAVES.search(before):
        return HOME
    return OUT if at.STAYS_ON.search(before) else AWAY


def _uncued(place: Place, asked: str | None) -> str | None:
    """Return what a country is when no word tells: by what was asked, or by "in"."""
    before, sentence = place.before, place.sentence
    inside, wish = bool(cues.IN.search(before)), bool(cues.WISH.search(sentence))
    if wish and at.STAYS_ON.search(before):
        return OUT  # "je veux rester aux Pays-Bas"
    if asked in FIELDS and (asked != "nationality" or not wish):
        return asked
    if wish:
        return AWAY if inside or cues.MAYBE.search(before) else None
    if at.ONCE.search(before) or at.FOR_YEARS.search(place.after):
        return OUT
    if last_cue(sentence) == "past" and "," not in sentence[-90:]:
        return OUT
    if cues.ALONE.match(before):
        if inside and not place.after.strip(" .!") and not place.sentence[: -len(before)].strip():
            return HOME  # "en Suisse" is all that is said
        said_more = len(sentence) - len(before) > 12
        lives = said_more or cues.NOW.search(before) or at.LIVING.search(before)
        return HOME if lives and (inside or place.named.code == "NL") else None
    within = inside or cues.PLACE_OF.search(before)
    if within and (cues.STAYS.search(before) or place.job):
        return HOME
    return HOME if cues.PLACE_OF.search(before) and at.SHELTER.search(before) else None
