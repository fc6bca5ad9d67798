"""The other end of `place.Side`: a program that does what its standard input says and answers on its standard output.

Both sides use it, so it knows the standard library alone.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

Readline = Callable[[], str]
PATIENCE = 120.0


def serve(deeds: dict[str, Callable[..., Any]], readline: Readline = sys.stdin.readline) -> None:
    """Says that it is ready, then does one order after the other until its input ends."""
    answer("ready")
    while line := readline():
        order = json.loads(line)
        answer(deeds[order.pop("do")](**order))


def answer(told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def tell_all(tell: Callable[[int], None], first: int, count: int, rate: float = 0.0) -> float:
    """Tells `count` times, `rate` a second or as fast as it goes; gives the moment at which it began."""
    began = time.time()
    for number in range(count):
        if rate:
            time.sleep(max(began + number / rate - time.time(), 0))
        tell(first + number)
    return began


class Kept:
    """What a keeper is done with: how long each telling took to its committed effect, and when the last one was."""

    def __init__(self) -> None:
        self._took: list[float] = []
        self._last = 0.0
        self._changed = threading.Condition()

    def __call__(self, at: float) -> None:
        with self._changed:
            self._last = time.time()
            self._took.append(self._last - at)
            self._changed.notify()

    def wait(self, count: int) -> dict[str, Any]:
        """Waits for so many effects, and gives the figures of them; the next count begins anew."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._took) >= count, PATIENCE):
                raise TimeoutError(f"{len(self._took)} of {count} effects within {PATIENCE:.0f} s")
            told = {"last": self._last, "took": self._took}
            self._took = []
            return told
