"""Work of the processor alone, such as reading Excel or printing, done beside everybody else where the host can.

Green threads stop while one of them computes. The host that makes threads green gives a runner with real ones; until
then, and everywhere else, the work is simply done. What is done aside may not log, lock, or touch a database.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")
Runner = Callable[..., Any]


def _at_once(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)


_runners: list[Runner] = [_at_once]


def use(runner: Runner) -> None:
    """From now on `runner(function, *args)` does what is done aside."""
    _runners.append(runner)


def aside(function: Callable[..., Result], *args: Any) -> Result:
    """The function's result, or what it raised."""
    result: Result = _runners[-1](function, *args)
    return result
