"""Imports run one way, so that each department can be read, changed and run alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/__init__.py"))
LAYERS = ("events", "rules", "models", "queries", "actions", "service")
GREEN = {"kit/host/green.py", "kit/host/nameko.py", "kit/host/nameko_doors.py"}


def modules(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*.py")) if "node_modules" not in path.parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def offenders(folder: str, wrong) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in sorted(imports(path))
        if wrong(path, name)
    ]


class TestImports:
    def test_the_kit_knows_no_service_and_no_gateway(self):
        assert offenders("kit", lambda _, name: name.split(".")[0] in ("services", "gateway")) == []

    @pytest.mark.parametrize("service", SERVICES)
    def test_a_service_knows_of_the_others_only_what_they_say(self, service):
        def wrong(_path, name):
            parts = name.split(".")
            if parts[0] == "gateway":
                return parts[1] != "events"
            return parts[0] == "services" and parts[1] in set(SERVICES) - {service} and parts[2:3] != ["events"]

        assert offenders(f"services/{service}", wrong) == []

    def test_the_gateway_knows_of_the_services_only_what_they_declare(self):
        def wrong(_path, name):
            parts = name.split(".")
            return parts[0] == "services" and parts[1] in SERVICES and parts[2:3] not in (["events"], ["service"])

        assert offenders("gateway", wrong) == []

    @pytest.mark.parametrize("package", ["nameko", "eventlet"])
    def test_the_hosts_machinery_is_known_only_to_its_host(self, package):
        def wrong(path, name):
            return name.split(".")[0] == package and str(path.relative_to(ROOT)) not in GREEN

        assert [line for folder in ("kit", "services", "gateway") for line in offenders(folder, wrong)] == []


class TestLayers:
    @pytest.mark.parametrize("service", SERVICES)
    def test_rules_know_neither_tables_nor_doors(self, service):
        allowed = (
            "kit.reasons",
            "kit.clock",
            "kit.calendar",
            "kit.words",
            f"services.{service}.rules",
            "services.words",
            "kit.procedure",
        )

        def wrong(path, name):
            in_rules = path.stem == "rules" or "rules" in path.relative_to(ROOT).parts
            return (
                in_rules
                and name.split(".")[0] in ("kit", "services", "sqlalchemy", "marshmallow")
                and not name.startswith(allowed)
            )

        assert offenders(f"services/{service}", wrong) == []

    @pytest.mark.parametrize("service", SERVICES)
    def test_no_layer_knows_the_one_above_it(self, service):
        def layer_of(parts: tuple[str, ...]) -> int | None:
            return next((LAYERS.index(part) for part in parts if part in LAYERS), None)

        def wrong(path, name):
            if not name.startswith(f"services.{service}."):
                return False
            own = layer_of(Path(*path.relative_to(ROOT).parts[2:]).with_suffix("").parts)
            other = layer_of(tuple(name.split(".")[2:3]))
            return own is not None and other is not None and other > own and {own, other} != {3, 4}

        assert offenders(f"services/{service}", wrong) == []


class TestSize:
    def test_no_module_outgrows_a_room(self):
        too_large = [
            f"{path.relative_to(ROOT)}: {lines}"
            for folder in ("kit", "services", "gateway", "docs")
            for path in modules(folder)
            if "versions" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > 250
        ]
        assert too_large == []
