"""No file holds a secret, and those that are made as documented are taken."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from bot.settings import DialogueSettings
from knowledge.database import address_of
from tests.conftest import ROOT
from tests.deploy.files import COMPOSE, DOCKERFILES, KUBERNETES, WORKLOADS, do, of, pod_of

PLACEHOLDER = re.compile(r"<[^<>]+>")


def test_no_manifest_holds_a_secret_and_each_that_is_mounted_is_in_the_example() -> None:
    [example] = of("Secret")
    assert all(PLACEHOLDER.fullmatch(value) for value in example["stringData"].values())
    mounted = {
        item["key"]: item["path"]
        for workload in WORKLOADS
        for volume in pod_of(workload)["volumes"]
        for source in volume.get("projected", {}).get("sources", [])
        for item in source["secret"]["items"]
    }
    assert set(mounted) == set(example["stringData"]) == set(COMPOSE["secrets"])
    assert mounted == {name: name for name in mounted}
    for path in (*KUBERNETES, ROOT / "compose.yaml", *DOCKERFILES.values()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b[0-9a-f]{32,}\b|://\w+:[^@\s]+@|/(root|work|home)/", text), path


def test_the_documented_secrets_are_what_the_settings_want(tmp_path: Path) -> None:
    do("make the secrets", tmp_path)
    folder = tmp_path / "var" / "secrets"
    made = {one.name: one.read_text().strip() for one in folder.iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert address_of(made["database_url"]).password == made["postgres_password"]
    assert len({made["rasa_token"], made["metrics_token"], made["postgres_password"]}) == 3
    model = {"RASA_PORT": "5005", "RASA_MODEL": __file__, "RASA_BIND": "0.0.0.0"}
    DialogueSettings.from_environ({**model, "RASA_TOKEN_FILE": str(folder / "rasa_token")})
