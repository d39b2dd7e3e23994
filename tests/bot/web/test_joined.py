"""The chat's modules as they go out: lighter, and the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.web.assets import ENTRY, FOLDER
from bot.web.joined import joined, spare, spare_style

BARE = re.compile(r"^(?:\s*(?://|/\*\*)|import ).*", re.MULTILINE)
TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def wrote(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "one.js"


def test_no_text_of_the_chat_changes() -> None:
    whole = joined(FOLDER / ENTRY)
    for path in sorted(FOLDER.glob("*.js")):
        if path.name == "service.js":  # the server makes it
            continue
        code = re.sub(
            r"^(?:\s*(?://|/\*\*)|import ).*", "", path.read_text(encoding="utf-8"), flags=re.M
        )
        missing = [text for text in TEXT.findall(code) if text not in whole]
        assert missing == [], path.name


def test_spaces_go_between_signs_and_never_within_texts_and_patterns() -> None:
    assert spare('if (a && b) say("{ a : b }", c);') == 'if(a&&b)say("{ a : b }",c);\n'
    assert spare("return { a: - -1, b: async () => x };") == "return{a:- -1,b:async()=>x};\n"
    for line in ("x = / , /;", "y = ` = ${ z }`;", "it = 'a , b';", 'q = "a" + \'"\' + " = ";'):
        assert spare(line) == f"{line}\n"


def test_lines_are_joined_only_where_their_end_says_nothing() -> None:
    assert spare("f({\n  a,\n});\nlet b\nb = c\n") == "f({a,});let b\nb=c\n"
    assert spare("a = b // c;\nd = e;\n").splitlines()[1] == "d=e;"  # what follows is no comment


def test_a_style_keeps_the_spaces_that_mean_something() -> None:
    text = ".a :hover, .b { margin: 1px 2px; width: calc(50% - 2px); content: ' '; } /* x */"
    want = ".a :hover,.b{margin:1px 2px;width:calc(50% - 2px);content:' ';}"
    assert spare_style(text).replace("\n", "").strip() == want


@pytest.mark.parametrize(
    "modules",
    [
        {"one": 'import { a } from "./two.js";\nconst a = 1;', "two": "export const a = 1;"},
        {"one": 'import { a as b } from "./two.js";', "two": "export const a = 1;"},
        {"one": "const { a } = b;"},
        {"one": "export default 1;"},
        {"one": 'import "./two.js";', "two": 'import "./one.js";'},
    ],
    ids=["a name twice", "a name changed", "in pieces", "without a name", "in a circle"],
)
def test_what_cannot_be_joined_is_told_at_the_start(
    modules: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"twice|understood|itself"):
        joined(wrote(tmp_path, **modules))
