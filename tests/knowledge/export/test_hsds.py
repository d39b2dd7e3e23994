"""The directory that partners read: sound by HSDS 3.0, and nothing in it that we do not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Any

import pytest

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.eligibility.verdict import COLON, opening
from knowledge.eligibility.words import in_words
from knowledge.export.hsds import ASK, Hsds, pair_id
from knowledge.export.hsds_finding import Wanted
from knowledge.export.hsds_parts import ORGANIZATION, SOURCES, ident
from knowledge.export.hsds_services import COUNTRIES, ONLY, RESIDENCE
from knowledge.export.schema_org import IOM
from knowledge.models import Content
from knowledge.origin import in_full
from knowledge.reader import read_content
from knowledge.reply import OLD
from knowledge.settings import CONTENT
from tests.knowledge.export.schemas import faults, read

TODAY = date(2026, 11, 28)
HELD = read_content(CONTENT)
PROGRAMMES, OFFICES = sorted(HELD.programmes), sorted(HELD.offices)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODES = {"link_type", "link_entity", "location_type", "type", "status", "code", "language"}
both = pytest.mark.parametrize("language", LANGUAGES)
validated = pytest.mark.rasa  # which brings a validator


def directory(language: Language = "fr", content: Content = HELD, today: date = TODAY) -> Hsds:
    return Hsds(Knowledge(content=content, release="test"), language, today)


def everything(hsds: Hsds) -> dict[str, Any]:
    """Return all that the directory holds, each record whole."""
    return hsds.whole_organization(full_service=True)


def strings(body: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string with the name of its field."""
    if isinstance(body, str):
        yield under, body
    for key, value in body.items() if isinstance(body, dict) else ():
        yield from strings(value, key)
    for one in body if isinstance(body, list) else ():
        yield from strings(one, under)


def records(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, dict):
        yield body
    for one in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
        yield from records(one)


@validated
@both
@pytest.mark.parametrize("key", PROGRAMMES)
def test_every_programme_is_a_sound_service(key: str, language: Language) -> None:
    hsds, programme = directory(language), HELD.programmes[key]
    assert faults("service_list", hsds.service(programme)) == []
    assert faults("service", hsds.whole_service(programme)) == []


@validated
@both
def test_iom_and_every_office_are_sound(language: Language) -> None:
    hsds = directory(language)
    assert faults("organization_list", hsds.organization()) == []
    for whole in (hsds.whole_organization(), everything(hsds)):
        assert faults("organization", whole) == []
        names = {one["name"] for one in whole["locations"]}
        assert names == {getattr(HELD.offices[key].name, language) for key in OFFICES}


@validated
@both
def test_every_programme_in_an_office_is_sound(language: Language) -> None:
    hsds = directory(language)
    assert hsds.pairs()
    for pair in hsds.pairs():
        assert faults("service_at_location_list", hsds.at_location(pair)) == []
        assert faults("service_at_location", hsds.whole_at_location(pair)) == []


@validated
def test_the_validator_refuses_what_is_wrong() -> None:
    sound = directory().whole_service(HELD.programmes["rean"])
    wrong = [{**sound, "status": "unknown"}, {**sound, "id": "rean"}, {**sound, "email": "x"}]
    wrong += [{**sound, "last_modified": "2026-11-27"}, {**sound, "url": "/fr/programmes/rean"}]
    wrong += [{key: value for key, value in sound.items() if key != "name"}]
    wrong += [{**sound, "phones": [{"id": ident("x")}]}]
    assert [len(faults("service", one)) for one in wrong] == [1] * len(wrong)


@validated
def test_content_without_offices_or_iom_stays_sound() -> None:
    bare = HELD.model_copy(update={"offices": {}, "organisations": {}, "taxonomy": HELD.taxonomy})
    hsds = directory(content=bare)
    assert faults("organization", everything(hsds)) == []
    assert hsds.pairs() == []
    assert not [one for one in records(everything(hsds)) if {"number", "email"} & set(one)]


@pytest.mark.parametrize("key", PROGRAMMES)
def test_a_programme_that_may_have_ended_is_never_active(key: str) -> None:
    programme = HELD.programmes[key]
    told = {"active": "active", "ended": "defunct", "unknown": "inactive"}
    for language in LANGUAGES:
        found = directory(language).whole_service(programme)
        assert found["status"] == told[programme.status]
        if programme.status == "active":
            assert "alert" not in found
        else:
            assert found["alert"] == opening(programme, language)
            assert getattr(programme.name, language) in found["alert"]
        links = [one["service_id"] for one in found.get("service_at_locations", [])]
        assert links == [found["id"]] * len(links)
        assert bool(links) == (programme.status != "ended")


def test_all_states_are_met_in_the_content() -> None:
    found = {programme.status for programme in HELD.programmes.values()}
    assert found == {"active", "ended", "unknown"}


@both
def test_only_lines_that_are_good_today_are_given(language: Language) -> None:
    good = {one.value for one in HELD.contacts.values() if one.current}
    of_offices = {HELD.contacts[key].value for one in HELD.offices.values() for key in one.contacts}
    whole = everything(directory(language))
    given = {text for key, text in strings(whole) if key in ("number", "email")}
    assert given
    assert given <= good & of_offices
    text = json.dumps(whole, ensure_ascii=False)
    assert [c.value for c in HELD.contacts.values() if not c.current and c.value in text] == []


def test_a_line_that_is_history_goes_from_everywhere() -> None:
    gone = HELD.contacts["nl_general"].model_copy(update={"current": False})
    content = HELD.model_copy(update={"contacts": {**HELD.contacts, "nl_general": gone}})
    before, after = everything(directory()), everything(directory(content=content))
    number = ("number", gone.value)
    assert number in set(strings(before))
    assert number not in set(strings(after))


@both
def test_no_text_is_told_that_is_not_in_our_content(language: Language) -> None:
    allowed = _lines(language)
    whole = everything(directory(language))
    links = [directory(language).whole_at_location(pair) for pair in directory(language).pairs()]
    strange = {
        (key, line)
        for key, text in strings([whole, links])
        if not _no_prose(key, text)
        for line in text.splitlines()
        if line and line not in allowed
    }
    assert strange == set()


def _no_prose(key: str, text: str) -> bool:
    if key == "id" or key.endswith("_id"):
        assert UUID.fullmatch(text), (key, text)
        return True
    if key in CODES or key in ("number", "email", "website"):
        return True
    if key == "value":
        status = {"open", "closed", "unknown"}
        keys = {*HELD.programmes, *HELD.offices, *HELD.countries, *status, "iom"}
        ends = {one.ended for one in HELD.programmes.values()}
        assert text in keys | ends or UUID.fullmatch(text), text
        return True
    return key == "last_modified"


def _lines(language: Language) -> set[str]:
    """Return every line that may stand in a record, from the texts of one language."""

    def told(text: Any) -> str:
        return text if isinstance(text, str) else str(getattr(text, language))

    colon, lines = COLON[language], {*IOM[language], told(ASK), told(RESIDENCE), told(COUNTRIES)}
    lines |= {told(OLD), f"{told(SOURCES)}{colon}".rstrip()}
    for source in HELD.sources.values():
        lines |= {in_full(source, language), f"{in_full(source, language)}, {source.url}"}
    for contact in HELD.contacts.values():
        label = told(contact.label)
        lines |= {label, f"{label}{colon}{contact.value}"}
    lines |= {getattr(country, language)[0] for country in HELD.countries.values()}
    lines |= {told(topic.name) for topic in HELD.taxonomy.values()}
    explained = told(HELD.organisations["iom"].explained)
    lines.add(explained[:1].upper() + explained[1:])
    for office in HELD.offices.values():
        country = getattr(HELD.countries[office.country], language)[0]
        lines |= {told(office.name), f"{told(office.city)}, {country}"}
    for programme in HELD.programmes.values():
        lines |= {told(programme.name), str(programme.acronym), opening(programme, language)}
        lines |= set(told(programme.summary).splitlines())
        lines |= {f"{n}. {told(one.text)}" for n, one in enumerate(programme.steps, 1)}
        lines |= {told(one.text) for one in programme.documents}
        held = programme.eligibility
        after = (held.note, held.not_published, held.afterwards) if held else ()
        lines |= {line for one in after if one for line in told(one).splitlines()}
        for criterion in held.criteria if held else ():
            more = ""
            if criterion.gate:
                more += f" ({told(ONLY).format(in_words(criterion.gate, HELD, language))})"
            if criterion.unsettled:
                more += f" ({told(criterion.unsettled).removesuffix('.')})"
            lines.add(f"– {told(criterion.label)}{more}")
    return lines


@both
def test_every_text_of_a_programme_names_its_sources(language: Language) -> None:
    hsds = directory(language)
    for key in PROGRAMMES:
        programme = HELD.programmes[key]
        found = hsds.whole_service(programme)
        for cited in programme.sources:
            assert in_full(HELD.sources[cited.id], language) in found["description"]
        assert found["description"].startswith(getattr(programme.summary, language))
        below = [found.get("application_process"), found.get("eligibility_description")]
        below += [one["document"] for one in found.get("required_documents", [])]
        assert all(getattr(SOURCES, language) in text for text in below if text), key


@both
def test_a_condition_for_some_says_for_whom(language: Language) -> None:
    hsds = directory(language)
    gated = 0
    for programme in HELD.programmes.values():
        lines = hsds.service(programme).get("eligibility_description", "").splitlines()
        for criterion in programme.eligibility.criteria if programme.eligibility else ():
            label = getattr(criterion.label, language)
            (line,) = [one for one in lines if one.startswith(f"– {label}")]
            only = getattr(ONLY, language).removesuffix("{}")
            assert bool(criterion.applies) == (only in line)
            gated += bool(criterion.applies)
    assert gated


def test_a_text_past_its_time_says_so() -> None:
    later = directory("en", today=date(2029, 1, 1))
    assert later.service(HELD.programmes["rean"])["alert"] == OLD.en
    unknown = later.service(HELD.programmes["rqa"])["alert"]
    assert unknown == f"{opening(HELD.programmes['rqa'], 'en')}\n{OLD.en}"
    assert "alert" not in directory("en").service(HELD.programmes["rean"])


def test_nothing_claims_a_check_that_nobody_made() -> None:
    keys = {key for one in records(everything(directory())) for key in one}
    unknown = {"assured_date", "assurer_email", "metadata", "schedules", "languages", "latitude"}
    unknown |= {"longitude", "addresses", "fees_description", "minimum_age", "maximum_age", "url"}
    assert keys & unknown == set()
    written = {str(one.written.fr) for one in HELD.programmes.values()} | {"2026-11-27"}
    days = {text for key, text in strings(everything(directory())) if key == "last_modified"}
    assert days <= {f"{day}T00:00:00Z" for day in written}


def test_a_line_belongs_to_one_record_and_every_id_to_one_thing() -> None:
    hsds = directory()
    seen: dict[str, dict[str, Any]] = {}
    every = [everything(hsds), *(hsds.whole_at_location(pair) for pair in hsds.pairs())]
    for record in records(every):
        plain = {key: value for key, value in record.items() if isinstance(value, str)}
        held = seen.setdefault(record["id"], plain)
        assert all(held[key] == plain[key] for key in held.keys() & plain.keys()), record
        assert {"name", "number", "value"} & held.keys() == {"name", "number", "value"} & set(plain)


def test_ids_are_the_same_for_ever() -> None:
    hsds = directory()
    rean, hague = HELD.programmes["rean"], HELD.offices["the_hague"]
    assert ORGANIZATION == "fbf79b2a-67c0-5d34-b0d4-487fc5cafdaa"
    assert hsds.service(rean)["id"] == "8bd9a9f2-1976-5052-b40f-514773f03b56"
    assert hsds.whole_organization()["locations"][1]["id"] == "f5025547-56b9-5365-bbe7-297fd558b0c0"
    assert pair_id((rean, hague)) == hsds.whole_service(rean)["service_at_locations"][0]["id"]
    english = {text for key, text in strings(everything(directory("en"))) if key == "id"}
    assert english == {text for key, text in strings(everything(hsds)) if key == "id"}


def test_our_own_ids_lead_back_to_the_other_data() -> None:
    whole = everything(directory())
    own = [(one["link_entity"], one["value"]) for one in records(whole) if _identifies(one)]
    assert {value for kind, value in own if kind == "service"} == set(PROGRAMMES)
    assert {value for kind, value in own if kind == "location"} == set(OFFICES)
    assert {value for kind, value in own if kind == "organization"} == {"iom"}


def _identifies(record: dict[str, Any]) -> bool:
    return record.get("link_type") == "identifier"


def test_filters_all_hold_at_once() -> None:
    hsds = directory()

    def found(**wanted: Any) -> set[str]:
        return {one.id for one in hsds.services(Wanted(**wanted))}

    business, taxonomy = ident("term", "business"), ident("taxonomy", "topics")
    assert found() == set(PROGRAMMES)
    assert found(organization_id=ORGANIZATION) == found(taxonomy_id=taxonomy) == set(PROGRAMMES)
    assert found(organization_id=ident("x")) == found(taxonomy_id=ident("x")) == set()
    topical = {key for key in PROGRAMMES if "business" in HELD.programmes[key].topics}
    assert found(taxonomy_term_id=business) == topical != set()
    assert found(taxonomy_term_id=business, organization_id=ident("x")) == set()
    assert found(search="retour VOLONTAIRE") >= {"rean"}
    assert found(search="no such words") == set()


def test_what_changed_since_a_day_is_found_by_its_newest_text() -> None:
    older = HELD.programmes["trqn_ii"].model_copy(update={"eligibility": None})
    changed = {**HELD.programmes, "trqn_ii": older}
    hsds = directory(content=HELD.model_copy(update={"programmes": changed}))

    def since(*moment: int) -> set[str]:
        after = datetime(*moment, tzinfo=timezone.utc)  # type: ignore[misc, arg-type]
        return {one.id for one in hsds.services(Wanted(modified_after=after))}

    assert since(2026, 11, 24) == set(PROGRAMMES)
    assert since(2026, 11, 24, 0, 1) == since(2026, 11, 27) == set(PROGRAMMES) - {"trqn_ii"}
    assert since(2026, 11, 28) == set()


def test_offices_are_found_by_programme_and_by_their_own_name() -> None:
    hsds = directory()
    by_programme = hsds.at_locations(Wanted(search="REAN"))
    assert ("rean", "the_hague") in {(one.id, office.id) for one, office in by_programme}
    by_office = hsds.at_locations(Wanted(search="Geneva"))
    assert {office.id for _, office in by_office} == {"geneva"}
    assert hsds.at_locations(Wanted(organization_id="x")) == []
    assert hsds.organizations("migrations")
    assert hsds.organizations("Médecins") == []


def test_the_paths_are_those_of_hsds() -> None:
    from bot.web import hsds_api

    ours = {one.path.removeprefix(hsds_api.ROOT) for one in hsds_api.routes()}
    theirs = set(read("openapi")["paths"])
    assert ours - {""} <= theirs
    assert {one for one in theirs if not one.startswith("/taxonom")} <= ours
