"""The picture of a procedure: a box for each step in its owner's colour, arrows for what comes first."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from kit.procedure.diagram.layout import Layout, lay_out
from kit.procedure.diagram.words import DETAIL, Line, legend_of, lines_of, owners, width_of
from kit.procedure.table import Procedure, Step

WIDTH, BETWEEN, GAP, MARGIN = 226.0, 56.0, 26.0, 28.0
INSET, HEAD, LEADING = 14.0, 24.0, 1.42
TITLE = 54.0
LEGEND = 34.0
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', sans-serif"
COLOURS = ("#2563eb", "#d97706", "#059669", "#9333ea", "#dc2626", "#0891b2", "#65a30d", "#db2777")
FILLS = {
    "done": "#ecfdf5",
    "open": "#eff6ff",
    "awaiting_signatures": "#fffbeb",
    "skipped": "#f3f4f6",
    "cancelled": "#f3f4f6",
}
BORDERS = {"done": "#10b981", "open": "#2563eb", "awaiting_signatures": "#f59e0b"}


def as_svg(
    procedure: Procedure,
    language: str | None = None,
    states: Mapping[str, str] | None = None,
    settings: Any = None,
) -> str:
    """The drawing as an SVG document, in `language` (zh or en) or in both.

    `states` gives the state of each step of one case, which then shows in its colour; deadlines are those of
    `settings`.
    """
    inner = WIDTH - 2 * INSET
    lines = {step.name: list(lines_of(procedure, step, language, inner, settings)) for step in procedure.steps}
    heights = {name: HEAD + 14 + sum(line.size * LEADING for line in told) for name, told in lines.items()}
    layout = lay_out(procedure, heights, GAP)
    colours = {code: COLOURS[place % len(COLOURS)] for place, code in enumerate(legend_of(procedure))}
    width = 2 * MARGIN + len(layout.columns) * WIDTH + (len(layout.columns) - 1) * BETWEEN
    height = MARGIN + TITLE + layout.height + LEGEND + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" font-family="{FONTS}">',
        f"<title>{_said(procedure, language, ' · ')}</title>",
        _arrow_head(procedure),
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="14" fill="#f8fafc"/>',
        *_heading(procedure, language),
        f'<g transform="translate({MARGIN:.0f} {MARGIN + TITLE:.0f})">',
        *_arrows(procedure, layout),
    ]
    for step in procedure.steps:
        state = (states or {}).get(step.name)
        parts += _box(layout, step, lines[step.name], colours, language, state)
    parts += ["</g>", *_legend(procedure, colours, language, height - MARGIN), "</svg>"]
    return "\n".join(parts) + "\n"


def _said(named: Any, language: str | None, between: str) -> str:
    return escape(getattr(named, language) if language else f"{named.zh}{between}{named.en}")


def _heading(procedure: Procedure, language: str | None) -> Iterator[str]:
    title = _said(procedure, language, " · ")
    yield f'<text x="{MARGIN:.0f}" y="{MARGIN + 20:.0f}" font-size="22" font-weight="700" fill="#111827">{title}</text>'
    if procedure.source:
        x = MARGIN + width_of(title, 22) + 18
        yield f'<text x="{x:.0f}" y="{MARGIN + 20:.0f}" font-size="12" fill="#8a93a1">{escape(procedure.source)}</text>'


def _left(layout: Layout, node: str) -> float:
    return layout.column_of[node] * (WIDTH + BETWEEN)


def _box(
    layout: Layout,
    step: Step,
    lines: Sequence[Line],
    colours: Mapping[str, str],
    language: str | None,
    state: str | None,
) -> Iterator[str]:
    x, height = _left(layout, step.name), layout.height_of(step.name)
    y = layout.middles[step.name] - height / 2
    fill, border = FILLS.get(state or "", "#ffffff"), BORDERS.get(state or "", "#d3dae4")
    dashes = ' stroke-dasharray="5 4"' if step.done_by else ""
    yield f'<g id="step-{step.name}"' + (' opacity="0.55"' if state in ("skipped", "cancelled") else "") + ">"
    yield (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{WIDTH:.0f}" height="{height:.1f}" rx="9" fill="{fill}" '
        f'stroke="{border}" stroke-width="{2 if state in BORDERS else 1.2}"{dashes}/>'
    )
    yield from _stripe(x, y, [colours[str(owner)] for owner in step.owners])
    yield _text(x + INSET, y + 19, Line(owners_said(step, language), 11, colours[str(step.owners[0])], True))
    if state == "done":
        yield _text(x + WIDTH - INSET, y + 19, Line("✓", 12, BORDERS[state], True), anchor="end")
    baseline = y + HEAD
    for line in lines:
        baseline += line.size * LEADING
        yield _text(x + INSET, baseline - (0 if line.size == DETAIL else 2), line)
    yield "</g>"


def owners_said(step: Step, language: str | None) -> str:
    words = owners(step)
    if language:
        return str(getattr(words, language))
    return f"{words.zh} {words.en}" if len(step.owners) == 1 else words.zh


def _stripe(x: float, y: float, colours: Sequence[str]) -> Iterator[str]:
    """The owner's colour along the top of the box; several owners share it."""
    length = (WIDTH - 2 * INSET) / len(colours)
    for place, colour in enumerate(colours):
        left = x + INSET + place * length
        yield f'<rect x="{left:.1f}" y="{y - 1.5:.1f}" width="{length:.1f}" height="3.5" fill="{colour}"/>'


def _text(x: float, y: float, line: Line, anchor: str = "start") -> str:
    weight = ' font-weight="700"' if line.bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    told = escape(line.text)
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{line.size:g}" fill="{line.colour}"{weight}{side}>{told}</text>'


def _arrow_head(procedure: Procedure) -> str:
    return (
        f'<defs><marker id="arrow-{procedure.name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0.6 L7.4 4 L0 7.4 z" fill="#8a93a1"/></marker></defs>'
    )


def _arrows(procedure: Procedure, layout: Layout) -> Iterator[str]:
    for line in layout.lines.values():
        points = [(_left(layout, line[0]) + WIDTH, _port(layout, line[0], line[1], outwards=True))]
        for joint in line[1:-1]:
            left, middle = _left(layout, joint), layout.middles[joint]
            points += [(left, middle), (left + WIDTH, middle)]
        points.append((_left(layout, line[-1]) - 1, _port(layout, line[-1], line[-2], outwards=False)))
        yield (
            f'<path d="{_curve(points)}" fill="none" stroke="#9aa5b4" stroke-width="1.5" '
            f'marker-end="url(#arrow-{procedure.name})"/>'
        )


def _port(layout: Layout, node: str, other: str, *, outwards: bool) -> float:
    """Where on the side of its box an arrow begins or ends: they stand apart, in the order of their other ends."""
    if outwards:
        others = {line[1] for line in layout.lines.values() if line[0] == node}
    else:
        others = {line[-2] for line in layout.lines.values() if line[-1] == node}
    order = sorted(others, key=lambda name: layout.middles[name])
    apart = min(14.0, layout.height_of(node) * 0.6 / len(order))
    return layout.middles[node] + (order.index(other) - (len(order) - 1) / 2) * apart


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Curves between the columns and straight lines across them."""
    (x, y), *rest = points
    path = f"M{x:.1f} {y:.1f}"
    for place, (next_x, next_y) in enumerate(rest):
        if place % 2 == 0:
            bend = (next_x - x) / 2
            path += f" C{x + bend:.1f} {y:.1f} {next_x - bend:.1f} {next_y:.1f} {next_x:.1f} {next_y:.1f}"
        else:
            path += f" L{next_x:.1f} {next_y:.1f}"
        x, y = next_x, next_y
    return path


def _legend(procedure: Procedure, colours: Mapping[str, str], language: str | None, y: float) -> Iterator[str]:
    x = MARGIN
    for code, words in legend_of(procedure).items():
        told = getattr(words, language) if language else f"{words.zh} {words.en}"
        yield f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" rx="3" fill="{colours[code]}"/>'
        yield _text(x + 18, y, Line(told, 12, "#4b5563"))
        x += 18 + width_of(told, 12) + 22
