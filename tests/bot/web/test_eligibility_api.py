"""Eligibility as data: fields to ask, an assessment of a profile, strict about types."""

from __future__ import annotations

from typing import Any

from tests.bot.web.gateway import Client

PATH = "/api/v1/eligibility"
DOCTOR = {
    "origin": ["SD"],
    "nationality": ["NL"],
    "residence_country": "NL",
    "qualification": "advanced_degree",
}


async def post(client: Client, programme: str, body: Any) -> tuple[int, Any]:
    async with client.post(f"{PATH}/{programme}", json=body) as answer:
        return answer.status, await answer.json()


async def test_the_fields_of_a_programme_come_in_the_order_of_asking(client: Client) -> None:
    async with client.get(f"{PATH}/trqn_ii") as answer:
        body = await answer.json()
    assert [one["field"] for one in body["fields"]] == [
        "origin",
        "nationality",
        "residence_country",
        "qualification",
    ]
    for one in body["fields"]:
        assert one["type"] in ("boolean", "choice", "integer", "list", "text")
        for part in ("question", "why_we_ask", "how_to_find_out"):
            assert set(one[part]) == {"fr", "en"}
    assert {"SD", "XK", "stateless"} <= set(body["fields"][0]["values"])


async def test_a_profile_is_assessed_in_the_language_asked_for(client: Client) -> None:
    status, body = await post(client, "trqn_ii", {"profile": DOCTOR, "lang": "en"})
    assert status == 200
    assert (body["verdict"], body["programme_open"]) == ("likely_eligible", False)
    assert (body["missing"], body["next_question"]) == ([], None)
    for one in body["criteria"]:
        assert set(one) == {"id", "label", "result", "why", "sources"}
        assert one["result"] == "met"
        assert one["sources"][0]["title"]
    assert body["criteria"][0]["label"].startswith("Come from Afghanistan")
    assert "Sudan" in body["criteria"][0]["why"]


async def test_null_and_empty_are_unknown_never_no(client: Client) -> None:
    emptied = {"origin": [], "nationality": None, "residence_country": "NL"}
    _, body = await post(client, "trqn_ii", {"profile": emptied})
    assert body["verdict"] == "cannot_tell"
    assert body["missing"] == ["origin", "nationality", "qualification"]
    assert body["next_question"] == "origin"


async def test_what_somebody_does_not_know_is_not_asked_again(client: Client) -> None:
    body = {"profile": DOCTOR | {"qualification": None}, "dont_know": ["qualification"]}
    _, found = await post(client, "trqn_ii", body)
    assert (found["verdict"], found["missing"]) == ("cannot_tell", [])


async def test_a_programme_without_conditions_cannot_be_told(client: Client) -> None:
    _, body = await post(client, "cd4d_3", {"profile": {}})
    assert (body["verdict"], body["criteria"], body["programme_open"]) == ("cannot_tell", [], None)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"age": "44"}, "age"),
    ({"age": True}, "age"),
    ({"age": -1}, "age"),
    ({"age": 4.5}, "age"),
    ({"employed": "yes"}, "employed"),
    ({"origin": "SD"}, "origin"),
    ({"origin": ["Sudan"]}, "origin"),
    ({"origin": ["XX"]}, "origin"),
    ({"origin": [["SD"]]}, "origin"),
    ({"residence_country": ["NL"]}, "residence_country"),
    ({"qualification": "master"}, "qualification"),
    ({"shoe_size": 44}, "shoe_size"),
    ({"profession": "x" * 101}, "profession"),
]
BODIES: list[tuple[Any, int]] = [
    ({"profile": {}, "lang": "nl"}, 422),
    ({"profile": [], "lang": "fr"}, 200),  # nothing is known of anybody
    ({"profile": [1]}, 422),
    ({"dont_know": "age"}, 422),
    ({"dont_know": ["shoe_size"]}, 422),
    ({"dont_know": [{}]}, 422),
    ({"name": "Ann"}, 422),
    ([], 400),
]


async def test_a_wrong_type_is_an_error_that_names_the_field(client: Client) -> None:
    for profile, field in WRONG:
        status, body = await post(client, "trqn_ii", {"profile": profile})
        assert status == 422, profile
        assert body["error"]["code"] == "bad_profile"
        assert field in body["error"]["message"]


async def test_a_wrong_body_gets_an_error(client: Client) -> None:
    for body, status in BODIES:
        assert (await post(client, "trqn_ii", body))[0] == status, body


async def test_an_unknown_programme_is_not_found(client: Client) -> None:
    assert (await post(client, "trqn_9", {"profile": {}}))[0] == 404
    async with client.get(f"{PATH}/trqn_9") as answer:
        assert answer.status == 404
