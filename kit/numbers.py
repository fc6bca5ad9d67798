"""The numbers of the rules that the configuration may change (PROC-9), declared by name where the rules are.

A rules file that names none of them, or gives one a value that it cannot have, is refused at the start and by name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]
_declared: dict[str, Callable[[Told], object]] = {}


def declare(name: str, read: Callable[[Told], object]) -> None:
    """Makes a number known; `read` takes it from what is configured, and raises ValueError for a wrong value."""
    _declared[name] = read


def faults(told: Told) -> Iterator[str]:
    """What is wrong with configured numbers, a sentence each."""
    for name, value in told.items():
        if name not in _declared:
            yield f"{name} is no number of the rules; there are {', '.join(sorted(_declared))}"
            continue
        try:
            _declared[name](told)
        except (ValueError, TypeError) as error:
            yield f"{name} = {value!r}: {error}"
