"""The chat without a script, and the pages to forward: forms nearly right, and what is no form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from urllib.parse import quote_plus

from tests.bot.web.corpus import BODIES, TEXTS
from tools.fuzzing.bodies import LARGEST, body
from tools.fuzzing.call import CHAT, OLD_CHAT, OLD_TOKEN, TOKEN, WORD, Call, Header, place, query
from tools.fuzzing.known import BUTTONS, LANG, PROGRAMMES
from tools.fuzzing.texts import text

URLENCODED = "application/x-www-form-urlencoded"
Fields = Mapping[str, str]
COOKIE = f"chat={CHAT}.{TOKEN}"
COOKIES = [
    f"chat={OLD_CHAT}.{OLD_TOKEN}",
    f"chat={CHAT}.{OLD_TOKEN}",
    f"chat={CHAT}",
    f"chat={COOKIE}; chat={OLD_CHAT}.{OLD_TOKEN}",
    f'chat="{CHAT}.{TOKEN}"',
    "chat=none.aaaaaaaaaaaaaaaa",
    "chat=none.",
    "chat=\u00e9.\u00e9",
    f"chat={'a' * 4000}.b",
    "chat",
    "",
]
FROM = [
    ("Sec-Fetch-Site", "same-origin"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Sec-Fetch-Site", ""),
    ("Origin", "null"),
    ("Origin", "https://evil.example"),
    ("Origin", "http://[::1"),
    ("Origin", "http://a:99999999"),
    ("Origin", "http://\uff0e\u2100@a"),
]
PATHS = {
    "": {"text": "hello there"},
    "/start": {"language": "fr", "text": "hello there"},
    "/language": {"language": "en"},
    "/feedback": {"seq": "3", "useful": "yes"},
    "/delete": {"sure": "yes"},
    "/resume": {"code": "maison-livre-pomme-0427"},
    "/leave": {"a": "b"},
}
ASKED = ("other", "thanked", "waiting", "stopped", "all", "programme", "language")


def chat_page(dice: Random, number: int) -> Call:
    """The pages of the chat, with whatever an address may ask."""
    path = dice.choice(["/chat", "/chat", "/chat", "/chat/data", "/chat/left", "/chat/"])
    if dice.random() < 0.1:
        path = f"/chat/{place(dice, *(one[1:] for one in PATHS))}"
    known = (*LANG, *PROGRAMMES, "1", "3", "-1", "9" * 30, "%D9%A1", "1.0", "%00")
    asked = query(dice, **dict.fromkeys(dice.sample(ASKED, 3), known))
    return Call("GET", path + asked, None, (_cookie(dice),))


def chat_form(dice: Random, number: int) -> Call:
    """All forms; the whole corpus as texts and as bodies first."""
    texts = list(TEXTS.values())
    if number < len(texts):
        return _sent("", {"text": texts[number], "page": "a", "word": WORD})
    if number < len(texts) + len(BODIES):
        raw, headers = list(BODIES.values())[number - len(texts)]
        return Call("POST", "/chat", raw, (("Cookie", COOKIE), *headers.items()))
    # Erasing wipes the files each time: `chat_erased` does that, less often.
    path = dice.choice([one for one in PATHS if one != "/delete"] + ["", ""])
    good = {**PATHS[path], "page": dice.choice(["a", "b", text(dice)[:40]]), "word": WORD}
    if path == "" and dice.random() < 0.3:
        good = {"button": dice.choice(BUTTONS), "page": "c", "word": WORD}
    return _spoilt(dice, path, good)


def chat_erased(dice: Random, number: int) -> Call:
    """The form that erases."""
    return _spoilt(dice, "/delete", {"word": WORD, **PATHS["/delete"]})


def to_forward(dice: Random, number: int) -> Call:
    """Pages of programmes, of offices, of help numbers, and of none."""
    ids = (*PROGRAMMES, "the_hague", "geneva", "a" * 65, "%00", "rean/", "REAN")
    path = dice.choice(["/programmes", "/offices", "/help-now"])
    if dice.random() < 0.7:
        path = dice.choice(["/fr", "/en", "/de", "/FR"]) + path
    if dice.random() < 0.7:
        path += "/" + place(dice, *ids)
    call = Call("GET", path + query(dice, language=LANG, programme=PROGRAMMES, q=("a",)))
    odd = [("If-None-Match", dice.choice(["*", '"a"', "a", '"'])), ("Accept-Language", "en;q=nan")]
    return call.with_headers(dice.choice(odd)) if dice.random() < 0.3 else call


def _spoilt(dice: Random, path: str, good: dict[str, str]) -> Call:
    path += query(dice, language=LANG) if dice.random() < 0.3 else ""
    if dice.random() < 0.2:
        raw, headers = body(dice, good)  # JSON, nearly: no form at all
        call = Call("POST", f"/chat{path}", raw, tuple(headers.items()))
    else:
        call = _sent(path, dice.choice(SPOILERS)(dice, good), dice)
    call = call.with_headers(_cookie(dice))
    return call.with_headers(dice.choice(FROM)) if dice.random() < 0.3 else call


def _sent(path: str, fields: Fields, dice: Random | None = None) -> Call:
    pairs = [f"{_written(name)}={_written(value)}" for name, value in fields.items()]
    raw = "&".join(pairs).encode()
    kind = URLENCODED
    if dice and dice.random() < 0.25:
        raw = dice.choice(BREAKERS)(dice, raw)
        kind = dice.choice([URLENCODED, URLENCODED, f"{URLENCODED}; charset=utf-16", "text/plain"])
    head = (("Cookie", COOKIE), ("Content-Type", kind))
    return Call("POST", f"/chat{path}", raw, head)


def _written(value: str) -> str:
    """Write as browsers do; the gap for the form's word stays as it is."""
    return value if value == WORD else quote_plus(value.encode("utf-8", "surrogatepass"))


def _cookie(dice: Random) -> Header:
    return "Cookie", COOKIE if dice.random() < 0.85 else dice.choice(COOKIES)


def _one_is(dice: Random, good: Fields) -> Fields:
    # The word is left alone more often, for without it nothing further is read.
    names = [name for name in good if name != "word"] or ["word"]
    return {**good, dice.choice(names): text(dice)}


def _one_less(dice: Random, good: Fields) -> Fields:
    gone = dice.choice(list(good))
    return {name: value for name, value in good.items() if name != gone}


def _one_more(dice: Random, good: Fields) -> Fields:
    more = dice.choice(["text", "button", "seq", "code", "client_message_id", text(dice)[:200]])
    return {**good, more: text(dice)[:500]}


def _at_the_border(dice: Random, good: Fields) -> Fields:
    long = dice.choice([900, 1000, 1001, LARGEST - 100, LARGEST, LARGEST * 3])
    return {**good, dice.choice(list(good)): dice.choice(["a", "%", "é", "&"]) * long}


def _right(dice: Random, good: Fields) -> Fields:
    return good


SPOILERS: list[Callable[[Random, Fields], Fields]] = [
    _one_is, _one_is, _one_is, _one_less, _one_more, _at_the_border, _right,
]  # fmt: skip
BREAKERS: list[Callable[[Random, bytes], bytes]] = [
    lambda dice, raw: raw + b"&" + raw,  # every name twice
    lambda dice, raw: raw.replace(b"&", b";"),
    lambda dice, raw: raw + b"&text=%00%ED%A0%80%FF%zz%",
    lambda dice, raw: raw + b"&text=\xff\x00\xed\xa0\x80",
    lambda dice, raw: raw + b"&" * dice.choice([1, 50, 9000]),
    lambda dice, raw: raw + b"&a=" * 12,
    lambda dice, raw: raw[: dice.randrange(len(raw) + 1)],
    lambda dice, raw: raw.decode("latin-1").encode("utf-16"),
    lambda dice, raw: b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n--x--",
]  # fmt: skip
CALLS = (chat_page, chat_form, chat_erased, to_forward)
