"""The manifests: probes, rights, services, policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import serve
from bot.settings import Settings
from bot.web.app import create_app
from tests.deploy.files import NAME, WORKLOADS, Tree, containers, health_command, of, pod_of


def test_probes_ask_routes_of_the_gateway_and_each_has_time_to_drain(tmp_path: Path) -> None:
    app = create_app(Settings.from_environ({"STATE_DIR": str(tmp_path)}))
    routes = {route.resource.canonical for route in app.router.routes() if route.resource}
    asked = [
        container[kind]["httpGet"]
        for _, container in containers()
        for kind in ("startupProbe", "readinessProbe", "livenessProbe")
        if "httpGet" in container.get(kind, {})
    ]
    assert len(asked) == 3
    assert {one["path"] for one in asked} <= routes
    assert [path for path in routes if path in health_command("gateway")[2] and path != "/"]
    [gateway] = [one for one in WORKLOADS if one["metadata"]["name"] == "gateway"]
    [container] = pod_of(gateway)["containers"]
    pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
    goodbye = pause + serve.GOODBYE + 10  # seconds for the last words to be stored
    assert pod_of(gateway)["terminationGracePeriodSeconds"] >= goodbye
    assert gateway["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda one: one["metadata"]["name"])
def test_a_pod_may_do_as_little_as_it_can(workload: Tree) -> None:
    pod = pod_of(workload)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False  # they would set RASA_PORT
    assert not any("hostPath" in volume for volume in pod["volumes"])
    volumes = {volume["name"] for volume in pod["volumes"]}
    volumes |= {one["metadata"]["name"] for one in workload["spec"].get("volumeClaimTemplates", [])}
    for container in pod["containers"]:
        allowed = container["securityContext"]
        assert allowed["readOnlyRootFilesystem"] is True
        assert allowed["allowPrivilegeEscalation"] is False
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["requests"]["memory"]
        assert container["resources"]["limits"]["memory"]
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes


def test_services_policies_and_budgets_meet_the_pods_they_are_for() -> None:
    ports = {
        one["metadata"]["name"]: {
            port["name"] for c in pod_of(one)["containers"] for port in c.get("ports", [])
        }
        for one in WORKLOADS
    }
    for one in WORKLOADS:
        labels = one["spec"]["template"]["metadata"]["labels"]
        assert labels[NAME] == one["metadata"]["name"]
        if "selector" in one["spec"]:
            assert one["spec"]["selector"]["matchLabels"].items() <= labels.items()
    for service in of("Service"):
        for port in service["spec"]["ports"]:
            assert port["targetPort"] in ports[service["spec"]["selector"][NAME]]
    policies = {one["metadata"]["name"]: one["spec"] for one in of("NetworkPolicy")}
    assert set(policies) == {*ports, "assistant-nothing-else"}
    for name in ports:
        assert policies[name]["podSelector"]["matchLabels"] == {NAME: name}
        for rule in policies[name].get("ingress", []):
            assert {p["port"] for p in rule["ports"]} <= ports[name]
        # Out only to pods of ours, and to DNS.
        for rule in policies[name].get("egress", []):
            [to] = rule["to"]
            wanted = to["podSelector"]["matchLabels"]
            assert wanted.get(NAME) in ports or wanted == {"k8s-app": "kube-dns"}
    [to_rasa] = policies["rasa"]["ingress"]
    assert to_rasa["from"] == [{"podSelector": {"matchLabels": {NAME: "gateway"}}}]
    budgets = {one["spec"]["selector"]["matchLabels"][NAME] for one in of("PodDisruptionBudget")}
    assert budgets == {"gateway", "rasa"}


def test_kubernetes_asks_rasa_as_the_image_does() -> None:
    [rasa] = [container for _, container in containers() if container["name"] == "rasa"]
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert rasa[kind]["exec"]["command"] == health_command("rasa")
