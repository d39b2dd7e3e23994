"""What a page made by the server must be: whole, ours, and never what somebody sent as markup."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

HTML = "text/html; charset=utf-8"
TAGS = frozenset({
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "p", "nav",
    "ul", "ol", "li", "main", "footer", "h1", "h2", "section", "span", "form", "input",
    "label", "textarea", "button", "details", "summary", "div", "strong", "br",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "lang", "charset", "name", "content", "rel", "href", "hreflang", "class", "id", "role",
    "value", "type", "method", "action", "for", "rows", "dir", "autocomplete",
    "autocapitalize", "spellcheck", "maxlength", "required", "aria-label", "aria-hidden",
    "aria-describedby", "download",
})  # fmt: skip
LINKS = ("/", "#", "https://", "http://", "tel:", "mailto:", "data:,")
LED_TO = ("/chat", "/fr/", "/en/")
DATA = "application/ld+json"


class _Reader(HTMLParser):
    """Notes what no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in TAGS or not given.keys() <= ATTRIBUTES:
            self.found.append(f"a page with <{tag[:20]}> and {sorted(given)[:5]}")
        if tag == "script" and given.get("type") != DATA:
            self.found.append("a page with a script")
        for name in ("href", "action"):
            if name in given and not given[name].startswith(LINKS):
                self.found.append(f"a page that leads to {given[name][:60]!r}")


def faults_of_page(body: bytes) -> Iterator[str]:
    """Return what is wrong with a page; nothing, as a rule."""
    try:
        html = body.decode()
    except UnicodeDecodeError:
        yield "a page that is no UTF-8"
        return
    if not html.startswith("<!doctype html>\n<html lang=") or not html.rstrip().endswith("</html>"):
        yield "a page that is not whole, or not ours"
    reader = _Reader()
    reader.feed(html)
    yield from dict.fromkeys(reader.found)


def is_of_ours(location: str) -> bool:
    """Tell whether an address may be led to: a page of ours, and no answer that is overdue."""
    # "//a" and "/\\a" are other hosts; the Rasa beside it answers at once, so nothing waits.
    return location.startswith(LED_TO) and "waiting" not in location and "//" not in location
