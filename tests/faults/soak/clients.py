"""Clients as programs should be: they write with keys, and ask again with the same key until they know the outcome."""

import random
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.faults.soak.history import History
from tests.journeys.room_change import DEPARTMENTS, ITEMS, RoomChange
from tests.journeys.running import Answer, Person, multipart

PATIENCE = 900.0
PACE = 0.25
NOT_NOW = (429, 503, 504)


@dataclass
class Patient(Person):
    """Somebody who is logged in, at any of the gateway's copies, and who does not take trouble for an answer."""

    history: History = field(kw_only=True)
    process: int | str = field(kw_only=True)
    others: list[str] = field(kw_only=True)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        if method != "GET":
            headers.setdefault("Idempotency_Key", str(uuid.uuid4()))
        told, ends = f"{method} {path.partition('?')[0]}", time.monotonic() + PATIENCE
        while True:
            self.history.write(self.process, "invoke", told, headers.get("Idempotency_Key"))
            answer = self._once(method, path, body, dict(headers))
            status = answer.status if isinstance(answer, Answer) else str(answer)
            kind = "info" if status in NOT_NOW or not isinstance(answer, Answer) else "ok" if status < 400 else "fail"
            self.history.write(self.process, kind, told, status)
            if isinstance(answer, Answer) and status not in NOT_NOW:
                if status >= 500:
                    self.history.broken.append(f"{told}: {answer}")
                time.sleep(PACE if method == "GET" else 0)
                return answer
            assert time.monotonic() < ends, f"{told}: no answer within {PATIENCE:.0f} s; last {answer}"
            self.base, self.others = self.others[0], [*self.others[1:], self.base]
            time.sleep(random.uniform(0.2, 1.0))

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | Exception:
        try:
            return super().ask(method, path, body, **headers)
        except (OSError, HTTPException) as error:
            return error

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes, kind: str) -> Any:
        body, content_type = multipart(fields, name, content, kind)
        answer = self.ask("POST", path, body, content_type=content_type)
        assert answer.status < 300, answer
        return answer.body


@dataclass
class Desk:
    """The house as one client meets it: the same people everywhere, who logged in before anything went wrong."""

    bases: list[str]
    tokens: dict[str, str]
    history: History
    process: int | str

    def as_(self, username: str) -> Patient:
        base, *others = self.bases
        return Patient(base, self.tokens[username], history=self.history, process=self.process, others=others or [base])


@dataclass
class SoakChange(RoomChange):
    """A change of a unit and to a unit that are known by their numbers."""

    patience: float = PATIENCE

    def choose(self, old: str, new: str) -> None:
        clerk = self.house.as_("property.clerk")
        (self.old_unit,), (self.new_unit,) = (clerk.get(f"/units?q={number}")["items"] for number in (old, new))

    def walk(self, with_a_fault: bool) -> None:
        """All the way from the request to the notice, and until six departments have acknowledged it."""
        self.issue_items()
        self.request()
        self.house.history.requested.append(self.id)
        if with_a_fault:
            self.inspect_with_a_fault()
            self.mend()
            self.prepare_new_unit()
        else:
            self.do("property.clerk", "inspect", clear=True)
            self.make_ready()
        self.read_meters()
        self.return_and_hand_over()
        self.settle()
        self.issue_notice()
        for department in DEPARTMENTS:
            self.acknowledge(department)
        self.wait_until_done()


class Clients:
    """Several at once, each with one change after another, until told that no more are to begin."""

    def __init__(self, desks: list[Desk], pairs: Iterator[tuple[str, str]], rng: random.Random, most: int) -> None:
        self.pairs, self.rng, self.most = pairs, rng, most
        self.begun = self.finished = 0
        self.failures: list[str] = []
        self._enough = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(desk,), daemon=True) for desk in desks]
        for thread in self._threads:
            thread.start()

    def _next(self) -> tuple[int, tuple[str, str], bool] | None:
        with self._lock:
            if self._enough.is_set() or self.begun >= self.most:
                return None
            self.begun += 1
            return self.begun, next(self.pairs), self.rng.random() < 0.2

    def _run(self, desk: Desk) -> None:
        while (given := self._next()) is not None:
            number, (old, new), with_a_fault = given
            change = SoakChange(desk, items=tuple((kind, f"{name}-{number}") for kind, name in ITEMS))
            try:
                change.choose(old, new)
                change.walk(with_a_fault)
            except Exception as error:
                self.failures.append(f"change {number} ({change.id}): {error!r}"[:1500])
            else:
                with self._lock:
                    self.finished += 1

    def are_at_work(self) -> bool:
        """Whether any of them still has something to do."""
        return any(thread.is_alive() for thread in self._threads)

    def finish(self, seconds: float) -> bool:
        """Begins no more changes and waits for those under way; says whether they came to their end in time."""
        self._enough.set()
        ends = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(ends - time.monotonic(), 0))
        return not self.are_at_work()
