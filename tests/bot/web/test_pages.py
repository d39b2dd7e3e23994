"""The pages that everybody may read, and a message read in another language."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml

from bot.conversations.notices import Notices
from bot.settings import CONTENT
from bot.web import pages
from tests.bot.web.gateway import Client, start


async def test_the_page_is_served_with_a_strict_policy(client: Client) -> None:
    page = await client.get("/")
    assert page.status == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "{operator}" not in await page.text()
    assert 'href="/privacy"' in await page.text()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/chat"),
        ("?programme=trqn_ii&language=fr", "/chat?programme=trqn_ii&language=fr"),
        ("?language=en", "/chat?language=en"),
        ("?language=de&programme=", "/chat"),
        ("?programme=%22%3E%3Cscript%3E&language=fr", "/chat?language=fr"),
        ("?programme=a%26b%3Dc", "/chat"),
        ("?programme=" + "a" * 65, "/chat"),
        ("?programme=rean%0A", "/chat"),
    ],
)
async def test_without_a_script_the_page_leads_on_to_the_same_question(
    client: Client, asked: str, led: str
) -> None:
    html = await (await client.get(f"/{asked}")).text()
    links = re.findall(r'<a href="(/chat[^"]*)" target="_top"', html)
    assert [unescape(one) for one in links] == [led, led]  # French, English
    assert "<script>" not in html


@pytest.mark.parametrize("name", ["nothing.css", "%2e%2e%2fapp.py", "..%2f..%2fpages.py", ""])
async def test_a_file_that_is_not_there_is_said_so_in_json(client: Client, name: str) -> None:
    answer = await client.get(f"/static/{name}")
    assert answer.status == 404
    assert (await answer.json())["error"]["code"] == "not_found"


async def test_the_privacy_page_says_what_the_content_says(client: Client) -> None:
    page = await client.get("/privacy")
    assert (page.status, page.content_type) == (200, "text/html")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    html = unescape(await page.text())
    answers = yaml.safe_load((CONTENT / "answers" / "privacy.yml").read_text(encoding="utf-8"))
    (told,) = (one for one in answers if one["id"] == "personal_data")
    for line in "\n".join(told["text"].values()).splitlines():
        assert f"<p>{line.strip()}</p>" in html
    assert "Géré par ce service d'essai" in html
    assert "Run by this test service" in html
    loaded = re.findall(r'(?:src=|<link [^>]*href=)"([^"]*)"', html)
    assert set(loaded) == {"data:,", "/static/page.css"}
    assert "{" not in html
    assert "<script" not in html
    assert "style=" not in html


def test_an_operator_cannot_write_markup_on_the_privacy_page() -> None:
    notices = Notices.load(CONTENT, "<b>Aid & Co</b>")
    assert (
        pages.privacy_parts(CONTENT, notices, 30)["operator_en"]
        == "&lt;b&gt;Aid &amp; Co&lt;/b&gt;"
    )


@pytest.mark.parametrize("answers", ["[]", "[{id: personal_data, state: withdrawn}]"])
def test_a_withdrawn_text_is_not_served(tmp_path: Path, answers: str) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "privacy.yml").write_text(answers, encoding="utf-8")
    assert pages.privacy_parts(tmp_path, Notices.load(CONTENT, None), 30) == {}


async def test_what_a_person_wrote_has_one_language(client: Client) -> None:
    path, token = await start(client)
    await client.post(f"{path}/messages", json={"text": "who pays for it"}, headers=token)
    said = await (await client.get(f"{path}/messages/2?lang=fr", headers=token)).json()
    assert (said["author"], said["language"], said["text"]) == ("user", "en", "who pays for it")
    answer = await (await client.get(f"{path}/messages/3?lang=fr", headers=token)).json()
    assert (answer["author"], answer["language"]) == ("assistant", "fr")
