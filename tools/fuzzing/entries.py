"""The calls of the contract, each with input that is nearly right or not at all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

from tests.bot.web.corpus import BODIES, TEXTS
from tests.bot.web.process import CHATS
from tools.fuzzing import besides, forms
from tools.fuzzing.bodies import body, written
from tools.fuzzing.call import CHAT, OLD_CHAT, OLD_TOKEN, ONE, Call, opened, place, query, quoted
from tools.fuzzing.heads import oddly
from tools.fuzzing.known import BUTTONS, LANG, PROFILE, PROGRAMMES
from tools.fuzzing.texts import text, value

REPEATED = ["\ud800", "<b>" * 1000]  # field names that are none
Made = Callable[[Random, int], Call]


def open_chat(dice: Random, number: int) -> Call:
    raw, headers = body(dice, {"language": dice.choice(["fr", "en", None])})
    return Call("POST", CHATS + query(dice, language=LANG), raw, tuple(headers.items()))


def say(dice: Random, number: int) -> Call:
    """The whole corpus in its order first, then dice."""
    corpus: list[tuple[bytes, dict[str, str]]]
    corpus = [(written({"text": one}), {}) for one in TEXTS.values()]
    corpus += list(BODIES.values())
    good = {"text": text(dice), "client_message_id": dice.choice(["a", "b", text(dice)[:130]])}
    raw, headers = corpus[number] if number < len(corpus) else body(dice, good)
    token = opened(dice) if number >= len(corpus) else opened(Random(1))
    return Call("POST", f"{ONE}/messages", raw, (token, *headers.items()))


def press(dice: Random, number: int) -> Call:
    """Buttons that were offered, that never were, and one of last week."""
    if number == 0:
        of_old = ("Authorization", f"Bearer {OLD_TOKEN}")
        return Call("POST", f"{CHATS}/{OLD_CHAT}/messages", b'{"button": "offered"}', (of_old,))
    button = dice.choice(BUTTONS) if dice.random() < 0.5 else value(dice)
    good = {"button": button, "client_message_id": "c"}
    raw, headers = (written(good), {}) if dice.random() < 0.6 else body(dice, good)
    return Call("POST", f"{ONE}/messages", raw, (opened(dice), *headers.items()))


def history(dice: Random, number: int) -> Call:
    chat = ONE if dice.random() < 0.8 else f"{CHATS}/{place(dice, OLD_CHAT, CHAT)}"
    after = ("0", "1", "-1", "999999999", "9999999999", "1.0", "١", "%D9%A1", "1e3", "0x1")
    return Call("GET", f"{chat}/messages{query(dice, after=after)}", None, (opened(dice),))


def one_message(dice: Random, number: int) -> Call:
    seq = place(dice, "1", "2", "0", "999999999", "9999999999", "%D9%A1", "1/..")
    path = f"{ONE}/messages/{seq}{query(dice, lang=LANG)}"
    return Call("GET", path, None, (opened(dice),))


def choose_language(dice: Random, number: int) -> Call:
    raw, headers = body(dice, {"language": dice.choice(["fr", "en"])})
    return Call("PUT", f"{ONE}/language", raw, (opened(dice), *headers.items()))


def events(dice: Random, number: int) -> Call:
    """Streams that must not open, since one that does has no end."""
    bad = [("x", "y"), ("-1", "1.0"), ("9" * 30, "1e3"), ("%D9%A1", "+1"), ("1,2", "0x1")]
    after, last = dice.choice(bad)
    path = f"{ONE if dice.random() < 0.8 else place(dice, CHAT)}/events?after={after}"
    call = Call("GET", path + query(dice, lang=LANG).replace("?", "&"), None, (opened(dice),))
    return call.with_headers(("Last-Event-ID", last)) if dice.random() < 0.5 else call


def programmes(dice: Random, number: int) -> Call:
    return _knowledge(dice, "/api/v1/programmes", PROGRAMMES)


def offices(dice: Random, number: int) -> Call:
    return _knowledge(dice, "/api/v1/offices", ("the_hague", "geneva", "none"))


def _knowledge(dice: Random, path: str, known: tuple[str, ...]) -> Call:
    if dice.random() < 0.5:
        path += "/" + place(dice, *known)
    status, country = ("open", "closed", "unknown", "OPEN"), ("NL", "nl", "XX", "ŉl", "ß", "%00A")
    asked = query(dice, lang=LANG, q=("return", "retour"), status=status, country=country)
    return Call("GET", path + asked)


def search(dice: Random, number: int) -> Call:
    every = list(TEXTS.values())
    said = every[number][:2500] if number < len(every) else None
    asked = quoted(dice, 1200) if said is None else quote(said.encode("utf-8", "surrogatepass"))
    more = query(dice, lang=LANG, q=("visa",)).replace("?", "&")
    return Call("GET", f"/api/v1/search?q={asked[:7000]}{more}"[:7900])


def fields(dice: Random, number: int) -> Call:
    return Call("GET", f"/api/v1/eligibility/{place(dice, *PROGRAMMES)}{query(dice, lang=LANG)}")


def check(dice: Random, number: int) -> Call:
    """Profiles; first of all what an error must not say again."""
    if number < len(REPEATED):
        raw = written({"dont_know": [REPEATED[number]]})
        return Call("POST", "/api/v1/eligibility/rean", raw)
    names = dice.sample(list(PROFILE), dice.randrange(1, 8))
    profile: Any = {name: PROFILE[name] for name in names}
    spoilt = dice.random()
    if spoilt < 0.5:
        profile[dice.choice(names)] = value(dice)
    elif spoilt < 0.6:
        profile[text(dice)[:40]] = value(dice)
    unsure = [dice.choice(list(PROFILE)), value(dice)] if dice.random() < 0.3 else ["age"]
    good = {"profile": profile, "dont_know": unsure, "lang": "en"}
    raw, headers = (written(good), {}) if dice.random() < 0.5 else body(dice, good)
    known = PROGRAMMES[:-1] if dice.random() < 0.9 else (place(dice, "none"),)
    return Call("POST", f"/api/v1/eligibility/{dice.choice(known)}", raw, tuple(headers.items()))


def pages(dice: Random, number: int) -> Call:
    paths = ["/", "/privacy", "/health/live", "/health/ready", "/api/v1/openapi.json"]
    asked = query(dice, lang=LANG, language=LANG, programme=PROGRAMMES, operator=("%3Cb%3E",))
    return Call("GET", dice.choice(paths) + asked)


def static(dice: Random, number: int) -> Call:
    name = place(dice, "chat.js", "chat.css", "index.html", "..%2fapi.py", "chat.js/", "chat.js%00")
    call = Call("GET", f"/static/{name}{query(dice, v=('1',))}")
    spans = ["0-", "-1", "5-2", "a-b", "0-0,2-3", "99999999-", "-0", f"{'9' * 400}-", "0-" * 99]
    asked = dice.choice([("Range", f"bytes={dice.choice(spans)}"), ("If-Match", '"x"')])
    return call.with_headers(asked) if dice.random() < 0.4 else call


def any_path(dice: Random, number: int) -> Call:
    parts = [
        "api",
        "v1",
        "v2",
        "conversations",
        "static",
        "internal",
        "turn",
        "channels",
        "metrics",
    ]
    parts += ["events", "feedback", "resume", "desk", "messages", "..", "", "webhooks", "%2f", CHAT]
    path = "".join("/" + place(dice, *parts) for _ in range(dice.randrange(1, 7)))
    method = dice.choice(["GET", "GET", "POST", "PUT", "DELETE"])
    long = path * 400 if dice.random() < 0.03 else path  # a head longer than any may be
    return Call(method, long + query(dice, q=("a",)), b"{}" if method == "POST" else None)


CALLS: dict[str, Made] = {
    one.__name__: one
    for one in (
        open_chat, say, press, history, one_message, choose_language, events, *besides.CALLS,
        programmes, offices, search, fields, check, pages, static, any_path, *forms.CALLS,
    )
}  # fmt: skip


def some_call(dice: Random) -> Call:
    """Return a call of any entry."""
    return dice.choice(list(CALLS.values()))(dice, 10_000)


def headers(dice: Random, number: int) -> Call:
    """A call like any, with one to three odd lines in its head."""
    call = some_call(dice)
    for _ in range(dice.randrange(1, 4)):
        call = call.with_headers(oddly(dice))
    return call


def methods(dice: Random, number: int) -> Call:
    known = ["HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "DEBUG", "POST", "PUT", "DELETE"]
    call = some_call(dice)
    name = dice.choice(known) if dice.random() < 0.9 else dice.choice(["get", "GETT", "G" * 300])
    more = [("Origin", "https://e.example"), ("Access-Control-Request-Method", "PUT")]
    changed = Call(name, call.path, call.body, call.headers)
    return changed.with_headers(*more) if dice.random() < 0.3 else changed


CALLS_TOO: dict[str, Made] = {"headers": headers, "methods": methods}
