"""What is called beside the talk itself: opinions, coming back, one's data, keeping, a contact."""

from __future__ import annotations

from random import Random

from tests.bot.web.process import CHATS
from tools.fuzzing.bodies import body, written
from tools.fuzzing.call import CHAT, OLD_CHAT, ONE, Call, opened, place, query
from tools.fuzzing.known import LANG
from tools.fuzzing.texts import text, value


def feedback(dice: Random, number: int) -> Call:
    """Judgements of replies, of other messages and of none."""
    seq = dice.choice(["1", "3"]) if dice.random() < 0.7 else place(dice, "2", "0", "999999999")
    comment = text(dice)[: dice.choice([40, 500, 2000])] if dice.random() < 0.7 else None
    good = {"useful": dice.random() < 0.5, "comment": comment}
    if dice.random() < 0.2:
        good["useful"] = value(dice)
    raw, headers = (written(good), {}) if dice.random() < 0.6 else body(dice, good)
    return Call("POST", f"{ONE}/messages/{seq}/feedback", raw, (opened(dice), *headers.items()))


def resume(dice: Random, number: int) -> Call:
    """Codes that open nothing."""
    code = dice.choice(["maison-livre-pomme-0427", "apple table spoon 0000", "", "\u0661" * 99])
    good = {"code": code if dice.random() < 0.3 else value(dice)}
    raw, headers = (written(good), {}) if dice.random() < 0.6 else body(dice, good)
    return Call("POST", "/api/v1/resume" + query(dice, lang=LANG), raw, tuple(headers.items()))


def erase(dice: Random, number: int) -> Call:
    key = CHAT if dice.random() < 0.4 else place(dice, OLD_CHAT, f"{CHAT}/", f"{CHAT}%00")
    raw, headers = body(dice, {"sure": True}) if dice.random() < 0.3 else (None, {})
    path = f"{CHATS}/{key}{query(dice, force=('1',))}"
    return Call("DELETE", path, raw, (opened(dice), *headers.items()))


def export(dice: Random, number: int) -> Call:
    key = CHAT if dice.random() < 0.7 else place(dice, OLD_CHAT)
    path = f"{CHATS}/{key}/export{query(dice, format=('csv', 'json'))}"
    return Call("GET", path, None, (opened(dice),))


def stands(dice: Random, number: int) -> Call:
    key = CHAT if dice.random() < 0.6 else place(dice, OLD_CHAT, f"{CHAT}/", f"{CHAT}%00")
    return Call("GET", f"{CHATS}/{key}{query(dice, lang=LANG)}", None, (opened(dice),))


def keep(dice: Random, number: int) -> Call:
    """Days that are seven or none, and others."""
    good = {
        "days": dice.choice([7, 0, 8, -7, 7.0, "7", True]) if dice.random() < 0.7 else value(dice)
    }
    raw, headers = (written(good), {}) if dice.random() < 0.6 else body(dice, good)
    return Call("PUT", f"{ONE}/keep", raw, (opened(dice), *headers.items()))


def contact(dice: Random, number: int) -> Call:
    """Numbers, addresses, neither, and taking them back."""
    known = ["+31 6 41765432", "a@b.example", None, "06 41765432", "+" * 300, "a@" + "b." * 140]
    told = dice.choice(known) if dice.random() < 0.5 else value(dice)
    good = {"contact": told, "consent": dice.random() < 0.8}
    raw, headers = (written(good), {}) if dice.random() < 0.6 else body(dice, good)
    return Call("POST", f"{ONE}/contact", raw, (opened(dice), *headers.items()))


CALLS = (feedback, resume, erase, export, stands, keep, contact)
