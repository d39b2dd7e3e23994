"""Files set only what a process reads, and docs/operate.md names all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.settings import DialogueSettings, Settings
from knowledge.settings import KnowledgeSettings
from tests.conftest import ROOT
from tests.deploy.files import COMPOSE, DOCKERFILES, OPERATE, containers, instructions, of


class Recorder(dict[str, str]):
    """An environment that notes what is asked of it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def _asked(*readers: Any, **given: str) -> set[str]:
    environ = Recorder(given)
    for reader in readers:
        reader.from_environ(environ)
    return environ.asked


def _read() -> dict[str, set[str]]:
    """Return the settings that each process reads."""
    given = {"RASA_TOKEN": "0" * 32, "RASA_PORT": "5005", "RASA_MODEL": __file__}
    # A secret that is given is not looked for in a file, so both are tried.
    token_file = {**given, "RASA_TOKEN": "", "RASA_BIND": "127.0.0.1"}
    token_file["RASA_TOKEN_FILE"] = str(ROOT / ".python-version")
    rasa = _asked(DialogueSettings, **given) | _asked(DialogueSettings, **token_file)
    knowledge = _asked(KnowledgeSettings)
    return {
        "gateway": _asked(Settings) | knowledge,
        "rasa": rasa | knowledge,
        "load": knowledge,
    }


READ = _read()


def _names_in(environ: Any) -> set[str]:
    return set(environ) if isinstance(environ, dict) else {one["name"] for one in environ}


def test_every_setting_in_a_manifest_is_one_that_its_process_reads() -> None:
    [config] = of("ConfigMap")
    for _, container in containers():
        if container["name"] != "postgres":
            known = READ[container["name"]]
            assert _names_in(container["env"]) <= known, container["name"]
            assert "envFrom" not in container or set(config["data"]) <= known
    for name, service in COMPOSE["services"].items():
        if name != "postgres":
            assert set(service["environment"]) <= READ[name], name
    filled = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)", filled)) <= READ["gateway"]
    for which in DOCKERFILES:
        told = " ".join(value for name, value in instructions(which) if name == "ENV")
        set_here = {one.partition("=")[0] for one in told.split()}
        others = {"PATH", "HOME", "MPLCONFIGDIR", "RASA_TELEMETRY_ENABLED", "TF_CPP_MIN_LOG_LEVEL"}
        assert set_here - others - {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"} <= READ[which]


def test_operate_names_every_setting() -> None:
    table = OPERATE.read_text(encoding="utf-8").split("\n## Settings\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(rows)))
    assert set().union(*READ.values()) <= told
