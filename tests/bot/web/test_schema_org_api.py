"""Programmes and offices in the words of schema.org, as data: what the pages to forward carry."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from knowledge.reader import read_content
from knowledge.settings import CONTENT
from tests.bot.web.gateway import Client

HELD = read_content(CONTENT)
ENTRIES = [f"programmes/{key}" for key in sorted(HELD.programmes)]
ENTRIES += [f"offices/{key}" for key in sorted(HELD.offices)]
KIND = "application/ld+json"


async def told(client: Client, path: str, **headers: str) -> Any:
    async with client.get(f"/api/v1/{path}", headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, KIND)
        return json.loads(await answer.text())


async def test_the_data_are_those_of_the_page(client: Client) -> None:
    for entry, language in ((entry, one) for entry in ENTRIES for one in ("fr", "en")):
        body = await told(client, f"{entry}/schema.org?lang={language}")
        async with client.get(f"/{language}/{entry}") as page:
            html = unescape(await page.text())
        (shown,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', html, re.S)
        assert body == json.loads(shown), entry
        assert (body["@context"], body["inLanguage"]) == ("https://schema.org", language)
        assert body["@id"] == f"/{language}/{entry}"


async def test_the_json_leads_to_it_in_the_same_language(client: Client) -> None:
    for entry in ENTRIES:
        for query in ("", "?lang=fr", "?lang=en"):
            async with client.get(f"/api/v1/{entry}{query}") as answer:
                link = answer.headers["Link"]
            where = re.fullmatch(rf'<(.+)>; rel="alternate"; type="{re.escape(KIND)}"', link)
            assert where, link
            assert where.group(1) == f"/api/v1/{entry}/schema.org{query}"
            await told(client, where.group(1).removeprefix("/api/v1/"))


async def test_without_a_language_it_is_the_browsers_else_french(client: Client) -> None:
    where = "programmes/rean/schema.org"
    for asked, language in (("en-GB", "en"), ("fr-BE", "fr"), ("nl", "fr")):
        async with client.get(f"/api/v1/{where}", headers={"Accept-Language": asked}) as answer:
            assert answer.headers["Content-Language"] == language
            assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language"
            assert json.loads(await answer.text())["inLanguage"] == language
    async with client.get(f"/api/v1/{where}") as answer:
        assert answer.headers["Content-Language"] == "fr"


async def test_what_is_known_already_is_not_sent_again(client: Client) -> None:
    for entry in ("programmes/rean", "offices/geneva"):
        async with client.get(f"/api/v1/{entry}/schema.org?lang=en") as first:
            tag = first.headers["ETag"]
        known = {"If-None-Match": tag}
        async with client.get(f"/api/v1/{entry}/schema.org?lang=en", headers=known) as again:
            assert (again.status, await again.read()) == (304, b"")
        async with client.get(f"/api/v1/{entry}/schema.org?lang=fr", headers=known) as other:
            assert other.status == 200


async def test_what_is_not_there_is_told_so(client: Client) -> None:
    for path, status, code in (
        ("programmes/none/schema.org", 404, "not_found"),
        ("offices/rean/schema.org", 404, "not_found"),
        ("programmes/%2e%2e/schema.org", 404, "not_found"),
        ("offices/geneva/schema.org?lang=nl", 422, "bad_language"),
    ):
        async with client.get(f"/api/v1/{path}") as answer:
            told = answer.status, (await answer.json())["error"]["code"]
            assert told == (status, code), path
            assert "Link" not in answer.headers
