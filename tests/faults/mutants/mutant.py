"""What a mutant is: the house without one of its mechanisms, and the tests that must notice.

A change names text that is in its file exactly once; `tests/faults/test_mutants.py` fails when it no longer is.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent


@dataclass(frozen=True)
class Change:
    """Some text of a file and what stands there in the mutant."""

    path: str
    old: str
    new: str

    def applied(self, root: Path) -> str:
        """The changed source. Raises LookupError when the text is not there exactly once."""
        source = (root / self.path).read_text("utf-8")
        times = source.count(self.old)
        if times != 1:
            raise LookupError(f"{self.path} has {times} times, and not once, the text\n{self.old}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True)
class Mutant:
    """The house without one of its mechanisms; any of `tests` failing is the notice that has to be given."""

    name: str
    takes_away: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...]
