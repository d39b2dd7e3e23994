"""What a screen reader has of a conversation: a transcript, who said what, in which language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.scene import ASKED, FORCED, Scene
from tests.bot.web.seeing import EVERY
from tests.bot.web.states import STAFF, reads
from tests.bot.web.told import ANSWER, CHECK
from tests.bot.web.visit import WAIT, Visit

pytestmark = pytest.mark.browser
LIVE = """() => {
  const log = document.querySelector("iom-chat").shadowRoot.querySelector("[role=log]");
  window.heard = [];
  const within = (node) => node.closest && node.closest("[aria-live], [role=status]");
  new MutationObserver((all) => {
    for (const { target, addedNodes } of all)
      for (const node of addedNodes)
        if (within(node.closest ? node : target) === log && log.ariaLive === "polite")
          window.heard.push(node.textContent);
  }).observe(log, { childList: true, subtree: true });
}"""
# The language in which each word of the conversation would be spoken.
SPOKEN = """() => {
  const root = document.querySelector("iom-chat").shadowRoot;
  const words = document.createTreeWalker(root.querySelector("[role=log]"), NodeFilter.SHOW_TEXT);
  const all = [];
  while (words.nextNode()) {
    const of = words.currentNode.parentElement.closest("[lang]");
    all.push([of ? of.lang : "", words.currentNode.data.trim()]);
  }
  return all.filter((one) => one[1]);
}"""


@pytest.fixture
def scene(browser: Any, gateway: Gateway) -> Iterator[Scene]:
    opened = Visit(browser, gateway, **EVERY[0].context())
    yield Scene(opened, gateway, "fr")
    opened.context.close()
    gateway.rasa.extra = {}


def tree(page: Any) -> list[dict[str, Any]]:
    """Return the nodes of Chromium's accessibility tree that have something to say."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [one for one in nodes if not one["ignored"]]


def test_it_reads_as_a_transcript(scene: Scene) -> None:
    for extra in (ANSWER, CHECK):
        scene.ask(extra)
    scene.gateway.rasa.extra = {}
    scene.visit.says(FORCED["fr"])
    read = scene.page.get_by_role("log").aria_snapshot()
    lines = [line.strip().removeprefix("- ").strip("'") for line in read.splitlines()]
    assert lines[0] == 'log "Conversation":'
    speakers = [line for line in lines if line.startswith("heading") and "level=2" in line]
    who = ["À savoir", *("Vous", "Assistant") * 2, "Vous", "Important : votre sécurité"]
    who = [one.replace(" :", "\u00a0:") for one in who]
    plain = [line.replace(" :", "\u00a0:") for line in speakers]
    assert plain == [f'heading "{one}" [level=2]' for one in who]
    assert lines.count("article:") == len(who)
    # In the order in which it was said, and nothing twice.
    said = [ASKED["fr"], "Le programme est terminé depuis 2013.", "Ce programme est terminé depuis"]
    said += [FORCED["fr"], "Ce n'est pas votre faute"]
    places = [read.index(text) for text in said]
    assert places == sorted(places)
    assert [read.count(text) for text in said] == [2, 1, 1, 1, 1]  # asked twice, indeed
    # A condition is told in words; the mark beside it is for the eye.
    assert [word for word in ("– non remplie", "– remplie", "– on ne sait pas") if word in read]
    assert not {"✓", "✗"} & set(read)


def test_every_control_of_the_conversation_has_a_name(scene: Scene) -> None:
    scene.ask(ANSWER).locator("summary").click()
    scene.press("Réponse pas utile", "Not useful", scene.page.locator("article").last)
    roles = ("button", "link", "textbox", "radio", "checkbox", "DisclosureTriangle", "log", "main")
    named = [
        (node["role"]["value"], node["name"]["value"])
        for node in tree(scene.page)
        if node["role"]["value"] in roles
    ]
    assert [role for role, name in named if not name.strip() and role != "main"] == []
    assert {role for role, _ in named} >= {"button", "link", "textbox", "radio", "log", "main"}
    links = [name for role, name in named if role == "link"]
    assert "Wins New Backing (nouvel onglet)" in links  # that it opens elsewhere is told first


def test_each_message_is_spoken_in_its_language(scene: Scene) -> None:
    answer = scene.ask(ANSWER)
    scene.press("Voir en anglais", "See in French", answer)
    answer.get_by_text("The programme ended in 2013.").wait_for(timeout=WAIT)
    spoken = {text: language for language, text in scene.page.evaluate(SPOKEN)}
    assert spoken["The programme ended in 2013."] == "en"
    assert spoken["Back to the menu"] == "en"
    assert spoken["See in French"] == "en"
    assert spoken[ASKED["fr"]] == "fr"
    assert spoken["Participer avec mes compétences"] == "fr"
    assert (spoken["Français"], spoken["English"]) == ("fr", "en")
    assert "" not in spoken.values()
    # The rest of the screen goes on in the person's own.
    assert scene.page.evaluate("document.documentElement.lang") == "fr"


def test_what_a_person_wrote_is_told_as_a_persons(scene: Scene) -> None:
    reads(scene, ("user", "Bonjour"), ("assistant", "Bonsoir"), STAFF)
    heads = scene.page.locator("article h2").all_inner_texts()
    assert heads == ["Vous", "Assistant", "Une personne vous écrit"]


def test_each_new_message_is_announced_once_and_the_history_never(scene: Scene) -> None:
    page = scene.page
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { const wait = () => {"
        "  const chat = document.querySelector('iom-chat');"
        "  if (!chat || !chat.shadowRoot || !chat.shadowRoot.querySelector('[role=log]'))"
        f"    return setTimeout(wait, 1); ({LIVE})(); }}; wait(); }});"
    )
    path, token = scene.opened()
    for n in range(3):
        scene.gateway.ask("POST", f"{path}/messages", {"text": f"avant {n}"}, token)
    scene.visit.reads(path, token)
    page.locator("article").nth(6).wait_for(timeout=WAIT)
    page.wait_for_function(
        "() => document.querySelector('iom-chat').shadowRoot"
        ".querySelector('[role=log][aria-live=polite]')"
    )
    assert page.evaluate("window.heard") == []
    scene.gateway.rasa.extra = ANSWER
    scene.visit.says("une question nouvelle")
    page.wait_for_timeout(800)  # what would be said again comes within the next round trip
    heard = page.evaluate("window.heard")
    assert len(heard) == 2, heard
    assert "une question nouvelle" in heard[0]
    assert heard[1].count("Le programme est terminé depuis 2013.") == 1
    # What one does to a message that stands there is told by its own status, not as a message.
    scene.press("Réponse utile", "Useful", page.locator("article").last)
    page.get_by_text("Merci.").wait_for(timeout=WAIT)
    assert page.get_by_role("status").filter(has_text="Merci.").count() == 1
    assert len(page.evaluate("window.heard")) == 2


def test_that_the_network_is_gone_and_back_is_told(scene: Scene) -> None:
    page = scene.visit.opens()
    page.context.set_offline(True)
    told = page.get_by_role("status").filter(has_text="Pas de réseau.")
    told.wait_for(timeout=WAIT)
    page.context.set_offline(False)
    told.wait_for(state="detached", timeout=WAIT)
