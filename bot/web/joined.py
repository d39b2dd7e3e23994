"""The chat's modules as one: a poor link pays for each request, and packs one text better.

They are joined when the gateway starts, so nobody has a build to run; each is still served by its
own name. Only what they are written in is understood: imports by name from beside, exports that
stand before what they export, comments on lines of their own or behind `;`, `,`, `{` and a space,
no text over several lines.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"\./(\w+)\.js";$', re.MULTILINE)
OUTSIDE = re.compile(r'^import .+ from "/.+";$', re.MULTILINE)  # what is made anew at each start
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://.*|/\*\*.*\*/)$|(?<=[;,{])\s+// .*$", re.MULTILINE)


def joined(entry: Path) -> str:
    """Return a module that does what `entry` does with all that it imports from its folder."""
    parts: dict[str, str] = {}
    _add(entry, parts, ())
    return "\n".join(parts.values()) + "\n"


def spare(text: str) -> str:
    """Return a script without what only people read: lines of comment, and what indents."""
    lines = (line.strip() for line in COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def spare_style(text: str) -> str:
    """Return a style sheet without its comments."""
    return spare(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _add(path: Path, parts: dict[str, str], above: tuple[str, ...]) -> None:
    if path.name in above:
        raise ValueError(f"{path.name} imports itself by way of {' and '.join(above)}")
    text = spare(path.read_text(encoding="utf-8"))
    for _, name in IMPORT.findall(text):
        if f"{name}.js" not in parts:
            _add(path.with_name(f"{name}.js"), parts, (*above, path.name))
    parts[path.name] = _scoped(text, path.stem)


def _scoped(text: str, name: str) -> str:
    """Give a module a scope of its own, which is called by its name and holds what it exports."""
    inside = EXPORT.sub("", IMPORT.sub(_taken, OUTSIDE.sub("", text)))
    if left := re.search(r"^(?:import|export)\b.*", inside, re.MULTILINE):
        raise ValueError(f"{name}.js: this form is not understood: {left[0]}")
    given = f"return {{ {', '.join(EXPORT.findall(text))} }};"
    return spare(
        "\n".join([*OUTSIDE.findall(text), f"const ${name} = (() => {{", inside, given, "})();"])
    )


def _taken(found: re.Match[str]) -> str:
    names, module = found.groups()
    return f"const {{ {names} }} = ${module};" if names else ""
