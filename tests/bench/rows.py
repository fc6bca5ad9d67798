"""What a bench gives: rows of a table, each with the target it is measured against."""

from dataclasses import dataclass
from typing import Any

from tests.bench.paired import Comparison, Estimate


@dataclass(frozen=True)
class Row:
    """One line: what was measured, the figure and its interval in `unit`, and what must hold of it.

    `beside` gives the plain figures behind a ratio, which depend on the machine.
    """

    what: str
    measured: Estimate
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    beside: str = ""

    def as_json(self) -> dict[str, Any]:
        told = {"what": self.what, "figure": self.measured.figure, "low": self.measured.low, "high": self.measured.high}
        return told | {
            "unit": self.unit,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "beside": self.beside,
        }


def times(what: str, compared: Comparison, unit: str, **target: float) -> Row:
    """The row of a comparison of two sides; `unit` is that of their plain figures."""
    beside = f"{compared.ours:,.0f} against {compared.theirs:,.0f} {unit}"
    return Row(what, compared.ratio, "times", beside=beside, **target)
