"""compose.yaml: what each service may do."""

from __future__ import annotations

from tests.deploy.files import COMPOSE


def test_a_service_may_do_as_little_as_it_can() -> None:
    for name, service in COMPOSE["services"].items():
        assert not service["user"].startswith(("0", "root")), name
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        mounted = [volume.partition(":")[0] for volume in service["volumes"]]
        assert set(mounted) <= set(COMPOSE["volumes"])  # named ones: no path of this machine
        assert set(service["secrets"]) <= set(COMPOSE["secrets"])
