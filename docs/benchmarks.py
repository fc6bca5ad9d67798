"""The page of measured figures: docs/benchmarks.json as tables in docs/benchmarks.md.

Only the part between the two marks is made; what stands around it is written by hand.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "benchmarks.json"
PAGE = Path(__file__).parent / "benchmarks.md"
BEGIN = "<!-- From here made by `make bench` from benchmarks.json; changes are lost. -->\n"
END = "<!-- Made up to here. -->\n"


def kept() -> dict[str, dict[str, Any]]:
    """The latest result of each bench, by name."""
    results: dict[str, dict[str, Any]] = json.loads(KEPT.read_text("utf-8"))
    return results


def keep(name: str, result: dict[str, Any], order: Sequence[str]) -> None:
    """Replaces one bench's result; writes the page anew."""
    results = kept() | {name: result}
    told = {bench: results[bench] for bench in order if bench in results}
    KEPT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """The whole page, its made part from what is kept."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n" + "\n".join(_made(kept())) + END + after


def _made(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Each bench's table, and the machine wherever it is another one than before."""
    machine: dict[str, str] = {}
    for result in results.values():
        if result["machine"] != machine:
            machine = result["machine"]
            yield "| Measured on | |\n|---|---|"
            yield from (f"| {name} | {told} |" for name, told in machine.items())
            yield ""
        yield f"## {result['title']}\n\n{result['about']}\n\n{table(result)}\n"


def table(result: dict[str, Any]) -> str:
    """One bench's rows in Markdown, with its title above where they are printed alone."""
    lines = [f"| {result['title']}, {result['on']} | Target | Figure | Interval | Met | |", "|---|---|---|---|---|---|"]
    for row in result["rows"]:
        unit = row["unit"]
        interval = f"{shown(row['low'])} to {shown(row['high'])}"
        cells = [row["what"], target(row), f"**{shown(row['figure'])} {unit}**", interval, met(row), row["beside"]]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def target(row: dict[str, Any]) -> str:
    if row["at_least"] is not None:
        return f"at least {shown(row['at_least'])}"
    return "" if row["at_most"] is None else f"at most {shown(row['at_most'])}"


def met(row: dict[str, Any]) -> str:
    """Whether the figure is as it must be; nothing where there is no target."""
    if row["at_least"] is None and row["at_most"] is None:
        return ""
    enough = row["at_least"] is None or row["figure"] >= row["at_least"]
    return "yes" if enough and (row["at_most"] is None or row["figure"] <= row["at_most"]) else "**no**"


def shown(figure: float) -> str:
    """Three digits that count."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
