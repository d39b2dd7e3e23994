"""The net finds danger, leaves look-alikes alone, and never takes long."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.safety import SafetyContentError, SafetyNet, SafetyTexts
from bot.safety.net import LANGUAGES
from bot.settings import CONTENT

FOLDER = CONTENT / "safety"
CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def net() -> SafetyNet:
    return SafetyNet.load(FOLDER)


@pytest.mark.parametrize(
    ("category", "text"), [(c, t) for c, texts in CASES["positives"].items() for t in texts]
)
def test_danger_is_recognised(net: SafetyNet, category: str, text: str) -> None:
    found = net.recognise(text)
    assert found is not None
    assert found.category == category


@pytest.mark.parametrize("text", CASES["look_alikes"])
def test_look_alikes_are_left_alone(net: SafetyNet, text: str) -> None:
    assert net.recognise(text) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_held_out_cases(net: SafetyNet, language: str) -> None:
    """Written without sight of the word lists; never tune on them. DECISIONS.md has the figures."""
    path = Path(__file__).parent / "heldout" / f"{language}.yml"
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert min(len(cases["positives"]), len(cases["look_alikes"])) >= 20
    lists = yaml.safe_load((FOLDER / f"words_{language}.yml").read_text(encoding="utf-8"))
    shown = {text for entry in lists["categories"].values() for text in entry["examples"]}
    # A case that equals an example of the lists by chance proves nothing.
    unseen = [case for case in cases["positives"] if case["text"] not in shown]
    found = [(net.recognise(case["text"]), case["category"]) for case in unseen]
    noticed = sum(finding is not None for finding, _ in found)
    right = sum(finding is not None and finding.category == wanted for finding, wanted in found)
    alarms = sum(net.recognise(text) is not None for text in cases["look_alikes"])
    print(f"{language}: {noticed} noticed, {right} right, of {len(found)}; {alarms} false alarms")
    assert noticed >= 0.75 * len(found)
    assert right >= 0.7 * len(found)
    assert alarms <= 0.1 * len(cases["look_alikes"])


MUST_HOLD = {
    "trafficking": ("112", "+31 33 448 11 86", "9"),
    "debt_bondage": ("112", "+31 33 448 11 86"),
    "domestic_violence": ("112", "0800-2000"),
    "sexual_violence": ("112", "0800-0188"),
    "threats": ("112", "0900-8844"),
    "extortion": ("112", "0900-8844"),
    "immediate_danger": ("112", "0900-8844"),
    "self_harm": ("112", "113", "0800-0113", "113.nl"),
    "unaccompanied_child": ("112", "0800-0432", "polic"),
    "medical_emergency": ("112", "insurance|assurance"),
    "sea_distress": ("112", "position", "coast guard|garde-côtes"),
    "detention": ("VluchtelingenWerk", "+31 88 746 44 66", "lawyer|avocat"),
    "imminent_deportation": ("VluchtelingenWerk", "lawyer|avocat"),
    "war_evacuation": ("embassy|ambassade", "+31 70 318 15 00"),
    "missing_family": ("112", "familylinks.icrc.org", "+31 70 318 15 00"),
    "staff_exploitation": ("weareallin.iom.int", "eco@iom.int"),
    "fraud": ("+31 70 318 15 00", "0900-8844", "weareallin.iom.int"),
}
NEVER = (
    "don't worry", "ne vous inquiétez pas", "what happened?", "que s'est-il passé",
    "your name", "votre nom", "will help you soon", "va vous appeler", "will call you",
    "a member of our team", "je n'ai pas compris", "i did not understand", "?",
)  # fmt: skip


@pytest.mark.parametrize("category", list(MUST_HOLD))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_text_holds_what_it_must_and_nothing_that_it_must_not(
    category: str, language: str
) -> None:
    reply = SafetyTexts.load(FOLDER).reply(category)
    text = reply["text"][language]
    for wanted in MUST_HOLD[category]:
        assert any(one in text for one in wanted.split("|")), wanted
    assert not [words for words in NEVER if words in text.lower()]
    assert len(text) <= 600
    assert "effacez tout" in text if language == "fr" else "erase everything" in text
    assert reply["sources"] and reply["contacts"]


def test_every_category_has_its_text_its_words_and_its_urgency(net: SafetyNet) -> None:
    lists = [
        yaml.safe_load((FOLDER / f"words_{one}.yml").read_text(encoding="utf-8"))["categories"]
        for one in ("fr", "en")
    ]
    texts = SafetyTexts.load(FOLDER).categories
    assert set(texts) == set(MUST_HOLD) == set(lists[0])
    # The first that fits wins, so both languages have them in the same order.
    assert [*lists[0]] == [*lists[1]]
    assert [one["priority"] for one in lists[0].values()] == [
        one["priority"] for one in lists[1].values()
    ]


def test_a_second_danger_and_help_asked_for_by_name_get_their_lines() -> None:
    texts = SafetyTexts.load(FOLDER)
    reply = texts.reply("domestic_violence", "trafficking", "and the number of victim support")
    assert "+31 33 448 11 86" in reply["text"]["en"]
    assert "0900-0101" in reply["text"]["fr"]
    assert {"+31 33 448 11 86", "0900-0101"} <= {one["value"] for one in reply["contacts"]}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("mijn man slaat mij", "domestic_violence"),
        ("سأنتحر", "self_harm"),
        ("boot zinkt", "sea_distress"),
    ],
)
def test_the_strongest_words_are_heard_in_dutch_and_arabic(
    net: SafetyNet, text: str, category: str
) -> None:
    found = net.recognise(text)
    assert found is not None and found.category == category


def test_a_list_that_misses_its_own_example_does_not_load(tmp_path: Path) -> None:
    for path in FOLDER.glob("words_*.yml"):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.name == "words_fr.yml":
            raw["categories"]["fraud"]["examples"].append("bonjour")
        (tmp_path / path.name).write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(SafetyContentError, match="bonjour"):
        SafetyNet.load(tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("- holder", "- nowhere"), "'nowhere'"),
        (('"2"', "true"), "write it in quotes"),
    ],
)
def test_a_fault_in_a_list_is_told(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    words = """
spelling: {}
sets: {never: [never], holder: [boss], papers: ["2"]}
categories: {fraud: {priority: high, patterns: [papers - holder], examples: []}}
look_alikes: []
"""
    for language in LANGUAGES:
        text = words.replace(*change) if language == "en" else words
        (tmp_path / f"words_{language}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SafetyContentError, match=told):
        SafetyNet.load(tmp_path)


def test_huge_and_odd_texts_do_not_break_it(net: SafetyNet) -> None:
    for text in ("", "🙂", "\x00", "a" * 100_000, "passeport " * 200, "\u0301" * 5000):
        net.recognise(text)
