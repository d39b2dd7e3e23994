"""`make eligibility`: docs/eligibility, the conditions of each programme as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES
from knowledge.eligibility.picture import picture
from knowledge.reader import read_content
from knowledge.settings import CONTENT

DOCS = Path(__file__).resolve().parents[1] / "docs" / "eligibility"
HEAD = """# Conditions, drawn

Made by `make eligibility` from `knowledge/content/programmes/`. All conditions of a programme must
be met; one that fails decides; anything else is "cannot tell". How they are written:
[editing.md](../editing.md).
"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield every file: its name and what it holds."""
    knowledge = Knowledge(read_content(CONTENT), "docs")
    listed = [one for one in knowledge.content.programmes.values() if one.eligibility]
    lines = [HEAD]
    for programme in listed:
        for language in LANGUAGES:
            yield f"{programme.id}.{language}.svg", picture(knowledge, programme, language)
        name = f"{programme.name.en} / {programme.name.fr}"
        lines.append(
            f"- {name}: [English]({programme.id}.en.svg), [français]({programme.id}.fr.svg)"
        )
    yield "README.md", "\n".join(lines) + "\n"


def main() -> None:
    """Write them all."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (DOCS / name).write_text(text, encoding="utf-8")
    print(f"wrote {DOCS}")


if __name__ == "__main__":
    main()
