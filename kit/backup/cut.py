"""A consistent cut across all databases: each as it was while nobody, in any of them, was just hearing or acting.

An event heard before the cut was then said before it too, and so was whatever a person saw before acting on it: no
database of the cut knows of anything that another has not done yet. Only the look itself is waited for; the copies are
written while everybody goes on.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kit.backup.copier import Busy, Copier, NotPossible

ATTEMPTS = 10
PAUSE = 0.5


@contextmanager
def everybody_held(copiers: Sequence[Copier]) -> Iterator[None]:
    """The block runs while nobody hears or acts anywhere. Raises Busy when somebody cannot be held."""
    held: list[Copier] = []
    try:
        for copier in copiers:
            held.append(copier)
            copier.hold()
        yield
    finally:
        for copier in held:
            copier.let_go()


def take(copiers: Sequence[Copier], pause: Callable[[float], None] = time.sleep) -> float:
    """Lets every copier look at one moment; says for how many seconds everybody was held. Raises NotPossible.

    Who is in the middle of a long write is not waited for with everybody else held: all go on, and it is tried again.
    """
    attempt = 0
    while True:
        attempt += 1
        began = time.monotonic()
        try:
            with everybody_held(copiers):
                for copier in copiers:
                    copier.look()
            return time.monotonic() - began
        except Busy as error:
            if attempt == ATTEMPTS:
                raise NotPossible(
                    f"There was no quiet moment, somebody is in the middle of a long write: {error}. Try again later."
                ) from error
            pause(PAUSE * attempt)
