"""Runs the mutants: first their tests on the house as it is, which have to pass, then each mutant, which has to fail.

`python -m tests.faults.mutants [--table FILE] [NAME…]`; the exit status is 1 when a mutant survives.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.mutants.mutant import ROOT, Mutant
from tests.faults.mutants.table import MUTANTS

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "var", "dist", "*_cache", "__pycache__", ".hypothesis"
)
PATIENCE = 600
FAILED = re.compile(r"^FAILED (.+?)(?: - |$)", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """How some tests ended: the first that failed, or None where all passed."""

    failed: str | None
    seconds: float


class Unclear(Exception):
    """The tests neither passed nor failed: they did not run, or did not end."""


def run_tests(root: Path, tests: Sequence[str]) -> Outcome:
    """Runs tests in a tree until the first fails. Raises Unclear."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unclear(f"they did not end within {PATIENCE} s") from error
    failed = FAILED.search(ran.stdout)
    if ran.returncode not in (0, 1) or bool(failed) != (ran.returncode == 1) or " skipped" in ran.stdout:
        raise Unclear(ran.stdout[-3000:] + ran.stderr[-1000:])
    return Outcome(failed.group(1) if failed else None, time.monotonic() - began)


def a_copy_of_the_house(folder: str) -> Path:
    return Path(shutil.copytree(ROOT, Path(folder) / "house", ignore=LEFT_OUT))


def run_mutant(root: Path, mutant: Mutant) -> Outcome:
    """Changes the tree, runs the mutant's tests in it and puts everything back."""
    changed = {change.path for change in mutant.changes}
    try:
        for change in mutant.changes:
            (root / change.path).write_text(change.applied(root), "utf-8")
        return run_tests(root, mutant.tests)
    finally:
        for path in changed:
            shutil.copy(ROOT / path, root / path)


def row(mutant: Mutant, outcome: Outcome) -> str:
    caught = f"`{outcome.failed.removeprefix('tests/')}`" if outcome.failed else "**nobody: it survived**"
    return f"| {mutant.name} | {mutant.takes_away} | {caught} | {outcome.seconds:.0f} |"


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def chosen(names: Sequence[str]) -> list[Mutant]:
    """The mutants of these names, or all. Raises SystemExit for a name that is none's."""
    if unknown := set(names) - {mutant.name for mutant in MUTANTS}:
        sys.exit(f"there is no mutant {', '.join(sorted(unknown))}")
    return [mutant for mutant in MUTANTS if not names or mutant.name in names]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.mutants")
    parser.add_argument("names", nargs="*", metavar="NAME")
    asked = parser.parse_args()
    mutants = chosen(asked.names)
    with tempfile.TemporaryDirectory(prefix="atrium-mutants-") as folder:
        root = a_copy_of_the_house(folder)
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        unchanged = run_tests(root, tests)
        if unchanged.failed:
            say(f"Nothing can be said: {unchanged.failed} fails on the house as it is.")
            return 1
        say(f"The house as it is passes all {len(tests)} tests in {unchanged.seconds:.0f} s.\n")
        say("| mutant | what it takes away | caught by | s |\n|---|---|---|---|")
        survivors = 0
        for mutant in mutants:
            outcome = run_mutant(root, mutant)
            survivors += outcome.failed is None
            say(row(mutant, outcome))
    say(f"\n{len(mutants) - survivors} of {len(mutants)} caught.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
