"""States in which the chat can stand on a screen, each reached as people reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bot.web.process import CHATS
from tests.bot.web.scene import ASKED, FORCED, Scene, history
from tests.bot.web.talking import refusing
from tests.bot.web.told import ANSWER, CHECK, HANDOFF, LONG, both
from tests.bot.web.visit import WAIT

MINUTE = 60_000
STAFF = ("staff", "Passez lundi.")
MEANT: dict[str, Any] = {
    "kind": "question",
    "text": both("De quel programme parlez-vous ?", "Which programme do you mean?"),
    "buttons": [
        {"id": "trqn", "label": both("Retour temporaire (TRQN)", "Temporary return (TRQN)")},
        {"id": "rean", "label": both("Retour volontaire (REAN)", "Voluntary return (REAN)")},
        {"id": "menu", "label": both("Autre chose", "Something else")},
    ],
}
# What is far off the screen is not laid out: it would be judged by where it does not stand.
DRAWN = """() => {
  for (const one of document.querySelector("iom-chat").shadowRoot.querySelectorAll("article"))
    one.style.contentVisibility = "visible";
}"""


def welcome(scene: Scene) -> None:
    scene.visit.opens()


def sources(scene: Scene) -> None:
    scene.ask(ANSWER).locator("summary").click()


def contacts(scene: Scene) -> None:
    """An answer with contacts, read in the other language."""
    answer = scene.ask(ANSWER)
    scene.press("Voir en anglais", "See in French", answer)
    answer.get_by_role("button", name=scene.words("See in French", "Voir en anglais")).wait_for()


def meant(scene: Scene) -> None:
    scene.ask(MEANT)


def card(scene: Scene) -> None:
    for one in scene.ask(CHECK).locator("summary").all():
        one.click()


def danger(scene: Scene) -> None:
    scene.visit.opens()
    scene.visit.says(FORCED[scene.language])
    scene.page.locator("article.safety").wait_for(timeout=WAIT)


def reads(scene: Scene, *said: tuple[str, str]) -> None:
    """Show a history of these, as after a reload."""
    held = history(scene.language, *said)
    scene.page.route("**/messages", lambda route: route.fulfill(json={"messages": held}))
    scene.visit.reads(*scene.opened())
    scene.page.locator("article").nth(len(said) - 1).wait_for(state="attached", timeout=WAIT)


def staff(scene: Scene) -> None:
    reads(scene, ("user", "Bonjour"), ("assistant", "Bonjour"), STAFF)


def offline(scene: Scene) -> None:
    scene.visit.opens()
    scene.visit.context.set_offline(True)
    scene.page.locator(".banner:visible").wait_for(timeout=WAIT)
    scene.page.get_by_role("textbox").fill(ASKED[scene.language])
    scene.page.get_by_role("textbox").press("Enter")
    scene.page.locator("article.unsent").wait_for(timeout=WAIT)


def refused(scene: Scene) -> None:
    scene.visit.opens()
    scene.page.route("**/messages", refusing(422, "text_empty"))
    scene.page.get_by_role("textbox").fill(ASKED[scene.language])
    scene.page.get_by_role("textbox").press("Enter")
    scene.page.locator("article.unsent button").first.wait_for(timeout=WAIT)


def coming(scene: Scene) -> None:
    """An answer that takes its time."""
    scene.visit.opens()
    scene.page.route("**/messages", lambda route: None)
    scene.page.get_by_role("textbox").fill(ASKED[scene.language])
    scene.page.get_by_role("textbox").press("Enter")
    scene.page.locator(".typing.on").wait_for(timeout=WAIT)


def menu(scene: Scene) -> None:
    scene.ask(HANDOFF)  # with all that can stand there
    scene.press("Options", "Options")
    scene.page.locator(".sheet h2").wait_for()


def erase(scene: Scene) -> None:
    scene.visit.opens()
    scene.menu("Effacer ma conversation", "Erase my conversation")


def reason(scene: Scene) -> None:
    scene.press("Réponse pas utile", "Not useful", scene.ask(ANSWER))
    scene.page.locator("form.why").wait_for()


def code(scene: Scene) -> None:
    scene.visit.opens()
    scene.menu("J'ai un code", "I have a code")
    scene.page.locator("#code").fill("un deux trois 1234")
    scene.press("Retrouver", "Find it")
    scene.shows("Code inconnu", "No such code")


def data(scene: Scene) -> None:
    scene.visit.opens()
    scene.menu("Mes données : recevoir une copie", "My data: get a copy")


def keep(scene: Scene) -> None:
    fr, en = "Garder ce chat 7 jours sur cet appareil", "Keep this chat on this device for 7 days"
    scene.press(fr, en, scene.ask(HANDOFF))
    scene.shows("Garder 7 jours", "Keep for 7 days")


def soon(scene: Scene) -> None:
    scene.page.clock.install()
    scene.ask(ANSWER)
    scene.page.clock.fast_forward(18 * MINUTE + 1000)
    scene.shows("cet écran sera vidé", "this screen will be emptied")


def expired(scene: Scene) -> None:
    scene.page.clock.install()
    scene.ask(ANSWER)
    scene.page.clock.fast_forward(21 * MINUTE)
    scene.shows("Écran vidé après", "Screen emptied after")


def erased(scene: Scene) -> None:
    scene.ask(ANSWER)
    scene.menu("Effacer ma conversation", "Erase my conversation")
    scene.press("Oui, tout effacer", "Yes, erase it all")
    scene.shows("Conversation effacée.", "Your conversation is erased.")


def too_long(scene: Scene) -> None:
    scene.visit.opens()
    scene.page.get_by_role("textbox").fill("é" * 1001)
    scene.shows("Trop long", "Too long")


def above(scene: Scene) -> None:
    """A new message while one reads above."""
    scene.ask(LONG)
    scene.page.get_by_role("log").evaluate("one => { one.scrollTop = 0; }")
    own = scene.page.evaluate(
        "(name) => JSON.parse(sessionStorage.getItem(name))", scene.visit.place
    )
    path = f"{CHATS}/{own['id']}/messages"
    scene.gateway.ask("POST", path, {"text": "two"}, {"Authorization": f"Bearer {own['token']}"})
    scene.page.locator(".newer:visible").wait_for(timeout=WAIT)


def floating(scene: Scene) -> None:
    """The panel on another's page."""
    script = f'<script type="module" src="/chat.js" data-language="{scene.language}"></script>'
    body = f'<!doctype html><html lang="{scene.language}"><title>T</title><main><h1>T</h1></main>'
    page = {"body": body + script, "content_type": "text/html"}
    scene.page.route("**/host", lambda route: route.fulfill(**page))
    scene.page.goto(f"{scene.gateway.url}/host")
    scene.press("Une question ?", "A question?")
    scene.page.locator("article").first.wait_for(timeout=WAIT)


def many(scene: Scene) -> None:
    """300 messages."""
    reads(scene, *[("user", "Bonjour"), ("assistant", "Bonsoir")] * 150)
    scene.page.evaluate(DRAWN)


State = Callable[[Scene], None]
MAIN: tuple[State, ...] = (
    welcome, sources, contacts, meant, card, danger, staff, offline, refused, menu, erase, reason,
    code, expired, erased, coming,
)  # fmt: skip
OTHERS: tuple[State, ...] = (floating, data, keep, soon, too_long, above, many)
