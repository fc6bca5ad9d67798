"""The operators' papers as data: alerts, dashboard, runbook, and the figures that they name."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
PROMETHEUS = ROOT / "deploy" / "prometheus"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "atrium.json"
RUNBOOK = ROOT / "docs" / "operations.md"
_FIGURE = re.compile(r"\batrium_\w+")
_PART_OF_A_HISTOGRAM = re.compile(r"_(bucket|count|sum)$")


def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """The panels that show something, rows left out."""
    return [panel for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"] if panel["type"] != "row"]


def queries(panel: dict[str, Any], window: str = "1m") -> list[str]:
    """What a panel asks Prometheus, with Grafana's variables filled in."""
    filled = (one["expr"].replace("$__rate_interval", window) for one in panel["targets"])
    return [query.replace("$service", ".*") for query in filled]


def figures_in(query: str) -> set[str]:
    """The figures of the house that a query names, a histogram by its own name."""
    return {_PART_OF_A_HISTOGRAM.sub("", name) for name in _FIGURE.findall(query)}


def figures_of(page: str) -> set[str]:
    """The figures of the house that a page of them declares."""
    return {name for name in re.findall(r"^# TYPE (\S+) ", page, re.M) if name.startswith("atrium_")}


def explained() -> set[str]:
    """The figures that the operators' page has a row for."""
    return set(re.findall(r"^\| `(atrium_\w+)`", RUNBOOK.read_text("utf-8"), re.M))


def runbook() -> dict[str, str]:
    """The entries of the runbook, by the alert they are for."""
    text = RUNBOOK.read_text("utf-8")
    parts = re.split(r"^### (Atrium\w+)\n", text, flags=re.M)
    return {name: entry.partition("\n## ")[0] for name, entry in zip(parts[1::2], parts[2::2], strict=True)}
