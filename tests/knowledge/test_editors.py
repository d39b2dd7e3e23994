"""What helps people who write content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from knowledge.editors.preview import server
from knowledge.editors.schema import PLACES, schemas
from knowledge.editors.template import ASPECTS, new_programme
from knowledge.reader import KnowledgeError, read_content, survey
from knowledge.settings import CONTENT
from tests.conftest import ROOT
from tests.knowledge.test_commands import knowledge

TODAY = date(2026, 11, 27)


def test_a_new_form_says_line_by_line_what_is_missing(folder: Path) -> None:
    path = new_programme(folder, "gardens", TODAY)
    lines = path.read_text(encoding="utf-8").splitlines()
    faults = survey(folder, TODAY).faults
    assert {fault.path for fault in faults} == {path}
    empty = {f.line for f in faults if f.problem == "is empty; write the text"}
    assert empty == {number for number, line in enumerate(lines, 1) if line.endswith('""')}
    assert len(empty) == 4 + 2 * len(ASPECTS)


def test_a_form_that_is_filled_in_is_sound(folder: Path) -> None:
    path = new_programme(folder, "gardens", TODAY)
    text = path.read_text(encoding="utf-8").replace('""', '"+31 70 318 15 00"')
    text = text.replace("facts: []", "facts: [con.02]").replace(
        "sources: []", "sources: [{id: S36}]"
    )
    path.write_text(text, encoding="utf-8")
    content = read_content(folder, TODAY)
    assert content.programmes["gardens"].status == "unknown"
    assert {u.aspect for u in content.units.values() if u.programmes == ["gardens"]} == set(ASPECTS)


@pytest.mark.parametrize(
    "key", ["", "Gardens", "jardins-du-bénin", "../x", "2x", "trqn_ii", "geneva"]
)
def test_a_bad_or_taken_name_writes_nothing(folder: Path, key: str) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(KnowledgeError, match=r"choose another|is no id"):
        new_programme(folder, key, TODAY)
    assert sorted(folder.rglob("*")) == before


def plain(read: Any) -> Any:
    """Return what YAML read as an editor's language server sees it: dates are text."""
    if isinstance(read, dict):
        return {str(key): plain(value) for key, value in read.items()}
    if isinstance(read, list):
        return [plain(one) for one in read]
    return str(read) if isinstance(read, date) else read


@pytest.mark.rasa  # which brings a validator
@pytest.mark.parametrize(("place", "name"), list(PLACES.items()))
def test_every_file_follows_its_schema_and_a_wrong_one_does_not(place: str, name: str) -> None:
    from jsonschema import Draft7Validator

    validator, paths = Draft7Validator(schemas()[name]), sorted(CONTENT.glob(place))
    assert paths
    for path in paths:
        read = plain(yaml.safe_load(path.read_text(encoding="utf-8")))
        assert [error.message for error in validator.iter_errors(read)] == [], path
        entry = read[0] if isinstance(read, list) else read
        entry = entry if name in ("programmes", "offices", "answers") else next(iter(read.values()))
        entry["unheard_of"] = 1
        assert not validator.is_valid(read), path


def test_the_schemas_are_written_and_the_setting_names_them(folder: Path, tmp_path: Path) -> None:
    code, said = knowledge(folder, "schema", str(tmp_path / "made"))
    assert code == 0
    setting = json.loads(said)["yaml.schemas"]
    for uri, place in setting.items():
        made = json.loads(Path(uri.removeprefix("file://")).read_text(encoding="utf-8"))
        assert made["$schema"].startswith("http://json-schema.org/draft-07")
        assert list(folder.glob(str(Path(place).relative_to(folder))))


@pytest.fixture
def pages(folder: Path) -> Iterator[HTTPConnection]:
    serving = server(folder, 0, lambda: TODAY)
    thread = Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    connection = HTTPConnection("127.0.0.1", serving.server_port, timeout=60)
    yield connection
    connection.close()
    serving.shutdown()
    serving.server_close()
    thread.join()


def get(pages: HTTPConnection, path: str, **headers: str) -> tuple[int, str]:
    pages.request("GET", path, headers=headers)
    answer = pages.getresponse()
    assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
    return answer.status, answer.read().decode()


def test_the_preview_shows_both_languages_and_every_file(
    pages: HTTPConnection, folder: Path
) -> None:
    status, index = get(pages, "/")
    assert status == 200
    links = re.findall(r'href="(/\w+/\w+)"', index)
    written = [
        path for kind in ("programmes", "offices", "answers") for path in (folder / kind).iterdir()
    ]
    assert len(links) == len(written)
    for link in links:
        status, page = get(pages, link)
        assert status == 200, link
        assert page.count('<div lang="fr">') == page.count('<div lang="en">') > 0
    _, page = get(pages, "/programmes/rqa")
    assert "Demandez à l&#x27;OIM à La Haye : +31 70 318 15 00." in page
    assert "(2018-04-19)" in page


def test_the_preview_follows_the_folder_and_shows_faults_beside_the_field(
    pages: HTTPConnection, folder: Path
) -> None:
    _, before = get(pages, "/version")
    path = folder / "programmes" / "rqa.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("buttons: [status, about_trqn, human]", "buttons: [nothing_such]", 1)
    text = text.replace("April 2018", "April <b>2019</b>", 1)
    path.write_text(text + "  - id: rqa.more\n    aspekt: x\n", encoding="utf-8")
    assert get(pages, "/version")[1] != before
    status, page = get(pages, "/programmes/rqa")
    assert status == 200
    programme = re.search(r'<section class="bad"><h3>rqa\.programme .*?</section>', page, re.DOTALL)
    assert programme
    assert "&#x27;nothing_such&#x27; is not in buttons" in programme.group()
    assert "rqa.more.aspekt: unknown field; did you mean aspect?" in page
    assert "<b>2019</b>" not in page
    assert "programmes/rqa.yml:" in get(pages, "/")[1]
    path.write_text("id: rqa\nname:\n\tfr: x\n", encoding="utf-8")
    status, page = get(pages, "/programmes/rqa")
    assert status == 200
    assert "a tab; indent with spaces" in page


def test_what_is_not_served_is_marked(pages: HTTPConnection, folder: Path) -> None:
    path = folder / "programmes" / "rqa.yml"
    text = path.read_text(encoding="utf-8")
    head, answers = text.split("answers:", 1)
    answers = answers.replace("state: sourced", "state: withdrawn", 1)
    first, rest = answers.split("state: withdrawn", 1)
    written = re.sub(r"written: [\d-]+", "written: {fr: 2026-11-01, en: 2026-11-02}", rest, count=1)
    path.write_text(f"{head}answers:{first}state: withdrawn{written}", encoding="utf-8")
    _, page = get(pages, "/programmes/rqa")
    assert "not served: withdrawn" in page
    assert "not served: fr is older than the other language" in page


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/programmes/none", "127.0.0.1:1", 404),
        ("/programmes/..%2f..%2fsources", "localhost:1", 404),
        ("/sources", "127.0.0.1:1", 404),
        ("/programmes/%00", "127.0.0.1:1", 404),
        ("/programmes/" + "a" * 4000, "127.0.0.1:1", 404),
        ("/version", "localhost", 200),
        ("/", "evil.example:80", 403),
        ("/", "127.0.0.1.evil.example:80", 403),
    ],
)
def test_the_preview_shows_nothing_else_and_to_nobody_else(
    pages: HTTPConnection, path: str, host: str, status: int
) -> None:
    assert get(pages, path, Host=host)[0] == status


def test_a_file_with_a_blank_in_its_name_has_a_page(pages: HTTPConnection, folder: Path) -> None:
    (folder / "programmes" / "rqa.yml").rename(folder / "programmes" / "rqa (new).yml")
    assert 'href="/programmes/rqa%20%28new%29"' in get(pages, "/")[1]
    assert get(pages, "/programmes/rqa%20%28new%29")[0] == 200


def test_a_file_that_goes_away_while_it_is_read_ends_no_preview(
    pages: HTTPConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Path) -> str:
        raise FileNotFoundError("rqa.yml")

    with monkeypatch.context() as once:
        once.setattr("knowledge.editors.preview.digest_of", gone)
        assert get(pages, "/")[0] == 503
    assert get(pages, "/")[0] == 200


def test_the_lock_of_a_text_editor_is_no_content(pages: HTTPConnection, folder: Path) -> None:
    _, before = get(pages, "/version")
    (folder / "programmes" / ".#rqa.yml").symlink_to("somebody@somewhere")
    (folder / "programmes" / "old.yml").mkdir()
    assert get(pages, "/version")[1] == before
    assert get(pages, "/")[0] == 200
    assert survey(folder, TODAY).faults == []


def test_an_entry_that_is_not_served_is_marked_and_shows_its_lines(
    pages: HTTPConnection, folder: Path
) -> None:
    path = folder / "programmes" / "rqa.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("state: sourced", "state: withdrawn", 1), encoding="utf-8")
    assert "<h3>rqa · unknown · not served: withdrawn</h3>" in get(pages, "/programmes/rqa")[1]
    assert "+31 70 318 15 00" in get(pages, "/offices/the_hague")[1]


def test_a_country_without_a_name_is_a_fault_and_no_end_of_the_preview(
    pages: HTTPConnection, folder: Path
) -> None:
    path = folder / "countries.yml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)(^SD:\n.*\n  fr: ).*", r"\1[]", text)
    path.write_text(text, encoding="utf-8")
    assert get(pages, "/programmes/rqa")[0] == 200
    assert [fault.field for fault in survey(folder, TODAY).faults] == ["SD.fr"]


def test_faults_of_what_could_not_be_read_stand_by_themselves(
    pages: HTTPConnection, folder: Path
) -> None:
    path = folder / "programmes" / "rqa.yml"
    text = path.read_text(encoding="utf-8")
    assert "id: rqa.country," in text
    path.write_text(f"{text}  - id: rqa.country.more\n    aspekt: x\n", encoding="utf-8")
    _, page = get(pages, "/programmes/rqa")
    card = re.search(r"<h3>rqa\.country ·.*?</section>", page, re.DOTALL)
    assert card
    assert "aspekt" not in card.group()
    assert "rqa.country.more.aspekt: unknown field" in page


def test_a_broken_register_does_not_bury_the_list(pages: HTTPConnection, folder: Path) -> None:
    (folder / "sources.yml").write_text("a: [", encoding="utf-8")
    _, page = get(pages, "/")
    assert "more; correct these first" in page
    assert len(page) < 50_000


def test_a_port_that_is_none_is_told(folder: Path) -> None:
    code, said = knowledge(folder, "preview", "--port", "99999")
    assert code == 1
    assert "choose another with --port" in said
    assert "Traceback" not in said


def test_the_commands_of_the_documentation_are_there() -> None:
    text = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m knowledge (\w+)", text))
    assert named >= {"new", "preview", "check", "load", "rollback", "search", "schema", "diff"}
    for command in named:
        code, said = knowledge(CONTENT, command, "--help")
        assert code == 0, command
        assert "usage" in said
