"""Where the boxes of a drawing go: columns by how much comes before a step, few crossings, arrows between the boxes.

An arrow over several columns runs through a *joint* in each column between, which is placed like a very low box.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kit.procedure.table import Procedure

Link = tuple[str, str]
SWEEPS = 40
JOINT_HEIGHT = 18.0
STRAIGHTNESS = 30.0  # How much more a line of joints is kept straight than a box is kept near its neighbours.


@dataclass
class Layout:
    """Each node's column and the y of its middle; `lines` gives for each arrow drawn the nodes it runs through."""

    columns: list[list[str]]
    middles: dict[str, float]
    lines: dict[Link, list[str]]
    heights: Mapping[str, float]
    column_of: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.column_of = {node: place for place, column in enumerate(self.columns) for node in column}

    def height_of(self, node: str) -> float:
        return self.heights.get(node, JOINT_HEIGHT)

    @property
    def height(self) -> float:
        return max(self.middles[node] + self.height_of(node) / 2 for node in self.middles)


def lay_out(procedure: Procedure, heights: Mapping[str, float], gap: float) -> Layout:
    """Places every step; `heights` are those of the boxes, `gap` is kept between two of a column."""
    depths = depths_of(procedure)
    columns: list[list[str]] = [[] for _ in range(max(depths.values()) + 1)]
    for step in procedure.steps:
        columns[depths[step.name]].append(step.name)
    lines = {(need, name): _through(need, name, depths, columns) for need, name in arrows(procedure)}
    links = [link for line in lines.values() for link in pairwise(line)]
    columns = _with_few_crossings(columns, links)
    layout = Layout(columns, {}, lines, heights)
    _place(layout, links, gap)
    return layout


def depths_of(procedure: Procedure) -> dict[str, int]:
    """How many steps at least come one after the other before each step."""
    depths: dict[str, int] = {}
    for step in procedure.in_order:
        depths[step.name] = max((depths[need] + 1 for need in step.needs), default=0)
    return depths


def arrows(procedure: Procedure) -> list[Link]:
    """The needs worth drawing: those that do not already follow from others."""
    return [
        (need, step.name)
        for step in procedure.steps
        for need in step.needs
        if not any(other in procedure.after(need) for other in step.needs)
    ]


def _through(start: str, end: str, depths: Mapping[str, int], columns: list[list[str]]) -> list[str]:
    joints = []
    for depth in range(depths[start] + 1, depths[end]):
        joint = f"{start}→{end}@{depth}"
        columns[depth].append(joint)
        joints.append(joint)
    return [start, *joints, end]


def _with_few_crossings(columns: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Sorts each column by where its neighbours stand, to and fro, and keeps the best order seen."""
    before, after = _neighbours(links)
    best, fewest = [list(column) for column in columns], _crossings(columns, links)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for place in range(len(columns)) if forwards else reversed(range(len(columns))):
            beside = columns[place - 1] if forwards else columns[(place + 1) % len(columns)]
            rank = {node: float(position) for position, node in enumerate(beside)}
            columns[place] = _by_neighbours(columns[place], before if forwards else after, rank)
        if (crossings := _crossings(columns, links)) < fewest:
            best, fewest = [list(column) for column in columns], crossings
    return best


def _by_neighbours(column: list[str], neighbours: Mapping[str, list[str]], rank: Mapping[str, float]) -> list[str]:
    def barycentre(node: str) -> float:
        places = [rank[other] for other in neighbours[node] if other in rank]
        return sum(places) / len(places) if places else float(column.index(node))

    return sorted(column, key=barycentre)


def _crossings(columns: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    rank = {node: position for column in columns for position, node in enumerate(column)}
    place = {node: number for number, column in enumerate(columns) for node in column}
    between = defaultdict(list)
    for start, end in links:
        between[place[start]].append((rank[start], rank[end]))
    return sum(
        (a - c) * (b - d) < 0
        for pairs in between.values()
        for number, (a, b) in enumerate(pairs)
        for c, d in pairs[number + 1 :]
    )


def _neighbours(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before, after = defaultdict(list), defaultdict(list)
    for start, end in links:
        before[end].append(start)
        after[start].append(end)
    return before, after


def _place(layout: Layout, links: Sequence[Link], gap: float) -> None:
    """Moves each column's nodes as near to their neighbours as the order and the gap allow, again and again."""
    before, after = _neighbours(links)
    for column in layout.columns:
        _settle(layout, column, [0.0] * len(column), [1.0] * len(column), gap)
    for sweep in range(SWEEPS):
        for column in layout.columns if sweep % 2 == 0 else reversed(layout.columns):
            wanted, weights = [], []
            for node in column:
                others = [*before[node], *after[node]] or [node]
                pulls = [_pull(layout, node, other) for other in others]
                middles = [layout.middles[other] * pull for other, pull in zip(others, pulls, strict=True)]
                wanted.append(sum(middles) / sum(pulls))
                weights.append(sum(pulls))
            _settle(layout, column, wanted, weights, gap)
    top = min(middle - layout.height_of(node) / 2 for node, middle in layout.middles.items())
    layout.middles = {node: middle - top for node, middle in layout.middles.items()}


def _pull(layout: Layout, node: str, other: str) -> float:
    return STRAIGHTNESS if node not in layout.heights and other not in layout.heights else 1.0


def _settle(
    layout: Layout, column: Sequence[str], wanted: Sequence[float], weights: Sequence[float], gap: float
) -> None:
    """The middles nearest to those wanted (least squares) that keep order and gap: pools neighbours that collide."""
    offsets, offset = [], 0.0
    for position, node in enumerate(column):
        if position:
            offset += (layout.height_of(column[position - 1]) + layout.height_of(node)) / 2 + gap
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        pools.append((want - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, x, m), (b, y, n) = pools[-2:]
            pools[-2:] = [((a * x + b * y) / (x + y), x + y, m + n)]
    bases = [base for base, _, count in pools for _ in range(count)]
    for node, base, offset in zip(column, bases, offsets, strict=True):
        layout.middles[node] = base + offset
