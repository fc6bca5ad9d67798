"""The manifests: valid, locked down, and a home for every service of the house."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from gateway.house import all_services
from kit.health import Health
from kit.settings import Settings, read_settings
from tests.deploy.conftest import ROOT, as_read_inside
from tests.deploy.kustomize import KEYS, build, containers_of, pod_of

EXAMPLE = ROOT / "deploy" / "kubernetes" / "overlays" / "example"
KUBERNETES = "1.31"
THINGS = build(EXAMPLE)
NAMES = [service.name for service in all_services()]
PODS = [thing for thing in THINGS if pod_of(thing)]
PROCESSES = {thing["metadata"]["name"]: thing for thing in THINGS if thing["kind"] == "Deployment"}


def called(thing):
    return f"{thing['kind']} {thing['metadata']['name']}"


def the(kind, name):
    return next(thing for thing in THINGS if called(thing) == f"{kind} {name}")


def in_order(part, name=""):
    """The same with every merged list by its key: their order means nothing."""
    if isinstance(part, dict):
        return {key: in_order(value, key) for key, value in part.items()}
    if isinstance(part, list):
        listed = [in_order(entry) for entry in part]
        return sorted(listed, key=lambda entry: json.dumps(entry, sort_keys=True)) if name in KEYS else listed
    return part


class TestManifests:
    @pytest.mark.parametrize("thing", THINGS, ids=called)
    def test_kubernetes_would_take_them(self, thing):
        kubernetes_validate.validate(thing, KUBERNETES, strict=True)

    def test_what_is_wrong_would_be_seen(self):
        wrong = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"prots": []}}
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, KUBERNETES, strict=True)

    def test_no_two_have_one_name(self):
        assert len({called(thing) for thing in THINGS}) == len(THINGS)

    @pytest.mark.skipif(not shutil.which("kubectl"), reason="not compared: install kubectl to have its own build")
    def test_kubectl_builds_the_same(self):
        built = subprocess.run(["kubectl", "kustomize", str(EXAMPLE)], capture_output=True, text=True, check=True)
        theirs = {called(thing): in_order(thing) for thing in yaml.safe_load_all(built.stdout)}
        assert {called(thing): in_order(thing) for thing in THINGS} == theirs

    def test_the_image_is_of_this_version(self):
        version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        images = {container["image"] for name in NAMES for container in containers_of(PROCESSES[name])}
        assert images == {f"registry.example/atrium:{version}"}


@pytest.mark.parametrize("name", NAMES)
class TestEachService:
    def test_it_runs_in_copies_that_are_not_all_away_at_once(self, name):
        deployment, budget = PROCESSES[name], the("PodDisruptionBudget", name)
        (container,) = containers_of(deployment)
        assert container["args"] == ["run", name]
        assert deployment["spec"]["replicas"] >= 2
        assert budget["spec"] == {"maxUnavailable": 1, "selector": deployment["spec"]["selector"]}

    def test_its_copies_are_found_by_its_name(self, name):
        service = the("Service", name)["spec"]
        assert service["clusterIP"] == "None"
        assert service["selector"].items() <= pod_of(PROCESSES[name])["metadata"]["labels"].items()
        assert service["ports"][0]["port"] == Settings().port

    def test_it_is_asked_where_it_answers(self, name):
        (container,) = containers_of(PROCESSES[name])
        assert container["ports"] == [{"name": "http", "containerPort": Settings().port}]
        asked = {container[f"{probe}Probe"]["httpGet"]["path"] for probe in ("startup", "liveness", "readiness")}
        assert asked <= set(Health([], None).addresses())

    def test_it_is_given_its_own_secrets_and_can_use_them(self, name, secrets):
        (container,) = containers_of(PROCESSES[name])
        given = given_to(PROCESSES[name])
        assert {key for key in given if key.startswith("database_url")} == {f"database_url_{name}"}
        settings = read_settings(as_read_inside(environment(container), secrets, only=given))
        assert f"//atrium_{name}:" in settings.database_of(name)
        assert (settings.production, settings.embedded) == (True, False)
        assert settings.direct_to("property") == (["http://property:8000"] if name == "gateway" else [])


def environment(container) -> dict[str, str]:
    return {variable["name"]: variable["value"] for variable in container["env"] if "value" in variable}


def given_to(thing) -> set[str]:
    """The keys of the one Secret that a pod is given."""
    text = json.dumps(pod_of(thing)["spec"]["volumes"])
    return set(re.findall(r'"key": "([a-z_.]+)"', text))


class TestSecrets:
    @pytest.mark.parametrize("thing", PODS, ids=called)
    def test_each_is_one_that_is_made(self, thing, secrets):
        assert given_to(thing) <= {path.name for path in secrets.iterdir()}

    def test_the_migration_knows_every_database_and_how_to_make_them(self, secrets):
        migrate = the("Job", "migrate")
        (container,) = containers_of(migrate)
        settings = read_settings(as_read_inside(environment(container), secrets, only=given_to(migrate)))
        assert [settings.database_of(name) for name in NAMES]
        assert settings.admin_database_url


@pytest.mark.parametrize("thing", PODS, ids=called)
class TestEachPod:
    def test_it_may_do_little(self, thing):
        pod = pod_of(thing)["spec"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        for container in containers_of(thing):
            may = container["securityContext"]
            assert may == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }

    def test_its_memory_has_an_end(self, thing):
        assert all(container["resources"]["limits"]["memory"] for container in containers_of(thing))

    def test_no_variable_is_slipped_in(self, thing):
        assert pod_of(thing)["spec"]["enableServiceLinks"] is False


class TestNetwork:
    POLICIES = [thing["spec"] for thing in THINGS if thing["kind"] == "NetworkPolicy"]

    def test_nothing_may_speak_unless_it_is_said(self):
        assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in self.POLICIES

    def test_only_the_gateway_can_be_reached_from_anywhere(self):
        open_to_all = [
            policy["podSelector"]["matchLabels"]
            for policy in self.POLICIES
            for rule in policy.get("ingress", ())
            if not rule.get("from")
        ]
        assert open_to_all == [{"atrium/role": "gateway"}]

    def test_every_pod_plays_a_part_that_the_policies_know(self):
        known = set(re.findall(r"gateway|service|migrate|broker|database", json.dumps(self.POLICIES)))
        assert {pod_of(thing)["metadata"]["labels"]["atrium/role"] for thing in PODS} == known

    def test_people_come_in_at_the_gateway(self):
        (path,) = the("Ingress", "front")["spec"]["rules"][0]["http"]["paths"]
        front = the("Service", path["backend"]["service"]["name"])
        assert front["spec"]["selector"] == {"app.kubernetes.io/name": "gateway"}


class TestBroker:
    def test_its_nodes_are_those_that_the_list_names(self):
        broker, told = the("StatefulSet", "rabbitmq")["spec"], the("ConfigMap", "rabbitmq")["data"]["atrium.conf"]
        assert broker["replicas"] == 3
        assert re.findall(r"nodes\.\d = rabbit@(\S+)", told) == [
            f"rabbitmq-{number}.{broker['serviceName']}" for number in range(broker["replicas"])
        ]

    def test_every_queue_of_events_is_kept_by_all_three(self):
        told = the("ConfigMap", "rabbitmq")["data"]["atrium.conf"]
        assert "quorum_queue.continuous_membership_reconciliation.target_group_size = 3" in told
        assert '"x-queue-type": "quorum"' in (ROOT / "kit" / "bus" / "topology.py").read_text("utf-8")

    def test_the_services_speak_to_the_name_it_has(self, secrets: Path):
        assert "@rabbitmq//" in (secrets / "amqp_url").read_text("utf-8")
        assert the("Service", "rabbitmq")["spec"]["ports"][0]["port"] == 5672
