"""What holds of every rule and of every person, whatever the content says."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.eligibility.grammar import read_rule
from knowledge.eligibility.programmes import assess_programme, criteria_of, fields_of, presumed
from knowledge.eligibility.rules import Group, Not, Office, Rule, kleene_and
from knowledge.eligibility.vocabulary import IOM, Field, Vocabulary
from knowledge.live import live_knowledge

SMALL = Vocabulary(
    {
        "age": Field("number"),
        "paid": Field("flag"),
        "home": Field("choice", ("NL", "DE", "GH")),
        "from": Field("listing", ("GH", "SD", "ET")),
        "kind": Field("choice", ("a", "b")),
    }
)
VALUES: dict[str, list[Any]] = {
    "age": [0, 17, 18, 21, 40],
    "paid": [True, False],
    "home": ["NL", "DE", "GH"],
    "from": [frozenset(c) for n in (1, 2) for c in itertools.combinations(("GH", "SD", "ET"), n)],
    "kind": ["a", "b"],
}
TESTS: dict[str, list[dict[str, Any]]] = {
    "age": [{"at_least": 18}, {"at_most": 20}, {"is": 17}],
    "paid": [{"is": True}, {"is": False}],
    "home": [{"is": "NL"}, {"none_of": ["NL", "DE"]}, {"one_of": ["GH"]}],
    "from": [{"includes_any": ["GH"]}, {"includes_all": ["GH", "SD"]}, {"includes_none": ["ET"]}],
    "kind": [{"is": "a"}, {"is_not": "a"}],
}


def joined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda some: {"all": some}, several),
        st.builds(lambda some: {"any": some}, several),
        st.builds(lambda one: {"not": one}, parts),
    )


def leaf(field: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(TESTS[field]).map(lambda test: {field: test})


leaves = st.sampled_from(sorted(TESTS)).flatmap(leaf)
rules = st.recursive(leaves, joined, max_leaves=8).map(lambda raw: read_rule(raw, SMALL))


@st.composite
def rules_of_distinct_fields(draw: st.DrawFn) -> Rule:
    """A rule in which no field stands twice: there, what is missing is exactly what matters."""
    fields = draw(st.permutations(sorted(TESTS)))
    parts = [draw(leaf(field)) for field in fields[: draw(st.integers(1, 5))]]
    while len(parts) > 1:
        first, second = parts.pop(), parts.pop()
        made: Any = {draw(st.sampled_from(("all", "any"))): [first, second]}
        parts.append({"not": made} if draw(st.booleans()) else made)
    return read_rule(parts[0], SMALL)


profiles = st.fixed_dictionaries(
    {}, optional={field: st.sampled_from(values) for field, values in VALUES.items()}
)


def completions(profile: dict[str, Any]) -> list[dict[str, Any]]:
    free = [field for field in VALUES if field not in profile]
    spaces = [VALUES[field] for field in free]
    filled = itertools.product(*spaces)
    return [{**profile, **dict(zip(free, some, strict=True))} for some in filled]


@given(rules, profiles, profiles)
def test_an_answer_never_changes_what_is_decided(rule: Rule, known: Any, more: Any) -> None:
    before = rule.value(known).truth
    if before is not None:
        assert rule.value({**more, **known}).truth is before


@given(rules, profiles)
def test_unknown_decides_nothing(rule: Rule, known: Any) -> None:
    emptied = {**dict.fromkeys(VALUES), "from": frozenset(), **known}
    assert rule.value(emptied) == rule.value(known)
    everything = rule.value(known, frozenset(VALUES) - set(known))
    assert everything.truth is rule.value(known).truth
    assert everything.missing == ()


@given(st.lists(leaves, min_size=2, max_size=5), st.booleans(), profiles, st.randoms())
def test_order_does_not_matter(parts: list[Any], every: bool, known: Any, random: Any) -> None:
    rule = Group(every, tuple(read_rule(one, SMALL) for one in parts))
    shuffled = list(rule.parts)
    random.shuffle(shuffled)
    one, other = rule.value(known), Group(every, tuple(shuffled)).value(known)
    assert one.truth is other.truth
    assert set(one.missing) == set(other.missing)


@given(rules, profiles)
def test_answering_what_is_missing_decides(rule: Rule, known: Any) -> None:
    value = rule.value(known)
    assert not set(value.missing) & set(known)
    answered = {**known, **{field: VALUES[field][0] for field in value.missing}}
    assert rule.value(answered).truth is not None


@settings(max_examples=60)
@given(rules_of_distinct_fields(), profiles)
def test_nothing_is_missing_that_cannot_matter(rule: Rule, known: Any) -> None:
    for field in rule.value(known).missing:
        others = completions({**known, field: VALUES[field][0]})
        assert any(
            len({rule.value({**one, field: value}).truth for value in VALUES[field]}) > 1
            for one in others
        )


@given(rules, profiles)
def test_what_an_office_judges_is_never_a_yes(rule: Rule, known: Any) -> None:
    judged = Group(True, (rule, Office("the office"))).value(known)
    assert judged.truth is not True
    assert Not(Office("the office")).value(known).truth is None


# --- the programmes as they are ---

SAID: dict[str, list[Any]] = {
    "nationality": [["NL"], ["AF"], ["SO", "NL"], ["GH"], ["UA"], ["SS"], ["stateless"]],
    "origin": [["AF"], ["ET"], ["GH"], ["RS"], ["NL"], ["BI"]],
    "parents_origin": [["SD"], ["NL"]],
    "residence_country": ["NL", "DE", "GB", "GH"],
    "destination_country": ["NL", "GH", "BE"],
    "legal_status": ["citizen_nl", "asylum_pending", "undocumented", "permit_temporary"],
    "qualification": ["none", "vocational", "student_higher", "advanced_degree"],
    "sector": ["health", "ict", "agriculture"],
    "profession": ["nurse"],
    "age": [16, 19, 30, 70],
    "experience_years": [0, 2, 10],
    "languages": [["English"], ["Somali", "English"], ["Dutch"]],
    "employed": [True, False],
    "lacks_means": [True, False],
    "ends_procedures": [True, False],
    "assisted_return_last_5y": [True, False],
    "can_pay": [True, False],
    "sponsored": [True, False],
    "travel_document": ["valid", "none"],
    "sponsor_status": ["refugee", "other"],
    "ind_permission": ["granted", "pending"],
    "unhcr_status": ["registered", "nominated_selected", "not_nominated"],
    "project": ["somalia", "great_lakes"],
    "track": ["internship", "professional"],
    "study_stage": ["final_year", "other"],
    "wants_return": [True, False],
}
people = st.fixed_dictionaries(
    {}, optional={field: st.sampled_from(values) for field, values in SAID.items()}
)
programmes = st.sampled_from(
    [key for key, one in live_knowledge().at_hand().content.programmes.items() if one.eligibility]
)


@given(programmes, people, people)
def test_a_yes_never_becomes_a_no_nor_a_no_a_yes(key: str, known: Any, more: Any) -> None:
    knowledge = live_knowledge().at_hand()
    programme = knowledge.content.programmes[key]
    before = assess_programme(knowledge, programme, IOM.read(known))
    after = assess_programme(knowledge, programme, IOM.read({**settled(key, more), **known}))
    assert {before.verdict, after.verdict} != {"likely_eligible", "not_eligible"}


@given(programmes, people, people)
def test_the_formula_without_cautions_is_monotone(key: str, known: Any, more: Any) -> None:
    knowledge = live_knowledge().at_hand()
    criteria = list(criteria_of(knowledge, knowledge.content.programmes[key]))
    given_so = presumed_of(key)

    def truth(profile: Any) -> bool | None:
        read = IOM.read({**given_so, **profile})
        gated = (one for one in criteria if not one.gate or one.gate.value(read).truth)
        return kleene_and(one.condition.value(read).truth for one in gated)

    known = {"project": "somalia", "track": "internship", **known}  # which one is asked first
    before = truth(known)
    if before is not None:
        assert truth({**settled(key, more), **known}) is before


@given(programmes, people)
def test_asking_ends_and_asks_nothing_twice(key: str, known: Any) -> None:
    knowledge = live_knowledge().at_hand()
    programme = knowledge.content.programmes[key]
    profile, asked = dict(known), []
    while field := assess_programme(knowledge, programme, IOM.read(profile)).next_question:
        assert field not in profile
        assert field in fields_of(knowledge, programme)
        asked.append(field)
        profile[field] = SAID[field][0] if field in SAID else "permanent_return"
    assert len(asked) == len(set(asked))


def settled(key: str, more: dict[str, Any]) -> dict[str, Any]:
    """Leave out what goes without saying: to say otherwise is to correct it, not to answer."""
    return {field: value for field, value in more.items() if field not in presumed_of(key)}


def presumed_of(key: str) -> dict[str, Any]:
    knowledge = live_knowledge().at_hand()
    return presumed(knowledge, knowledge.content.programmes[key])
