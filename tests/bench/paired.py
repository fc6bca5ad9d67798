"""Two sides compared in one run: warmed up, in turns A B B A, and judged by the ratio within each pair.

A machine that is slower for a while is slower for both sides of a pair, so the ratio stays when the figures do not.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

PAIRS = 7
SURE = 0.95
Side = Callable[[], float]


@dataclass(frozen=True)
class Effort:
    """How much is measured: `pairs` of turns, each of a `share` of the full amount."""

    pairs: int = PAIRS
    share: float = 1.0

    def of(self, full: int) -> int:
        """How many of `full` are done with this effort, and never none."""
        return max(round(full * self.share), 1)


QUICK = Effort(pairs=2, share=0.05)


@dataclass(frozen=True)
class Estimate:
    """A figure and the interval that holds the true one in at least 95 of 100 runs, or as surely as so few tell."""

    figure: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """The ratio ours / theirs, and the median figure of each side."""

    ratio: Estimate
    ours: float
    theirs: float


def compare(ours: Side, theirs: Side, effort: Effort) -> Comparison:
    """Runs both sides once to warm them up, then in pairs that begin with one and with the other in turn."""
    ours(), theirs()
    pairs = []
    for number in range(effort.pairs):
        if number % 2 == 0:
            our_figure, their_figure = ours(), theirs()
        else:
            their_figure, our_figure = theirs(), ours()
        pairs.append((our_figure, their_figure))
    return Comparison(
        estimate([our_figure / their_figure for our_figure, their_figure in pairs]),
        median(our_figure for our_figure, _ in pairs),
        median(their_figure for _, their_figure in pairs),
    )


def estimate(figures: Sequence[float]) -> Estimate:
    """The median with the narrowest interval of two of the figures that is sure enough, whatever their distribution.

    The median lies outside the k-th smallest and k-th largest of n figures as seldom as fewer than k of n coins fall
    on one side.
    """
    ranked, n = sorted(figures), len(figures)
    k = 1
    while 2 * (k + 1) <= n and _outside(k + 1, n) <= 1 - SURE:
        k += 1
    return Estimate(median(ranked), ranked[k - 1], ranked[n - k])


def _outside(k: int, n: int) -> float:
    return 2 * sum(math.comb(n, heads) for heads in range(k)) / 2**n


def percentile(figures: Sequence[float], part: float) -> float:
    """The smallest figure that `part` of all figures do not exceed."""
    ranked = sorted(figures)
    return ranked[max(math.ceil(part * len(ranked)), 1) - 1]
