"""Writes what the documents say of the code: docs/rules.md, docs/events.md, the drawn procedures, measured figures.

`python -m docs.build` writes them; `--check` only says whether they are up to date.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from docs import benchmarks
from gateway.house import all_services
from kit.events import ANY, Event, declared_events
from kit.procedure import Procedure
from kit.procedure.diagram import as_mermaid, as_svg, as_table
from kit.service import Service
from kit.wire import schema_of

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CODE = ("kit", "services", "gateway")
_RULE = re.compile(r"\b[A-Z]{3,4}-\d+\b")
_MADE = "<!-- Made by `make docs` from the code; changes here are lost. -->\n"


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path


@cache
def rules_in_code() -> dict[str, set[str]]:
    """Which files name each rule."""
    found = defaultdict(set)
    for path in python_files(*CODE):
        for rule in _RULE.findall(path.read_text("utf-8")):
            found[rule].add(str(path.relative_to(ROOT)))
    return found


def _marked(node: ast.AST) -> set[str]:
    """The rule ids in a test's or class's `@pytest.mark.rule(...)`."""
    ids = set()
    for decorator in getattr(node, "decorator_list", []):
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.rule":
            ids |= {argument.value for argument in decorator.args if isinstance(argument, ast.Constant)}
    return {str(rule) for rule in ids}


def _module_marks(tree: ast.Module) -> set[str]:
    """The rule ids in a module's `pytestmark`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            calls = [call for call in ast.walk(node.value) if isinstance(call, ast.Call)]
            rules = [call for call in calls if ast.unparse(call.func) == "pytest.mark.rule"]
            return {str(a.value) for call in rules for a in call.args if isinstance(a, ast.Constant)}
    return set()


@cache
def rules_in_tests() -> dict[str, list[str]]:
    """Which tests carry each rule, as sentences."""
    found = defaultdict(list)
    for path in python_files("tests"):
        tree = ast.parse(path.read_text("utf-8"))
        for name, ids in _tests_of(tree, _module_marks(tree)):
            for rule in ids:
                found[rule].append(f"{path.relative_to(ROOT)}: {name}")
    return found


def _tests_of(body: ast.Module | ast.ClassDef, above: set[str]) -> Iterator[tuple[str, set[str]]]:
    for node in body.body:
        ids = above | _marked(node)
        if isinstance(node, ast.ClassDef):
            yield from _tests_of(node, ids)
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.removeprefix("test_").replace("_", " "), ids


def rules_page() -> str:
    rules = tomllib.loads((DOCS / "rules.toml").read_text("utf-8"))
    code, tests = rules_in_code(), rules_in_tests()
    lines = [_MADE, "# The rules, the code that holds them, and the tests that prove them\n"]
    for rule, told in rules.items():
        lines += [f"## {rule}\n", f"{told['zh']}\n", f"{told['en']}\n", f"Source: {told['source']}.\n"]
        lines += ["Held by " + (", ".join(f"`{path}`" for path in sorted(code[rule])) or "nothing yet") + ".\n"]
        proofs = tests[rule]
        lines += [f"<details><summary>Proven by {len(proofs)} tests</summary>\n", *(f"- {proof}" for proof in proofs)]
        lines += ["\n</details>\n"]
    return "\n".join(lines)


def events_page() -> str:
    services = all_services()
    lines = [_MADE, "# What the services tell each other\n"]
    lines += ["Wire form: CloudEvents 1.0 in JSON (`application/cloudevents+json`) on the topic exchange"]
    lines += ["`<service>.events`; the routing key is the event's name.\n"]
    for kind in our_events():
        lines += event_lines(kind, services)
    return "\n".join(lines)


def event_lines(kind: type[Event], services: Sequence[type[Service]]) -> list[str]:
    """What the page tells of one event."""
    speaker = "any service" if kind.service == ANY else kind.service
    told = f"Said by **{speaker}** about `{kind.about}` · routing key `{kind.routing_key}` · v{kind.version}\n"
    if kind.succeeds:
        told = told.rstrip() + f" · told as {kind.succeeds.__name__} too, in the same message under its routing key\n"
    fields = schema_of(kind)().fields
    heard = [f"{service.name} (`{service.listeners[kind]}`)" for service in services if kind in service.listeners]
    return [
        f"## {kind.__name__}\n",
        f"{_first_line(kind.__doc__)}\n",
        told,
        *(
            f"- `{name}`: {type(field).__name__}" + ("" if field.required else ", may be left out")
            for name, field in fields.items()
        ),
        "",
        "Heard by " + (", ".join(heard) if heard else "nobody yet") + ".\n",
    ]


def our_events() -> list[type[Event]]:
    return [kind for kind in declared_events() if not kind.__module__.startswith("tests.")]


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0]


def procedures() -> Iterable[Procedure]:
    """Every procedure table of the house."""
    import importlib

    for service in all_services():
        package = service.__module__.rpartition(".")[0]
        try:
            module = importlib.import_module(f"{package}.procedures")
        except ModuleNotFoundError:
            continue
        yield from (thing for thing in vars(module).values() if isinstance(thing, Procedure))


def pages() -> dict[Path, str]:
    """Every made document: where it lies and what it says."""
    made = {DOCS / "rules.md": rules_page(), DOCS / "events.md": events_page(), benchmarks.PAGE: benchmarks.page()}
    for procedure in procedures():
        made[DOCS / "procedures" / f"{procedure.name}.svg"] = as_svg(procedure)
        table = f"{_MADE}\n# {procedure.zh} · {procedure.en}\n\n![{procedure.en}]({procedure.name}.svg)\n\n"
        made[DOCS / "procedures" / f"{procedure.name}.md"] = (
            table + as_table(procedure) + f"\n```mermaid\n{as_mermaid(procedure)}\n```\n"
        )
    return made


def stale() -> list[Path]:
    return [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]


def main() -> int:
    if "--check" in sys.argv:
        for path in stale():
            print(f"{path.relative_to(ROOT)} is not up to date: run `make docs`")  # noqa: T201
        return 1 if stale() else 0
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
