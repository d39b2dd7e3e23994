"""The conditions of a programme as an SVG: one card a condition, joined by AND. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from xml.sax.saxutils import escape

from knowledge.answers import Knowledge
from knowledge.basics import Language
from knowledge.eligibility.models import Criterion
from knowledge.eligibility.programmes import criteria_of
from knowledge.eligibility.words import in_words
from knowledge.models import Programme

WIDTH, MARGIN, LINE, PADDING, GAP = 720, 20, 19, 12, 30
BOLD, THIN = 74, 84  # letters that fit on a line of a card
INK, SOFT, CARD, EDGE = "#1d2733", "#51606f", "#eef4fb", "#7a9cc6"
WORDS: Mapping[str, Mapping[Language, str]] = {
    "and": {"fr": "ET", "en": "AND"},
    "if": {"fr": "Seulement si {}", "en": "Only if {}"},
    "none": {"fr": "Aucune condition n'est publiée.", "en": "No condition is published."},
    "all": {
        "fr": "Tout est rempli : les conditions publiées sont remplies. Un non : elles ne le sont "
        "pas. Sinon : on ne peut pas le dire.",
        "en": "All met: the published conditions are met. One no: they are not. Otherwise: "
        "one cannot tell.",
    },
}


def picture(knowledge: Knowledge, programme: Programme, language: Language) -> str:
    """Return the SVG of a programme's conditions."""
    drawing = _Drawing()
    drawing.text(getattr(programme.name, language), BOLD, "title")
    criteria = list(criteria_of(knowledge, programme))
    for number, criterion in enumerate(criteria):
        if number:
            drawing.join(WORDS["and"][language])
        drawing.card(_lines(criterion, knowledge, language))
    drawing.down(GAP // 2)
    drawing.text(WORDS["all" if criteria else "none"][language], THIN, "soft")
    return drawing.svg(getattr(programme.name, language))


def _lines(criterion: Criterion, knowledge: Knowledge, language: Language) -> list[tuple[str, str]]:
    lines = [("bold", line) for line in wrap(getattr(criterion.label, language), BOLD)]
    if criterion.gate is not None:
        gate = in_words(criterion.gate, knowledge.content, language)
        lines += [("soft", line) for line in wrap(WORDS["if"][language].format(gate), THIN)]
    rule = in_words(criterion.condition, knowledge.content, language)
    lines += [("thin", line) for line in wrap(rule, THIN)]
    cited = ", ".join(one.id for one in criterion.sources)
    return [*lines, ("soft", f"[{cited}]")]


class _Drawing:
    def __init__(self) -> None:
        self.height = MARGIN
        self.parts: list[str] = []

    def down(self, by: int) -> None:
        self.height += by

    def line(self, text: str, style: str, left: int = MARGIN) -> None:
        self.height += LINE
        place = f'x="{left}" y="{self.height - 5}"'
        self.parts.append(f'<text class="{style}" {place}>{escape(text)}</text>')

    def text(self, text: str, letters: int, style: str) -> None:
        for line in wrap(text, letters):
            self.line(line, style)
        self.down(PADDING)

    def card(self, lines: list[tuple[str, str]]) -> None:
        tall = len(lines) * LINE + 2 * PADDING
        self.parts.append(
            f'<rect x="{MARGIN}" y="{self.height}" width="{WIDTH - 2 * MARGIN}" height="{tall}"'
            f' rx="8" fill="{CARD}" stroke="{EDGE}"/>'
        )
        self.down(PADDING)
        for style, text in lines:
            self.line(text, style, MARGIN + PADDING)
        self.down(PADDING)

    def join(self, word: str) -> None:
        middle = WIDTH // 2
        self.parts.append(
            f'<path d="M{middle} {self.height}v{GAP}" stroke="{EDGE}"/>'
            f'<text class="join" x="{middle + 8}" y="{self.height + 20}">{word}</text>'
        )
        self.down(GAP)

    def svg(self, title: str) -> str:
        tall = self.height + MARGIN
        style = (
            f"text{{font:14px sans-serif;fill:{INK}}}.bold,.title,.join{{font-weight:bold}}"
            f".title{{font-size:16px}}.soft{{fill:{SOFT};font-size:13px}}"
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}"'
            f' height="{tall}" role="img"><title>{escape(title)}</title><style>{style}</style>'
            f'<rect width="{WIDTH}" height="{tall}" fill="#fff"/>{"".join(self.parts)}</svg>\n'
        )
