"""The project as a whole: names that must agree, and what no file may hold."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOPICS = {
    "small_talk",
    "programmes",
    "eligibility",
    "offices",
    "organisation",
    "services",
    "protection",
    "handover",
    "privacy",
    "language",
}
# What actions share: all of them, and those of a check.
NOT_TOPICS = {"__init__", "base", "context", "going_on", "words"} | {
    "asking",
    "checking",
    "profile",
    "rechecking",
}
REGISTRIES = re.compile(
    "py" + r"pi\.|pythonhosted|" + "--(extra-)?index" + "-url|--find" + "-links"
)
MACHINE_PATH = re.compile(r"(?<![\w.\-/])/(home|root|Users|tmp|work)/\w")
PROSE = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")


def texts() -> dict[str, str]:
    """Return every text file that git holds or would hold."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and path.suffix != ".png":
            found[name] = path.read_text(encoding="utf-8")
    return found


def stems(folder: str, suffix: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob(f"*{suffix}")}


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_place_on_one_machine(pattern: re.Pattern[str]) -> None:
    ours = Path(__file__).relative_to(ROOT).as_posix()
    found = {
        name: match.group()
        for name, text in texts().items()
        if name != ours and (match := pattern.search(text))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("domain", ".yml"),
        ("data/nlu/fr", ".yml"),
        ("data/nlu/en", ".yml"),
        ("data/rules", ".yml"),
        ("actions", ".py"),
        ("knowledge/content/answers", ".yml"),
    ],
)
def test_a_topic_has_the_same_file_name_everywhere(folder: str, suffix: str) -> None:
    assert stems(folder, suffix) - NOT_TOPICS == TOPICS


@pytest.mark.parametrize("folder", ["data/nlu", "tests/conversations", "tests/nlu/heldout"])
def test_french_and_english_have_the_same_files(folder: str) -> None:
    french, english = ROOT / folder / "fr", ROOT / folder / "en"
    assert stems(str(french), ".yml") == stems(str(english), ".yml")


def test_conversations_are_filed_by_topic_or_by_the_programme_checked() -> None:
    programmes = {f"check_{name}" for name in stems("knowledge/content/programmes", ".yml")}
    assert stems("tests/conversations/fr", ".yml") <= TOPICS | programmes


def test_the_page_says_everything_in_both_languages() -> None:
    script = (ROOT / "bot/web/static/words.js").read_text(encoding="utf-8")
    spoken = {}
    for language in ("fr", "en"):
        block = re.search(rf"^const {language} = {{\n(.*?)\n}};", script, re.DOTALL | re.MULTILINE)
        assert block is not None
        spoken[language] = re.findall(r"(?:^|[{,] ?|\n) *([a-zA-Z_]+): [`\"({]", block[1])
    assert len(spoken["fr"]) > 80
    assert spoken["fr"] == spoken["en"]


def test_buttons_stand_for_intents_that_exist() -> None:
    declared: set[str] = set()
    for path in (ROOT / "domain").glob("*.yml"):
        declared |= set(yaml.safe_load(path.read_text(encoding="utf-8"))["intents"])
    buttons = yaml.safe_load((ROOT / "knowledge/content/buttons.yml").read_text(encoding="utf-8"))
    assert {button["intent"] for button in buttons.values()} <= declared


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_commands_of_the_documents_exist() -> None:
    for name in PROSE:
        text = (ROOT / name).read_text(encoding="utf-8")
        told = set(re.findall(r"(?:^|`)make ([a-z0-9-]+)", text, re.MULTILINE))
        assert told <= targets(), name
        for module in re.findall(r"`python -m ([a-z_.]+)", text):
            path = ROOT / module.replace(".", "/")
            assert (path / "__main__.py").is_file() or path.with_suffix(".py").is_file(), module


def test_the_files_that_the_documents_show_exist() -> None:
    for name in PROSE:
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / link).is_file(), (name, link)


def test_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("bot/settings.py", "knowledge/settings.py"):
        read = re.findall(r'(?:environ\.get\(|environ, )"([A-Z_]+)"', (ROOT / name).read_text())
        assert read
        # The supervisor sets RASA_URLS and RASA_TOKEN itself.
        assert [
            one for one in read if not one.startswith("RASA_") and f"`{one}`" not in readme
        ] == []


def test_plain_make_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in listed.splitlines() if line.startswith("  make ")} == (
        targets()
    )


def project() -> dict[str, Any]:
    read: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return read


def wanted(name: str) -> set[str]:
    """Return what a requirements file asks for, with the files that it includes."""
    found: set[str] = set()
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= wanted(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            found.add(line)
    return found


def test_the_package_asks_for_what_the_locks_were_made_from() -> None:
    package, extras = project()["project"], project()["project"]["optional-dependencies"]
    gateway = {*package["dependencies"], *extras["gateway"], "pytest", "pytest-asyncio"}
    gateway |= {"hypothesis", "pytest-xdist", "jsonschema>=4.17"}
    assert wanted("gateway.in") == gateway
    assert wanted("assistant.in") == gateway | {*extras["assistant"], *extras["dev"]}
    assert wanted("overrides.txt") == set(project()["tool"]["uv"]["override-dependencies"])


@pytest.mark.parametrize("lock", ["assistant", "gateway", "fuzz"])
def test_a_lock_pins_and_hashes_everything_that_is_asked_for(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert f"requirements/{lock}.in" in text.splitlines()[1]
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    asked = {re.split(r"[\[<>=]", line)[0].lower() for line in wanted(f"{lock}.in")}
    assert asked <= set(pinned)


def test_the_gateway_lock_holds_no_rasa() -> None:
    text = (ROOT / "requirements" / "gateway.txt").read_text()
    assert not re.search(
        r"^(rasa|rasa-sdk|spacy|tensorflow|fast-universal\S*)==", text, re.MULTILINE
    )
