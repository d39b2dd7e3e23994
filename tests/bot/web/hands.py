"""A person with a keyboard and nothing else; wherever the focus comes, it must be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bot.web.seeing import Setting
from tests.bot.web.visit import WAIT

ENGLISH = Setting("en", "light", (1280, 800))
FRENCH = Setting("fr", "dark", (320, 640))

MOST = 60  # presses of Tab to come to anything
# What has the focus: its name, how its ring is drawn, and whether something lies over it.
FOCUS = """() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body) return { name: "", tag: "BODY", id: "", kind: "" };
  const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
  const name = one.getAttribute("aria-label") || label || one.textContent;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const root = one.getRootNode();
  const seen = (x, y) => {
    const hit = root.elementFromPoint(x, y);
    return Boolean(hit) && (hit === one || one.contains(hit));
  };
  const left = box.left + Math.min(8, box.width / 4), top = box.top + Math.min(8, box.height / 4);
  let faint = false;
  for (let up = one; up; up = up.parentElement) faint = faint || getComputedStyle(up).opacity < 1;
  const tall = box.height > innerHeight / 2;
  return {
    name: name.trim().replace(/\\s+/g, " "), tag: one.tagName, kind: one.className, id: one.id,
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    faint,
    over: !(seen(left, top) && (tall || seen(box.left + box.width / 2, box.top + box.height / 2))),
  };
}"""


class Hands:
    """Presses keys on a page; never a pointer, never a focus set by the test."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def at(self) -> dict[str, Any]:
        """Return what has the focus, after a look whether one can see that."""
        held: dict[str, Any] = self.page.evaluate(FOCUS)
        if held["tag"] != "BODY":
            assert held["ring"] >= 2, held
            assert not held["faint"], held
            assert not held["over"], held
        return held

    def press(self, *keys: str) -> dict[str, Any]:
        """Press keys in turn and return what has the focus then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.at()

    def to(self, name: str, key: str = "Tab") -> dict[str, Any]:
        """Press Tab until the focus is on what bears this name."""
        passed = []
        for _ in range(MOST):
            held = self.press(key)
            passed.append(held["name"][:30])
            if held["name"].startswith(name):
                return held
        raise AssertionError(f"no {name} among {passed}")

    def back(self, name: str) -> dict[str, Any]:
        """Go back to what bears this name."""
        return self.to(name, "Shift+Tab")

    def ask(self, text: str) -> Any:
        """Write where one writes, send, and return the answer."""
        if self.at()["id"] != "field":
            self.to("Votre message" if self.french() else "Your message")
        answers = self.page.locator("article.assistant")
        before = answers.count()
        self.page.keyboard.type(text)
        self.press("Enter")
        answers.nth(before).wait_for(timeout=WAIT)
        return answers.nth(before)

    def french(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.lang") == "fr")

    def until(self, text: str) -> None:
        """Wait until this can be read."""
        self.page.get_by_text(text).first.wait_for(timeout=WAIT)


Sits = Callable[[Setting], Hands]
