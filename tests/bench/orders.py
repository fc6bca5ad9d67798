"""The other end of `place.Side`: a program that does what its standard input says and answers on its standard output.

Both sides use it, so it knows the standard library alone.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

Readline = Callable[[], str]


def serve(deeds: dict[str, Callable[..., Any]], readline: Readline = sys.stdin.readline) -> None:
    """Says that it is ready, then does one order after the other until its input ends."""
    answer("ready")
    while line := readline():
        order = json.loads(line)
        answer(deeds[order.pop("do")](**order))


def answer(told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
