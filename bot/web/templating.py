"""Pages that the server makes: templates read once, every text in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.files import read_yaml
from knowledge.basics import LANGUAGES, Language
from knowledge.days import in_words

FOLDER = Path(__file__).parent / "templates"
OTHER: Mapping[Language, Language] = {"fr": "en", "en": "fr"}
NUMBER = re.compile(r"\+?\d[\d ]+\d")  # a phone number is not broken over two lines
GROUP = re.compile(r"(?<=\d) (?=\d)")
BEFORE = re.compile(r" (?=[:;?!»])")  # in French a space stands here that does not break


class Templates:
    """The templates and their words; a word or a value that is not there is an error."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read and compile all of them, so that no page waits and a fault shows at start."""
        self.words: dict[str, Any] = read_yaml(folder / "words.yml")
        self._env = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(
            filled=filled, lines=lines, typeset=typeset, day=day, link=link, web=web_address
        )
        self._env.globals.update(languages=LANGUAGES, other=OTHER)
        self._in = {one: said_in(self.words, one) for one in LANGUAGES}
        for name in self._env.list_templates(["html"]):
            self._env.get_template(name)

    def page(self, name: str, language: Language, **given: Any) -> str:
        """Make a page; `words` are those of its language, `both` those of each."""
        held = {"lang": language, "words": self._in[language], "both": self._in}
        return self._env.get_template(name).render(**held, **given)


@cache
def templates() -> Templates:
    """Return the templates of this process."""
    return Templates()


def said_in(words: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the words of one language, in its typography."""
    said: dict[str, Any] = {}
    for key, one in words.items():
        both = one.keys() == {*LANGUAGES}
        said[key] = typeset(one[language], language) if both else said_in(one, language)
    return said


def typeset(text: str, language: Language) -> str:
    """Keep together what a line break must not part: numbers; in French, signs and quotations."""
    text = NUMBER.sub(lambda number: GROUP.sub("\u00a0", number[0]), text)
    if language == "fr":
        text = BEFORE.sub("\u00a0", text).replace("« ", "«\u00a0")
    return text


def filled(text: str, **values: str) -> str:
    """Fill the gaps of a text; what is filled in is only text, braces and all."""
    return re.sub(r"\{(\w+)\}", lambda gap: values[gap[1]], text)


def lines(text: str) -> list[str]:
    """Return the lines that say something; each is a paragraph."""
    return [line for line in map(str.strip, text.split("\n")) if line]


def day(text: str, language: Language) -> str:
    """Say a date in words; what is none stays as it is, for a page is more than one date."""
    try:
        return in_words(text, language)
    except ValueError:
        return text


def link(contact: Mapping[str, Any]) -> str | None:
    """Return where a contact leads; None for what is history, or no line, mail or site of today."""
    value = str(contact["value"])
    if not contact["current"]:
        return None
    if contact["kind"] == "phone":
        return "tel:" + re.sub(r"[^+\d]", "", value)
    if contact["kind"] == "email" and re.fullmatch(r"[\w.+-]+@[\w.-]+", value):
        return f"mailto:{value}"
    if contact["kind"] == "web" and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[\w/.-]*)?", value):
        return f"https://{value}"
    return None


def web_address(url: str | None) -> str | None:
    """Return an address that may be a link: of the web, and nothing else."""
    return url if url and re.match(r"https?://", url) else None
