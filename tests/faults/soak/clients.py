"""Clients as programs should be: they write with keys, and ask again with the same key until they know the outcome."""

import random
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.faults.soak.history import History
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
