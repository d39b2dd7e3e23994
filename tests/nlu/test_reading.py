"""What the reader hears in what people say, against the development rows and single sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.entities import build_index, find
from knowledge.eligibility.reading import Heard, read
from knowledge.eligibility.reading.numbers import in_digits
from knowledge.eligibility.reading.people import is_people
from knowledge.eligibility.vocabulary import IOM
from knowledge.live import live_knowledge
from knowledge.names import fold

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data/development"
ROWS = {
    name: yaml.safe_load((DATA / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("profile", "profile_2")
}
ROWS["held out"] = yaml.safe_load(
    (ROOT / "tests/knowledge/eligibility/heldout/profile.yml").read_text(encoding="utf-8")
)
# Precision and recall of fields, rows entirely right, acts; the second set is of other writers.
FLOORS = {
    "profile": (0.98, 0.98, 0.97, 0.99),
    "profile_2": (0.965, 0.93, 0.90, 0.99),
    "held out": (0.87, 0.60, 0.50, 0.95),  # by another writer; nobody tunes on it
}
TODAY = date(2026, 11, 27)
ACTS = ("dont_know", "refused", "why", "stop", "again")
Hear = Callable[..., Heard]


@pytest.fixture(scope="module")
def hear() -> Hear:
    index = build_index(live_knowledge().at_hand())

    def heard(
        said: str, language: str = "en", asked: str | None = None, other: bool = False
    ) -> Heard:
        found = read(said, find(index, said, language), asked, language, TODAY, other=other)
        IOM.read(found.profile)  # never a value that the contract refuses
        return found

    return heard


def comparable(profile: dict[str, Any]) -> dict[str, Any]:
    """Return a profile with lists in no order and the profession in small letters."""
    return {
        name: frozenset(value)
        if isinstance(value, list)
        else value.lower()
        if name == "profession"
        else value
        for name, value in profile.items()
    }


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", list(FLOORS))
def test_rows_reach_their_floor(hear: Hear, name: str, language: str) -> None:
    right = filled = wanted = rows = acts = 0
    told = ROWS[name][language]
    for row in told:
        found = hear(row["said"], language, row.get("asked"))
        got, want = comparable(found.profile), comparable(row.get("profile", {}))
        same = sum(1 for field in got if field in want and got[field] == want[field])
        right, filled, wanted = right + same, filled + len(got), wanted + len(want)
        rows += got == want
        acts += found.act == next((act for act in ACTS if row.get(act)), None)
    precision, recall, whole, act = FLOORS[name]
    assert right / filled >= precision, "precision"
    assert right / wanted >= recall, "recall"
    assert rows / len(told) >= whole, "rows entirely right"
    assert acts / len(told) >= act, "acts"


@pytest.mark.parametrize(
    ("language", "asked", "said", "profile"),
    [
        # lived in before, and now
        ("en", None, "I used to live in Italy, now I live in Zwolle", {"residence_country": "NL"}),
        ("fr", None, "je suis arrivé d'Irak en 2016", {"origin": ["IQ"]}),
        # a permission that is pending is none
        ("en", None, "wait, the IND permission is still pending", {"ind_permission": "pending"}),
        (
            "fr",
            None,
            "l'accord de l'IND est toujours en attente",
            {"ind_permission": "pending", "residence_country": "NL"},
        ),
        ("fr", "experience_years", "douze ans", {"experience_years": 12}),
        # what a bare answer means is what was asked
        ("fr", "destination_country", "le Ghana", {"destination_country": "GH"}),
        ("fr", "origin", "le Ghana", {"origin": ["GH"]}),
        ("fr", "age", "34", {"age": 34}),
        ("fr", "experience_years", "34", {"experience_years": 34}),
        # other people: nothing of theirs, unless one asks for them
        ("en", None, "my brother lives in Ghana", {}),
        ("fr", None, "une jeune femme syrienne vit ici à Utrecht", {}),
        ("en", None, "can my brother apply? he is 25", {"age": 25}),
        ("fr", None, "mes grands-parents viennent d'Italie", {}),
        # questions and suppositions
        ("fr", None, "combien de temps dure une mission ?", {}),
        ("en", None, "If I am from Ghana can I join?", {}),
        ("en", "age", "is 65 too old?", {}),
        # what only looks like a fact
        ("fr", None, "dites-moi tout sur le retour temporaire", {}),
        ("en", None, "hw 2 get voluntary return", {}),
        ("fr", None, "l'ambassade du Maroc ne répond pas", {}),
        ("en", None, "I'm learning Dutch", {}),
        ("en", None, "LLM from Leiden", {"qualification": "advanced_degree"}),
        ("en", None, "I need a lawyer", {}),
        ("fr", None, "mon passeport expire dans six semaines", {}),
        # negation
        ("en", "destination_country", "not Ethiopia, Somalia", {"destination_country": "SO"}),
        ("fr", None, "je ne suis pas réfugié", {}),
        ("fr", None, "je ne parle pas anglais, seulement arabe", {"languages": ["Arabic"]}),
        # numbers: vague ones and ranges are no age, a birthday to come is not yet one
        ("fr", "age", "quatre-vingt-deux", {"age": 82}),
        ("fr", "age", "entre 30 et 35", {}),
        ("en", "age", "over sixty", {}),
        ("fr", "age", "j'aurai 30 ans en mars", {"age": 29}),
        ("fr", "age", "né en décembre 1985", {"age": 40}),
        ("fr", None, "né à Herat, naturalisé en 2015", {"origin": ["AF"]}),
        ("en", "children", "I have a son and two daughters", {"children": 3}),
        # yes and no; means are asked the other way round: "can you pay yourself?"
        ("fr", "wants_return", "oui", {"wants_return": True}),
        ("fr", "lacks_means", "oui", {"lacks_means": False}),
        ("en", "ends_procedures", "no problem", {"ends_procedures": True}),
        # "no" to what was understood, not to what is asked
        ("en", "children", "no wait, I'm 43, not 34", {"age": 43}),
        # of two Congos only the one that something else tells
        ("en", None, "I'm Congolese", {}),
        ("en", None, "I'm Congolese, from Goma", {"nationality": ["CD"], "origin": ["CD"]}),
    ],
)
def test_sentence(
    hear: Hear, language: str, asked: str | None, said: str, profile: dict[str, Any]
) -> None:
    assert hear(said, language, asked).profile == profile


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("I'd rather not say", "refused"),
        ("pourquoi cette question ?", "why"),
        ("je ne m'en souviens plus", "dont_know"),
        ("stop", "stop"),
        ("on reprend depuis le début", "again"),
        ("how long does it take?", None),
    ],
)
def test_what_is_said_of_the_asking(hear: Hear, said: str, act: str | None) -> None:
    assert hear(said, asked="age").act == act


@pytest.mark.parametrize("said", ["non, j'ai 34 ans, pas 43", "sorry, I meant Ghana"])
def test_corrections_are_noticed(hear: Hear, said: str) -> None:
    assert hear(said, asked="qualification").corrects


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("soixante-dix-sept", "77"),
        ("quatre vingt onze ans", "91 ans"),
        ("vingt et un", "21"),
        ("fourty four", "44"),
        ("une dizaine d'annees", "10 d'annees"),
        ("la cinquantaine", "la cinquantaine"),
        ("vingt et deux", "20 et 2"),
    ],
)
def test_numbers_in_words(said: str, digits: str) -> None:
    assert in_digits(said) == digits


def test_demonyms_are_told_from_places() -> None:
    """In French the content writes demonyms with a small letter, so that it can judge."""
    countries = live_knowledge().at_hand().content.countries.values()
    names = {name for country in countries for name in country.fr}
    places = {name for name in names if name[0].isupper()}
    people = {name for name in names if name[0].islower() and " " not in name}
    people -= {name.lower() for name in places}  # "suisse" is both: rather a place than a guess
    missed = {name for name in people if not is_people(fold(name))}
    taken = {name for name in places if is_people(fold(name))}
    assert not missed, "these are people"
    assert not taken, "these are places"


@pytest.mark.parametrize(
    "text",
    [
        "a",
        " ",
        "1",
        "1 ",
        "vingt et ",
        "je suis ",
        "my brother ",
        "not ",
        ", ",
        "i am a ",
        "?",
        "'",
    ],
)
def test_nothing_runs_away(text: str) -> None:
    """A thousand characters take some milliseconds; a pattern that runs away takes seconds."""
    long = (text * 1000)[:1000]
    for asked in (None, "age", "languages", "profession"):
        start = time.thread_time()
        read(long, [], asked, "fr", TODAY)
        assert time.thread_time() - start < 0.5


BARE_ACTS = [
    *[(said, "why") for said in ("pourquoi ?", "why?", "why not?", "pourquoi pas ?")],
    *[(said, "why") for said in ("et pourquoi ça ?", "why do you say that?", "how come?")],
    ("none of your business", "refused"),
    ("ça ne vous regarde pas", "refused"),
    ("leave my parents out of it", "refused"),
    ("laissez ma famille en dehors de ça", "refused"),
    *[(said, "dont_know") for said in ("aucune idée", "no idea", "je c pas", "chépa", "jsp")],
]


@pytest.mark.parametrize("asked", [None, "age", "qualification", "nationality", "wants_return"])
@pytest.mark.parametrize(("said", "act"), BARE_ACTS)
def test_bare_acts_fill_nothing(hear: Hear, said: str, act: str, asked: str | None) -> None:
    found = hear(said, "fr", asked)
    assert (found.act, found.profile) == (act, {})


@pytest.mark.parametrize("asked", [None, "nationality", "age"])
@pytest.mark.parametrize("said", ["En français s'il vous plaît", "in English please"])
def test_how_to_go_on_fills_nothing(hear: Hear, said: str, asked: str | None) -> None:
    assert hear(said, "fr", asked).profile == {}


DOCTOR = {"nationality": ["SD", "NL"], "sector": "health"}


@pytest.mark.parametrize(
    ("said", "profile"),
    [
        ("MIDA Somalie", {"project": "somalia"}),
        ("I want to join MIDA Great Lakes", {"project": "great_lakes"}),
        ("un stage", {"track": "internship"}),
        ("an internship please", {"track": "internship"}),
        ("a professional post", {"track": "professional"}),
        ("un poste", {"track": "professional"}),
        ("The IND has given permission", {"ind_permission": "granted"}),
        ("L'IND a donné son accord", {"ind_permission": "granted"}),
        ("the IND permission was granted", {"ind_permission": "granted"}),
        ("we have not asked the IND yet", {"ind_permission": "not_asked"}),
        ("en Suisse", {"residence_country": "CH"}),
        ("j'habite en Suisse", {"residence_country": "CH"}),
        ("I am an Ethiopian teacher", {"nationality": ["ET"], "profession": "teacher"}),
        ("they turned my asylum down", {"legal_status": "asylum_rejected"}),
        (
            "Un médecin soudanais avec un passeport néerlandais peut-il participer ?",
            {**DOCTOR, "profession": "médecin"},
        ),
        (
            "A Sudanese doctor with a Dutch passport, can he take part?",
            {**DOCTOR, "profession": "doctor"},
        ),
    ],
)
def test_what_readers_before_missed(hear: Hear, said: str, profile: dict[str, Any]) -> None:
    assert profile.items() <= hear(said, "fr").profile.items()


@pytest.mark.parametrize(
    ("said", "profile"),
    [
        (
            "Ma sœur est professeure, elle est née à Kaboul et vit à Gouda, peut-elle participer ?",
            {
                "origin": ["AF"],
                "residence_country": "NL",
                "profession": "professeure",
                "sector": "education",
            },
        ),
        ("Can my uncle take part in resettlement? He is Eritrean.", {"nationality": ["ER"]}),
        ("c'est pour ma mère, elle a 61 ans", {"age": 61}),
        ("my daughter is from Ghana, can she take part?", {"origin": ["GH"]}),  # no child of hers
    ],
)
def test_message_that_asks_for_another(hear: Hear, said: str, profile: dict[str, Any]) -> None:
    found = hear(said, "fr")
    assert (found.other, found.profile) == (True, profile)


@pytest.mark.parametrize("said", ["can my wife join me?", "my brother lives in Ghana", "why?"])
def test_message_that_asks_for_nobody_else(hear: Hear, said: str) -> None:
    assert not hear(said).other


@pytest.mark.parametrize(
    ("said", "asked", "profile"),
    [
        ("il habite à Maastricht", None, {"residence_country": "NL"}),
        ("she has a master's degree", None, {"qualification": "advanced_degree"}),
        ("pardon, elle est inscrite au HCR", None, {"unhcr_status": "registered"}),
        (
            "he wants to leave for good, his asylum claim was refused",
            None,
            {
                "wants_return": True,
                "goal": "permanent_return",
                "legal_status": "asylum_rejected",
            },
        ),
        ("I live in Utrecht", None, {}),
        ("I am 50 but he is 34", "age", {"age": 34}),
        ("je crois qu'il a 34 ans", "age", {"age": 34}),
        ("34", "age", {"age": 34}),
        ("his wife is Dutch", None, {}),
        ("son passeport est valable", "travel_document", {"travel_document": "valid"}),
    ],
)
def test_check_for_another(
    hear: Hear, said: str, asked: str | None, profile: dict[str, Any]
) -> None:
    assert hear(said, "fr", asked, other=True).profile == profile


def test_messages_are_read_quickly(hear: Hear) -> None:
    """Two milliseconds a message, ten for a thousand characters; here only what runs away.

    Counted is the time of this thread: a busy machine gives it little of its own.
    """
    said = [row["said"] for language in ("fr", "en") for row in ROWS["profile_2"][language]]
    start = time.thread_time()
    for one in said:
        read(one, [], None, "en", TODAY)
    assert (time.thread_time() - start) / len(said) < 0.02
    start = time.thread_time()
    read(". ".join(said)[:1000], [], None, "en", TODAY)
    assert time.thread_time() - start < 0.3
