"""A visit in one language, told what to do in words for both."""

from __future__ import annotations

from typing import Any

from tests.bot.web.process import CHATS, Gateway
from tests.bot.web.told import DANGER
from tests.bot.web.visit import WAIT, Visit

ASKED = {"fr": "Bonjour, qui paie ce programme ?", "en": "Hello, who pays for this programme?"}
FORCED = {"fr": "ils ont pris mon passeport et me forcent à travailler", "en": DANGER}


def history(language: str, *said: tuple[str, str]) -> list[dict[str, Any]]:
    """Return a history as the server tells it: author and text of each."""
    told: dict[str, Any] = {"sources": [], "contacts": [], "buttons": [], "eligibility": None}
    told |= {"kind": "answer", "language": language, "at": "2026-11-23T12:00:00Z"}
    told |= {"client_message_id": None, "programme": None, "asks": None, "category": None}
    return [
        {**told, "seq": n + 1, "author": author, "text": text}
        for n, (author, text) in enumerate(said)
    ]


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
        self.press("Options", "Options")
        self.press(fr, en)

    def shows(self, fr: str, en: str) -> None:
        self.page.get_by_text(self.words(fr, en)).first.wait_for(timeout=WAIT)
