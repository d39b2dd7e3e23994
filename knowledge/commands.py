"""What the editors' commands do. Each prints for a person to read."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from knowledge.answers import Knowledge, example_for
from knowledge.assessing import graph_of
from knowledge.basics import LANGUAGES, Reviewed
from knowledge.changes import Change, changes, raw_of
from knowledge.database import Database
from knowledge.migrate import upgrade
from knowledge.models import Content
from knowledge.reader import KnowledgeError, digest_of, read_content
from knowledge.reply import reply_from
from knowledge.search import encoder
from knowledge.search.index import Search
from knowledge.search.live import with_meaning
from knowledge.settings import KnowledgeSettings
from knowledge.store import (
    RolledBack,
    load_release,
    raw_release,
    release_called,
    roll_back,
)
from knowledge.style import remarks_of

MOST_LINES = 40


@contextmanager
def _database(settings: KnowledgeSettings) -> Iterator[Database]:
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def check(settings: KnowledgeSettings, _: Namespace, now: datetime) -> None:
    """Say whether the content folder can be loaded."""
    content = read_content(settings.content_dir, now.date())
    for remark in remarks_of(content):
        print(f"remark: {remark}")
    print(f"content is sound: {len(content.units)} answers, {len(content.programmes)} programmes")


def load(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Bring the tables up to date and the content into them."""
    try:
        with _database(settings) as database:
            loaded = load_release(database, settings.content_dir, now, chosen.again)
    except RolledBack as told:  # the release before it serves; a start goes on
        print(told)
        return
    if loaded is None:
        print("nothing changed")
        return
    _print_changes(loaded.changes)
    print(f"loaded release {loaded.digest}: {len(loaded.changes)} change(s)")


def rollback(settings: KnowledgeSettings, _: Namespace, now: datetime) -> None:
    """Make the release before the current one current again."""
    with _database(settings) as database:
        print(f"back at release {roll_back(database)}; the one after it is not loaded by itself")


def diff(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Print what the folder says otherwise than a stored release, field by field."""
    content = read_content(settings.content_dir, now.date())

    def stored(connection: Any) -> tuple[str, dict[str, dict[str, Any]]]:
        found = release_called(connection, chosen.release)
        return found.digest, raw_release(connection, found.id)

    with _database(settings) as database:
        digest, before = database.reading(stored)
    found = list(changes(before, raw_of(content)))
    for change in found:
        print(change)
        for field, (old, new) in change.fields.items():
            print(f"  {field}\n  - {old}\n  + {new}")
    print(f"{len(found)} change(s) since release {digest}")


def _print_changes(found: Sequence[Change]) -> None:
    counted = Counter(f"{change.what} {change.kind}" for change in found)
    few = len(found) <= MOST_LINES
    for line in found if few else (f"{what}: {number}" for what, number in counted.items()):
        print(line)


def show(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Print what a programme, an office or an answer says, as the person would see it."""
    content = read_content(settings.content_dir)
    knowledge = Knowledge(content, digest_of(settings.content_dir))
    if chosen.graph:
        print(graph_of(knowledge, chosen.id, chosen.lang or LANGUAGES[0]), end="")
        return
    shown = [u for u in content.units.values() if chosen.id in (u.id, u.office, *u.programmes)]
    if not shown:
        raise KnowledgeError(f"nothing is called {chosen.id!r}; the ids are those of the files")
    for unit in shown:
        print(f"\n[{unit.id}] {unit.kind}{'' if unit.servable else ', NOT SERVED'}")
        reply = reply_from(unit, example_for(unit), knowledge, now.date())
        for language in LANGUAGES:
            if chosen.lang in (None, language):
                print("\n".join(_as_seen(reply, language)))


def _as_seen(reply: dict[str, Any], language: str) -> Iterator[str]:
    yield f"{language}: {reply['text'][language]}"
    for source in reply["sources"]:
        dated = source["published"] or (source["note"] or {}).get(language, "")
        yield f"    {source['id']} {source['title']} ({dated})"
    if reply["buttons"]:
        yield "    " + " ".join(f"[{button['label'][language]}]" for button in reply["buttons"])


def search(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Print what is found for a question, best first, and whether the first would be told."""
    content = read_content(settings.content_dir)
    index = Search.of(content)
    if encoder.installed() and not chosen.words:
        index = with_meaning(index, content, encoder.encode, settings.vectors)
    told = Knowledge(content, "").on(now.date()).content.units
    found = index.find(chosen.question, chosen.lang, told=told)
    for hit in found.hits:
        first = getattr(hit.unit.text, found.language).split("\n")[0]
        print(f"{hit.score:.2f}  {hit.unit.id}: {first}")
    print("the first would be told as the answer" if found.sure else "none is sure enough to tell")


def stale(settings: KnowledgeSettings, _: Namespace, now: datetime) -> None:
    """List what is told with a warning by now, and what waits for its other language."""
    content = read_content(settings.content_dir)
    for title, keys in due(content, now.date()).items():
        print(f"{title}: {len(keys)}")
        for key in keys:
            print(f"  {key}")


def due(content: Content, today: date) -> dict[str, list[str]]:
    """Return the ids of what is due, by what is to be done."""
    knowledge = Knowledge(content, "")
    found: dict[str, list[str]] = {"review in both languages": []}
    entries: dict[str, Reviewed] = {**content.units, **content.programmes, **content.offices}
    for key, entry in entries.items():
        if entry.written.fr != entry.written.en:
            behind = min(LANGUAGES, key=lambda language: getattr(entry.written, language))
            found.setdefault(f"write anew in {behind}; not served until then", []).append(key)
        elif knowledge.stale(entry, today):
            found["review in both languages"].append(key)
    return found
