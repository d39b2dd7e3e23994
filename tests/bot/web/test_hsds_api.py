"""The HSDS 3.0 directory over HTTP: pages, filters, languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.export.hsds_parts import ORGANIZATION, ident
from tests.bot.web.gateway import Client
from tests.knowledge.export.schemas import faults, read

HSDS = "/api/v1/hsds"
REAN = ident("service", "rean")
REAN_THERE = ident("service_at_location", "rean", "the_hague")
LISTS = ("services", "organizations", "service_at_locations")
PAGE = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty")


async def get(client: Client, path: str, **headers: str) -> Any:
    async with client.get(HSDS + path, headers=headers) as answer:
        assert answer.status == 200, (path, await answer.text())
        assert answer.content_type == "application/json"
        return await answer.json()


def ids(body: Any) -> list[str]:
    return [one["id"] for one in body["contents"]]


async def test_the_root_says_which_version_this_is(client: Client) -> None:
    for path in ("", "/"):
        body = await get(client, path)
        assert body["version"] == "3.0"
        assert set(body) == {"version", "profile", "openapi_url"}
        assert all(body[key].startswith("https://") for key in ("profile", "openapi_url"))
    async with client.get(HSDS) as answer:
        assert answer.headers["Link"].startswith('</api/v1/openapi.json>; rel="service-desc"')
        assert "Content-Language" not in answer.headers


@pytest.mark.rasa  # which brings a validator
async def test_what_is_sent_is_sound_in_lists_and_whole(client: Client) -> None:
    for name, one in zip(LISTS, (REAN, ORGANIZATION, REAN_THERE), strict=True):
        single = name.removesuffix("s")
        for lang in ("fr", "en"):
            listed = await get(client, f"/{name}?lang={lang}")
            assert listed["contents"]
            for record in listed["contents"]:
                assert faults(f"{single}_list", record) == []
            full = await get(client, f"/{name}?full=true&lang={lang}")
            assert ids(full) == ids(listed)
            whole = await get(client, f"/{name}/{one}?lang={lang}")
            assert faults(single, whole) == []
            assert whole in full["contents"]


async def test_a_page_has_the_head_that_hsds_names(client: Client) -> None:
    named = read("openapi")["components"]["schemas"]["Page"]["properties"]
    assert set(named) == set(PAGE)
    body = await get(client, "/services")
    assert set(body) == {*PAGE, "contents"}
    assert [body[key] for key in PAGE] == [19, 1, 1, 19, True, True, False]


async def test_pages_together_are_the_list(client: Client) -> None:
    whole = ids(await get(client, "/services"))
    found: list[str] = []
    for number, size in ((1, 7), (2, 7), (3, 5)):
        body = await get(client, f"/services?per_page=7&page={number}")
        place = number == 1, number == 3, False
        assert [body[key] for key in PAGE] == [19, 3, number, size, *place]
        found += ids(body)
    assert found == whole
    assert len(set(found)) == 19


async def test_after_the_end_a_page_is_empty_and_the_last(client: Client) -> None:
    body = await get(client, "/services?per_page=19&page=2")
    assert [body[key] for key in PAGE] == [19, 1, 2, 0, False, True, True]
    assert body["contents"] == []
    body = await get(client, "/services?search=no+such+words")
    assert [body[key] for key in PAGE] == [0, 0, 1, 0, True, True, True]
    body = await get(client, "/services?per_page=1&page=1000000")
    assert (body["empty"], body["total_pages"]) == (True, 19)


async def test_minimal_is_ids_and_days_on_one_page(client: Client) -> None:
    body = await get(client, "/services?minimal=true")
    assert len(body["contents"]) == body["total_items"] == 19
    assert all(set(one) == {"id", "modified_date"} for one in body["contents"])
    body = await get(client, "/services?minimal=true&per_page=2")
    assert (body["size"], body["total_pages"]) == (2, 10)


async def test_lists_have_what_fits_all_filters(client: Client) -> None:
    for name in ("services", "service_at_locations"):
        every = ids(await get(client, f"/{name}"))
        assert ids(await get(client, f"/{name}?organization_id={ORGANIZATION.upper()}")) == every
        assert ids(await get(client, f"/{name}?organization_id=none")) == []
        term = ident("term", "return_for_good")
        topical = ids(await get(client, f"/{name}?taxonomy_term_id={term}"))
        assert 0 < len(topical) < len(every)
        assert ids(await get(client, f"/{name}?taxonomy_term_id={term}&taxonomy_id=x")) == []
        assert ids(await get(client, f"/{name}?modified_after=2026-11-27T00:00:00Z")) == every
        for moment in ("T02:00:00%2B02:00", "T00:00:00.5-00:30", "t00:00:00z", "+00:00:00"):
            found = ids(await get(client, f"/{name}?modified_after=2026-11-27{moment}"))
            assert found == ([] if ".5" in moment else every)
        assert ids(await get(client, f"/{name}?modified_after=2027-01-01")) == []
    assert REAN in ids(await get(client, "/services?search=REAN"))
    assert REAN_THERE in ids(await get(client, "/service_at_locations?search=den+haag"))
    assert ids(await get(client, "/organizations?search=OIM&lang=fr")) == [ORGANIZATION]
    assert ids(await get(client, "/organizations?search=UNHCR")) == []


async def test_services_of_an_organization_are_short_or_whole(client: Client) -> None:
    short = await get(client, f"/organizations/{ORGANIZATION}")
    assert {tuple(one) for one in short["services"]} == {
        ("id", "organization_id", "name", "status")
    }
    whole = await get(client, f"/organizations/{ORGANIZATION}?full_service=true")
    assert len(whole["services"]) == len(short["services"]) == 19
    assert all(one["description"] and one["attributes"] for one in whole["services"])
    plain = await get(client, "/organizations")
    assert "services" not in plain["contents"][0]
    assert (await get(client, "/organizations?full=true"))["contents"] == [short]
    assert (await get(client, "/organizations?full_service=true"))["contents"] == [whole]


async def test_all_is_in_one_language(client: Client) -> None:
    names = {
        "fr": "Organisation internationale pour les migrations",
        "en": "International Organization for Migration",
    }
    for asked, header, language in (
        ("?lang=en", "fr", "en"),
        ("?lang=fr", "en", "fr"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "nl, fr;q=0.5", "fr"),
        ("", "nl", "fr"),
        ("", None, "fr"),
    ):
        headers = {"Accept-Language": header} if header else {}
        for path in (f"/services/{REAN}", f"/service_at_locations/{REAN_THERE}"):
            async with client.get(f"{HSDS}{path}{asked}", headers=headers) as answer:
                assert answer.headers["Content-Language"] == language, (asked, header)
                assert answer.headers["Vary"] == "Accept-Encoding, Accept-Language"
                body = await answer.json()
            assert body.get("service", body)["organization"]["name"] == names[language]


async def test_what_is_known_already_is_not_sent_again(client: Client) -> None:
    tags = set()
    for path in ("/", *(f"/{name}" for name in LISTS), f"/services/{REAN}", "/services?lang=en"):
        async with client.get(HSDS + path) as first:
            tag = first.headers["ETag"]
            assert first.headers["Cache-Control"] == "no-cache"
        async with client.get(HSDS + path, headers={"If-None-Match": tag}) as again:
            assert (again.status, await again.read()) == (304, b"")
            assert again.headers["ETag"] == tag
        tags.add(tag)
    assert len(tags) == 6
    headers = {"If-None-Match": tag, "Accept-Language": "fr"}
    async with client.get(f"{HSDS}/services", headers=headers) as other:
        assert other.status == 200  # the tag was that of the English list


async def test_what_is_not_there_is_not_found(client: Client) -> None:
    for name in LISTS:
        for key in ("rean", ident("service", "none"), "no%2fmore", "%00", "é"):
            async with client.get(f"{HSDS}/{name}/{key}") as answer:
                told = answer.status, (await answer.json())["error"]["code"]
                assert told == (404, "not_found"), (name, key)


async def test_an_id_is_the_same_in_capitals(client: Client) -> None:
    body = await get(client, f"/services/{REAN.upper()}")
    assert body["id"] == REAN


EVERYWHERE = ("page=0", "page=-1", "page=", "page=1.5", "page=%D9%A1", "page=1000001")
EVERYWHERE += (f"page={'9' * 5000}", "per_page=0", "per_page=101", "full=perhaps", "format=ndjson")
EVERYWHERE += ("postcode=2501", "proximity=500")
SOMEWHERE = (
    ("services", "modified_after=yesterday"),
    ("services", "modified_after=2026-13-01"),
    ("services", "modified_after="),
    ("services", "minimal=1"),
    ("organizations", "full_service=yes"),
)


async def test_what_makes_no_sense_or_cannot_be_kept_is_refused(client: Client) -> None:
    for name, query in (*((name, one) for name in LISTS for one in EVERYWHERE), *SOMEWHERE):
        async with client.get(f"{HSDS}/{name}?{query}") as answer:
            error = (await answer.json())["error"]
        assert (answer.status, error["code"]) == (422, "bad_parameter"), (name, query)
        assert f"{query.split('=')[0]}: " in error["message"]


async def test_long_searches_and_other_languages_are_refused(client: Client) -> None:
    for name in LISTS:
        for query, code in ((f"search={'a' * 1001}", "text_too_long"), ("lang=nl", "bad_language")):
            async with client.get(f"{HSDS}/{name}?{query}") as answer:
                assert (answer.status, (await answer.json())["error"]["code"]) == (422, code)


async def test_every_parameter_that_hsds_names_is_heeded(client: Client) -> None:
    described = read("openapi")
    wrong = {"search": "a" * 1001, "organization_id": "x", "taxonomy_id": "x"}
    for name in LISTS:
        plain = await get(client, f"/{name}")
        for told in described["paths"][f"/{name}"]["get"]["parameters"]:
            key = told["$ref"].rsplit("/", 1)[1]
            given = {key: wrong.get(key, "x")}
            async with client.get(f"{HSDS}/{name}", params=given) as answer:
                heeded = answer.status == 422 or await answer.json() != plain
                assert heeded, (name, key)
