"""The HSDS directory and schema.org are answered as the description says."""

from __future__ import annotations

import pytest

from knowledge.export.hsds_parts import ORGANIZATION, ident
from tests.api.contract import Judge
from tests.bot.web.process import Gateway

HSDS = "/api/v1/hsds"


@pytest.fixture(scope="module")
def judge(gateway: Gateway) -> Judge:
    return Judge(gateway)


def test_every_record_is_described(judge: Judge) -> None:
    judge.ask("GET", HSDS)
    judge.ask("GET", f"{HSDS}/")
    for name in ("services", "organizations", "service_at_locations"):
        for query in ("", "?full=true", "?lang=en", "?search=zzz", "?page=9"):
            judge.ask("GET", f"{HSDS}/{name}{query}")
        for one in judge.ask("GET", f"{HSDS}/{name}").json()["contents"]:
            judge.ask("GET", f"{HSDS}/{name}/{one['id']}?lang=fr")
    judge.ask("GET", f"{HSDS}/services?minimal=true")
    judge.ask("GET", f"{HSDS}/organizations?full_service=true")
    judge.ask("GET", f"{HSDS}/organizations/{ORGANIZATION}?full_service=true")
    for where in ("programmes/rean", "offices/geneva"):
        judge.ask("GET", f"/api/v1/{where}/schema.org")


def test_every_refusal_is_described(judge: Judge) -> None:
    for name in ("services", "organizations", "service_at_locations"):
        for query, code in (
            ("page=0", "bad_parameter"),
            ("lang=nl", "bad_language"),
            (f"search={'a' * 1001}", "text_too_long"),
        ):
            assert judge.ask("GET", f"{HSDS}/{name}?{query}").code() == code
        assert judge.ask("GET", f"{HSDS}/{name}/{ident('none')}").code() == "not_found"
    whole = f"{HSDS}/organizations/{ORGANIZATION}?full_service=x"
    assert judge.ask("GET", whole).code() == "bad_parameter"
    for where in ("programmes", "offices"):
        assert judge.ask("GET", f"/api/v1/{where}/none/schema.org").code() == "not_found"


def test_the_browsers_language_is_not_given_to_the_next(gateway: Gateway) -> None:
    path = f"{HSDS}/services/{ident('service', 'rean')}"
    for language in ("en", "fr", "en"):
        answer = gateway.ask("GET", path, None, {"Accept-Language": language})
        assert answer.headers["Content-Language"] == language
        assert ("Sources:" in answer.json()["description"]) == (language == "en")
