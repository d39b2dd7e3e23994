"""Pages of every origin may read what is public; the chat is for those of the list alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.contract import operations_of
from tests.bot.web.process import CHATS, Gateway, started

API = "/api/v1"
LISTED, STRANGE = "https://aid.example", "https://stranger.example"
PUBLIC = {
    "list_programmes",
    "read_programme",
    "list_offices",
    "read_office",
    "search",
    "list_profile_fields",
    "assess",
    "describe",
    "about_hsds",
    "about_hsds_without_slash",
    "list_hsds_services",
    "read_hsds_service",
    "list_hsds_organizations",
    "read_hsds_organization",
    "list_hsds_service_at_locations",
    "read_hsds_service_at_location",
    "read_programme_as_schema_org",
    "read_office_as_schema_org",
}


@pytest.fixture(scope="module", params=["nobody", "somebody"])
def gateway(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    """A gateway that lists nobody, and one that lists a site."""
    listed = LISTED if request.param == "somebody" else ""
    with started(tmp_path_factory.mktemp("gateway"), ALLOWED_ORIGINS=listed) as opened:
        yield opened


def paths(gateway: Gateway) -> Iterator[tuple[str, str, str]]:
    """Yield name, method and a path of every operation."""
    gaps = {"{programme}": "rean", "{seq}": "1"}
    for (method, path), told in operations_of(
        gateway.ask("GET", f"{API}/openapi.json").json()
    ).items():
        for gap, value in gaps.items():
            path = path.replace(gap, value)
        key = "rean" if "programmes" in path else "geneva"
        yield told["operationId"], method, path.replace("{id}", key)


def test_every_page_may_read_what_is_public_and_nothing_else(gateway: Gateway) -> None:
    seen = set()
    for name, method, path in paths(gateway):
        answer = gateway.ask(method, path, {} if method != "GET" else None, {"Origin": STRANGE})
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert allowed == ("*" if name in PUBLIC else None), (name, answer.status)
        assert "Access-Control-Allow-Credentials" not in answer.headers
        if name in PUBLIC:
            assert "Origin" not in answer.headers.get("Vary", ""), name
            assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
            seen.add(name)
    assert seen == PUBLIC


def test_a_refusal_can_be_read_as_well(gateway: Gateway) -> None:
    for path in ("programmes/none", "search?q=", "programmes?limit=0"):
        answer = gateway.ask("GET", f"{API}/{path}", headers={"Origin": STRANGE})
        assert answer.status in (404, 422)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_is_for_the_call_that_it_asks_for(gateway: Gateway) -> None:
    for name, method, path in paths(gateway):
        asked = {
            "Origin": STRANGE,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "content-type, if-none-match",
        }
        answer = gateway.ask("OPTIONS", path, None, asked)
        if name in PUBLIC:
            assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (204, "*")
            assert method in answer.headers["Access-Control-Allow-Methods"]
            assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
        else:
            assert answer.status == 405, name
            assert "Access-Control-Allow-Origin" not in answer.headers, name


@pytest.mark.parametrize("method", ["DELETE", "PUT", "nonsense", "post"])
def test_a_preflight_for_a_call_that_is_not_there_is_refused(gateway: Gateway, method: str) -> None:
    asked = {"Origin": STRANGE, "Access-Control-Request-Method": method}
    answer = gateway.ask("OPTIONS", f"{API}/programmes", None, asked)
    assert answer.status == 405
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_list_still_opens_the_chat(gateway: Gateway) -> None:
    made = gateway.ask("POST", CHATS, {}, {"Origin": LISTED})
    allowed = made.headers.get("Access-Control-Allow-Origin")
    if allowed is None:
        assert "Vary" not in made.headers
    else:
        assert (allowed, made.headers["Vary"]) == (LISTED, "Origin")
