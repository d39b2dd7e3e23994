"""A site of another origin with a strict policy shows the chat, in real Chromium.

What it writes is taken from docs/embed.md.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.web.assets import FOLDER
from tests.bot.web.host import WAIT, Guest, Host, examples
from tests.bot.web.process import Gateway
from tests.bot.web.visit import complains

pytestmark = pytest.mark.browser
LINE, INLINE, *_ = examples("html")


def test_the_one_line_of_the_guide_is_a_chat_in_french(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(LINE, welcoming.url)
    guest.visits()
    answers = guest.opens()
    answers.first.wait_for(timeout=WAIT)
    assert "Bonjour" in answers.first.inner_text()
    guest.asks("bonjour quokka")
    answers.filter(has_text="quokka").first.wait_for(timeout=WAIT)
    assert guest.said == guest.errors == []  # the policy stops nothing that the chat needs
    elsewhere = (f"{welcoming.url}/", f"{host.origin}/", "data:")
    assert [url for url in guest.requests if not url.startswith(elsewhere)] == []
    assert guest.page.evaluate("document.body.children.length") == 3  # heading, script, chat
    held = guest.page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]")
    assert held == [[], [f"iom-chat {welcoming.url}"]]


def test_every_call_of_the_chat_is_allowed_from_there(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    """As the chat makes them: put, post, delete, the stream, the export."""
    host.shows(LINE, welcoming.url)
    welcoming.rasa.extra = {"kind": "handoff"}
    guest.visits()
    seen = guest.page.evaluate(
        """async (base) => {
          const { Talk } = await import(`${base}/static/talk.js`);
          const talk = new Talk({ base, language: "en" });
          const said = (n) => new Promise((done) => {
            const look = () => talk.items.filter((i) => i.state === "said").length >= n && done();
            talk.addEventListener("items", look); look(); });
          await talk.start();
          talk.send({ text: "a person please" });
          await said(3);
          const [ , , answer] = talk.items;
          const seen = [];
          await talk.speak("fr"); seen.push("language");
          await talk.judge(answer.message.seq, true, null); seen.push("feedback");
          seen.push((await talk.inOther(answer.message.seq, "en")).language);
          seen.push((await talk.mine()).conversation.language);
          await talk.keep(7); seen.push(talk.kept);
          await talk.contact("+31 6 41765432").catch((error) => seen.push(error.code));
          await talk.erase(); seen.push(talk.items.length);
          await talk.comeBack("maison-livre-pomme-0427").catch((error) => seen.push(error.code));
          return seen;
        }""",
        welcoming.url,
    )
    welcoming.rasa.extra = {}
    expected = ["language", "feedback", "en", "fr", True, "nobody_reads", 0, "not_found"]
    assert seen == expected
    refused = [line for line in guest.said if "CORS" in line or "Policy" in line]
    assert refused == []


def test_it_stands_where_the_page_puts_it_in_its_own_colours(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    (style,) = examples("css")
    host.shows(INLINE.replace(' programme="trqn_ii"', ""), welcoming.url)
    guest.visits()
    # As a style sheet of the host's would: one of its own, which its policy allows to scripts.
    guest.page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
           document.adoptedStyleSheets = [sheet]; }""",
        style,
    )
    guest.answers().first.wait_for(timeout=WAIT)
    assert "Hello" in guest.answers().first.inner_text()
    assert guest.page.locator("iom-chat").count() == 1
    assert guest.page.locator("iom-chat .launcher").count() == 0
    look = guest.page.locator("iom-chat .frame").evaluate(
        """(one) => { const style = getComputedStyle(one);
           return [style.fontFamily, style.borderTopLeftRadius, one.offsetHeight]; }"""
    )
    assert look == ["Georgia, serif", "4px", 576]
    send = guest.page.locator("iom-chat button.main").first
    assert send.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(11, 93, 59)"
    assert guest.errors == []


def test_a_site_that_keeps_its_pages_to_themselves_can_have_it(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(LINE, welcoming.url)
    host.headers |= {
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    guest.visits()
    assert guest.page.evaluate("crossOriginIsolated") is True
    guest.opens().first.wait_for(timeout=WAIT)
    frame = guest.page.locator("iom-chat .frame")
    assert frame.evaluate("(one) => getComputedStyle(one).display") == "flex"  # styled
    assert guest.said == guest.errors == []


def test_a_site_that_is_not_on_the_list_is_told_so_in_one_line(
    gateway: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(LINE, gateway.url)
    guest.visits()
    with guest.page.expect_console_message(
        lambda told: told.text.startswith("iom-chat:"), timeout=WAIT
    ) as line:
        guest.page.locator("iom-chat .launcher").click()
    assert line.value.type == "error"
    for named in (gateway.url, host.origin, "ALLOWED_ORIGINS"):
        assert named in line.value.text
    guest.page.wait_for_timeout(3000)  # it tries again meanwhile
    assert len([one for one in guest.said if one.startswith("iom-chat:")]) == 1
    assert guest.errors == []
    assert guest.page.locator("h1", has_text="Aid").is_visible()
    guest.asks("hello?")  # nor does that break anything
    assert guest.errors == []


def test_when_the_network_is_away_the_list_is_not_blamed(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    host.shows(LINE, welcoming.url)
    guest.visits()
    guest.page.locator("iom-chat .launcher").wait_for(timeout=WAIT)
    guest.context.set_offline(True)
    guest.page.locator("iom-chat .launcher").click()
    guest.page.wait_for_timeout(2000)
    assert [one for one in guest.said if one.startswith("iom-chat:")] == []
    guest.context.set_offline(False)
    guest.answers().first.wait_for(timeout=WAIT)
    assert [one for one in guest.said if one.startswith("iom-chat:")] == []


def test_without_the_sources_of_the_guide_the_policy_of_the_page_stops_it(
    welcoming: Gateway, host: Host, guest: Guest
) -> None:
    """So the three lines are needed: this is no test that anything would pass."""
    host.shows(LINE, welcoming.url)
    whole = host.headers["Content-Security-Policy"]
    host.headers["Content-Security-Policy"] = whole.replace(
        f"connect-src {welcoming.url}", "connect-src 'self'"
    )
    guest.visits()
    guest.page.locator("iom-chat .launcher").click(timeout=WAIT)
    complains(guest, "connect-src")
    guest.page.wait_for_timeout(2000)  # it tries again meanwhile
    assert guest.answers().count() == 0


def test_the_guide_names_what_there_is() -> None:
    """Attributes and custom properties: those of the component, no more and no fewer."""
    text = (Path(__file__).parents[3] / "docs" / "embed.md").read_text(encoding="utf-8")
    top = (FOLDER / "chat.css").read_text(encoding="utf-8").partition("*/")[0]
    assert set(re.findall(r"--iom-[a-z-]+", text)) == set(re.findall(r"--iom-[a-z-]+", top))
    told = set(re.findall(r"^\| `([a-z]+)` \| ", text, re.MULTILINE))
    scripts = "".join(one.read_text(encoding="utf-8") for one in sorted(FOLDER.glob("*.js")))
    asked = set(
        re.findall(r'this\.getAttribute\("([a-z]+)"\)|chat\.getAttribute\("([a-z]+)"\)', scripts)
    )
    passed = re.search(r"PASSED = \[(.*?)\]", scripts)
    assert passed is not None
    known = {one for pair in asked for one in pair if one} | set(re.findall(r'"(\w+)"', passed[1]))
    assert told == known
