"""The safety net with its second look, on sentences of people who saw neither lists nor lessons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

pytest.importorskip("sklearn", reason="the second look is taught where Rasa is")
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.danger import asked, fit, listed, taught
from bot.safety import SafetyNet
from bot.safety.model import HARMLESS, DangerModel, whole_and_parts
from bot.settings import CONTENT
from bot.training import ensure_danger_model
from knowledge.names import fold
from tests.conftest import ROOT
from tools.safety_report import EVERYDAY, rows

pytestmark = pytest.mark.rasa
HELD_OUT = ROOT / "tests" / "bot" / "safety" / "heldout"

PLAIN = """
mon patron a pris mon passeport
mon patron a confisqué mon passeport
ma patronne garde mes papiers
ils ont pris mon passeport
on m'a pris mon passeport
mon employeur refuse de me rendre mon passeport
mon mari me frappe
il me frappe tous les jours
mon copain m'enferme
je veux mourir
je veux me tuer
j'ai envie de me suicider
je n'ai plus envie de vivre
j'ai 15 ans et je suis seule
je suis mineur sans parents
on m'a violée
il m'a violée
un agent de l'OIM me demande du sexe
on me demande 300 euros pour un visa OIM
ils me menacent de mort
ils demandent une rançon pour mon frère
notre bateau coule
je suis en détention
ils vont m'expulser demain
je suis bloqué à Khartoum sous les bombes
mon fils a disparu
mon père ne respire plus
au secours
aidez-moi je suis en danger
quelqu'un veut me tuer
je dois travailler pour payer ma dette au passeur
my boss took my passport
my boss has my passport
they took my passport
my employer won't give back my passport
my husband beats me
he hits me every day
my boyfriend locks me in
i want to die
i want to kill myself
i don't want to live anymore
i am 15 and alone
i am a minor without parents
i was raped
he raped me
an IOM officer asks me for sex
someone asks me 300 euros for an IOM visa
they threaten to kill me
they want a ransom for my brother
our boat is sinking
i am in detention
they will deport me tomorrow
i am stuck in Khartoum under bombs
my son is missing
my father is not breathing
i am in danger
someone wants to kill me
i must work to pay my debt to the smuggler
""".strip().splitlines()


@pytest.fixture(scope="module")
def net() -> SafetyNet:
    return SafetyNet.load(CONTENT / "safety", ensure_danger_model(ROOT, ROOT / "models", print))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_held_out_danger_is_noticed_and_look_alikes_are_left(net: SafetyNet, language: str) -> None:
    """Never tune on these; docs/protection.md has what was measured, and what the goal is."""
    heard = [(row, net.recognise(row.text)) for row in rows("held out", language)]
    danger = [(row, found) for row, found in heard if row.kinds]
    urgent = [found for row, found in danger if row.priority == "urgent"]
    harmless = [found for row, found in heard if not row.kinds]
    assert len(heard) >= 300
    assert len({row.kinds[0] for row, _ in danger}) == 17
    noticed = [(row, found) for row, found in danger if found]
    right = sum(found.category in row.kinds for row, found in noticed)
    assert len(noticed) >= 0.92 * len(danger)
    assert sum(map(bool, urgent)) >= 0.95 * len(urgent)
    assert right >= 0.75 * len(danger)
    assert sum(map(bool, harmless)) <= 0.10 * len(harmless)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everyday_lines_are_left_alone(net: SafetyNet, language: str) -> None:
    """Never tune on these: what people answer, correct and chat."""
    said = yaml.safe_load(EVERYDAY.read_text(encoding="utf-8"))[language]
    assert len(said) >= 300
    # 2 to 3 per cent were measured; a handful of lessons moves that by a point.
    assert sum(net.recognise(text) is not None for text in said) <= 0.04 * len(said)


@pytest.mark.parametrize("text", ["dont know", "no comment", "no money", "sans papiers", "seul"])
def test_few_words_are_danger_by_the_lists_alone(net: SafetyNet, text: str) -> None:
    assert net.recognise(text) is None
    assert net.recognise("au secours") is not None


def test_ordinary_questions_are_left_alone(net: SafetyNet) -> None:
    """They were lessons: what is held is that the word lists do not win over them."""
    alarms = [text for text, _ in asked() if net.recognise(text)]
    assert len(alarms) <= 0.002 * len(list(asked()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_lesson_is_nearly_a_sentence_that_measures(language: str) -> None:
    lessons = {fold(text) for text, _ in taught()}
    measuring = [text for path in HELD_OUT.glob(f"{language}*.yml") for text in _texts(path)]
    measuring += yaml.safe_load(EVERYDAY.read_text(encoding="utf-8"))[language]
    assert len(measuring) > 400
    told = [words for text in measuring if len((words := fold(text)).split()) >= 4]
    alike = (process.extractOne(one, lessons, scorer=fuzz.ratio, score_cutoff=88) for one in told)
    assert [found for found in alike if found] == []


def _texts(path: Path) -> Iterator[str]:
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in (*held["positives"], *held["look_alikes"]):
        yield one if isinstance(one, str) else one["text"]


def test_numpy_reads_what_scikit_learn_has_learnt(tmp_path: Path) -> None:
    lessons = [
        ("mon patron garde mon passeport", "trafficking"),
        ("my boss keeps my passport", "trafficking"),
        ("je veux mourir ce soir", "self_harm"),
        ("i want to die tonight", "self_harm"),
        ("mon passeport est périmé", HARMLESS),
        ("my passport has expired tonight", HARMLESS),
    ]
    path = tmp_path / "danger.npz"
    with path.open("wb") as file:
        np.savez_compressed(file, **fit(lessons))
    model, texts = DangerModel.load(path), [fold(text) for text, _ in lessons]
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    words = TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=r"(?u)\w+", sublinear_tf=True, min_df=2
    )
    features = np.hstack([one.fit_transform(texts).toarray() for one in (pieces, words)])
    theirs = LogisticRegression(C=20.0, max_iter=60, random_state=7)
    theirs.fit(features, [category for _, category in lessons])
    none = list(theirs.classes_).index(HARMLESS)
    for brief in ("a", "", "!!! ???", "my passport"):
        assert model.read(brief) is None
    for text in (*texts, "le patron veut mon passeport", "a b c"):
        given: Any = np.hstack([one.transform([text]).toarray() for one in (pieces, words)])
        expected = 1 - theirs.predict_proba(given)[0][none]
        read = model.read(text)
        assert read is not None
        assert read.danger == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_said_plainly_is_always_heard(net: SafetyNet, text: str) -> None:
    assert net.recognise(text) is not None


def test_the_second_look_agrees_with_the_word_lists(net: SafetyNet) -> None:
    """It may silence what they hear, but nothing that they give as an example."""
    for text, category in listed():
        assert (net.recognise(text) is None) is (category == HARMLESS), text


def test_one_sentence_of_a_long_message_may_tell_it() -> None:
    long = (
        "Bonjour, je voudrais savoir quels pays sont concernés. " * 4 + "Il me frappe chaque soir."
    )
    assert "Il me frappe chaque soir." in whole_and_parts(long)
    assert whole_and_parts("court. très court.") == ["court. très court."]


def test_odd_texts_do_not_break_it(net: SafetyNet) -> None:
    for text in ("", " ", "🙂", "\x00", "a" * 100_000, "؟", "\u0301" * 5000):
        net.recognise(text)
