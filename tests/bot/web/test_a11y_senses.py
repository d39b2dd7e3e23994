"""Fingers, large print, own spacing, no motion, few colours: nothing is lost, nothing too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.scene import Scene
from tests.bot.web.seeing import EVERY, sideways
from tests.bot.web.states import (
    State,
    above,
    card,
    code,
    coming,
    danger,
    menu,
    offline,
    reason,
    refused,
    sources,
    staff,
    welcome,
)
from tests.bot.web.visit import Visit

pytestmark = pytest.mark.browser
# Whatever one can press, and how large the place is that answers.
SMALL = """() => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const all = [...root.querySelectorAll("button, a, summary, input, textarea, label.pick")];
  return all.map((one) => {
    const box = (one.closest("label.pick") || one).getBoundingClientRect();
    return [one.textContent.trim() || one.ariaLabel || one.tagName, box.width, box.height,
      Boolean(one.closest(".sources li"))];
  }).filter(([, width, height]) => width > 0 && height > 0);
}"""
# What does not fit in its own place, or stands outside the screen.
CUT = """() => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const cut = [];
  for (const one of root.querySelectorAll(".frame *")) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || one.closest(".unseen, svg") || one.closest("[hidden]")) continue;
    const clips = style.overflowX !== "visible" && !["TEXTAREA", "INPUT"].includes(one.tagName);
    if (clips && one.scrollWidth > one.clientWidth + 1) cut.push([one.className, "wider"]);
    if (style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1)
      cut.push([one.className, "higher"]);
    if (box.left < -1 || box.right > innerWidth + 1) cut.push([one.className, "outside"]);
  }
  return cut;
}"""
# WCAG 1.4.12, set upon all as a person's own style sheet does.
SPACING = """() => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const own = new CSSStyleSheet();
  own.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  root.adoptedStyleSheets = [own];
}"""
MOVING = """() => [...document.querySelector("iom-chat").shadowRoot.getAnimations(),
  ...document.getAnimations()].filter((one) => one.playState === "running").length"""
BORDER = """(one) => { const { borderLeftStyle: style, borderLeftWidth: width } =
  getComputedStyle(one); return style === "none" ? 0 : parseFloat(width); }"""
Look = Callable[..., Scene]


@pytest.fixture
def look(browser: Any, gateway: Gateway) -> Iterator[Look]:
    """Return what opens a visit in French on a small phone, with other settings if wanted."""
    opened: list[Visit] = []

    def at(**more: Any) -> Scene:
        opened.append(Visit(browser, gateway, **{**EVERY[0].context(), **more}))
        return Scene(opened[-1], gateway, "fr")

    yield at
    gateway.rasa.extra = {}
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("state", [welcome, sources, card, danger, menu, reason, refused, above])
def test_targets_are_as_large_as_fingers_and_ones_own_spacing_loses_nothing(
    state: State, look: Look
) -> None:
    scene = look()
    state(scene)
    found = scene.page.evaluate(SMALL)
    assert len(found) > 4
    # A link within a list of sources is a line of text: 24 pixels, as WCAG 2.5.8 has it.
    assert [one for one in found if min(one[1:3]) < (24 if one[3] else 43.9)] == []
    scene.page.evaluate(SPACING)
    assert scene.page.evaluate(CUT) == []
    assert not sideways(scene.page)
    header, foot = (scene.page.locator(one).bounding_box() for one in ("header", ".foot"))
    assert header["y"] >= 0
    assert foot["y"] + foot["height"] <= 641


@pytest.mark.parametrize("state", [welcome, sources, card, danger, menu, reason, code, offline])
def test_at_400_percent_all_of_it_is_there(state: State, look: Look) -> None:
    scene = look(viewport={"width": 320, "height": 256})
    state(scene)
    assert not sideways(scene.page)
    assert scene.page.evaluate(CUT) == []
    field = scene.page.get_by_role("textbox", name="Votre message")
    field.scroll_into_view_if_needed()
    field.click()
    field.fill("Et la Serbie ?")
    box = field.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 256
    assert field.input_value() == "Et la Serbie ?"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_who_wants_no_motion_has_none(motion: str, look: Look) -> None:
    scene = look(reduced_motion=motion)
    coming(scene)
    assert (scene.page.evaluate(MOVING) > 0) is (motion == "no-preference")
    smooth = scene.page.get_by_role("log").evaluate("one => getComputedStyle(one).scrollBehavior")
    assert smooth == "auto"


@pytest.mark.parametrize("state", [card, danger, staff, menu])
def test_with_few_colours_borders_say_what_is_what(state: State, look: Look) -> None:
    scene = look(forced_colors="active")
    state(scene)
    for name in (".bubble", "button:not([hidden])", ".mark", ".status", ".sheet .row"):
        widths = [one.evaluate(BORDER) for one in scene.page.locator(f"{name}:visible").all()[:6]]
        assert 0 not in widths, name
    for loud in scene.page.locator(".safety.assistant .bubble, .staff .bubble").all():
        assert loud.evaluate(BORDER) == 8
    for pressed in scene.page.locator("[aria-pressed=true]:visible").all():
        assert pressed.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    text = scene.page.locator(".bubble p").first.evaluate("one => getComputedStyle(one).color")
    assert text == scene.page.evaluate(
        "() => { const one = document.createElement('p'); one.style.color = 'CanvasText';"
        " document.body.append(one); const is = getComputedStyle(one).color; one.remove();"
        " return is; }"
    )
