"""Lists in parts, answers that are known already, and what an answer says of itself."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from tests.bot.web.process import Gateway

API = "/api/v1"
READ = [
    f"{API}/programmes",
    f"{API}/programmes/rean",
    f"{API}/offices",
    f"{API}/offices/geneva",
    f"{API}/search?q=visa",
    f"{API}/eligibility/rean",
    f"{API}/openapi.json",
]


def walked(gateway: Gateway, path: str, name: str, limit: int) -> list[list[dict[str, Any]]]:
    """Return the parts of a list, as a client reads them: by `next` until there is none."""
    parts, at = [], f"{path}{'&' if '?' in path else '?'}limit={limit}"
    while at:
        answer = gateway.ask("GET", at)
        assert answer.status == 200, (at, answer.body)
        parts.append(answer.json()[name])
        at = answer.json()["next"]
        assert at is None or at.startswith(path.partition("?")[0])
    return parts


@pytest.mark.parametrize("limit", [1, 2, 7, 18, 19, 20])
@pytest.mark.parametrize("name", ["programmes", "offices"])
def test_the_parts_make_the_whole_each_once_in_order(
    gateway: Gateway, name: str, limit: int
) -> None:
    whole = gateway.ask("GET", f"{API}/{name}").json()
    assert whole["next"] is None  # today's content comes whole
    parts = walked(gateway, f"{API}/{name}", name, limit)
    assert [one for part in parts for one in part] == whole[name]
    assert {len(part) for part in parts[:-1]} <= {limit}
    assert all(parts)
    ids = [one["id"] for one in whole[name]]
    assert ids == sorted(ids)


def test_the_parts_keep_the_filters(gateway: Gateway) -> None:
    asked = f"{API}/programmes?lang=fr&q=retour%20volontaire&status=open"
    whole = gateway.ask("GET", asked).json()["programmes"]
    assert len(whole) > 1
    parts = walked(gateway, asked, "programmes", 1)
    assert [one for part in parts for one in part] == whole
    assert all(isinstance(one["name"], str) for one in whole)


def test_search_goes_on_where_it_stopped(gateway: Gateway) -> None:
    asked = f"{API}/search?q=retour%20au%20pays&lang=fr"
    usual = gateway.ask("GET", asked).json()
    assert len(usual["facts"]) == 10
    assert usual["next"].endswith("after=10")
    parts = walked(gateway, asked, "facts", 4)
    flat = [one["id"] for part in parts for one in part]
    assert flat[:10] == [one["id"] for one in usual["facts"]]
    assert len(flat) == len(set(flat)) > 10
    scores = [one["score"] for part in parts for one in part]
    assert scores == sorted(scores, reverse=True)
    first = gateway.ask("GET", f"{asked}&limit=1").json()
    assert (first["sure"], first["language"]) == (usual["sure"], usual["language"])


def test_a_part_begins_behind_an_id_that_is_gone(gateway: Gateway) -> None:
    ids = [one["id"] for one in gateway.ask("GET", f"{API}/programmes").json()["programmes"]]
    rest = gateway.ask("GET", f"{API}/programmes?after={ids[3]}_gone").json()["programmes"]
    assert [one["id"] for one in rest] == ids[4:]


@pytest.mark.parametrize(
    "asked",
    [
        "programmes?limit=0",
        "programmes?limit=201",
        "programmes?limit=-1",
        "programmes?limit=",
        "programmes?limit=1e2",
        "programmes?limit=%D9%A1",
        "programmes?after=",
        "offices?after=../x",
        "search?q=a&limit=51",
        "search?q=a&after=51",
        "search?q=a&after=x",
    ],
)
def test_a_part_that_cannot_be_is_refused(gateway: Gateway, asked: str) -> None:
    answer = gateway.ask("GET", f"{API}/{asked}")
    assert (answer.status, answer.code()) == (422, "bad_page")


@pytest.mark.parametrize("path", READ)
def test_what_is_known_is_not_sent_again(gateway: Gateway, path: str) -> None:
    first = gateway.ask("GET", path)
    again = gateway.ask("GET", path)
    assert (first.status, again.body) == (200, first.body)  # built, then held
    tag = first.headers["Etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = gateway.ask("GET", path, headers={"If-None-Match": known})
        assert (answer.status, answer.body) == (304, b""), known
        assert answer.headers["Etag"] == tag
    answer = gateway.ask("GET", path, headers={"If-None-Match": '"other"'})
    assert (answer.status, answer.body) == (200, first.body)
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", READ)
def test_it_is_packed_for_who_takes_that(gateway: Gateway, path: str) -> None:
    plain = gateway.ask("GET", path)
    packed = gateway.ask("GET", path, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    # Not the same bytes, so not the same strong tag; but known by either, and by a weak one.
    assert packed.headers["Etag"] != plain.headers["Etag"]
    for answer in (plain, packed):
        assert answer.headers["Vary"] == "Accept-Encoding"
        for weak in ("", "W/"):
            known = {"If-None-Match": weak + answer.headers["Etag"]}
            assert gateway.ask("GET", path, headers=known).status == 304
    nothing = gateway.ask("GET", path, headers={"Accept-Encoding": "gzip;q=0"})
    assert nothing.body == plain.body


@pytest.mark.parametrize("path", READ)
def test_a_head_is_the_head_of_the_answer(gateway: Gateway, path: str) -> None:
    whole, head = gateway.ask("GET", path), gateway.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Etag", "Content-Language", "Cache-Control"):
        assert head.headers[name] == whole.headers[name], name


@pytest.mark.parametrize("path", READ)
def test_the_browsers_language_changes_nothing(gateway: Gateway, path: str) -> None:
    plain = gateway.ask("GET", path)
    asked = gateway.ask("GET", path, headers={"Accept-Language": "fr;q=0.9, en;q=0.1"})
    assert (asked.body, asked.headers["Etag"]) == (plain.body, plain.headers["Etag"])
    assert "Accept-Language" not in plain.headers.get("Vary", "")
    both = "en" if "openapi" in path else "fr, en"
    assert plain.headers["Content-Language"] == both
    for language in ("fr", "en"):
        joined = f"{path}{'&' if '?' in path else '?'}lang={language}"
        assert gateway.ask("GET", joined).headers["Content-Language"] == language


def test_an_assessment_says_its_language(gateway: Gateway) -> None:
    for body, language in (({}, "fr"), ({"lang": "en"}, "en"), ({"lang": "fr"}, "fr")):
        answer = gateway.ask("POST", f"{API}/eligibility/rean", body)
        assert (answer.status, answer.headers["Content-Language"]) == (200, language)


@pytest.mark.parametrize("wrong", [{"profile": 0}, {"profile": False}, {"dont_know": 0}], ids=str)
def test_what_is_neither_known_nor_empty_is_refused(
    gateway: Gateway, wrong: dict[str, Any]
) -> None:
    answer = gateway.ask("POST", f"{API}/eligibility/rean", wrong)
    assert (answer.status, answer.code()) == (422, "bad_profile")
