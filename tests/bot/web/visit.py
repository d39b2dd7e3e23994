"""A page in Chromium: what it asked for and shows, and strings that would be more than text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot.web.process import Gateway

WAIT = 20_000  # milliseconds
OURS = {"ARTICLE", "DIV", "P", "UL", "LI", "A", "SPAN", "DETAILS", "SUMMARY", "BUTTON"}
OURS |= {"H2", "H3", "SECTION", "STRONG", "svg", "path"}
RUN = "window.xss=1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<template><script>{RUN}</script></template>",
    f"<base href='https://evil.example/'><script src=a.js onerror={RUN}></script>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<style>@import '//evil.example/a.css';*{display:none}</style>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    f"<form action=//evil.example><button formaction='javascript:{RUN}'>x</button></form>",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "[x](javascript:alert(1)) ![x](//evil.example/a.png)",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;img src=x onerror={RUN}&#62;",
]
AROUND = ["{}", '">{}', "'>{}", "</p>{}", "--><!--{}", "]]>{}", "</script>{}", "</textarea>{}"]
AROUND += ["\u202e{}", "a\n{}"]
STRINGS = [around.format(payload) for around in AROUND for payload in PAYLOADS]
BAD_LINKS = ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"]
BAD_LINKS += [
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "file:///etc/passwd",
    "blob:x",
    "//e.x",
]
LOOK = """() => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const all = [...root.querySelectorAll(".log *")];
  return {
    tags: [...new Set(all.map((one) => one.tagName))],
    attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
    links: [...root.querySelectorAll("a")].map((one) => one.href),
    text: root.querySelector(".log").textContent,
    ran: window.xss || null,
    elsewhere: document.querySelectorAll("body > :not(iom-chat)").length,
    kept: [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie],
  };
}"""
# Where something stands once it moves no more: the list is moved again when it was drawn.
STILL = """async (one) => {
  const top = () => one.getBoundingClientRect().top;
  let before = top();
  for (let same = 0; same < 10; same = top() === before ? same + 1 : 0) {
    before = top();
    await new Promise((done) => requestAnimationFrame(done));
  }
  return top();
}"""


class Visit:
    """A page with all that it asked for and complained of."""

    def __init__(self, browser: Any, gateway: Gateway, **context: Any) -> None:
        self.context = browser.new_context(**{"locale": "en-GB", **context})
        self.page = self.context.new_page()
        self.requests: list[Any] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("console", lambda told: self.said.append(told.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.home = gateway.url
        self.place = f"iom-chat {self.home}"  # of what the tab remembers

    def opens(self, path: str = "/") -> Any:
        """Go to a page with the chat and wait for the first message; return the page."""
        self.page.goto(f"{self.home}{path}")
        self.page.locator("article").first.wait_for(timeout=WAIT)
        return self.page

    def says(self, text: str) -> Any:
        """Write and wait for the answer; return its article."""
        said = self.page.locator("article.assistant")
        before = said.count()
        self.page.get_by_role("textbox").fill(text)
        self.page.get_by_role("textbox").press("Enter")
        said.nth(before).wait_for(timeout=WAIT)
        return said.nth(before)

    def reads(self, path: str, token: dict[str, str]) -> dict[str, Any]:
        """Show the conversation to whom it belongs, as after a reload."""
        own: dict[str, Any] = {"id": path.rpartition("/")[2], "token": token["Authorization"][7:]}
        own["expires"] = 4e12  # milliseconds: not in our days
        self.page.goto(f"{self.home}/privacy")
        keep = "([name, own]) => sessionStorage.setItem(name, own)"
        self.page.evaluate(keep, [self.place, json.dumps(own)])
        self.page.goto(self.home)
        self.page.locator("article").nth(2).wait_for(timeout=WAIT)
        return self.looks()

    def looks(self) -> dict[str, Any]:
        self.page.wait_for_timeout(200)  # what is injected would run by now
        seen: dict[str, Any] = self.page.evaluate(LOOK)
        return seen

    def foreign(self) -> list[str]:
        """Return what was asked of another host than the page's own."""
        own = (f"{self.home}/", "data:,")
        return [one.url for one in self.requests if not one.url.startswith(own)]


def complains(one: Any, *words: str) -> None:
    """Wait until the browser complains in one of these words; `one` is a visit, or a guest."""
    for _ in range(WAIT // 100):
        if any(word in line for line in one.said for word in words):
            return
        one.page.wait_for_timeout(100)
    pytest.fail(f"nothing of {words} in {one.said}")


def only_text(seen: dict[str, Any]) -> None:
    assert set(seen["tags"]) <= OURS
    assert not [name for name in seen["attributes"] if name.startswith("on") or name == "style"]
    assert seen["ran"] is None
    assert seen["elsewhere"] == 0
    schemes = {link.partition(":")[0] for link in seen["links"]}
    assert schemes <= {"http", "https", "tel", "mailto"}
