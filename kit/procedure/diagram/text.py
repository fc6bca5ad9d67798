"""A procedure as text: Mermaid for documents that draw it themselves, and its table in Markdown."""

from typing import Any

from kit.procedure.diagram.layout import arrows
from kit.procedure.diagram.svg import COLOURS
from kit.procedure.diagram.words import due, legend_of, manner, not_before, owners, signers
from kit.procedure.table import Procedure, Step, Undone
from kit.procedure.words import Words, listed, words_of

_HEADINGS = (
    "步骤 Step",
    "部门 Owner",
    "先办 After",
    "限期 Due",
    "记录 Recorded",
    "签字 Signed by",
    "取消时 On cancelling",
)


def as_mermaid(procedure: Procedure, settings: Any = None) -> str:
    """The drawing as a Mermaid flowchart, in both languages."""
    lines = ["flowchart LR"]
    ids = {step.name: f"s{number}" for number, step in enumerate(procedure.steps, 1)}
    for step in procedure.steps:
        told = [
            step.zh,
            step.en,
            _both(owners(step)),
            *([_both(words)] if (words := due(procedure, step, settings)) else []),
        ]
        label = "<br/>".join(_quoted(text) for text in told)
        lines.append(f'    {ids[step.name]}["{label}"]')
    lines += [f"    {ids[need]} --> {ids[name]}" for need, name in arrows(procedure)]
    for place, code in enumerate(legend_of(procedure)):
        owned = [ids[step.name] for step in procedure.steps if step.owners[0] == code]
        if owned:
            colour = COLOURS[place % len(COLOURS)]
            lines.append(f"    classDef {code} fill:#ffffff,stroke:{colour},stroke-width:2px,color:#1f2937")
            lines.append(f"    class {','.join(owned)} {code}")
    return "\n".join(lines)


def as_table(procedure: Procedure, settings: Any = None) -> str:
    """The procedure's table in Markdown, in both languages, as a department head reads it (PROC-1)."""
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *(_row(procedure, step, settings) for step in procedure.steps)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows) + "\n"


def _row(procedure: Procedure, step: Step, settings: Any) -> tuple[str, ...]:
    needs = [words_of(procedure.by_name[name]) for name in step.needs]
    times = [words for words in (due(procedure, step, settings), not_before(procedure, step, settings)) if words]
    records = [words_of(record) for record in step.records]
    how = manner(step)
    name = f"**{step.zh}**<br>{step.en}" + (f"<br>({_both(how)})" if how else "")
    undone = "撤销 undone: " if isinstance(step.on_cancel, Undone) else "保留 stays: "
    return (
        name,
        _cell(listed([words_of(owner) for owner in step.owners])),
        _cell(listed(needs)),
        "<br>".join(_cell(words) for words in times),
        _cell(listed(records)),
        _cell(signers(step) or Words("", "")),
        undone + _cell(words_of(step.on_cancel)),
    )


def _cell(words: Words) -> str:
    return f"{words.zh}<br>{words.en}" if words.zh else ""


def _both(words: Words) -> str:
    return f"{words.zh} · {words.en}"


def _quoted(text: str) -> str:
    return text.replace('"', "&quot;")
