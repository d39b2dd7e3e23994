"""`python -m knowledge <command>`: the editors' commands."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timezone

from knowledge import assessing, commands
from knowledge.basics import LANGUAGES
from knowledge.database import DatabaseAway, DatabaseUrlError
from knowledge.editors import commands as editors
from knowledge.reader import ContentError, KnowledgeError
from knowledge.settings import KnowledgeSettings, SecretFileError

Command = Callable[[KnowledgeSettings, argparse.Namespace, datetime], None]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    known = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, told: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = known.add_parser(name, help=told)
        made.set_defaults(run=run)
        return made

    add("check", commands.check, "is the content folder sound?")
    loader = add("load", commands.load, "make the content folder the current release")
    loader.add_argument("--again", action="store_true", help="even if it was rolled back")
    add("rollback", commands.rollback, "go back to the release before the current one")
    differ = add("diff", commands.diff, "what the folder says otherwise than a release")
    differ.add_argument("release", nargs="?", help="its name or how that begins; else the current")
    shower = add("show", commands.show, "a programme, an office or an answer, as people see it")
    shower.add_argument("id")
    shower.add_argument("--lang", choices=LANGUAGES)
    shower.add_argument("--graph", action="store_true", help="of a programme: its conditions, SVG")
    assessor = add("assess", assessing.assess, "do the conditions of a programme fit somebody?")
    assessor.add_argument("programme")
    assessor.add_argument("--profile", default="{}", help="YAML or JSON, or @ and a file's name")
    assessor.add_argument("--dont-know", nargs="*", default=[], metavar="FIELD")
    assessor.add_argument("--lang", choices=LANGUAGES)
    searcher = add("search", commands.search, "what is found for a question, best first")
    searcher.add_argument("question")
    searcher.add_argument("--lang", choices=LANGUAGES)
    searcher.add_argument(
        "--words", action="store_true", help="by words alone, as the gateway does"
    )
    add("stale", commands.stale, "what is due for review, by language")
    maker = add("new", editors.new, "a form to fill for a new programme")
    maker.add_argument("kind", choices=["programme"])
    maker.add_argument("id", help="small letters, digits and _")
    schemer = add("schema", editors.schema, "JSON Schema, so that your editor completes and checks")
    schemer.add_argument("folder", nargs="?", help="else STATE_DIR/schema")
    previewer = add("preview", editors.preview, "a local page: what people see, with the faults")
    previewer.add_argument("--port", type=int, default=8090, help="0: a free one")
    return parser


def main() -> None:
    """Read the command line and obey."""
    chosen = _parser().parse_args()
    # Under `| head` end as cat does when the reader has seen enough.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        settings = KnowledgeSettings.from_environ(os.environ)
        chosen.run(settings, chosen, datetime.now(timezone.utc))
    except ContentError as error:
        sys.exit(f"{error}\n{len(error.faults)} fault(s); nothing was loaded")
    except (KnowledgeError, DatabaseUrlError, SecretFileError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"a file cannot be used: {error}; check STATE_DIR and CONTENT_DIR")
    except DatabaseAway as error:
        sys.exit(f"the database cannot be used ({error}); correct DATABASE_URL or STATE_DIR")


if __name__ == "__main__":
    main()
