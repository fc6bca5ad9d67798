"""Builds a kustomization as far as ours use the language, so that the tests need no program of Kubernetes.

Where `kubectl` is there, a test compares the two.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Thing = dict[str, Any]
# Lists whose entries are told apart by a field are merged, all others replaced.
KEYS = {
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "ports": "containerPort",
    "topologySpreadConstraints": "topologyKey",
}
UNDERSTOOD = {"apiVersion", "kind", "namespace", "labels", "resources", "patches", "images", "replicas"}


def build(folder: Path) -> list[Thing]:
    """The objects that `kubectl apply -k` would send. Raises ValueError at a word that is not understood here."""
    told = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))
    if unknown := set(told) - UNDERSTOOD:
        raise ValueError(f"{folder}: {unknown}")
    things = [thing for name in told["resources"] for thing in _resource(folder / name)]
    for patch in told.get("patches", ()):
        (change,) = yaml.safe_load_all((folder / patch["path"]).read_text("utf-8"))
        target = patch.get("target") or {"kind": change["kind"], "name": change["metadata"]["name"]}
        things = [_patched(thing, change) if _is_meant(thing, target) else thing for thing in things]
    for thing in things:
        if thing["kind"] != "Namespace":
            thing["metadata"]["namespace"] = told["namespace"]
        _label(thing, told)
        _name_images(thing, told)
        for replicas in told.get("replicas", ()):
            if thing["metadata"]["name"] == replicas["name"] and "replicas" in thing.get("spec", {}):
                thing["spec"]["replicas"] = replicas["count"]
    return things


def _resource(path: Path) -> list[Thing]:
    return build(path) if path.is_dir() else list(yaml.safe_load_all(path.read_text("utf-8")))


def _is_meant(thing: Thing, target: dict[str, str]) -> bool:
    labels = thing["metadata"].get("labels", {})
    if thing["kind"] != target["kind"] or thing["metadata"]["name"] != target.get("name", thing["metadata"]["name"]):
        return False
    if "labelSelector" not in target:
        return True
    key, values = re.fullmatch(r"(\S+) in \((.*)\)", target["labelSelector"]).groups()
    return labels.get(key) in values.split(", ")


def _patched(thing: Thing, change: Thing) -> Thing:
    """The thing with a change merged into it; whose thing it is stays as it was."""
    return merged(thing, {name: part for name, part in change.items() if name == "spec"})


def merged(old: Any, new: Any, name: str = "") -> Any:
    """Kubernetes' strategic merge of `new` into `old`."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merged(old[key], part, key) if key in old else part for key, part in new.items()}
    if isinstance(old, list) and isinstance(new, list) and name in KEYS:
        known = {entry[KEYS[name]]: entry for entry in old}
        for entry in new:
            known[entry[KEYS[name]]] = merged(known.get(entry[KEYS[name]], {}), entry)
        return list(known.values())
    return new


def pod_of(thing: Thing) -> Thing | None:
    """The template of the pods that an object makes, if it makes any."""
    template: Thing | None = thing.get("spec", {}).get("template")
    return template


def containers_of(thing: Thing) -> Iterator[Thing]:
    if pod := pod_of(thing):
        yield from pod["spec"].get("initContainers", ())
        yield from pod["spec"]["containers"]


def _label(thing: Thing, told: Thing) -> None:
    pod, spec = pod_of(thing), thing.get("spec", {})
    templates = [*([pod] if pod else ()), *spec.get("volumeClaimTemplates", ())]
    for labels in told.get("labels", ()):
        for place in [thing, *(templates if labels.get("includeTemplates") else ())]:
            place["metadata"].setdefault("labels", {}).update(labels["pairs"])


def _name_images(thing: Thing, told: Thing) -> None:
    for container in containers_of(thing):
        for image in told.get("images", ()):
            name, _, tag = container["image"].partition(":")
            if name == image["name"]:
                container["image"] = f"{image.get('newName', name)}:{image.get('newTag', tag)}"
