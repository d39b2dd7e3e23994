"""The preview's pages: what people see in both languages, faults beside the field. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from knowledge.answers import Knowledge, example_for
from knowledge.basics import LANGUAGES, Language, Reviewed
from knowledge.editors.faults import beside, excerpt, language_of, line_of, unit_of
from knowledge.editors.look import SCRIPT, STYLE
from knowledge.files import Fault
from knowledge.models import Office, Programme, Unit
from knowledge.reader import Survey, files_of
from knowledge.reply import contacts, reply_from, sources
from knowledge.style import remarks

KINDS = ("programmes", "offices", "answers")
MOST = 25  # faults on the first page: one broken register makes thousands
WORDS: dict[Language, dict[str, str]] = {
    "fr": {"undated": "sans date", "history": "ancien contact", "colon": " : "},
    "en": {"undated": "undated", "history": "former contact", "colon": ": "},
}


@dataclass(frozen=True)
class Preview:
    """A survey of the content, to be shown as of a day."""

    folder: Path
    survey: Survey
    version: str
    today: date

    def index(self) -> str:
        """Return the page with all files and all faults."""
        faults = self.survey.faults
        body = [*self._faults(faults[:MOST])]
        if len(faults) > MOST:
            body.append(line_of(f"{len(faults) - MOST} more; correct these first"))
        body += self._lists()
        return self._page("Content", body)

    def names(self) -> set[str]:
        """Return the files that have a page."""
        return {f"{kind}/{path.stem}" for kind in KINDS for path in files_of(self.folder / kind)}

    def file(self, name: str) -> str | None:
        """Return the page of one file, such as programmes/rean; None when there is none."""
        path = self.folder / f"{name}.yml"
        units = [
            unit
            for key, unit in self.survey.content.units.items()
            if self.survey.files.get(("units", key)) == path
        ]
        faults = [fault for fault in self.survey.faults if fault.path == path]
        if not path.is_file():
            return None
        # What could not be read has an id too: its faults are not those of its neighbour.
        ids = {key for field, key in self.survey.files if field == "units"}
        their = {unit.id: [f for f in faults if unit_of(f, ids) == unit.id] for unit in units}
        rest = [fault for fault in faults if unit_of(fault, ids) not in their]
        shown = (part for unit in units for part in self._unit(unit, their[unit.id]))
        return self._page(name, [*self._faults(rest), *self._head(path), *shown])

    def _page(self, title: str, body: Iterable[str]) -> str:
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<style>{STYLE}</style><body data-version="{self.version}">'
            f'<header><a href="/">All files</a> · {escape(title)}</header>'
            f"<main>{''.join(body)}</main><script>{SCRIPT}</script></body></html>"
        )

    def _lists(self) -> Iterator[str]:
        bad = {fault.path for fault in self.survey.faults}
        for kind in KINDS:
            yield f'<h2>{kind.capitalize()}</h2><ul class="files">'
            for path in files_of(self.folder / kind):
                mark = ' <span class="fault">faults</span>' if path in bad else ""
                link = f'<a href="/{kind}/{quote(path.stem)}">{escape(path.stem)}</a>'
                yield f"<li>{link}{mark}</li>"
            yield "</ul>"

    def _faults(self, faults: Sequence[Fault]) -> Iterator[str]:
        for fault in faults:
            where = f"{fault.path.relative_to(self.folder)}:{fault.line}"
            field = f"{fault.field}: " if fault.field else ""
            yield f'<section class="bad"><h3>{escape(where)}</h3>{line_of(field + fault.problem)}'
            yield f"{excerpt(fault)}</section>"

    def _head(self, path: Path) -> Iterator[str]:
        """Yield what a programme or an office is called, what lists say of it, and its lines."""
        content = self.survey.content
        programmes = path.parent.name == "programmes"
        named: Programme | Office | None = (
            content.programmes.get(path.stem) if programmes else content.offices.get(path.stem)
        )
        if named is None:
            return
        off = why_not(named, Knowledge(content, self.version), self.today)
        about = " · ".join(filter(None, (named.id, getattr(named, "status", ""), off)))
        yield f'<section class="{"off" if off else ""}"><h3>{escape(about)}</h3><div class="both">'
        seen = self._entry(named)
        for language in LANGUAGES:
            yield f'<div lang="{language}"><b>{escape(getattr(named.name, language))}</b>'
            yield f"{''.join(_seen(seen, language))}</div>"
        yield "</div></section>"

    def _entry(self, named: Programme | Office) -> dict[str, Any]:
        """Return an entry as if it were a reply; what a link does not lead to is left out."""
        content, summary = self.survey.content, getattr(named, "summary", None)
        cited = [one.id for one in named.sources if one.id in content.sources]
        lines = [key for key in getattr(named, "contacts", []) if key in content.contacts]
        knowledge = Knowledge(content, self.version)
        return {
            "text": summary.model_dump() if summary else dict.fromkeys(LANGUAGES, ""),
            "buttons": [],
            "contacts": contacts(knowledge, lines),
            "sources": sources(knowledge, cited),
        }

    def _unit(self, unit: Unit, faults: Sequence[Fault]) -> Iterator[str]:
        knowledge = Knowledge(self.survey.content, self.version)
        off = why_not(unit, knowledge, self.today)
        about = " · ".join(filter(None, (unit.id, unit.kind, unit.detail, unit.country, off)))
        look = "bad" if faults else "off" if off else ""
        yield f'<section class="{look}"><h3>{escape(about)}</h3>'
        yield from (beside(f, unit) for f in faults if language_of(f) is None)
        reply = self._reply(unit, knowledge)
        yield '<div class="both">'
        for language in LANGUAGES:
            text: str = getattr(unit.text, language)
            yield f'<div lang="{language}">'
            yield from (beside(f, unit) for f in faults if language_of(f) == language)
            yield "".join(_seen(reply, language)) if reply else escape(text)
            yield from (f'<p class="remark">{escape(one)}</p>' for one in remarks(text, language))
            yield "</div>"
        yield "</div></section>"

    def _reply(self, unit: Unit, knowledge: Knowledge) -> dict[str, Any] | None:
        try:
            return reply_from(unit, example_for(unit), knowledge, self.today)
        except LookupError:  # a link that leads nowhere; the fault beside it says so
            return None


def why_not(entry: Reviewed, knowledge: Knowledge, today: date) -> str:
    """Say why a text is not given, or given with a warning; empty when neither."""
    if "withdrawn" in (entry.state.fr, entry.state.en):
        return "not served: withdrawn"
    if not entry.servable:
        older = min(LANGUAGES, key=lambda language: getattr(entry.written, language))
        return f"not served: {older} is older than the other language"
    if isinstance(entry, Unit) and entry.id not in knowledge.on(today).content.units:
        return "not served today: see valid_from and valid_to"
    return "due for review: told with a warning" if knowledge.stale(entry, today) else ""


def _seen(reply: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield the reply as the page of the chat has it."""
    yield f'<div class="said">{escape(reply["text"][language])}</div>'
    if reply["buttons"]:
        labels = (
            f"<span>{escape(button['label'][language])}</span>" for button in reply["buttons"]
        )
        yield f'<div class="buttons">{"".join(labels)}</div>'
    yield '<ul class="small">'
    for contact in reply["contacts"]:
        history = "" if contact["current"] else f" ({WORDS[language]['history']})"
        colon = WORDS[language]["colon"]
        yield f"<li>{escape(contact['label'][language] + colon + contact['value'] + history)}</li>"
    for source in reply["sources"]:
        note = (source["note"] or {}).get(language)
        dated = source["published"] or note or WORDS[language]["undated"]
        yield f"<li>{escape(source['id'])} {escape(source['title'])} ({escape(dated)})</li>"
    yield "</ul>"
