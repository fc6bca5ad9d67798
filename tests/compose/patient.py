"""People who try again while a part of the house is away, as the page and any decent program do."""

import http.client
import urllib.error
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.running import Answer, Person, RunningHouse, wait_for

AWAY = (502, 503, 504)


@dataclass
class PatientPerson(Person):
    """Sends a write again under the same idempotency key until somebody answers it."""

    refusals: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        if method != "GET":
            headers.setdefault("Idempotency_Key", str(uuid.uuid4()))
        return wait_for(
            lambda: self._once(method, path, body, headers), lambda: f"{path}: {self.refusals[-3:]}", seconds=240
        )

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        try:
            answer = super().ask(method, path, body, **headers)
        except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
            self.refusals.append(repr(error))
            return None
        if answer.status in AWAY:
            self.refusals.append(str(answer.status))
            return None
        return answer


@dataclass
class PatientHouse(RunningHouse):
    """A house in containers, all of whose people are patient. `log` has the demo's one-time passwords."""

    def log_in(self, username: str, password: str) -> Person:
        person = super().log_in(username, password)
        return PatientPerson(person.base, person.token)

    def refusals(self) -> int:
        """How often somebody had to try again so far."""
        return sum(len(person.refusals) for person in self.people.values())
