"""Pages to forward: what they say, in both languages, small, dated and sourced."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import date, datetime, timezone
from html import unescape
from typing import Any

import pytest

from bot.safety import SafetyTexts
from bot.settings import CONTENT
from bot.web.forward import LARGEST
from bot.web.keys import NOW, SETTINGS
from bot.web.leaflets import Leaflet
from bot.web.templating import LANGUAGES, filled, link, templates, typeset, web_address
from knowledge.answers import Knowledge
from knowledge.database import Database
from knowledge.reader import read_content
from knowledge.reply import OLD
from knowledge.store import load_release
from tests.bot.web.gateway import Client, app_of

HELD = Knowledge(content=read_content(CONTENT), release="test")
PROGRAMMES = sorted(HELD.content.programmes)
OFFICES = sorted(HELD.content.offices)
PAGES = ["/help-now", *(f"/{one}/help-now" for one in LANGUAGES)]
PAGES += [f"/{one}/programmes" for one in LANGUAGES]
PAGES += [f"/{one}/programmes/{key}" for key in PROGRAMMES for one in LANGUAGES]
PAGES += [f"/{one}/offices/{key}" for key in OFFICES for one in LANGUAGES]


async def page(client: Client, path: str, **headers: str) -> str:
    async with client.get(path, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html"), path
        return unescape(await answer.text())


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def data_in(html: str) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', html, re.S)
    return json.loads(found)


async def test_each_page_is_small_and_needs_no_script(client: Client) -> None:
    for path in PAGES:
        async with client.get(path) as answer:
            raw = await answer.read()
        html = raw.decode()
        assert len(raw) <= LARGEST <= 14 * 1024, path
        loaded = re.findall(r'(?:src=|<link rel="(?:icon|stylesheet)" href=)"([^"]*)"', html)
        assert set(loaded) == {"data:,", "/static/page.css"}, path
        assert not re.search(
            r"<script(?! type=\"application/ld\+json\")|<style|\sstyle=|\son\w+=", html
        )
        assert re.search(r"<title>[^<]{5,}</title>", html), path


async def test_a_page_is_in_its_language_and_leads_to_the_other(client: Client) -> None:
    for key in PROGRAMMES:
        for one, other in (("fr", "en"), ("en", "fr")):
            html = await page(client, f"/{one}/programmes/{key}")
            assert f'<html lang="{one}">' in html
            assert f'hreflang="{other}" href="/{other}/programmes/{key}"' in html
            assert f'<link rel="canonical" href="/{one}/programmes/{key}">' in html
            name = getattr(HELD.content.programmes[key].name, one)
            assert f"<h1>{name}</h1>" in html.replace("\u00a0", " ")


async def test_a_page_says_who_runs_it_and_that_it_is_on_trial(client: Client) -> None:
    html = await page(client, "/fr/programmes/rean")
    assert "Géré par ce service d'essai, pas par l'OIM." in html
    assert "Service d'essai\u00a0: vérifiez" in html
    html = await page(client, "/en/offices/geneva")
    assert "Run by this test service, not by IOM." in html


async def test_the_state_of_a_programme_comes_first(client: Client) -> None:
    html = plain(await page(client, "/fr/programmes/trqn_ii"))
    assert "Ce programme est terminé (31 mai 2011)." in html
    main = html[html.index("<main") :]
    assert main.index("Ce programme est terminé") < main.index("établies aux Pays-Bas")
    html = plain(await page(client, "/en/programmes/rqa"))
    assert "I do not know whether this programme still exists." in html


async def test_what_a_page_says_is_what_the_chat_says(client: Client) -> None:
    data = await (await client.get("/api/v1/programmes/rean?lang=fr")).json()
    by_id = {fact["id"]: fact["text"] for fact in data["facts"]}
    html = plain(await page(client, "/fr/programmes/rean"))
    for key in ("rean.programme", "rean.status", "rean.eligibility", "rean.funding"):
        for line in by_id[key].splitlines():
            assert plain(line) in html
    for step in data["steps"]:
        assert plain(step["text"]) in html


async def test_every_fact_names_its_sources_with_date_or_that_there_is_none(client: Client) -> None:
    for path in (f"/fr/programmes/{key}" for key in PROGRAMMES):
        html = await page(client, path)
        listed = re.findall(r'<li id="s(\d+)">(.+?)</li>', html, re.S)
        assert [int(number) for number, _ in listed] == list(range(1, len(listed) + 1))
        assert set(re.findall(r'href="#s(\d+)"', html)) == {number for number, _ in listed}
        for _, source in listed:
            assert re.search(r", (.*\d{4}|.*non daté.*)$", source), (path, source)
        for number, year in re.findall(r'href="#s(\d+)">\d+</a> \(([^)]+)\)', html):
            dated = year in dict(listed)[number]
            assert dated or year == "non daté", (path, number)


async def test_what_is_not_known_is_said(client: Client) -> None:
    html = plain(await page(client, "/en/programmes/cd4d_3"))
    assert "What the sources do not say" in html
    assert "third phase" in html
    assert 'href="tel:+31703181500"' in html


async def test_numbers_of_the_past_are_not_handed_round(client: Client) -> None:
    for path in (f"/en/programmes/{key}" for key in PROGRAMMES):
        html = await page(client, path)
        assert not re.search(r"31\D70\D3181542|51576013|mlenshoek", html), path
        assert re.search(r'href="tel:\+31(703181500|887464466)"', html), path


async def test_a_page_is_dated_by_the_release_that_is_loaded(client: Client) -> None:
    app = app_of(client)

    def load() -> None:
        database = Database(app[SETTINGS].database_url)
        load_release(database, CONTENT, datetime(2027, 1, 5, tzinfo=timezone.utc))
        database.close()

    await asyncio.to_thread(load)
    assert "contenu du 5 janvier 2027" in await page(client, "/fr/programmes/rean")
    assert "content of 5 January 2027" in await page(client, "/en/programmes")


async def test_an_old_fact_carries_its_warning(client: Client) -> None:
    html = await page(client, "/en/programmes/rean")
    assert OLD.en not in plain(html)
    app_of(client)._state[NOW] = lambda: datetime(2029, 11, 28, tzinfo=timezone.utc)
    assert OLD.en in plain(await page(client, "/en/programmes/rean"))
    assert OLD.fr in plain(await page(client, "/fr/offices/the_hague"))


async def test_machines_read_what_people_read(client: Client) -> None:
    found = data_in(await page(client, "/en/programmes/trqn_ii"))
    assert found["@context"] == "https://schema.org"
    assert (found["inLanguage"], found["temporalCoverage"]) == ("en", "../2011-05-31")
    about = found["about"]
    assert (about["@type"], about["alternateName"]) == ("Service", "TRQN")
    assert "Afghanistan" in {one["name"] for one in about["areaServed"]}
    assert found["publisher"]["name"] == "this test service"
    office = data_in(await page(client, "/fr/offices/the_hague"))["about"]
    phones = {one.get("telephone") for one in office["contactPoint"]}
    assert {"+31 70 318 15 00", "+31 88 746 44 66"} <= phones
    listed = data_in(await page(client, "/fr/programmes"))["itemListElement"]
    assert len(listed) == len(PROGRAMMES)


def test_a_text_cannot_end_the_data_block() -> None:
    bad = "</script><script>alert(1)</script><!-- &\u2028"
    held = HELD.content.programmes["rean"]
    name = held.name.model_copy(update={"fr": bad})
    found = held.model_copy(update={"name": name, "summary": name})
    told = Leaflet(HELD, "fr", date(2026, 11, 28), bad).programme(found, 3)
    html = templates().page("programme.html", "fr", operator=bad, trial=True, **told)
    assert html.count("<script") == html.count("</script") == 1
    assert data_in(html)["about"]["name"] == bad
    assert "<h1>&lt;/script&gt;" in html


@pytest.mark.parametrize(
    ("accepted", "language"), [("fr-FR,fr;q=0.9", "fr"), ("nl, en;q=0.8", "en"), ("ar", "fr")]
)
async def test_without_a_language_the_browsers_is_taken(
    client: Client, accepted: str, language: str
) -> None:
    for path in ("/programmes", "/programmes/rean", "/offices/geneva"):
        async with client.get(
            path, headers={"Accept-Language": accepted}, allow_redirects=False
        ) as led:
            assert (led.status, led.headers["Location"]) == (302, f"/{language}{path}")
            assert led.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Page introuvable"), ("en", "Page not found")]
)
@pytest.mark.parametrize("kind", ["programmes", "offices"])
async def test_an_unknown_id_gets_a_page_that_says_so(
    client: Client, language: str, words: str, kind: str
) -> None:
    for key in ("nothing", "%3Cscript%3E", "..%2frean", "a" * 300):
        async with client.get(f"/{language}/{kind}/{key}") as answer:
            html = await answer.text()
            assert (answer.status, answer.content_type) == (404, "text/html")
            assert f"<h1>{words}</h1>" in html
            assert "<script" not in html
            assert f'href="/{language}/programmes"' in html
            assert answer.headers["Cache-Control"] == "no-store"


async def test_what_a_browser_has_is_not_sent_again(client: Client) -> None:
    for path in ("/fr/programmes/rean", "/en/programmes", "/en/offices/geneva", "/help-now"):
        async with client.get(path) as first:
            tag = first.headers["ETag"]
            assert first.headers["Cache-Control"] == "no-cache"
        async with client.get(path, headers={"If-None-Match": tag}) as again:
            assert (again.status, await again.read()) == (304, b"")
        async with client.head(path) as head:
            assert (head.status, head.headers["ETag"], await head.read()) == (200, tag, b"")


async def test_the_button_opens_the_chat_on_the_programme(client: Client) -> None:
    html = await page(client, "/en/programmes/cd4d_2")
    assert '<a class="button main" href="/?programme=cd4d_2&language=en">' in html


async def test_help_begins_with_112_in_both_languages(client: Client) -> None:
    html = await page(client, "/help-now", **{"Accept-Language": "en"})
    assert re.search(r'<html lang="en">.*?tel:112.*?lang="en".*?lang="fr"', html, re.S)
    html = plain(await page(client, "/help-now", **{"Accept-Language": "fr"}))
    held = SafetyTexts.load(CONTENT / "safety").held
    for contact in held["contacts"].values():
        assert contact["value"] in html
        assert all(contact["label"][one] in html for one in LANGUAGES)
    main = html[html.index("<main") :]
    assert main.index("tel:112") < min(main.index(held["emergency"][one]) for one in LANGUAGES)
    assert "Ce site ne peut pas envoyer de secours." in html


async def test_each_situation_has_its_fixed_text(client: Client) -> None:
    texts = SafetyTexts.load(CONTENT / "safety")
    assert set(templates().words["situations"]) == set(texts.categories)
    for one in LANGUAGES:
        html = plain(await page(client, f"/{one}/help-now"))
        for category in texts.categories:
            for line in texts.words(category, one).splitlines():
                assert plain(line) in html
        assert not any(texts.held["erase"][one] in html for one in LANGUAGES)  # it is no chat


def test_words_stand_in_both_languages_with_the_same_gaps() -> None:
    def entries(words: dict[str, Any]) -> Any:
        for key, one in words.items():
            yield from [(key, one)] if set(one) & {*LANGUAGES} else entries(one)

    for key, one in entries(templates().words):
        assert set(one) == {*LANGUAGES}, key
        gaps = [sorted(re.findall(r"\{\w+\}", one[language])) for language in LANGUAGES]
        assert gaps[0] == gaps[1], key


def test_what_a_line_break_must_not_part_is_kept_together() -> None:
    assert typeset("Appelez : +31 70 318 15 00 !", "fr") == (
        "Appelez\u00a0: +31\u00a070\u00a0318\u00a015\u00a000\u00a0!"
    )
    assert typeset("« oui »", "fr") == "«\u00a0oui\u00a0»"
    assert typeset("Call: 112 !", "en") == "Call: 112 !"
    assert filled("by {operator}", operator="{x}") == "by {x}"


def test_only_what_holds_today_becomes_a_link() -> None:
    def contact(kind: str, value: str, current: bool = True) -> dict[str, Any]:
        return {"kind": kind, "value": value, "current": current}

    assert link(contact("phone", "+31 70 318 15 00")) == "tel:+31703181500"
    assert link(contact("email", "hq@iom.int")) == "mailto:hq@iom.int"
    assert link(contact("web", "iom.int/fr")) == "https://iom.int/fr"
    assert link(contact("phone", "112", current=False)) is None
    assert link(contact("post", "P.O. Box 1")) is None
    for bad in ("javascript:alert(1)", "a@b?cc=x@y", "//e.x", "x y"):
        assert link(contact("web", bad)) is link(contact("email", bad)) is None
    assert web_address("https://www.iom.int") == "https://www.iom.int"
    for bad in ("javascript:alert(1)", "data:text/html,x", " https://e.x", "//e.x", None):
        assert web_address(bad) is None
