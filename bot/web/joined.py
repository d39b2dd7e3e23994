"""The chat's modules as one: a poor link pays for each request, and packs one text better.

They are joined when the gateway starts, so nobody has a build to run; each is still served by its
own name. Only what they are written in is understood: imports by name from beside, declarations
that begin a line, comments on lines of their own or behind `;`, `,`, `{` and a space, no text over
several lines. Joined, they share one scope, so no two may declare the same name.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import (?:\{ \w+(?:, \w+)* \} from )?"\./(\w+)\.js";$', re.MULTILINE)
OUTSIDE = re.compile(r'^import .+ from "/.+";$', re.MULTILINE)  # what is made anew at each start
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) )", re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) (.\w*)", re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://.*|/\*\*.*\*/)$|(?<=[;,{])\s+// .*$", re.MULTILINE)
TEXT = re.compile(r'("(?:[^"\\]|\\.)*")')
SPARE = re.compile(r" ?([{}()\[\]=,:;?&|<>!]+) ?")
OPEN_END = re.compile(r"^((?!.*//).*[;{,])\n", re.MULTILINE)  # here the end of a line says nothing
SPARE_STYLE = re.compile(r" ?([{;,]) ?|(?<=:) ")


def joined(entry: Path) -> str:
    """Return a module that does what `entry` does with all that it imports from its folder."""
    parts: dict[str, str] = {}
    _add(entry, parts, ())
    whole = "\n".join(parts.values())
    names = DECLARED.findall(whole)
    if twice := {name for name in names if names.count(name) > 1 or not name.isidentifier()}:
        raise ValueError(f"declared twice, or in a form not understood: {sorted(twice)}")
    return spare(whole)


def spare(text: str) -> str:
    """Return a script without what only people read: comments, indents, spaces around signs."""
    lines = (_close(line.strip()) for line in COMMENT.sub("", text).splitlines())
    return OPEN_END.sub(r"\1", "\n".join(line for line in lines if line)) + "\n"


def spare_style(text: str) -> str:
    """Return a style sheet without what only people read."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (SPARE_STYLE.sub(r"\1", line.strip()) for line in bare.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _close(line: str) -> str:
    """Leave the spaces out, but not of a line whose texts or patterns are hard to tell apart."""
    parts = TEXT.split(line)  # what stands at odd places is text
    if any(sign in part for part in parts[::2] for sign in "`'/\""):
        return line
    return "".join(part if at % 2 else SPARE.sub(r"\1", part) for at, part in enumerate(parts))


def _add(path: Path, parts: dict[str, str], above: tuple[str, ...]) -> None:
    if path.name in above:
        raise ValueError(f"{path.name} imports itself by way of {' and '.join(above)}")
    text = path.read_text(encoding="utf-8")
    for name in IMPORT.findall(text):
        if f"{name}.js" not in parts:
            _add(path.with_name(f"{name}.js"), parts, (*above, path.name))
    bare = EXPORT.sub("", IMPORT.sub("", text))
    if left := re.search(r"^(?:import|export)\b.*", OUTSIDE.sub("", bare), re.MULTILINE):
        raise ValueError(f"{path.name}: this form is not understood: {left[0]}")
    parts[path.name] = bare
