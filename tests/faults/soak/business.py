"""What the clients of a soak are about, what the databases must tell of it afterwards, and the clients at it."""

import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from tests.faults.soak.clients import Desk


class Business(ABC):
    """Pieces of work that are independent of each other.

    `people` have to be logged in. `effects` are, by service, queries for rows of (thing, what happened to it), each of
    which somebody said and which is there once; `wrong` are queries that find what must not be there at all.
    """

    name: ClassVar[str]
    people: ClassVar[tuple[str, ...]]
    effects: ClassVar[Mapping[str, str]]
    wrong: ClassVar[Mapping[str, tuple[str, str]]]

    @abstractmethod
    def fill(self, desk: Desk, count: int) -> None:
        """Takes in what is needed for so many pieces, before anything goes wrong."""

    @abstractmethod
    def write(self) -> None:
        """A write like any other, to see that writes are taken; comes back when it is done."""

    @abstractmethod
    def do(self, desk: Desk, number: int, rng: random.Random) -> None:
        """One piece, all the way; says in the desk's history what has to come of it."""


class Clients:
    """Several at once, each with one piece of the business after another, until told that no more are to begin.

    What is left to chance in a piece follows from the seed and its number, whoever does it and when.
    """

    def __init__(self, desks: list[Desk], business: Business, seed: int, most: int) -> None:
        self.business, self.seed, self.most = business, seed, most
        self.begun = self.finished = 0
        self.failures: list[str] = []
        self._enough = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(desk,), daemon=True) for desk in desks]
        for thread in self._threads:
            thread.start()

    def _next(self) -> int | None:
        with self._lock:
            if self._enough.is_set() or self.begun >= self.most:
                return None
            self.begun += 1
            return self.begun

    def _run(self, desk: Desk) -> None:
        while (number := self._next()) is not None:
            try:
                self.business.do(desk, number, random.Random(f"{self.seed}/{number}"))
            except Exception as error:
                self.failures.append(f"{self.business.name}, number {number}: {error!r}"[:1500])
            else:
                with self._lock:
                    self.finished += 1

    def are_at_work(self) -> bool:
        """Whether any of them still has something to do."""
        return any(thread.is_alive() for thread in self._threads)

    def finish(self, seconds: float) -> bool:
        """Begins nothing more and waits for those under way; says whether they came to their end in time."""
        self._enough.set()
        ends = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(ends - time.monotonic(), 0))
        return not self.are_at_work()
