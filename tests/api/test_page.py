"""The page of the API: all of the description, in each language, without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.api.contract import operations_of
from tests.bot.web.process import Gateway

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def described(gateway: Gateway, language: str) -> dict[str, Any]:
    told: dict[str, Any] = gateway.ask("GET", f"/api/v1/openapi.json?lang={language}").json()
    return told


def page(gateway: Gateway, language: str) -> str:
    answer = gateway.ask("GET", f"/{language}/api")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer.body.decode()


def words(html: str) -> str:
    """Return what is to be read, without the markup and the kinds of its spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def written(text: str) -> str:
    return " ".join(text.replace("`", "").split())


@BOTH
def test_every_call_and_every_code_is_told(gateway: Gateway, language: str) -> None:
    told, html = described(gateway, language), page(gateway, language)
    plain = words(html)
    for (method, path), one in operations_of(told).items():
        assert f'id="{one["operationId"]}"' in html
        assert f"<h3><code>{method} {path}</code></h3>" in html
        assert written(one["summary"]) in plain
        assert written(one.get("description", "")) in plain
        for answer in one["responses"].values():
            assert written(answer["description"]) in plain
    for name, schema in told["components"]["schemas"].items():
        assert f'id="object-{name}"' in html
        for field in schema.get("properties", {}):
            assert f"<b>{field}</b>" in html


@BOTH
def test_it_leads_nowhere_that_is_not_there(gateway: Gateway, language: str) -> None:
    html = page(gateway, language)
    ids = set(re.findall(r' id="([^"]+)"', html))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert len(targets) > 40
    assert targets <= ids
    for path in set(re.findall(r'href="(/[^"#]*)"', html)):
        assert gateway.ask("GET", unescape(path)).status == 200, path


@BOTH
def test_it_works_without_a_script_and_within_the_policy(gateway: Gateway, language: str) -> None:
    html = page(gateway, language)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    assert f'<html lang="{language}">' in html
    other = {"fr": "en", "en": "fr"}[language]
    assert f'href="/{other}/api"' in html


def test_without_a_language_it_is_the_browsers(gateway: Gateway) -> None:
    for accepted, language in (("en-GB", "en"), ("fr", "fr"), ("nl", "fr")):
        answer = gateway.ask("GET", "/api", headers={"Accept-Language": accepted})
        assert (answer.status, answer.headers["Location"]) == (302, f"/{language}/api")
        assert answer.headers["Vary"] == "Accept-Language"


def test_who_has_the_page_is_not_sent_it_again(gateway: Gateway) -> None:
    tag = gateway.ask("GET", "/en/api").headers["Etag"]
    assert gateway.ask("GET", "/en/api", headers={"If-None-Match": tag}).status == 304
