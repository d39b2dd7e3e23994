"""The commands that help to write. Each prints for a person to read."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from knowledge.editors.preview import server
from knowledge.editors.schema import mapping, write_schemas
from knowledge.editors.template import new_programme
from knowledge.reader import KnowledgeError
from knowledge.settings import KnowledgeSettings


def new(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Write a form for a new programme."""
    path = new_programme(settings.content_dir, chosen.id, now.date())
    print(
        f"{path}\nFill it in, then:\n"
        "  python -m knowledge check    what is still missing, line by line\n"
        "  python -m knowledge preview  how people will see it\n"
        "  python -m knowledge load     make it the current release"
    )


def schema(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Write the schemas and print the setting that makes an editor use them."""
    folder = Path(chosen.folder or settings.state_dir / "schema").absolute()
    write_schemas(folder)
    print(mapping(folder, settings.content_dir.absolute()))


def preview(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Serve the preview until it is interrupted."""
    try:
        serving = server(settings.content_dir, chosen.port, lambda: datetime.now(now.tzinfo).date())
    except (OSError, OverflowError) as error:  # OverflowError: no such port
        why = getattr(error, "strerror", None) or error
        raise KnowledgeError(
            f"port {chosen.port} cannot be used ({why}); choose another with --port"
        ) from None
    print(f"preview: http://127.0.0.1:{serving.server_port}/ (end with Ctrl-C)", flush=True)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        serving.server_close()
