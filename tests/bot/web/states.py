"""States in which the chat can stand on a screen, each reached as people reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bot.web.process import CHATS, Gateway
from tests.bot.web.talking import refusing
from tests.bot.web.told import ANSWER, CHECK, DANGER, HANDOFF, LONG, both
from tests.bot.web.visit import WAIT, Visit

MINUTE = 60_000
ASKED = {"fr": "Bonjour, qui paie ce programme ?", "en": "Hello, who pays for this programme?"}
FORCED = {"fr": "ils ont pris mon passeport et me forcent à travailler", "en": DANGER}
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


class Scene:
    """A visit in one language, with words for what stands on its buttons."""

    def __init__(self, visit: Visit, gateway: Gateway, language: str) -> None:
        self.visit, self.gateway, self.language = visit, gateway, language
        self.page = visit.page

    def words(self, fr: str, en: str) -> str:
        return fr if self.language == "fr" else en

    def ask(self, extra: dict[str, Any] | None = None) -> Any:
        """Open the chat where it is not, ask, and return the answer."""
        if self.page.url == "about:blank":
            self.visit.opens()
        self.gateway.rasa.extra = extra or {}
        return self.visit.says(ASKED[self.language])

    def opened(self) -> tuple[str, dict[str, str]]:
        """Open a conversation elsewhere; return its path and the header that opens it."""
        made = self.gateway.ask("POST", CHATS, {"language": self.language}).json()
        return f"{CHATS}/{made['conversation_id']}", {"Authorization": f"Bearer {made['token']}"}

    def press(self, fr: str, en: str, within: Any = None) -> None:
        name = self.words(fr, en)
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()

    def menu(self, fr: str, en: str) -> None:
        self.press("Menu", "Menu")
        self.press(fr, en)

    def shows(self, fr: str, en: str) -> None:
        self.page.get_by_text(self.words(fr, en)).first.wait_for(timeout=WAIT)


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


def staff(scene: Scene) -> None:
    told: dict[str, Any] = {"sources": [], "contacts": [], "buttons": [], "eligibility": None}
    told |= {"kind": "answer", "language": scene.language, "at": "2026-11-23T12:00:00Z"}
    told |= {"client_message_id": None, "programme": None, "asks": None, "category": None}
    said = [("user", "Bonjour"), ("assistant", "Bonjour"), ("staff", "Passez lundi.")]
    history = [{**told, "seq": n + 1, "author": author, "text": text}
               for n, (author, text) in enumerate(said)]  # fmt: skip
    scene.page.route("**/messages", lambda route: route.fulfill(json={"messages": history}))
    scene.visit.reads(*scene.opened())
    scene.page.locator("article.staff").wait_for(timeout=WAIT)


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
    scene.press("Menu", "Menu")
    scene.page.locator(".sheet h2").wait_for()


def erase(scene: Scene) -> None:
    scene.visit.opens()
    scene.menu("Supprimer ma conversation", "Delete my conversation")


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
    scene.menu("Supprimer ma conversation", "Delete my conversation")
    scene.press("Oui, tout supprimer", "Yes, delete it all")
    scene.shows("Conversation supprimée.", "Your conversation is deleted.")


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
    path, token = scene.opened()
    for _ in range(150):
        scene.gateway.ask("POST", f"{path}/messages", {"text": ASKED[scene.language]}, token)
    scene.visit.reads(path, token)
    scene.page.locator("article").nth(300).wait_for(state="attached", timeout=WAIT)
    scene.page.evaluate(DRAWN)


State = Callable[[Scene], None]
MAIN: tuple[State, ...] = (
    welcome, sources, contacts, meant, card, danger, staff, offline, refused, menu, erase, reason,
    code, expired, erased, coming,
)  # fmt: skip
OTHERS: tuple[State, ...] = (floating, data, keep, soon, too_long, above, many)
