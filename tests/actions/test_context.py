"""Half questions become whole ones, from what came before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.context import follow_up, is_half, is_of_another, phase_meant, question_of
from knowledge.answers import Knowledge, Question
from knowledge.reader import read_content
from knowledge.reply import reply_from
from knowledge.settings import CONTENT


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(read_content(Path(CONTENT)), "test")


def entity(kind: str, value: str) -> dict[str, str]:
    return {"entity": kind, "value": value}


def test_the_pilot_is_meant_when_trqn_and_pilot_are_named() -> None:
    named = [entity("programme", "trqn_ii"), entity("programme", "trqn_pilot")]
    assert question_of("duration", "", named, {}).programme == "trqn_pilot"


def test_programme_carries_over_but_country_does_not() -> None:
    before = {"programme": "trqn_pilot", "country": "RS", "aspect": "results"}
    question = question_of("results", "combien au total ?", [], before)
    assert (question.programme, question.country) == ("trqn_pilot", None)


def test_there_means_the_country_before() -> None:
    before = {"programme": "trqn_ii", "country": "SD", "aspect": "country"}
    question = question_of("results", "how many went there in the pilot", [], before)
    assert question.country == "SD"


def test_and_serbia_after_the_figures_of_the_pilot(knowledge: Knowledge) -> None:
    before = {"programme": "trqn_pilot", "country": "SD", "aspect": "results"}
    question = follow_up("et la Serbie ?", [entity("country", "RS")], before, knowledge)
    assert question == Question("results", "trqn_pilot", "RS", countries=("RS",))


def test_and_serbia_after_the_budget_asks_whether_serbia_takes_part(knowledge: Knowledge) -> None:
    before = {"programme": "trqn_ii", "country": None, "aspect": "funding"}
    question = follow_up("et la Serbie ?", [entity("country", "RS")], before, knowledge)
    assert question is not None
    assert (question.aspect, question.country) == ("country", "RS")


def test_nothing_before_and_nothing_named_is_no_question(knowledge: Knowledge) -> None:
    assert follow_up("et alors ?", [], {}, knowledge) is None


@pytest.mark.parametrize(
    ("text", "name", "half"),
    [
        ("non, le pilote", "le pilote", True),
        ("Géorgie ?", "Géorgie", True),
        ("is the pilot still open", "pilot", False),
        ("oui", "", False),
        ("What is CD4D?", "CD4D", False),
        ("C’est quoi CD4D ?", "CD4D", False),
    ],
)
def test_a_message_that_only_names_something_is_half_a_question(
    text: str, name: str, half: bool
) -> None:
    start = text.find(name)
    named = {"entity": "programme", "value": "x", "start": start, "end": start + len(name)}
    assert is_half(text, [named] if name else []) is half


def test_since_when_after_a_person_is_about_the_person() -> None:
    before = {"aspect": "person", "person": "amy_pope", "programme": "trqn_ii"}
    question = question_of("duration", "since when?", [], before)
    assert (question.aspect, question.person) == ("person", "amy_pope")
    who = question_of("person", "who is chief of mission today", [], before)
    assert who.person is None
    assert question_of("person", "what did she do before", [], before).person == "amy_pope"


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("and the phone?", "contact_office"),
        ("et l'adresse ?", "address_hours"),
        ("et ensuite ?", "address_hours"),
    ],
)
def test_half_a_question_on_an_office_stays_with_it(
    knowledge: Knowledge, text: str, aspect: str
) -> None:
    before = {"aspect": "address_hours", "office": "geneva"}
    question = follow_up(text, [], before, knowledge)
    assert question is not None
    assert (question.aspect, question.office) == (aspect, "geneva")


def test_half_a_question_on_no_programme_keeps_its_subject(knowledge: Knowledge) -> None:
    question = follow_up("and the jobs", [], {"aspect": "site"}, knowledge)
    assert question is not None
    assert question.aspect == "site"


def test_a_benefit_after_legal_advice_is_one_from_the_state() -> None:
    assert question_of("benefits", "and my benefit?", [], {"aspect": "legal"}).aspect == "legal"
    assert question_of("benefits", "and my benefit?", [], {"aspect": "status"}).aspect == "benefits"


def test_two_countries_are_added_up(knowledge: Knowledge) -> None:
    named = [entity("country", "SD"), entity("country", "AF")]
    question = question_of("results", "sudan plus afghanistan", named, {})
    unit = knowledge.unit(question)
    reply = reply_from(unit, question, knowledge, date(2026, 11, 25))
    assert "76" in reply["text"]["en"]
    assert "Soudan 39, Afghanistan 37" in reply["text"]["fr"]
    assert reply["programme"] == "trqn_pilot"


def test_a_country_without_a_figure_is_not_added_up(knowledge: Knowledge) -> None:
    named = [entity("country", "SD"), entity("country", "GE")]
    unit = knowledge.unit(question_of("results", "", named, {}))
    assert unit.id == "trqn.results.some.ge"


@pytest.mark.parametrize(
    ("countries", "detail", "french", "english"),
    [
        (
            ("XK", "SD"),
            "most",
            "Le Soudan a eu 31 missions de plus que le Kosovo",
            "Sudan had 31 more assignments than Kosovo",
        ),
        (
            ("RS", "AF"),
            "least",
            "La Serbie a eu 17 missions de moins que l'Afghanistan",
            "Serbia had 17 fewer assignments than Afghanistan",
        ),
        (
            ("GE", "RS"),
            "most",
            "La Serbie en a eu le plus dans le pilote (Serbie 20)",
            "Serbia had more in the pilot (Serbia 20)",
        ),
        (("SD", "IQ"), "most", "Dans le pilote : Soudan 39", "In the pilot: Sudan 39"),
    ],
)
def test_of_two_countries_the_first_sentence_names_the_one_asked_for(
    knowledge: Knowledge, countries: tuple[str, ...], detail: str, french: str, english: str
) -> None:
    named = [*(entity("country", code) for code in countries), entity("detail", detail)]
    question = question_of("results", "", named, {})
    text = reply_from(knowledge.unit(question), question, knowledge, date(2026, 11, 25))["text"]
    assert text["fr"].startswith(french)
    assert text["en"].startswith(english)


def test_other_countries_of_another_programme_keep_its_own_answer(knowledge: Knowledge) -> None:
    question = Question("results", "cd4d_2", "IQ", countries=("IQ", "AF"))
    assert knowledge.unit(question).id == "cd4d_2.results.iq"


@pytest.mark.parametrize(
    ("aspect", "detail", "kind"),
    [
        ("eligibility", "age", "not_known"),
        ("person", "private_line", "not_known"),
        ("contact_office", "private_line", "not_known"),
        ("status", "for_good", "answer"),
    ],
)
def test_a_detail_narrows_the_answer(
    knowledge: Knowledge, aspect: str, detail: str, kind: str
) -> None:
    question = question_of(aspect, "", [entity("detail", detail)], {})
    unit = knowledge.unit(question)
    assert (unit.detail, unit.kind) == (detail, kind)


@pytest.mark.parametrize(
    ("before", "asked", "text", "meant"),
    [
        ("iom", "countries", "et présente dans combien de pays ?", "iom_figures"),
        ("iom_figures", "duration", "since when?", "iom_figures"),
        ("contact_headquarters", "person", "Qui est à sa tête ?", "iom_structure"),
        ("eligibility", "family", "can my husband come with me", "benefits"),
        ("eligibility", "family", "faire venir ma femme aux Pays-Bas", "family"),
        ("eligibility", "countries", "quels pays ?", "countries"),
    ],
)
def test_a_question_goes_on_with_what_was_talked_of(
    before: str, asked: str, text: str, meant: str
) -> None:
    assert question_of(asked, text, [], {"aspect": before}).aspect == meant


def test_after_the_organisation_a_country_is_one_of_the_programme() -> None:
    question = question_of(
        "results", "how many to Sudan", [entity("country", "SD")], {"aspect": "iom"}
    )
    assert (question.aspect, question.country) == ("results", "SD")


def test_my_country_is_the_one_named_before() -> None:
    slots = {"aspect": "eligibility", "programme": "trqn_ii", "country": "SD"}
    assert question_of("country", "Mon pays en fait partie ?", [], slots).country == "SD"


@pytest.mark.parametrize(
    ("carried", "aspect", "of_another"),
    [
        ("family_reunification_nl", "sectors", True),
        ("rean", "sectors", True),
        ("rean", "benefits", False),
        ("cd4d_1", "sectors", False),
        (None, "sectors", False),
    ],
)
def test_a_service_lets_go_of_what_only_a_programme_has(
    carried: str | None, aspect: str, of_another: bool, knowledge: Knowledge
) -> None:
    question = Question(aspect, programme=carried)
    assert is_of_another(question, [], knowledge) is of_another


def test_figures_that_only_the_pilot_has_are_those_of_the_pilot(knowledge: Knowledge) -> None:
    question = Question("results", programme="cd4d_1", country="XK", countries=("XK", "SD"))
    assert is_of_another(question, [], knowledge)
    named = [entity("programme", "cd4d_1")]
    assert not is_of_another(question, named, knowledge)


@pytest.mark.parametrize(
    ("carried", "meant"),
    [("cd4d_1", "cd4d_2"), ("trqn_pilot", "trqn_ii"), ("trqn_ii", "trqn_ii"), (None, None)],
)
def test_the_second_phase_is_that_of_what_was_talked_of(
    carried: str | None, meant: str | None, knowledge: Knowledge
) -> None:
    question = Question("results", programme=carried)
    assert phase_meant(question, "Et la deuxième phase, combien de missions ?", knowledge) == meant


def test_the_next_phase_is_what_followed_the_first(knowledge: Knowledge) -> None:
    question = Question("successor", programme="trqn_pilot")
    assert phase_meant(question, "what was the next phase?", knowledge) == "trqn_pilot"
