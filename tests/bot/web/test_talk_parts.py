"""The pure parts of the conversation without a screen: the stream's text, order, patience."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.web import pages
from bot.web.joined import joined
from tests.bot.web.process import Gateway

pytestmark = pytest.mark.browser
STATIC = Path(pages.__file__).parent / "static"
MODULES = ("talk", "course", "base", "sending", "queue", "stream", "items", "kept", "call")
STREAM = (
    "\ufeff: open\n\nid: 1\nevent: message\ndata: {\ndata: }\n\n: here\n\ndata:é 😀: x\n\n"
    "event: empty\n\nevent: erased\ndata: {}\n\nid: 7\ndata\ndata: \ndata:  a\n\ndata: unfinished\n"
)
EVENTS = [
    ["message", "1", "{\n}"],
    ["message", None, "é 😀: x"],
    ["erased", None, "{}"],
    ["message", "7", "\n\n a"],
]
PARSE = """async ([bytes, sizes]) => {
  const { parser } = await import("/static/stream.js");
  return sizes.map((size) => {
    const found = [];
    const parse = parser(({ type, id = null, data }) => found.push([type, id, data]));
    const decoder = new TextDecoder();
    for (let at = 0; at < bytes.length; at += size)
      parse(decoder.decode(new Uint8Array(bytes.slice(at, at + size)), { stream: true }));
    return JSON.stringify(found);
  });
}"""
ORDER = """async (orders) => {
  const { Items } = await import("/static/items.js");
  const message = (seq) => ({ seq, author: seq % 2 ? "assistant" : "user", text: `${seq}`,
    client_message_id: seq % 2 ? null : `name ${seq}` });
  return orders.map((order) => {
    const items = new Items();
    items.mine("name 4", "4", "en");
    for (const seq of order) items.take([message(seq)]);
    return items.list.map((one) => one.message.text).join(" ");
  });
}"""


@pytest.fixture
def page(browser: Any, gateway: Gateway) -> Iterator[Any]:
    opened = browser.new_page()
    opened.goto(f"{gateway.url}/privacy")
    yield opened
    opened.close()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_stream_is_read_wherever_it_is_cut(end: str, page: Any) -> None:
    raw = list(STREAM.replace("\n", end).encode())
    found = page.evaluate(PARSE, [raw, list(range(1, len(raw) + 1))])
    assert len(set(found)) == 1
    assert page.evaluate("(found) => JSON.parse(found)", found[0]) == EVENTS


def test_messages_stand_in_order_however_they_arrive(page: Any) -> None:
    orders = [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [3, 1, 3, 5, 2, 4, 4, 1], [2, 4, 1, 5, 3, 2]]
    assert set(page.evaluate(ORDER, orders)) == {"1 2 3 4 5"}


def test_a_number_that_was_a_guess_is_put_right(page: Any) -> None:
    found = page.evaluate(
        """async () => {
      const { Items } = await import("/static/items.js");
      const items = new Items();
      const name = (author, text) => (author === "user" ? text : null);
      const said = (seq, author, text) =>
        ({ seq, author, text, client_message_id: name(author, text) });
      items.take([said(1, "assistant", "welcome"), said(3, "assistant", "guessed")]);
      items.flush();
      items.take([said(3, "user", "mine"), said(4, "assistant", "guessed")]);
      return [items.list.map((one) => one.message.text), items.flush().removed];
    }"""
    )
    assert found == [["welcome", "mine", "guessed"], ["seq-3"]]


def test_the_pause_grows_to_half_a_minute_and_differs(page: Any) -> None:
    found = page.evaluate(
        """async () => { const { pause } = await import("/static/stream.js");
        const times = [0, 1, 2, 3, 9, 2000].map((n) => pause(n, 1));
        return [times, pause(3, 0), pause(3) !== pause(3)]; }"""
    )
    assert found == [[1000, 2000, 4000, 8000, 30000, 30000], 4000, True]


def test_of_a_message_in_both_languages_one_is_shown(page: Any) -> None:
    found = page.evaluate(
        """async () => { const { inLanguage } = await import("/static/call.js");
        return ["fr", "en"].flatMap((one) => ["un / one", "un / one [ab12]", "un/one", "", null]
          .map((text) => inLanguage(text, one))); }"""
    )
    assert found == ["un", "un [ab12]", "un/one", None, None, "one", "one [ab12]", "un/one"] + (
        [None] * 2
    )


def test_old_phones_can_read_it_and_it_touches_no_page() -> None:
    for name in MODULES:
        source = (STATIC / f"{name}.js").read_text(encoding="utf-8")
        for newer in ("#", "??=", "||=", "replaceAll", ".at(", "innerHTML", "querySelector"):
            assert newer not in source, (name, newer)


def test_it_is_small() -> None:
    """As it goes out: joined, packed."""
    assert len(gzip.compress(joined(STATIC / "talk.js").encode())) <= 8_100
